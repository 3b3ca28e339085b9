import { formatClock, formatDay } from './format-time.ts';

/** A lock as it is told: `lockOuts` of shared/runbook-run gives them. */
export type ToldLock = { readonly number: number; readonly runbook: string; readonly reference: string; /** Words of the gate. */ readonly gate: string; readonly by: string; readonly timeMs: number };

/**
 * One lock in a sentence: which run knows of it, its number, who confirmed it and when. Locks are hung for days, so that the
 * day stands in it where it is not that of the moment shown.
 */
export function lockSentence({ number, runbook, reference, gate, by, timeMs }: ToldLock, nowMs: number): string {
  const day = formatDay(timeMs) === formatDay(nowMs) ? '' : `${formatDay(timeMs)} `;
  return `Locked out, run ${number} of ${runbook}: ${reference}, confirmed by ${by === '' ? 'an unknown person' : by} at ${day}${formatClock(timeMs)}. ${gate}`;
}

/** Several locks of one asset, one a line. */
export const lockSentences = (locks: readonly ToldLock[], nowMs: number): string => locks.map((lock) => lockSentence(lock, nowMs)).join('\n');

/** The same in a few words, for where the sentences are a glance away: who hung which. */
export const lockNote = (locks: readonly ToldLock[]): string => `Locked out: ${locks.map(({ reference, by }) => `${reference}${by === '' ? '' : ` by ${by}`}`).join(', ')}`;

/** Assets that `lockedLine` names; the others are counted. */
const mostNamed = 4;

/** All that is locked out in one line, where nothing more can be looked up, as on paper; empty where nothing is known to be. */
export function lockedLine(byAsset: ReadonlyMap<string, readonly ToldLock[]>): string {
  if (byAsset.size === 0) return '';
  const named = [...byAsset].slice(0, mostNamed).map(([asset, locks]) => `${asset} (${locks.map(({ reference }) => reference).join(', ')})`);
  return `locked out: ${named.join(', ')}${byAsset.size > mostNamed ? ` and ${byAsset.size - mostNamed} more` : ''}`;
}
