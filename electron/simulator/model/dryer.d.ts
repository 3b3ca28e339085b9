import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';
/** U300: air heater, fluid-bed dryer, cyclone, scrubber and silo; heat and moisture balance of air and salt. */
export declare class Dryer {
    inletC: number;
    bedC: number;
    exhaustC: number;
    airTh: number;
    bedMbar: number;
    freeboardMbar: number;
    moisturePct: number;
    feedTh: number;
    productTh: number;
    cycloneMbar: number;
    siloPct: number;
    steamTh: number;
    scrubberM3H: number;
    scrubberPct: number;
    producedT: number;
    /** Salt in the bed, kg. */
    bedKg: number;
    step(dt: number, o: {
        motors: MotorSet;
        steam: ControlValve;
        damper: ControlValve;
        wetTh: number;
        wetMoisture: number;
        headerBar: number;
    }): void;
}
