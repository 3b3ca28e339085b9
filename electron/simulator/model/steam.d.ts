import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';
/** Boiler B-401 with feed water tank and the LP steam header. */
export declare class Steam {
    #private;
    headerBar: number;
    generatedTh: number;
    drumPct: number;
    feedTh: number;
    feedBar: number;
    gasM3H: number;
    stackC: number;
    oxygenPct: number;
    tankPct: number;
    tankC: number;
    makeUpTh: number;
    hasFlame: boolean;
    step(dt: number, o: {
        motors: MotorSet;
        gas: ControlValve;
        water: ControlValve;
        drawTh: number;
        isBlocked: boolean;
    }): void;
}
