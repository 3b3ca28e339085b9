import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { type BurstEvent, mostAheadMs } from './burst-alarm.ts';
import { burstLimits, type BurstWatch, createBurstWatch } from './burst-watch.ts';
import type { Burst } from './open-burst.ts';
import { createPastFloods } from './past-floods.ts';
import { createPlantKnowledge, type KnowledgeSource } from './plant-knowledge.ts';
import { rankBurst } from './rank-burst.ts';

/** What the judge knows of the plant: assets, connections, interlocks. */
export type PlantSource = Omit<KnowledgeSource, 'past'>;

/** Which bursts of a recorded stretch are wanted: those that touch [fromMs, toMs], as they stood at `toMs`; at most `most`, the oldest or the newest. */
export type Wanted = { readonly fromMs: number; readonly toMs: number; readonly most: number; readonly from: 'oldest' | 'newest' };

export type FirstOutJudge = {
  /** Takes the next transitions of the plant, in the order of the journal. */
  add(events: readonly BurstEvent[]): void;
  /**
   * Bursts under way and those whose last alarm is not older than `sinceMs`, newest first, at most `most`; only ranks what
   * changed. `key` differs whenever the groups do; without groups where it is the one known already.
   */
  current(nowMs: number, sinceMs: number, most: number, knownKey?: string): { readonly key: string; readonly groups: readonly FirstOutGroup[] };
  /** Bursts of a recorded stretch of the journal, in its order; `isWhole` false where there were more than wanted. */
  recorded(events: readonly BurstEvent[], wanted: Wanted): { readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean };
};

const keptRanks = 400;
/** The alarms of a burst and how they behaved are given by its number and how often it changed. */
const keyOf = ({ id, version, lastMs, alarmCount }: Burst): string => `${id}:${version}:${lastMs}:${alarmCount}`;

/** Finds and ranks bursts, of now and of the past, by one knowledge of the plant. Pure but for what it remembers; heavy work for a thread of its own. */
export function createFirstOutJudge(source: PlantSource): FirstOutJudge {
  const past = createPastFloods(burstLimits.quietMs);
  /** Only bursts that were over by then are looked at. */
  let byMs = Number.NEGATIVE_INFINITY;
  const knowledge = createPlantKnowledge({ ...source, past: (cause, effect) => past.after(cause, effect, byMs) });
  const watch = createBurstWatch(knowledge);
  const ranks = new Map<string, FirstOutGroup>();
  let latestMs = Number.NEGATIVE_INFINITY;

  const take = (into: BurstWatch, events: readonly BurstEvent[], learns: boolean): void => {
    for (const event of events) {
      byMs = event.timeMs;
      into.add(event);
      if (learns) latestMs = Math.max(latestMs, event.timeMs);
    }
    if (learns) learn();
  };
  const learn = (): void => {
    for (const burst of watch.bursts) if (burst.isOver) past.learn(burst);
  };
  const rank = (burst: Burst): FirstOutGroup => {
    const key = keyOf(burst);
    const known = ranks.get(key);
    if (known !== undefined) return known;
    byMs = burst.startMs;
    const group = rankBurst(burst.alarms(), knowledge, { id: burst.id, isOver: burst.isOver, alarmCount: burst.alarmCount });
    if (ranks.size >= keptRanks) ranks.delete(ranks.keys().next().value as string);
    ranks.set(key, group);
    return group;
  };

  return {
    add: (events) => take(watch, events, true),
    current(nowMs, sinceMs, most, knownKey = '') {
      // Devices may be somewhat ahead; what is far ahead was judged before the engine's clock was set back.
      if (latestMs > nowMs + mostAheadMs) latestMs = nowMs;
      watch.advance(Math.max(nowMs, latestMs));
      learn();
      const bursts = watch.bursts.filter(({ isOver, lastMs }) => !isOver || (lastMs >= sinceMs && lastMs <= nowMs + (nowMs - sinceMs))).slice(-most).reverse();
      const key = `${bursts.length} ${bursts.map(keyOf).join(' ')}`;
      return { key, groups: key === knownKey ? [] : bursts.map(rank) };
    },
    recorded(events, { fromMs, toMs, most, from }) {
      const own = createBurstWatch(knowledge);
      take(own, events, false);
      own.advance(toMs);
      const touching = own.bursts.filter(({ startMs, lastMs, isOver }) => startMs <= toMs && (lastMs >= fromMs || !isOver)).toSorted((a, b) => a.startMs - b.startMs || a.id - b.id);
      const wanted = from === 'oldest' ? touching.slice(0, most) : touching.slice(-most).reverse();
      return { groups: wanted.map(rank), isWhole: touching.length <= most };
    },
  };
}
