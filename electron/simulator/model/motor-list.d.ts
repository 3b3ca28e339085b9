import { Motor } from './motor.ts';
import type { Random } from './random.ts';
type Section = 'MCC-1' | 'MCC-2' | 'MCC-4';
export type MotorSet = {
    readonly byId: ReadonlyMap<string, Motor>;
    readonly sectionOf: ReadonlyMap<string, Section>;
    get(id: string): Motor;
};
/** The motors of the works in their normal state: duty machines run at speed, standby machines stand in automatic. */
export declare function createMotors(random: Random): MotorSet;
export {};
