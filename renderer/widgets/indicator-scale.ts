import { type AlarmDefinition, isLimitAlarm, type LimitKind, type Priority } from '#shared/model/alarm.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

export type IndicatorLimit = { readonly kind: LimitKind; readonly value: number; readonly priority: Priority };

/** What an analog indicator shows besides the value: the ends of its bar, the normal band and the alarm limits. */
export type IndicatorScale = {
  readonly low: number;
  readonly high: number;
  readonly normal: readonly [number, number] | null;
  readonly limits: readonly IndicatorLimit[];
};

/** Part of the bar in fractions of its length, 0 at the low end. */
export type IndicatorZone = { readonly kind: 'warn' | 'trip' | 'normal'; readonly from: number; readonly to: number };

/**
 * The scale of a tag: its range, or the span of its limits and normal band with a tenth of margin where it has none.
 * Null for tags without numbers or without anything to scale by. Of several limits of one kind the first reached counts.
 */
export function indicatorScale(tag: TagDefinition, alarms: readonly AlarmDefinition[]): IndicatorScale | null {
  if (tag.type !== 'float' && tag.type !== 'int') return null;
  const limits: IndicatorLimit[] = [];
  for (const alarm of alarms) {
    if (!isLimitAlarm(alarm)) continue;
    const { kind, limit: value, priority } = alarm;
    const known = limits.findIndex((limit) => limit.kind === kind);
    const isHigh = kind === 'high' || kind === 'high-high';
    if (known < 0) limits.push({ kind, value, priority });
    else if (isHigh ? value < (limits[known]?.value ?? 0) : value > (limits[known]?.value ?? 0)) limits[known] = { kind, value, priority };
  }
  const ends = tag.range ?? spanOf([...limits.map(({ value }) => value), ...(tag.normal ?? [])]);
  return ends === null ? null : { low: ends[0], high: ends[1], normal: tag.normal ?? null, limits };
}

function spanOf(values: readonly number[]): readonly [number, number] | null {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.length < 2 || low === high ? null : [low - (high - low) * 0.1, high + (high - low) * 0.1];
}

/** Where a value stands on the bar, 0 to 1; beyond the ends it stays at the end. NaN for no number. */
export function scaleFraction(scale: IndicatorScale, value: number): number {
  return Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low)));
}

/** The zones from low to high, normal band last so that it is drawn on top. Without limits and band: one flat normal zone. */
export function indicatorZones(scale: IndicatorScale): readonly IndicatorZone[] {
  if (scale.limits.length === 0 && scale.normal === null) return [{ kind: 'normal', from: 0, to: 1 }];
  const at = (kind: LimitKind): number | null => {
    const limit = scale.limits.find((one) => one.kind === kind);
    return limit === undefined ? null : scaleFraction(scale, limit.value);
  };
  const [lowLow, low, high, highHigh] = [at('low-low'), at('low'), at('high'), at('high-high')];
  const zones: IndicatorZone[] = [];
  const add = (kind: IndicatorZone['kind'], from: number, to: number): void => {
    if (to > from) zones.push({ kind, from, to });
  };
  if (lowLow !== null) add('trip', 0, lowLow);
  if (low !== null) add('warn', lowLow ?? 0, low);
  if (high !== null) add('warn', high, highHigh ?? 1);
  if (highHigh !== null) add('trip', highHigh, 1);
  if (scale.normal !== null) add('normal', scaleFraction(scale, scale.normal[0]), scaleFraction(scale, scale.normal[1]));
  return zones;
}

/** The warn or trip zone a fraction lies in: the one that takes the priority colour in alarm; null outside all of them. */
export function zoneAt(zones: readonly IndicatorZone[], fraction: number): IndicatorZone | null {
  return zones.find(({ kind, from, to }) => kind !== 'normal' && fraction >= from && fraction <= to) ?? null;
}
