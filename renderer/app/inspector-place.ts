import { createStore } from 'zustand/vanilla';
import { preferences } from '../client/preferences.ts';

/** Width below which the inspector lies over the workspace as a sheet; on a tablet it always does. */
export const sheetQuery = '(max-width: 1279px)';

/** The sheet of a narrow window: closed until something is picked, and not remembered. */
export const inspectorSheet = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

const isSheet = (): boolean => preferences.getState().density === 'tablet' || window.matchMedia(sheetQuery).matches;

/** Opens or closes the inspector, beside the workspace or as a sheet over it. */
export function showInspector(isOpen: boolean): void {
  if (isSheet()) inspectorSheet.setState({ isOpen });
  else preferences.setState({ isInspectorOpen: isOpen });
}

export const toggleInspector = (): void => showInspector(!(isSheet() ? inspectorSheet.getState().isOpen : preferences.getState().isInspectorOpen));
