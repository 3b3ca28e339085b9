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

/**
 * Starts the simulated plant and resolves when its servers answer. Rejects with StartRefused, in the simulator's own
 * words, when it can't (a port in use).
 */
export function startSimulator(node: string, script: string, settings: SimulatorSettings, extra: readonly string[], onText: (line: string) => void): Promise<Running> {
  const args = [script, '--plant', settings.plant, '--seed', String(settings.seed), ...extra];
  let lastText = '';
  const child = startChild(node, args, (line) => {
    lastText = line;
    onText(line);
  });
  return new Promise((resolve, reject) => {
    child.onExit((reason) => reject(lastText === '' ? new Error(reason) : new StartRefused(lastText)));
    child.onMessage((message) => {
      if (typeof message === 'object' && message !== null && (message as { ready?: unknown }).ready === true) resolve(child);
    });
  });
}
