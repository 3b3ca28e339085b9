import type { WriteRole } from '#shared/model/control.ts';

/** What people are called in a runbook, and the role of the console that stands for. */
const roleByWord: ReadonlyMap<string, WriteRole> = new Map([
  ['operator', 'operate'],
  ['lead', 'lead'],
  ['engineer', 'engineer'],
]);

export const roleWords: readonly string[] = [...roleByWord.keys()];
export const roleOfWord = (word: string): WriteRole | null => roleByWord.get(word) ?? null;
export const wordOfRole = (role: WriteRole): string => (role === 'operate' ? 'operator' : role);
