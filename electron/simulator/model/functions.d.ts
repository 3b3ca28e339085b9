/** Small functions the unit models share. */
export declare const clamp: (value: number, low: number, high: number) => number;
/** `value` moved towards `target` as a first-order lag of time constant `tauS` does in `dt` seconds. Exact for any step. */
export declare const lag: (value: number, target: number, tauS: number, dt: number) => number;
/** `value` moved towards `target` by at most `rate` a second. */
export declare const ramp: (value: number, target: number, rate: number, dt: number) => number;
/** Saturation temperature of steam, °C, for a pressure in bar absolute (Antoine, constants of 1 to 100 °C, good to 0.5 K up to 145 °C). */
export declare const saturationC: (barA: number) => number;
/** Saturation pressure of steam, bar absolute, for a temperature in °C; the inverse of `saturationC`. */
export declare const saturationBarA: (celsius: number) => number;
/**
 * Flow through pumps in parallel against a system, in the unit of `slope` and `cv`; never negative (check valves).
 * Pump: shutoffBar·speed² − slope·(Q/count)²; system: staticBar + resistance·Q² + (Q/cv)². Closed form, no iteration.
 */
export declare function pumpFlow(p: {
    readonly shutoffBar: number;
    readonly slope: number;
    readonly speed: number;
    readonly count: number;
    readonly staticBar: number;
    readonly resistance: number;
    readonly cv: number;
}): number;
