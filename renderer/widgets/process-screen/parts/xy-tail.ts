import type { ScreenPast } from '../screen-context.ts';

/** The last stretch of a pair of values in even steps of time. NaN where one of them was not known. */
export type XyTail = {
  readonly slots: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Slot of the newest step; the ones before lie before it, round the end. −1 while there is none. */
  readonly newest: number;
  /** True when it became another. */
  push(timeMs: number, x: number, y: number): boolean;
  /** Lays the past under what was pushed since. */
  load(x: ScreenPast, y: ScreenPast): void;
  clear(): void;
};

export function createXyTail(spanMs: number, slots: number): XyTail {
  const stepMs = spanMs / slots;
  const [xs, ys] = [new Float64Array(slots).fill(Number.NaN), new Float64Array(slots).fill(Number.NaN)];
  const stamps = new Float64Array(slots).fill(Number.NaN);
  let last = Number.NEGATIVE_INFINITY;
  const slotOf = (step: number): number => ((step % slots) + slots) % slots;
  const put = (step: number, x: number, y: number): void => {
    const slot = slotOf(step);
    stamps[slot] = step;
    xs[slot] = x;
    ys[slot] = y;
  };
  return {
    slots,
    x: xs,
    y: ys,
    get newest() {
      return last === Number.NEGATIVE_INFINITY ? -1 : slotOf(last);
    },
    push(timeMs, x, y) {
      const step = Math.floor(timeMs / stepMs);
      if (!Number.isFinite(step) || step < last) return false;
      const slot = slotOf(step);
      if (step === last && Object.is(xs[slot], x) && Object.is(ys[slot], y)) return false;
      // Steps nobody looked at are not known.
      for (let missed = Math.max(last + 1, step - slots + 1); missed < step && last !== Number.NEGATIVE_INFINITY; missed++)
        put(missed, Number.NaN, Number.NaN);
      put(step, x, y);
      last = step;
      return true;
    },
    load(pastX, pastY) {
      const [heldX, heldY] = [createHold(pastX), createHold(pastY)];
      for (let row = 0; row < Math.min(pastX.timeMs.length, pastY.timeMs.length); row++) {
        const [x, y] = [heldX(row), heldY(row)];
        const step = Math.floor((pastX.timeMs[row] as number) / stepMs);
        if (step > last - slots && (step < last || last === Number.NEGATIVE_INFINITY) && stamps[slotOf(step)] !== step) put(step, x, y);
      }
    },
    clear() {
      xs.fill(Number.NaN);
      ys.fill(Number.NaN);
      stamps.fill(Number.NaN);
      last = Number.NEGATIVE_INFINITY;
    },
  };
}

/** The value at the end of each column: held where there is none, NaN after a column that has bad ones and no good one at its end. */
function createHold({ last, count, badCount }: ScreenPast): (row: number) => number {
  let value = Number.NaN;
  return (row) => {
    if ((count[row] as number) > 0) value = (badCount[row] as number) > 0 ? Number.NaN : (last[row] as number);
    return value;
  };
}
