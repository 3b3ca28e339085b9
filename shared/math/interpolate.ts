import { isBad, isGood, Q } from '../model/quality.ts';

/** Status of a value that stands between two samples: InfoType DataValue, interpolated (OPC 10000-4, 7.39, secondary text). */
const interpolated = 0x0402;

export type Interpolator = {
  /** Takes the next sample by source time, one behind the last time asked for included where there is one. */
  add(timeMs: number, value: number, quality: number): void;
  finish(): { readonly value: Float64Array<ArrayBuffer>; readonly quality: Uint32Array<ArrayBuffer> };
};

/**
 * The value at given times, in their order: a straight line between the samples around each (`line`) or the one before
 * held (`hold`). NaN with BadNoData before the first sample; behind the last one it holds. Next to a bad sample nothing is
 * joined: the value before holds, and a bad one stays bad.
 */
export function createInterpolator(atMs: Float64Array, method: 'line' | 'hold'): Interpolator {
  const order = Uint32Array.from({ length: atMs.length }, (_, at) => at).sort((a, b) => (atMs[a] as number) - (atMs[b] as number) || a - b);
  const value = new Float64Array(atMs.length).fill(Number.NaN);
  const quality = new Uint32Array(atMs.length).fill(Q.badNoData);
  let next = 0;
  let before: { timeMs: number; value: number; quality: number } | null = null;

  const settle = (until: number, after: { readonly timeMs: number; readonly value: number; readonly quality: number } | null): void => {
    for (; next < order.length; next++) {
      const at = order[next] as number;
      const time = atMs[at] as number;
      // Asked for at a sample's own time, that sample answers, the last one of equal times.
      if (!(time < until)) break;
      if (before === null) continue;
      const isJoined = method === 'line' && after !== null && time > before.timeMs && !isBad(before.quality) && !isBad(after.quality);
      value[at] = isJoined ? before.value + ((after.value - before.value) * (time - before.timeMs)) / (after.timeMs - before.timeMs) : before.value;
      const severity = isJoined && !isGood(after.quality) && isGood(before.quality) ? after.quality : before.quality;
      quality[at] = time === before.timeMs || isBad(severity) ? severity : ((severity & 0xffff_0000) | interpolated) >>> 0;
    }
  };

  return {
    add(timeMs, sample, status) {
      settle(timeMs, { timeMs, value: sample, quality: status });
      before = { timeMs, value: sample, quality: status };
    },
    finish() {
      settle(Number.POSITIVE_INFINITY, null);
      return { value, quality };
    },
  };
}
