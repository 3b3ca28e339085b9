import { createStore } from 'zustand/vanilla';
import type { Priority } from '#shared/model/alarm.ts';

export type Preferences = {
  readonly theme: 'dark' | 'light';
  readonly density: 'desk' | 'tablet';
  /** Percent, 90 to 150. */
  readonly textSize: number;
  readonly isHornOn: boolean;
  /** Loudness of the tones of each priority, percent; 0 is off. */
  readonly tones: Readonly<Record<Priority, ToneLevel>>;
  /** Alarms are spoken, where the system has a voice of its own. */
  readonly isSpeechOn: boolean;
  readonly isInspectorOpen: boolean;
  /** Single letters as shortcuts (A, I, F, …). */
  readonly hasLetterKeys: boolean;
};

export const toneLevels = [0, 25, 50, 100] as const;
export type ToneLevel = (typeof toneLevels)[number];
export const textSizes = [90, 100, 110, 125, 150] as const;
const key = 'firstout.preferences';
const standard: Preferences = { theme: 'dark', density: 'desk', textSize: 100, isHornOn: true, tones: { 1: 100, 2: 100, 3: 100, 4: 100 }, isSpeechOn: false, isInspectorOpen: true, hasLetterKeys: true };

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
  const tone = (priority: Priority): ToneLevel => toneLevels.find((level) => level === (kept.tones as Partial<Record<Priority, unknown>> | null | undefined)?.[priority]) ?? standard.tones[priority];
  const flag = (name: 'isHornOn' | 'isSpeechOn' | 'isInspectorOpen' | 'hasLetterKeys'): boolean => (typeof kept[name] === 'boolean' ? kept[name] : standard[name]);
  return {
    theme: kept.theme === 'light' ? 'light' : 'dark',
    density: kept.density === 'tablet' ? 'tablet' : 'desk',
    textSize: textSizes.find((size) => size === kept.textSize) ?? standard.textSize,
    isHornOn: flag('isHornOn'),
    tones: { 1: tone(1), 2: tone(2), 3: tone(3), 4: tone(4) },
    isSpeechOn: flag('isSpeechOn'),
    isInspectorOpen: flag('isInspectorOpen'),
    hasLetterKeys: flag('hasLetterKeys'),
  };
}
