import { Q, isBad, qualityKind } from '#shared/model/quality.ts';
import { appendBatch, createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

export type QualityCounts = { bad: number; stale: number; uncertain: number };

/**
 * The live state of every tag, dense typed arrays by tag index. All values are in engineering units; NaN while there is
 * none. A batch is applied in the order it arrived: the last sample handed over is the live value even where its source
 * time is older, because a device whose clock was set back must not freeze the screen. History sorts by source time.
 */
export type TagTable = {
  readonly size: number;
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  /** Source time of the live value, UTC epoch ms; NaN before the first sample. */
  readonly timeMs: Float64Array;
  readonly counts: Readonly<QualityCounts>;
  /**
   * Scales, judges and stores a batch. Gives back the rows that changed past their deadband or changed quality: what
   * alarms, history and consoles get to see. The result is reused by the next call.
   * @param nowMs wall time, UTC epoch ms; only `resumed` uses it.
   * @param indexOf tag index of this table by the index used in the batch; null when they are the same.
   */
  apply(batch: SampleBatch, indexOf: Uint32Array | null, monotonicMs: number, nowMs: number): SampleBatch;
  /**
   * Rows of the last `apply` that ended a bad stretch with a source time from before it: a value that did not change while
   * the link was down. They stand here with the time they were heard, so that history and trends see where the gap ends.
   */
  readonly resumed: SampleBatch;
  /** All rows of the last `apply` that changed, those inside their deadband included: a limit may lie in there. */
  readonly judged: SampleBatch;
  /** What history is offered of the last `apply`: the rows passed on and, of tags that want them, those that did not change. */
  readonly recordable: SampleBatch;
  /**
   * Marks what has not been heard of for 3 expected periods (and at least 1 s): quality becomes uncertain, last usable
   * value, with value and time kept. Gives back those rows, reused by the next call.
   */
  markStale(monotonicMs: number): SampleBatch;
  /** Takes over the live state of tags that existed before a reload, by the scale and measuring range they have now. */
  adopt(from: TagTable, indexHere: number, indexThere: number): void;
  /** When the tag was last heard of, engine monotonic ms. */
  readonly heardMs: Float64Array;
  /** Engineering units per device unit, and the engineering value at device zero. */
  readonly gain: Float64Array;
  readonly offset: Float64Array;
  /** Whether a value in engineering units lies outside the tag's measuring range. */
  isOutside(index: number, value: number): boolean;
};

const stalePeriods = 3;
const leastStaleMs = 1000;

/**
 * @param periodsMs expected period by tag index; 0 for tags that cannot turn stale.
 * @param repeats 1 by tag index for tags whose every row is offered to history; null when there are none.
 */
export function createTagTable(tags: readonly TagDefinition[], periodsMs: Float64Array, repeats: Uint8Array | null = null): TagTable {
  const size = tags.length;
  const value = new Float64Array(size).fill(Number.NaN);
  const quality = new Uint32Array(size).fill(Q.badWaitingForInitialData);
  const timeMs = new Float64Array(size).fill(Number.NaN);
  const heardMs = new Float64Array(size).fill(Number.NaN);
  const gain = new Float64Array(size).fill(1);
  const offset = new Float64Array(size);
  const deadband = new Float64Array(size);
  const low = new Float64Array(size).fill(-Infinity);
  const high = new Float64Array(size).fill(Infinity);
  const passed = createBatch(Math.min(4096, Math.max(64, size)));
  const stale = createBatch(64);
  const resumed = createBatch(64);
  // Filled only when a row stayed inside its deadband; else the rows passed on are all that changed.
  const everyChange = createBatch(64);
  let hasInside = false;
  // The same for rows offered to history: filled only when one did not change.
  const everyRow = createBatch(64);
  let hasRepeat = false;
  const counts: QualityCounts = { bad: size, stale: 0, uncertain: 0 };
  tags.forEach((tag, index) => {
    if (tag.scale !== undefined) {
      const [raw0, raw1] = tag.scale.raw;
      const [eu0, eu1] = tag.scale.eu;
      gain[index] = (eu1 - eu0) / (raw1 - raw0);
      offset[index] = eu0 - raw0 * (gain[index] as number);
    }
    deadband[index] = tag.deadband;
    if (tag.range !== undefined && (tag.type === 'float' || tag.type === 'int')) {
      // A hair beyond the range is rounding of the converter, not a fault: 0.5 % of the span, as transmitters allow.
      const margin = (tag.range[1] - tag.range[0]) * 0.005;
      low[index] = tag.range[0] - margin;
      high[index] = tag.range[1] + margin;
    }
  });

  const isOutside = (index: number, v: number): boolean => v < (low[index] as number) || v > (high[index] as number);
  const setQuality = (index: number, next: number): void => {
    const before = quality[index] as number;
    if (before === next) return;
    count(counts, before, -1);
    count(counts, next, 1);
    quality[index] = next;
  };

  const offerRepeat = (index: number, time: number, v: number, q: number): void => {
    if (repeats === null || repeats[index] === 0) return;
    if (!hasRepeat) appendBatch(everyRow, passed);
    hasRepeat = true;
    pushSample(everyRow, index, time, v, q);
  };

  return {
    size,
    value,
    quality,
    timeMs,
    heardMs,
    gain,
    offset,
    isOutside,
    counts,
    resumed,
    get judged() {
      return hasInside ? everyChange : passed;
    },
    get recordable() {
      return hasRepeat ? everyRow : passed;
    },
    apply(batch, indexOf, monotonicMs, nowMs) {
      passed.length = 0;
      resumed.length = 0;
      everyChange.length = 0;
      everyRow.length = 0;
      hasInside = false;
      hasRepeat = false;
      for (let row = 0; row < batch.length; row++) {
        const local = batch.tag[row] as number;
        const index = indexOf === null ? local : (indexOf[local] as number);
        if (index === undefined || index >= size) continue;
        let q = (batch.quality[row] as number) >>> 0;
        let v = Number.NaN;
        if (!isBad(q)) {
          v = (batch.value[row] as number) * (gain[index] as number) + (offset[index] as number);
          if (!Number.isFinite(v)) {
            q = Q.badOutOfRange;
            v = Number.NaN;
          } else if (q === Q.good && isOutside(index, v)) {
            q = Q.uncertainEngineeringUnitsExceeded;
          }
        }
        heardMs[index] = monotonicMs;
        const sameQuality = quality[index] === q;
        if (sameQuality) {
          const was = value[index] as number;
          const band = deadband[index] as number;
          if ((v === was && band === 0) || (v !== v && was !== was)) {
            offerRepeat(index, batch.timeMs[row] as number, v, q);
            continue;
          }
          // Back at the value passed on last is a change too for a limit that was crossed inside the band meanwhile.
          if (Math.abs(v - was) < band) {
            if (!hasInside) appendBatch(everyChange, passed);
            hasInside = true;
            pushSample(everyChange, index, batch.timeMs[row] as number, v, q);
            offerRepeat(index, batch.timeMs[row] as number, v, q);
            continue;
          }
        } else {
          const wasSilent = isBad(quality[index] as number) || quality[index] === Q.uncertainLastUsable;
          const isResumed = wasSilent && !isBad(q) && (batch.timeMs[row] as number) <= (timeMs[index] as number);
          if (isResumed) pushSample(resumed, index, nowMs, v, q);
          setQuality(index, q);
        }
        value[index] = v;
        timeMs[index] = batch.timeMs[row] as number;
        pushSample(passed, index, batch.timeMs[row] as number, v, q);
        if (hasInside) pushSample(everyChange, index, batch.timeMs[row] as number, v, q);
        if (hasRepeat) pushSample(everyRow, index, batch.timeMs[row] as number, v, q);
      }
      return passed;
    },
    markStale(monotonicMs) {
      stale.length = 0;
      for (let index = 0; index < size; index++) {
        const period = periodsMs[index] as number;
        if (period === 0) continue;
        const limit = Math.max(leastStaleMs, period * stalePeriods);
        if (!(monotonicMs - (heardMs[index] as number) > limit)) continue;
        const now = quality[index] as number;
        if (now === Q.uncertainLastUsable || isBad(now)) continue;
        setQuality(index, Q.uncertainLastUsable);
        pushSample(stale, index, timeMs[index] as number, value[index] as number, Q.uncertainLastUsable);
      }
      return stale;
    },
    adopt(from, here, there) {
      let q = from.quality[there] as number;
      let v = from.value[there] as number;
      // A driver that reports changes only would not send the value again: what was scaled before is scaled anew.
      const isSameScale = gain[here] === from.gain[there] && offset[here] === from.offset[there];
      if (!isSameScale) v = ((v - (from.offset[there] as number)) / (from.gain[there] as number)) * (gain[here] as number) + (offset[here] as number);
      const wasOurs = q === Q.uncertainEngineeringUnitsExceeded && from.isOutside(there, from.value[there] as number);
      if (q === Q.good || wasOurs) q = isOutside(here, v) ? Q.uncertainEngineeringUnitsExceeded : Q.good;
      setQuality(here, q);
      value[here] = v;
      timeMs[here] = from.timeMs[there] as number;
      heardMs[here] = from.heardMs[there] as number;
    },
  };
}

function count(counts: QualityCounts, quality: number, by: number): void {
  const kind = qualityKind(quality);
  if (kind === 'stale') counts.stale += by;
  else if (kind === 'uncertain') counts.uncertain += by;
  else if (kind !== 'good' && kind !== 'forced') counts.bad += by;
}
