import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { BurstEvent } from './burst-alarm.ts';
import type { PlantSource, Wanted } from './first-out-judge.ts';

/** What the judging thread is told. Each `current` and `recorded` has one answer. */
export type ToJudge =
  | { readonly t: 'plant'; readonly source: PlantSource }
  | { readonly t: 'events'; readonly events: readonly BurstEvent[] }
  | { readonly t: 'current'; readonly id: number; readonly nowMs: number; readonly sinceMs: number; readonly most: number; readonly knownKey: string }
  /** More events of a stretch of the journal, by its number, with the engine time of each. */
  | { readonly t: 'stretch'; readonly stretch: number; readonly events: readonly BurstEvent[]; readonly engineMs: Float64Array }
  | { readonly t: 'recorded'; readonly id: number; readonly stretch: number; readonly lookFromMs: number; readonly wanted: Wanted };

/** Stretches the thread keeps: the newest. */
export const keptStretches = 4;

export type FromJudge =
  | { readonly t: 'groups'; readonly id: number; readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean; readonly key: string }
  | { readonly t: 'failed'; readonly id: number; readonly reason: string };
