import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';
/** Condensate drum TK-203 with P-203, and U500: hotwell, quality dump, return pumps, cooler, condensate tank. */
export declare class Condensate {
    drumPct: number;
    flowM3H: number;
    pumpBar: number;
    conductivity: number;
    inM3H: number;
    hotwellPct: number;
    hotwellC: number;
    returnM3H: number;
    returnBar: number;
    returnConductivity: number;
    tankPct: number;
    coolerC: number;
    step(dt: number, o: {
        motors: MotorSet;
        drumValve: ControlValve;
        hotwellValve: ControlValve;
        dump: OnOffValve;
        condensateKgS: number;
        heaterTh: number;
        carryOver: number;
        makeUpTh: number;
        coolingC: number;
        coolingShare: number;
    }): void;
}
