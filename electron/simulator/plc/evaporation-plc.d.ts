import type { World } from '../plant/world.ts';
import type { CompressorPlc } from './compressor-plc.ts';
import { Controller } from './controller.ts';
import { Standby } from './standby.ts';
/** PLC-21: feed, preheat, pressure, levels and density of U200, its interlocks, the standby feed pump and the vent. */
export declare class EvaporationPlc {
    #private;
    readonly feed: Controller;
    readonly preheat: Controller;
    readonly pressure: Controller;
    readonly level: Controller;
    readonly drum: Controller;
    readonly density: Controller;
    readonly standbyFeed: Standby;
    /** Sum of what the density transmitter shows wrongly, kg/L. */
    densityErrorKgL: number;
    readonly active: {
        'I-201': boolean;
        'I-204': boolean;
        'I-205': boolean;
        'I-206': boolean;
        'I-207': boolean;
    };
    constructor(world: World, compressor: CompressorPlc);
    step(dt: number, simMs: number): void;
}
