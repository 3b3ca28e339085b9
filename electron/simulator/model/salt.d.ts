import type { Evaporator } from './evaporator.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';
/** Slurry pump, pusher centrifuge C-201, mother liquor return and purge, wet salt conveyor CV-201. */
export declare class Salt {
    slurryM3H: number;
    slurryBar: number;
    slurryKgS: number;
    /** Mother liquor back to the evaporator, kg/s; the rest of it is purged. */
    returnKgS: number;
    liquorDensity: number;
    rpm: number;
    vibrationMmS: number;
    bearingC: number;
    moisturePct: number;
    /** Wet salt on its way along the belt, t/h, and at its end. */
    cakeTh: number;
    toDryerTh: number;
    beltMS: number;
    step(dt: number, o: {
        evaporator: Evaporator;
        valve: ControlValve;
        motors: MotorSet;
        pusherStrokes: number;
    }): void;
}
