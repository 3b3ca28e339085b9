import { watch } from 'chokidar';
import { relative, sep } from 'node:path';
import type { AnyDriverType } from '../drivers/driver.ts';
import type { Cancel, Clock, Log } from '../ports.ts';
import { createProjectLoader } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { diffProjects, type ProjectDiff } from './project-diff.ts';
import { listFolders } from './project-files.ts';
import type { SceneWork } from './scene-work.ts';

export type WatchOptions = {
  readonly driverTypes: readonly AnyDriverType[];
  readonly sceneWork?: SceneWork;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * The project reloaded after a change of its files, and what is different from the one before. Not called when
   * nothing differs, and never while an earlier call is still running.
   */
  readonly onChange: (project: LoadedProject, diff: ProjectDiff) => void;
};

export type ProjectWatch = {
  /** The project as first loaded. */
  readonly project: LoadedProject;
  /** Stops watching; when it resolves nothing is called any more. */
  close(): Promise<void>;
};

/** Quiet time after the last change before the project is read again: editors and git write several files at once. */
const settleMs = 200;
const watched: ReadonlySet<string> = new Set(['project.yaml', 'logic', 'screens', 'templates', 'trends', 'layouts', 'scenes', 'runbooks', ...listFolders]);

/**
 * Loads a project and keeps it loaded. A file that is broken by an edit keeps its last good version in force, as do
 * single entries of it (see `readListFile`); deleting a file or an entry takes its contents away.
 */
export async function watchProject(dir: string, { driverTypes, sceneWork, clock, log, onChange }: WatchOptions): Promise<ProjectWatch> {
  const loader = createProjectLoader(dir, { driverTypes, ...(sceneWork === undefined ? {} : { sceneWork }) });
  let isClosed = false;
  let cancelTimer: Cancel = () => {};
  let running: Promise<void> | null = null;
  let isStale = false;
  /** Changes that come during the first load are taken after it: two loads at once would mix up what was last good. */
  let hasLoaded = false;

  const schedule = (): void => {
    if (isClosed) return;
    cancelTimer();
    cancelTimer = clock.after(settleMs, () => {
      isStale = true;
      if (hasLoaded) running ??= reloadWhileStale().finally(() => (running = null));
    });
  };

  // Watching begins before the first load, so that no change falls between the two.
  const watcher = watch(dir, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => {
      const [first = ''] = relative(dir, path).split(sep);
      return first !== '' && !watched.has(first);
    },
  });
  watcher.on('error', (error) => log.warn('project', `Changes of the project folder may go unnoticed: ${(error as Error).message}.`));
  watcher.on('all', schedule);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  const project = await loader.load();
  let current = project;
  hasLoaded = true;
  if (isStale) schedule();

  async function reloadWhileStale(): Promise<void> {
    while (isStale && !isClosed) {
      isStale = false;
      const loaded = await loader.load();
      const diff = diffProjects(current, loaded);
      current = loaded;
      if (isClosed || diff.isEmpty) continue;
      try {
        onChange(loaded, diff);
      } catch (error) {
        log.error('project', 'The changed project could not be put into force; restart the engine.', { error: String(error) });
      }
    }
  }

  return {
    project,
    async close() {
      isClosed = true;
      cancelTimer();
      await watcher.close();
      await running;
    },
  };
}
