import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';
/** U100: raw brine tank, softening reactor, filter, purified brine tank and the transfer to evaporation. */
export declare class Brine {
    rawLevelPct: number;
    rawC: number;
    rawDensity: number;
    /** Salt share of the brine. */
    saltShare: number;
    intakeM3H: number;
    toReactorM3H: number;
    ph: number;
    reactorC: number;
    hardness: number;
    sodaLh: number;
    sodaLevelPct: number;
    filterBar: number;
    fouling: number;
    turbidity: number;
    pureLevelPct: number;
    pureC: number;
    transferBar: number;
    transferM3H: number;
    deliveredM3: number;
    step(dt: number, motors: MotorSet, feed: ControlValve, transfer: ControlValve, intake: OnOffValve): void;
}
