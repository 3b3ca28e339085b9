import { type LoadNow, type LoadRules, type LoadWindow, loadWindows } from '../model/alarm-load.ts';
import { binFigures, binMs } from './load-bins.ts';
import { createRollingCount } from './rolling-count.ts';

const minuteMs = 60_000;
const minutesABin = binMs / minuteMs;
const dayMs = 86_400_000;
/** Minutes kept: 30 days and the interval that has begun. */
export const keptMinutes = (30 * dayMs) / minuteMs + minutesABin;

const lengths: Readonly<Record<Exclude<LoadWindow, 'shift'>, number>> = {
  hour: 3_600_000,
  '8-hours': 8 * 3_600_000,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
};

/** The span of a running window up to a moment: it begins on the edge of a 10-minute interval, so that all but the last are whole. */
export function windowSpan(window: LoadWindow, atMs: number, shiftFromMs: number): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = window === 'shift' ? shiftFromMs : atMs - lengths[window];
  return { fromMs: Math.ceil(fromMs / binMs) * binMs >= atMs ? fromMs : Math.ceil(fromMs / binMs) * binMs, toMs: atMs };
}

/** What floods are judged by; asked for at each alarm, since the project may be edited. */
export type LoadLimits = { readonly operators: number; readonly rules: LoadRules };

export type LiveLoad = {
  /** Alarms of the past, minute by minute from `fromMs` on, a whole minute; once, before anything is added. */
  seed(fromMs: number, counts: Uint32Array): void;
  /** An alarm that came to stand before the operator. */
  add(atMs: number): void;
  read(nowMs: number, shiftFromMs: number): LoadNow;
};

/**
 * The running load: one addition an alarm, in 43,210 numbers, whatever comes. The last 10 minutes are exact to the second,
 * those told by `seed` to the minute; the other windows are of 10-minute intervals.
 */
export function createLiveLoad(limits: () => LoadLimits): LiveLoad {
  const minutes = new Uint32Array(keptMinutes);
  const rolling = createRollingCount();
  let newest = Number.NEGATIVE_INFINITY;
  let knownFromMs: number | null = null;
  let floodSinceMs: number | null = null;

  const moveTo = (minute: number): void => {
    if (minute <= newest) return;
    if (minute - newest >= keptMinutes) minutes.fill(0);
    else for (let at = newest + 1; at <= minute; at++) minutes[at % keptMinutes] = 0;
    newest = minute;
  };
  const judgeFlood = (atMs: number): number => {
    const { operators, rules } = limits();
    const count = rolling.at(atMs);
    if (floodSinceMs === null && count > rules.floodAbove * operators) floodSinceMs = atMs;
    else if (floodSinceMs !== null && count < rules.floodEndsBelow * operators) floodSinceMs = null;
    return count;
  };
  const add = (atMs: number, count = 1): void => {
    moveTo(Math.floor(atMs / minuteMs));
    const slot = newest % keptMinutes;
    minutes[slot] = (minutes[slot] as number) + count;
    // It may have ebbed since the last one came.
    judgeFlood(atMs);
    rolling.add(atMs, count);
    judgeFlood(atMs);
  };
  /** Ten-minute intervals of a span that begins on an edge. */
  const binsIn = (fromMs: number, toMs: number): Uint32Array => {
    const first = Math.floor(fromMs / minuteMs);
    const last = Math.min(newest, Math.ceil(toMs / minuteMs) - 1);
    const bins = new Uint32Array(Math.max(1, Math.ceil(toMs / binMs) - Math.floor(fromMs / binMs)));
    for (let minute = Math.max(first, newest - keptMinutes + 1); minute <= last; minute++) {
      const at = Math.floor(minute / minutesABin) - Math.floor(fromMs / binMs);
      bins[at] = (bins[at] as number) + (minutes[minute % keptMinutes] as number);
    }
    return bins;
  };

  return {
    seed(fromMs, counts) {
      knownFromMs = fromMs;
      counts.forEach((count, at) => {
        if (count > 0) add(fromMs + at * minuteMs, count);
      });
    },
    add: (atMs) => add(atMs),
    read(nowMs, shiftFromMs) {
      const { operators, rules } = limits();
      moveTo(Math.floor(nowMs / minuteMs));
      const last10 = judgeFlood(nowMs);
      const windows = loadWindows.map((id) => {
        const asked = windowSpan(id, nowMs, shiftFromMs);
        const fromMs = Math.min(nowMs, Math.max(asked.fromMs, knownFromMs ?? asked.fromMs));
        const counts = binsIn(fromMs, nowMs);
        const { bins, flood } = binFigures({ first: Math.floor(fromMs / binMs), counts }, operators, rules);
        const alarms = counts.reduce((sum, count) => sum + count, 0);
        return {
          id,
          fromMs,
          alarms,
          per10Min: nowMs - fromMs < binMs ? null : (alarms / operators / (nowMs - fromMs)) * binMs,
          most: bins.most,
          over: bins.over,
          bins: bins.total,
          floodBins: flood.bins,
        };
      });
      return { last10, floodSinceMs, isWhole: knownFromMs !== null, windows };
    },
  };
}
