import type { World } from '../plant/world.ts';
import { Controller } from './controller.ts';
import { Standby } from './standby.ts';
/** PLC-11: levels and flow of U100. */
export declare class BrinePlc {
    #private;
    readonly level: Controller;
    readonly flow: Controller;
    readonly standby: Standby;
    readonly standbyRaw: Standby;
    constructor(world: World);
    step(dt: number, simMs: number): void;
}
/** GW-02: dryer U300 and condensate U500. */
export declare class DryerPlc {
    #private;
    readonly inlet: Controller;
    readonly air: Controller;
    readonly draught: Controller;
    readonly hotwell: Controller;
    readonly standby: Standby;
    constructor(world: World);
    step(dt: number, simMs: number): void;
}
/** PLC-41: boiler and cooling water (unit 1), instrument air and hydraulics (unit 2). */
export declare class UtilitiesPlc {
    #private;
    readonly steam: Controller;
    readonly drum: Controller;
    readonly cooling: Controller;
    readonly air: Controller;
    readonly standbyWater: Standby;
    readonly standbyFeed: Standby;
    isLowWater: boolean;
    isLowOil: boolean;
    constructor(world: World);
    step(dt: number, simMs: number): void;
}
