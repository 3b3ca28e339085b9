import type { MotorSet } from './motor-list.ts';
import type { OnOffValve } from './valve.ts';
/** Cooling tower and its water. */
export declare class CoolingWater {
    supplyC: number;
    returnC: number;
    bar: number;
    flowM3H: number;
    basinPct: number;
    conductivity: number;
    /** Share of the normal flow: what coolers feel. */
    share: number;
    step(dt: number, motors: MotorSet, fanPct: number, loadKw: number): void;
}
/** Instrument air: two screw compressors, receiver, dryer, consumers and, in a fault, a broken line. */
export declare class InstrumentAir {
    bar: number;
    dryBar: number;
    flowM3H: number;
    dewPointC: number;
    outletC: number;
    /** Area of a break, as air lost at 7 bar, m³/h. */
    leakM3H: number;
    step(dt: number, motors: MotorSet, controlPct: number): void;
}
/** Hydraulic power unit and the pusher of the centrifuge. */
export declare class Hydraulics {
    #private;
    bar: number;
    levelPct: number;
    oilC: number;
    flowLpm: number;
    accumulatorBar: number;
    strokesPerMin: number;
    pusherMm: number;
    /** Oil lost at 160 bar, L/min. */
    leakLpm: number;
    step(dt: number, motors: MotorSet, isolation: OnOffValve): void;
}
