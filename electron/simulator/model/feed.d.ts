import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';
/** Feed tank TK-201, feed pumps with suction strainers and cavitation, feed valve and steam preheater E-201. */
export declare class Feed {
    #private;
    tankPct: number;
    tankC: number;
    suctionBar: number;
    dischargeBar: number;
    flowM3H: number;
    /** Resistance of the suction strainer of P-201A: 1 is clean. */
    strainer: number;
    /** 0 none to 1 fully cavitating. */
    cavitation: number;
    vibrationMmS: number;
    outletC: number;
    steamBar: number;
    steamTh: number;
    density: number;
    step(dt: number, o: {
        motors: MotorSet;
        valve: ControlValve;
        steamValve: ControlValve;
        steamIsolation: OnOffValve;
        inflowM3H: number;
        inflowC: number;
        headerBar: number;
        vapourBarA: number;
        gauss: number;
    }): void;
}
