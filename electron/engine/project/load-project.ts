import type { AnyDriverType } from '../drivers/driver.ts';
import type { LoadedProject } from './loaded-project.ts';

export type LoadOptions = {
  readonly driverTypes: readonly AnyDriverType[];
};

/** The project in a folder. Never rejects: what is wrong is in `problems`, and the rest is loaded. */
export declare function loadProject(dir: string, options: LoadOptions): Promise<LoadedProject>;
