import type { PlantIo } from './io.ts';
import type { World } from './world.ts';
/** Binds the transmitters of U100, U300, U400 and U500. */
export declare function bindProcess(io: PlantIo, world: World): void;
