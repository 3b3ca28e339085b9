import type { Clock, Log } from '../ports.ts';
import type { AnyDriverType } from '../drivers/driver.ts';
import type { LoadedProject } from './loaded-project.ts';
import type { ProjectDiff } from './project-diff.ts';

export type WatchOptions = {
  readonly driverTypes: readonly AnyDriverType[];
  readonly clock: Clock;
  readonly log: Log;
  /** The project reloaded after a change of its files, and what is different from the one before. Never overlaps itself. */
  readonly onChange: (project: LoadedProject, diff: ProjectDiff) => void;
};

export type ProjectWatch = {
  /** The project as first loaded. */
  readonly project: LoadedProject;
  /** Stops watching; nothing is called afterwards. */
  close(): Promise<void>;
};

/** Loads a project and keeps it loaded. */
export declare function watchProject(dir: string, options: WatchOptions): Promise<ProjectWatch>;
