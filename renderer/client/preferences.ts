import { createStore } from 'zustand/vanilla';

export type Preferences = {
  readonly theme: 'dark' | 'light';
  readonly density: 'desk' | 'tablet';
  /** Percent, 90 to 150. */
  readonly textSize: number;
  readonly isHornOn: boolean;
  readonly isInspectorOpen: boolean;
  /** Single letters as shortcuts (A, I, F, …). */
  readonly hasLetterKeys: boolean;
};

export const textSizes = [90, 100, 110, 125, 150] as const;
const key = 'firstout.preferences';
const standard: Preferences = { theme: 'dark', density: 'desk', textSize: 100, isHornOn: true, isInspectorOpen: true, hasLetterKeys: true };

/** Choices of this console, kept in its browser storage. A damaged or foreign entry falls back to the standard, field by field. */
export const preferences = createStore<Preferences>(() => standard);

export function loadPreferences(storage: Pick<Storage, 'getItem' | 'setItem'>): void {
  preferences.setState(readPreferences(storage.getItem(key)), true);
  preferences.subscribe((now) => storage.setItem(key, JSON.stringify(now)));
}

export function readPreferences(text: string | null): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    kept = (JSON.parse(text ?? '{}') ?? {}) as typeof kept;
  } catch {
    return standard;
  }
  const flag = (name: 'isHornOn' | 'isInspectorOpen' | 'hasLetterKeys'): boolean => (typeof kept[name] === 'boolean' ? kept[name] : standard[name]);
  return {
    theme: kept.theme === 'light' ? 'light' : 'dark',
    density: kept.density === 'tablet' ? 'tablet' : 'desk',
    textSize: textSizes.find((size) => size === kept.textSize) ?? standard.textSize,
    isHornOn: flag('isHornOn'),
    isInspectorOpen: flag('isInspectorOpen'),
    hasLetterKeys: flag('hasLetterKeys'),
  };
}
