import type { Controller } from '../plc/controller.ts';
import type { PlantIo } from './io.ts';
import type { World } from './world.ts';
/** Binds what every motor, valve and controller has, by the naming rule of the tags: P-201A.RUN, FCV-2011.ZT, FIC-2011.SP. */
export declare function bindEquipment(io: PlantIo, world: World, controllers: readonly Controller[], stamp: (simMs: number) => number): void;
