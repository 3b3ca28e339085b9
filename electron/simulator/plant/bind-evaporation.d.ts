import type { CompressorPlc } from '../plc/compressor-plc.ts';
import type { EvaporationPlc } from '../plc/evaporation-plc.ts';
import type { PlantIo } from './io.ts';
import type { World } from './world.ts';
/** Binds U200 process transmitters (PLC-21). */
export declare function bindEvaporation(io: PlantIo, world: World, plc: EvaporationPlc): void;
/** Binds K-201, its drive, lube oil and vibration (PLC-22, VIB-07, MCC-2). */
export declare function bindCompressor(io: PlantIo, world: World, plc: CompressorPlc): void;
/** Binds motor currents and the electrical measurements of the motor control centres. */
export declare function bindElectrical(io: PlantIo, world: World): void;
