import type Database from 'better-sqlite3';
import type { WriterHelper } from './writer-helper.ts';
import { historySalvage, type HistorySalvage } from './salvage/history-salvage.ts';
import type { HistorySeries } from './store-types.ts';
import { drawingWriter } from './tables/drawing-table.ts';
import { historyWriter } from './tables/history-writer.ts';
import { journalWriter } from './tables/journal-table.ts';
import { noteWriter } from './tables/note-table.ts';
import { chainWriter } from './tables/record-chain.ts';
import { recordWriter } from './tables/record-tables.ts';
import { tripWriter } from './tables/trip-table.ts';

/** The database in use and what writes its tables. */
export type OpenedFile = {
  readonly db: Database.Database;
  readonly path: string;
  readonly history: ReturnType<typeof historyWriter>;
  readonly journal: ReturnType<typeof journalWriter>;
  readonly records: ReturnType<typeof recordWriter>;
  readonly chain: ReturnType<typeof chainWriter>;
  readonly notes: ReturnType<typeof noteWriter>;
  readonly trips: ReturnType<typeof tripWriter>;
  readonly drawings: ReturnType<typeof drawingWriter>;
  /** Carries over history of a damaged file; null when there is none to carry over any more. */
  salvaging: HistorySalvage | null;
};

/** `tell` gets what became of history that is carried over; `nowMs` is asked for the monotonic time of the newest request. `helper` takes work off the writing thread. */
export function openedFile(db: Database.Database, path: string, nowMs: () => number, tell: (sentence: string) => void, helper: WriterHelper | null): OpenedFile {
  const history = historyWriter(db, nowMs(), helper);
  const restored = (key: number, series: HistorySeries): void => history.restored(key, series, nowMs());
  return {
    db,
    path,
    history,
    journal: journalWriter(db),
    records: recordWriter(db),
    chain: chainWriter(db),
    notes: noteWriter(db),
    trips: tripWriter(db),
    drawings: drawingWriter(db),
    salvaging: historySalvage(db, restored, tell),
  };
}
