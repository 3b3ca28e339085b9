import type { World } from '../plant/world.ts';
import type { EvaporationPlc } from '../plc/evaporation-plc.ts';

/** What is wrong with a link to a device: nothing, refused, or accepted and never answered. */
export type LinkFault = 'none' | 'closed' | 'hung';
export type Section = 'MCC-1' | 'MCC-2' | 'MCC-4';

/** What a scenario may reach: causes only, never a value of a tag. */
export type ScenarioTarget = {
  readonly world: World;
  readonly evaporationPlc: EvaporationPlc;
  /** Sets the voltage of a motor control centre, per unit. */
  setVoltage(section: Section, perUnit: number): void;
  setLink(device: string, fault: LinkFault): void;
};

/** One step of the cascade a scenario documents: an alarm of the project, and when it is expected, s after the first failure. */
export type CascadeStep = { readonly alarm: string; readonly withinS: readonly [number, number] };

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
  start(plant: ScenarioTarget): void;
  /** Called each step while it runs, with the time since its start, s. */
  step?(plant: ScenarioTarget, sinceS: number): void;
  /** Takes the cause away; damage done (a tripped motor) stays. */
  stop(plant: ScenarioTarget): void;
};
