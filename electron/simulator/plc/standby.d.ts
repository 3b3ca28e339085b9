import type { MotorSet } from '../model/motor-list.ts';
/**
 * Standby logic of a pair of machines: when neither runs for `delayS` although the duty is wanted, the one that stood
 * still is started if it is in automatic; if it does not answer within 2 s it has failed to start.
 */
export declare class Standby {
    #private;
    hasFailed: boolean;
    constructor(duty: string, standby: string, delayS: number);
    step(dt: number, simMs: number, motors: MotorSet, isWanted: boolean): void;
}
