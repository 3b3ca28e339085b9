import { StoreError } from './store-error.ts';

/** The history server does not answer: samples that only it has, up to `untilMs`, are missing from an answer. */
export type HistoryAway = { readonly untilMs: number; readonly sentence: string };

/** The answer, if nothing is missing from it; throws a StoreError else. A file or a figure made of part of the samples would look whole. */
export function whole<Found extends { readonly away: HistoryAway | null }>(found: Found): Found {
  if (found.away === null) return found;
  throw new StoreError('failed', `Samples up to ${new Date(found.away.untilMs).toISOString()} are on the history server alone. ${found.away.sentence} Try again when it is back.`);
}
