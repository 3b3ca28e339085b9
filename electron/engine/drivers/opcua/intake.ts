import type { DataValue } from 'node-opcua-client';
import { isBad, Q, type Quality } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { DriverContext, DriverTag } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import type { OpcuaAddress } from './address.ts';
import { isOverflow, numberOf, qualityOf, timeOf } from './decode.ts';

/** A server that drops values goes on doing so: the log says it once in so many ms, the health report counts. */
const warnEveryMs = 60_000;

/** Turns values of the server into samples. One batch, reused; nothing is allocated per sample. */
export type Intake = {
  /** Takes one value; it is handed on with the next `flush`. */
  value(tag: number, dataValue: DataValue): void;
  /** Takes one value of a reading nobody asked for: left out when it is the sample that was given last. */
  refresh(tag: number, dataValue: DataValue): void;
  /** Puts one value out of the device's own history into a batch, with its own time; it is no news of the present. */
  past(tag: number, dataValue: DataValue, into: SampleBatch): void;
  flush(): void;
  /** Gives every tag this bad quality, NaN and the time now: the link is lost. */
  loseAll(quality: Quality): void;
  /** Gives the tags of a resumed subscription that were not reported since the loss their last value again: it has not changed. */
  restore(tags: readonly DriverTag<OpcuaAddress>[]): void;
  /** Messages are gone for good: no last value of before the loss may be given again, only what the server says now. */
  distrust(): void;
  /** Marks one tag bad because the server refuses it, and puts it on the list of refused addresses. */
  refuse(tag: DriverTag<OpcuaAddress>, quality: Quality, reason: string): void;
  accept(tag: DriverTag<OpcuaAddress>): void;
  /** Nothing is delivered afterwards. */
  dispose(): void;
};

/**
 * @param tags tags of the device; their `index` is their place in this list.
 */
export function createIntake(context: DriverContext, tags: readonly DriverTag<OpcuaAddress>[], health: HealthBook): Intake {
  const { clock, textIndex } = context;
  const size = tags.length;
  const batch = createBatch(Math.max(64, Math.min(size, 4096)));
  const lastValue = new Float64Array(size).fill(Number.NaN);
  const lastQuality = new Uint32Array(size);
  /** Source time as the server gave it: its own clock, compared only with itself. */
  const lastTimeMs = new Float64Array(size).fill(Number.NaN);
  /** 1: bad since the link was lost. 2: so too, and its last value is out of date for all we know. */
  const isLost = new Uint8Array(size);
  /** When a value of the tag last came in, engine clock. */
  const lastHeardMs = new Float64Array(size).fill(Number.NaN);
  const isRefused = new Uint8Array(size);
  const isMismatch = new Uint8Array(size);
  let overflows = 0;
  let alarmedOverflows = 0;
  let warnedMs = Number.NEGATIVE_INFINITY;
  let isDisposed = false;

  const flush = (): void => {
    if (batch.length > 0 && !isDisposed) context.onSamples(batch);
    batch.length = 0;
  };

  const mismatch = (index: number, tag: DriverTag<OpcuaAddress>, dataValue: DataValue): void => {
    if (isMismatch[index] === 1) return;
    isMismatch[index] = 1;
    const isArray = dataValue.value.arrayType !== 0;
    health.refuse(
      tag.id,
      isArray && tag.address.element === null
        ? 'the server has an array there: name the element, [0] is the first'
        : `the server's value (data type ${dataValue.value.dataType}) cannot be shown as ${tag.type}`,
    );
  };

  /** Quality of a value and, in `converted`, its number: two results without an object. */
  let converted = Number.NaN;
  const convert = (index: number, tag: DriverTag<OpcuaAddress>, dataValue: DataValue): Quality => {
    const quality = qualityOf(dataValue.statusCode.value);
    const variant = dataValue.value;
    converted = Number.NaN;
    if (isBad(quality) || variant === null || variant === undefined) return quality;
    const number = numberOf(variant, tag.type, tag.address.element !== null, textIndex);
    if (number === undefined) {
      mismatch(index, tag, dataValue);
      return Q.badTypeMismatch;
    }
    converted = number;
    if (isMismatch[index] === 1) {
      isMismatch[index] = 0;
      health.accept(tag.id);
    }
    return quality;
  };

  const overflowed = (index: number, tag: DriverTag<OpcuaAddress>): void => {
    overflows += 1;
    health.detail('server queue overflows', String(overflows));
    // What was dropped lies between the value before and this one, by the engine's clock at most that long ago.
    context.onMissed(Number.isNaN(lastHeardMs[index]) ? clock.nowMs() : (lastHeardMs[index] as number));
    if (tag.isAlarmed !== true) return;
    alarmedOverflows += 1;
    health.detail('overflows of alarmed tags', String(alarmedOverflows));
    if (clock.monotonicMs() - warnedMs < warnEveryMs) return;
    warnedMs = clock.monotonicMs();
    context.log.warn(context.device.id, `${context.device.id} dropped values of ${tag.id} because its queue was full: an alarm that came and went meanwhile may have been missed.`);
  };

  const take = (index: number, dataValue: DataValue, isRefresh: boolean): void => {
    const tag = tags[index];
    if (tag === undefined) return;
    if (isOverflow(dataValue.statusCode.value)) overflowed(index, tag);
    const quality = convert(index, tag, dataValue);
    const now = clock.nowMs();
    lastHeardMs[index] = now;
    const sourceMs = timeOf(dataValue, now);
    if (isRefresh && isLost[index] === 0 && sourceMs === lastTimeMs[index] && quality === lastQuality[index]) return;
    let timeMs = sourceMs;
    if (isLost[index] !== 0) {
      isLost[index] = 0;
      // Unchanged since before the loss: it is known to be good from now on, not from its old time on, which lies
      // before the bad sample that told of the loss.
      if (sourceMs === lastTimeMs[index]) timeMs = now;
    }
    lastTimeMs[index] = sourceMs;
    lastValue[index] = converted;
    lastQuality[index] = quality;
    pushSample(batch, index, timeMs, converted, quality);
  };

  return {
    value: (index, dataValue) => take(index, dataValue, false),
    refresh: (index, dataValue) => take(index, dataValue, true),
    past(index, dataValue, into) {
      const tag = tags[index];
      if (tag === undefined) return;
      const timeMs = timeOf(dataValue, Number.NaN);
      // A value without any time has no place in history.
      if (Number.isNaN(timeMs)) return;
      const quality = convert(index, tag, dataValue);
      pushSample(into, index, timeMs, converted, quality);
    },
    flush,
    loseAll(quality) {
      flush();
      const now = clock.nowMs();
      for (let index = 0; index < size; index++) {
        if (isRefused[index] === 1) continue;
        isLost[index] = 1;
        pushSample(batch, index, now, Number.NaN, quality);
      }
      flush();
    },
    restore(members) {
      const now = clock.nowMs();
      for (const { index } of members) {
        if (isLost[index] !== 1 || Number.isNaN(lastTimeMs[index])) continue;
        isLost[index] = 0;
        pushSample(batch, index, now, lastValue[index] as number, lastQuality[index] as number);
      }
      flush();
    },
    distrust() {
      for (let index = 0; index < size; index++) if (isLost[index] === 1) isLost[index] = 2;
    },
    refuse(tag, quality, reason) {
      isRefused[tag.index] = 1;
      isLost[tag.index] = 0;
      health.refuse(tag.id, reason);
      pushSample(batch, tag.index, clock.nowMs(), Number.NaN, quality);
    },
    accept(tag) {
      if (isRefused[tag.index] === 0) return;
      isRefused[tag.index] = 0;
      health.accept(tag.id);
    },
    dispose() {
      isDisposed = true;
    },
  };
}
