import type { Motor } from './motor.ts';
import type { ControlValve } from './valve.ts';
/**
 * Lube-oil skid of K-201: two displacement pumps with check valves, duplex filter, cooler, self-acting pressure regulator
 * at 2.38 bar and a small accumulator. Stepped at 1 ms, since header pressure decides a trip within a second.
 */
export declare class LubeSkid {
    headerBar: number;
    dischargeBar: number;
    filterBar: number;
    /** Fouling of the filter: 1 is clean. */
    fouling: number;
    flowLpm: number;
    supplyC: number;
    returnC: number;
    reservoirPct: number;
    /** Oil lost, % of the reservoir a second. */
    leakPctPerS: number;
    accumulatorBar: number;
    /** One millisecond of oil hydraulics. */
    stepFast(pumpA: Motor, pumpB: Motor): void;
    /** Slow part: temperatures, filter, reservoir. `frictionKw` is the heat the bearings put into the oil. */
    step(dt: number, frictionKw: number, cooler: ControlValve, coolingC: number, coolingShare: number): void;
}
