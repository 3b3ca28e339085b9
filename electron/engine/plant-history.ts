import { createHistorian, type Historian } from './historian/historian.ts';
import type { Clock, Log } from './ports.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import type { Store } from './store/store.ts';

export type PlantHistoryOptions = {
  /** With the history of the server the project names. */
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly isStill: boolean;
};

/** The historian of the project of the moment; each revision has one of its own, as its tags have other numbers. */
export type PlantHistory = {
  current(): Historian;
  /** What is written from here on goes to the next one. Ends once all of the one before is on disk. */
  goOver(project: LoadedProject): Promise<void>;
  /** Also those of earlier revisions whose last samples are not on disk yet. */
  close(): Promise<void>;
};

export function createPlantHistory({ store, clock, log, isStill }: PlantHistoryOptions, first: LoadedProject): PlantHistory {
  const open = ({ tags, file: { historian } }: LoadedProject, lostBefore: number): Historian =>
    createHistorian({
      store,
      clock,
      log,
      tagIds: tags.map((tag) => tag.id),
      // What nobody runs is not tidied either: a recording of last year would be dropped for its age.
      policies: isStill ? [] : tags.map((tag) => tag.history),
      isStepped: (tag) => tags[tag]?.type !== 'float' || tags[tag].use === 'sp',
      ...(isStill ? {} : { retentionDays: historian.retentionDays, summaryDays: historian.summaryDays, maxMb: historian.maxMb }),
      lostBefore,
    });
  let current = open(first, 0);
  const retiring = new Set<Historian>();

  return {
    current: () => current,
    async goOver(project) {
      const old = current;
      current = open(project, old.status().lostSamples);
      retiring.add(old);
      await old.flush();
      await old.close();
      retiring.delete(old);
    },
    async close() {
      await Promise.all([current, ...retiring].map((one) => one.close()));
    },
  };
}
