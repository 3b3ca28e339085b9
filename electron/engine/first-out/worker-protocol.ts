import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { BurstEvent } from './burst-alarm.ts';
import type { PlantSource, Wanted } from './first-out-judge.ts';

/** What the judging thread is told. Each `current` and `recorded` has one answer. */
export type ToJudge =
  | { readonly t: 'plant'; readonly source: PlantSource }
  | { readonly t: 'events'; readonly events: readonly BurstEvent[] }
  | { readonly t: 'current'; readonly id: number; readonly nowMs: number; readonly sinceMs: number; readonly most: number; readonly knownKey: string }
  | { readonly t: 'recorded'; readonly id: number; readonly events: readonly BurstEvent[]; readonly wanted: Wanted };

export type FromJudge =
  | { readonly t: 'groups'; readonly id: number; readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean; readonly key: string }
  | { readonly t: 'failed'; readonly id: number; readonly reason: string };
