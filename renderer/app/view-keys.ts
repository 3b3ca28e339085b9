/**
 * What is pressed with Alt for the views of the rail, from the first to the last: the upper row of a keyboard, from 1 to the
 * key right of 0. A view behind these has no key; `view-keys.test.ts` holds the registry against that.
 */
export const viewKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '-', '='] as const;

/** The key of the view at a place of the rail, from 0, as help and hints write it; undefined behind the last key. */
export function viewKeyText(place: number): string | undefined {
  const key = viewKeys[place];
  return key === undefined ? undefined : `Alt ${key === '-' ? '−' : key}`;
}

/** Place in the rail, from 0, that a key pressed with Alt stands for; -1 for a key of none. */
export const placeOfKey = (key: string): number => (viewKeys as readonly string[]).indexOf(key);
