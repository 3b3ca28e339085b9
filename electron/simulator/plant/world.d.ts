import { Brine } from '../model/brine.ts';
import { Compressor } from '../model/compressor.ts';
import { Condensate } from '../model/condensate.ts';
import { Dryer } from '../model/dryer.ts';
import { Evaporator } from '../model/evaporator.ts';
import { Feed } from '../model/feed.ts';
import { LubeSkid } from '../model/lube-skid.ts';
import { type Random } from '../model/random.ts';
import { Salt } from '../model/salt.ts';
import { Steam } from '../model/steam.ts';
import { CoolingWater, Hydraulics, InstrumentAir } from '../model/utilities.ts';
import { ControlValve, OnOffValve } from '../model/valve.ts';
/** Step of the process model, s. */
export declare const stepS = 0.05;
/** Equipment and physics of the works, without its controllers: what would be there if every PLC were switched off. */
export declare class World {
    #private;
    /** Simulated time, ms since the start of the simulation. */
    simMs: number;
    readonly random: Random;
    readonly motors: import("../model/motor-list.ts").MotorSet;
    readonly brine: Brine;
    readonly feed: Feed;
    readonly evaporator: Evaporator;
    readonly compressor: Compressor;
    readonly lube: LubeSkid;
    readonly salt: Salt;
    readonly condensate: Condensate;
    readonly dryer: Dryer;
    readonly steam: Steam;
    readonly cooling: CoolingWater;
    readonly air: InstrumentAir;
    readonly hydraulics: Hydraulics;
    /** Voltage of each motor control centre, per unit. */
    readonly voltage: {
        'MCC-1': number;
        'MCC-2': number;
        'MCC-4': number;
    };
    readonly valves: {
        'FCV-1011': ControlValve;
        'FCV-1021': ControlValve;
        'FCV-2011': ControlValve;
        'TCV-2021': ControlValve;
        'LCV-2031': ControlValve;
        'LCV-2041': ControlValve;
        'FCV-2305': ControlValve;
        'TCV-2313': ControlValve;
        'TCV-3011': ControlValve;
        'FCV-3041': ControlValve;
        'PCV-4011': ControlValve;
        'LCV-4012': ControlValve;
        'LCV-5012': ControlValve;
    };
    readonly switches: {
        'XV-1011': OnOffValve;
        'XV-2020': OnOffValve;
        'XV-2190': OnOffValve;
        'XV-4311': OnOffValve;
        'XV-5021': OnOffValve;
    };
    constructor(seed: number);
    /** What the controllers of the works demand of machines that are not valves. */
    demand(o: {
        rpm: number;
        fanPct: number;
        airPct: number;
        isBurnerBlocked: boolean;
    }): void;
    /** One step of 50 ms. `fast` is called each 10 ms of it, after that slice of the lube skid has moved. */
    step(fast: (simMs: number) => void): void;
}
