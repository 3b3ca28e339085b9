import type { AlarmId } from '#shared/model/ids.ts';
import type { Burst } from './open-burst.ts';

/** Bursts remembered, and of each the first alarms by time: enough to know a plant's ways, and bounded. */
export const rememberedBursts = 200;
export const rememberedAlarms = 100;

type Span = { readonly fromMs: number; readonly toMs: number };

export type PastFloods = {
  /** Remembers a burst that is over; one that is known already is left alone. */
  learn(burst: Burst): void;
  /** Of `of` bursts that were over by `byMs` and had `cause` in them, `effect` came surely after it in `count`. */
  after(cause: AlarmId, effect: AlarmId, byMs: number): { readonly count: number; readonly of: number };
  readonly size: number;
};

/**
 * What the last bursts of this plant did: which alarm came after which, beyond the errors of their clocks. A burst counts for
 * those that begin after it was over and for no earlier one, itself included: so a burst is judged in replay as it was judged
 * when it came. `quietMs`: how long after its last alarm a burst is known to be over.
 */
export function createPastFloods(quietMs: number): PastFloods {
  const bursts = new Map<number, { readonly overMs: number; readonly alarms: readonly AlarmId[] }>();
  const spans = new Map<AlarmId, Map<number, Span>>();
  const forgetOldest = (): void => {
    const [oldest] = bursts;
    if (oldest === undefined) return;
    bursts.delete(oldest[0]);
    for (const alarm of oldest[1].alarms) {
      const of = spans.get(alarm);
      of?.delete(oldest[0]);
      if (of?.size === 0) spans.delete(alarm);
    }
  };
  return {
    learn(burst) {
      if (bursts.has(burst.id)) return;
      const alarms = burst.alarms().toSorted((a, b) => a.timeMs - b.timeMs || a.seq - b.seq).slice(0, rememberedAlarms);
      bursts.set(burst.id, { overMs: burst.lastMs + quietMs, alarms: alarms.map(({ alarm }) => alarm) });
      for (const { alarm, timeMs, uncertaintyMs } of alarms) {
        const of = spans.get(alarm) ?? new Map<number, Span>();
        spans.set(alarm, of.set(burst.id, { fromMs: timeMs - uncertaintyMs, toMs: timeMs + uncertaintyMs }));
      }
      while (bursts.size > rememberedBursts) forgetOldest();
    },
    after(cause, effect, byMs) {
      let [count, of] = [0, 0];
      const effects = spans.get(effect);
      for (const [burst, { toMs }] of spans.get(cause) ?? []) {
        if ((bursts.get(burst)?.overMs ?? Infinity) > byMs) continue;
        of++;
        const came = effects?.get(burst);
        if (came !== undefined && came.fromMs > toMs) count++;
      }
      return { count, of };
    },
    get size() {
      return bursts.size;
    },
  };
}
