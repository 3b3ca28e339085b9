import type { Plant } from '../plant/plant.ts';
/** One step of the cascade a scenario documents: an alarm of the project, and when it is expected, s after the first failure. */
export type CascadeStep = {
    readonly alarm: string;
    readonly withinS: readonly [number, number];
};
/**
 * A fault scenario. It only changes causes (a torque, a resistance, a voltage); everything after follows from the model
 * and the interlocks.
 */
export type Scenario = {
    /** The number written to SIM.SCENARIO. */
    readonly id: number;
    /** The word the scenario command takes. */
    readonly key: string;
    readonly title: string;
    /** What happens, for people. */
    readonly story: string;
    /** The alarm that comes first, and when, s after the start. */
    readonly first: CascadeStep;
    /** Later alarms, in order. */
    readonly cascade: readonly CascadeStep[];
    /** Brings the cause about. */
    start(plant: Plant): void;
    /** Called each step while it runs, with the time since its start, s. */
    step?(plant: Plant, sinceS: number): void;
    /** Takes the cause away; damage done (a tripped motor) stays. */
    stop(plant: Plant): void;
};
