import { openStoreThreads } from './store-threads.ts';
import type { Store, StoreOptions } from './store-types.ts';

export type {
  AttachmentRow,
  AuditEntry,
  ChainHead,
  DrawingKept,
  DrawingStore,
  DrawingText,
  DrawingVersionRow,
  HistoryColumns,
  HistoryPen,
  HistorySeen,
  HistorySeries,
  HistorySpan,
  HistoryStore,
  JournalStore,
  RecordDraft,
  RecordsAppended,
  RecordStore,
  Store,
  StoreOptions,
  StoreState,
  StoreStatus,
  StreamHead,
  TripHistory,
  TripQuery,
  TripReset,
  TripStore,
} from './store-types.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';

/**
 * Opens the database in the data folder, made when absent, in two threads: one writes, one reads. A damaged file is left
 * where it is, untouched, and a new one beside it takes over; the log says so. Rejects with a sentence when the folder
 * cannot be written or the file was made by a newer version.
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return openStoreThreads(options);
}
