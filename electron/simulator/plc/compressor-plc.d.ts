import type { World } from '../plant/world.ts';
import { Controller } from './controller.ts';
/** Causes of a trip as tag K-201.CAUSE counts them. */
export declare const tripCauses: {
    readonly none: 0;
    readonly lubeOil: 1;
    readonly bearing: 2;
    readonly vibration: 3;
    readonly axial: 4;
    readonly surge: 5;
    readonly drive: 6;
    readonly level: 7;
    readonly operator: 8;
};
export type TripCode = (typeof tripCauses)[keyof typeof tripCauses];
/** An event with the millisecond it happened, for tags that are stamped by the controller and not by its scan. */
export type EmitEvent = (tag: string, value: number, simMs: number) => void;
/** PLC-22: speed, anti-surge and oil temperature control of K-201, standby lube pump, interlocks I-231 to I-237, permissives. */
export declare class CompressorPlc {
    #private;
    readonly speed: Controller;
    readonly oil: Controller;
    readonly antiSurge: Controller;
    isTripped: boolean;
    cause: TripCode;
    /** Time of the trip, ms of simulated time. */
    trippedAtMs: number;
    isSpeedDeviating: boolean;
    isLubeStandbyFailed: boolean;
    readonly active: {
        'I-231': boolean;
        'I-232': boolean;
        'I-233': boolean;
        'I-235': boolean;
    };
    readonly permissives: boolean[];
    hours: number;
    isRemote: boolean;
    constructor(world: World, emit: EmitEvent);
    /** The fast task, each 10 ms: lube oil. */
    fast(simMs: number): void;
    /** The slow task, each step. */
    step(dt: number, simMs: number): void;
    /** Speed asked of the drive, rpm. */
    get wantedRpm(): number;
    trip(cause: TripCode, simMs: number): void;
    /** Starts the compressor when all permissives stand; true when it started. */
    start(simMs: number): boolean;
    /** Clears the trip and every interlock whose condition is gone. */
    reset(simMs: number): void;
}
