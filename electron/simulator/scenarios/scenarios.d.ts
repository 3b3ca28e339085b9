import type { Scenario } from './scenario.ts';
/** All fault scenarios, in the order of SIM.SCENARIO. */
export declare const scenarios: readonly Scenario[];
