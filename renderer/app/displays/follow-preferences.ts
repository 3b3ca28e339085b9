import { preferences, readPreferences } from '../../client/preferences.ts';

/** Theme, text size, sound and keys are those of the console, whichever window they were changed in. Whether the inspector is open is each window's own. */
export function followPreferences(target: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
  const heard = ({ key, newValue }: StorageEvent): void => {
    if (key !== 'firstout.preferences' || newValue === null) return;
    const { isInspectorOpen: _own, ...others } = readPreferences(newValue);
    preferences.setState(others);
  };
  target.addEventListener('storage', heard);
  return () => target.removeEventListener('storage', heard);
}
