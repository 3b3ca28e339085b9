import type { Random } from '../model/random.ts';
import type { PlantProject } from './plant-project.ts';
import { Signals } from './signals.ts';
/** A transmitter fault: what the tag shows instead of the truth. */
export type SensorFault = {
    readonly kind: 'drift';
    readonly perS: number;
} | {
    readonly kind: 'freeze';
} | {
    readonly kind: 'offset';
    readonly by: number;
};
export type AnalogOptions = {
    /** Noise of the transmitter, standard deviation in engineering units; default 0.06 % of the range. */
    readonly noise?: number;
};
/**
 * Input and output of the simulated controllers: binds each tag of the project to a value of the model, adds what a
 * transmitter adds (noise, resolution, limits of range, faults) and puts it into the signals at the tag's own rate.
 */
export declare class PlantIo {
    #private;
    readonly signals: Signals;
    constructor(project: PlantProject, random: Random);
    /** Tags of the project nothing is bound to, and so would never have a value; a test wants none. */
    unbound(): readonly string[];
    /** True when the project has this tag: equipment differs in what it is fitted with. */
    has(id: string): boolean;
    analog(id: string, read: () => number, options?: AnalogOptions): void;
    /** A bool, enum or counter: shown as it is, looked at in each step. */
    state(id: string, read: () => number): void;
    /** A tag somebody else sets, with times of its own. Returns its slot. */
    event(id: string): number;
    onWrite(id: string, write: (value: number, simMs: number) => void): void;
    /** Acts on a value from the console; false when the tag takes none or the value is not a number. */
    write(id: string, value: number, simMs: number): boolean;
    setFault(id: string, fault: SensorFault | null, simMs: number): void;
    /** Takes one fast tag now, whatever its period, if it moved by more than `jump` of its range or its period is over. */
    sampleFast(id: string, simMs: number, stampMs: number): void;
    /** Takes all tags that are due. */
    sample(simMs: number, stampMs: number): void;
}
