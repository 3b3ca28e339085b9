import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ProjectFile } from '#shared/model/project.ts';
import { StartRefused } from './data-folder.ts';
import type { Running } from './keep-running.ts';
import { startChild } from './start-child.ts';

export type SimulatorSettings = NonNullable<ProjectFile['simulator']>;

/** The simulated plant that a project asks for, or null: a project without one, or one the engine will complain about. */
export function readSimulator(projectDir: string): SimulatorSettings | null {
  try {
    const parsed = ProjectFile.safeParse(load(readFileSync(join(projectDir, 'project.yaml'), 'utf8')));
    return parsed.success ? (parsed.data.simulator ?? null) : null;
  } catch {
    return null;
  }
}

export type SimulatorStart = {
  readonly node: string;
  readonly script: string;
  readonly projectDir: string;
  readonly dataDir: string;
  readonly settings: SimulatorSettings;
  readonly onText: (line: string) => void;
};

/**
 * Starts the simulated plant of a project and resolves when its servers answer; their certificates are kept in
 * `<dataDir>/simulator`. Rejects with StartRefused, in the simulator's own words, when it can't (a port in use).
 */
export function startSimulator({ node, script, projectDir, dataDir, settings, onText }: SimulatorStart): Promise<Running> {
  const args = [script, '--plant', settings.plant, '--seed', String(settings.seed), '--project', projectDir, '--data', join(dataDir, 'simulator')];
  // What it says before it is ready is told either on, when it is, or as the reason why it did not start.
  const early: string[] = [];
  let tell = (line: string): void => void early.push(line);
  const child = startChild(node, args, (line) => tell(line));
  return new Promise((resolve, reject) => {
    child.onExit((reason) => reject(early.length === 0 ? new Error(reason) : new StartRefused(early.join(' '))));
    child.onMessage((message) => {
      if (typeof message !== 'object' || message === null || (message as { ready?: unknown }).ready !== true) return;
      tell = onText;
      for (const line of early.splice(0)) onText(line);
      resolve(child);
    });
  });
}
