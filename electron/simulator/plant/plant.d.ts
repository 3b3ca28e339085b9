import { BrinePlc, DryerPlc, UtilitiesPlc } from '../plc/other-plcs.ts';
import { CompressorPlc } from '../plc/compressor-plc.ts';
import { EvaporationPlc } from '../plc/evaporation-plc.ts';
import { PlantIo, type SensorFault } from './io.ts';
import type { PlantProject } from './plant-project.ts';
import { World } from './world.ts';
export type LinkFault = 'none' | 'closed' | 'hung';
export type Section = 'MCC-1' | 'MCC-2' | 'MCC-4';
export type PlantOptions = {
    readonly seed: number; /** UTC epoch ms of simulated time 0. */
    readonly startMs: number;
    readonly warmUpS?: number;
};
/**
 * The whole simulated works: process, controllers and their tags. Time is handed in by steps of 50 ms; nothing here reads
 * a clock, so the same seed and the same commands give the same values to the last bit.
 */
export declare class Plant {
    #private;
    readonly io: PlantIo;
    readonly world: World;
    readonly compressorPlc: CompressorPlc;
    readonly evaporationPlc: EvaporationPlc;
    readonly brinePlc: BrinePlc;
    readonly dryerPlc: DryerPlc;
    readonly utilitiesPlc: UtilitiesPlc;
    /** How fast simulated time runs; only source times depend on it. */
    speed: number;
    /** Faults of the links, by device; the servers look at it. */
    readonly links: Map<string, LinkFault>;
    /** Told when a link fault changes. */
    onLink: (device: string, fault: LinkFault) => void;
    /** Set by SIM.RESET: whoever runs the plant puts a fresh one in its place. */
    wantsReset: boolean;
    constructor(project: PlantProject, options: PlantOptions);
    /** Source time of a moment of simulated time, UTC epoch ms. */
    readonly stamp: (simMs: number) => number;
    /** Source time of now. */
    get nowMs(): number;
    /** Moves source time so that now is `nowMs`; for a host that fell behind, or after a change of speed. */
    rebase(nowMs: number): void;
    setSpeed(speed: number): void;
    /** Simulates 50 ms. */
    step(): void;
    /** Simulated time since the start, s. */
    get timeS(): number;
    /** The running scenario, 0 for none. */
    get scenarioId(): number;
    /** Starts a scenario by number; 0 ends the running one. An unknown number is refused with false. */
    startScenario(id: number): boolean;
    /** Sets the voltage of a motor control centre, per unit; its relay stamps the change. */
    setVoltage(section: Section, perUnit: number): void;
    setSensorFault(tag: string, fault: SensorFault | null): void;
    setLink(device: string, fault: LinkFault): void;
    /** A value from the console; false when the tag takes none. */
    write(tag: string, value: number): boolean;
}
