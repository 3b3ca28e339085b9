/** How a number becomes a place on an axis. `low` and `high` are at the ends; log axes need both above 0. */
export type AxisScale = { readonly low: number; readonly high: number; readonly isLog: boolean };

/** Share of the way from `low` to `high`, beyond 0 and 1 outside; NaN for NaN, and on a log axis for 0 and below. */
export function shareOf({ low, high, isLog }: AxisScale, value: number): number {
  if (!isLog) return (value - low) / (high - low);
  return value > 0 ? Math.log(value / low) / Math.log(high / low) : Number.NaN;
}

/** The value at a share of the way. */
export const valueAt = ({ low, high, isLog }: AxisScale, share: number): number => (isLog ? low * (high / low) ** share : low + (high - low) * share);

/** Round numbers within the ends, at most about `most`: 1, 2 or 5 times powers of ten; on a log axis of a decade and more the powers themselves, with 2 and 5 where there is room. */
export function axisTicks(scale: AxisScale, most: number): readonly number[] {
  const { low, high, isLog } = scale;
  if (!(high > low) || !Number.isFinite(low) || !Number.isFinite(high)) return [];
  if (isLog && high / low >= 10) return logTicks(low, high, most);
  const step = stepFor((high - low) / Math.max(1, most));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => (first + n) * step).filter((value) => !isLog || value > 0);
}

function logTicks(low: number, high: number, most: number): readonly number[] {
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / most));
  const parts = decades * 3 <= most * 1.5 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every !== 0) continue;
    // Powers below 0 by division: 10 ** -1 times 2 is not 0.2 to the last bit.
    for (const part of parts) {
      const value = power < 0 ? part / 10 ** -power : part * 10 ** power;
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  }
  return ticks;
}

/** The next of 1, 2, 5 times a power of ten at or above a step. */
export function stepFor(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const times = atLeast / power;
  const round = times <= 1.0000001 ? 1 : times <= 2.0000001 ? 2 : times <= 5.0000001 ? 5 : 10;
  return power < 1 ? round / (1 / power) : round * power;
}

/** A tick in words: as many decimals as its size asks for, thousands as k, below a thousandth by its power of ten, real minus. */
export function tickText(value: number, step: number): string {
  const size = Math.abs(value);
  if (size >= 10_000 && step >= 100) return `${tickText(value / 1000, step / 1000)}k`;
  if (size > 0 && size < 1e-3) return value.toExponential(0).replaceAll('-', '\u2212');
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(step > 0 ? step : 1) + 1e-9)));
  return `${value < 0 ? '\u2212' : ''}${size.toFixed(decimals)}`;
}

/** Text of ticks on an axis, one each. */
export function tickTexts(ticks: readonly number[], isLog: boolean): readonly string[] {
  const [first = 0, second = first] = ticks;
  const step = Math.abs(second - first) || Math.abs(first) || 1;
  return ticks.map((tick) => tickText(tick, isLog ? tick : step));
}
