/** Small functions the unit models share. */
export const clamp = (value: number, low: number, high: number): number => (value < low ? low : value > high ? high : value);

/** `value` moved towards `target` as a first-order lag of time constant `tauS` does in `dt` seconds. Exact for any step. */
export const lag = (value: number, target: number, tauS: number, dt: number): number =>
  tauS <= 0 ? target : target + (value - target) * Math.exp(-dt / tauS);

/** `value` moved towards `target` by at most `rate` a second. */
export const ramp = (value: number, target: number, rate: number, dt: number): number =>
  value < target ? Math.min(target, value + rate * dt) : Math.max(target, value - rate * dt);

/** Saturation temperature of steam, °C, for a pressure in bar absolute (Antoine, constants of 1 to 100 °C, good to 0.5 K up to 145 °C). */
export const saturationC = (barA: number): number => 1730.63 / (8.07131 - Math.log10(Math.max(barA, 0.02) * 750.062)) - 233.426;

/** Saturation pressure of steam, bar absolute, for a temperature in °C; the inverse of `saturationC`. */
export const saturationBarA = (celsius: number): number => 10 ** (8.07131 - 1730.63 / (celsius + 233.426)) / 750.062;

/**
 * Flow through pumps in parallel against a system, in the unit of `slope` and `cv`; never negative (check valves).
 * Pump: shutoffBar·speed² − slope·(Q/count)²; system: staticBar + resistance·Q² + (Q/cv)². Closed form, no iteration.
 */
export function pumpFlow(p: {
  readonly shutoffBar: number;
  readonly slope: number;
  readonly speed: number;
  readonly count: number;
  readonly staticBar: number;
  readonly resistance: number;
  readonly cv: number;
}): number {
  const drive = p.shutoffBar * p.speed * p.speed - p.staticBar;
  if (drive <= 0 || p.count < 0.01 || p.cv < 1e-6) return 0;
  return Math.sqrt(drive / (p.slope / (p.count * p.count) + p.resistance + 1 / (p.cv * p.cv)));
}
