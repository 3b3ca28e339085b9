import type { SeriesPieces } from '#shared/history-codec/series-pieces.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { StoreErrorCode } from './store-error.ts';
import type { AttachmentRow, AuditEntry, ChainHead, DrawingKept, DrawingText, DrawingVersionRow, HistoryColumns, HistoryPen, HistorySeen, HistorySeries, HistorySpan, JournalFound, JournalLoad, JournalLoadQuery, JournalQuery, RecordDraft, RecordsAppended, RecordsCheck, StoreStatus, StreamHead, TripHistory, TripQuery, TripReset } from './store-types.ts';

/** Keys to drop of: these, or all but `exceptKeys`, or all. */
export type DropSlice = {
  readonly beforeMs: number;
  readonly fromKey: number;
  readonly keys?: readonly number[];
  readonly exceptKeys?: readonly number[];
};

/** What the writing thread is asked. `nowMs` is monotonic: workers have no clock of their own. */
export type WriterRequests = {
  'history.keys': { input: { tagIds: readonly string[] }; output: Uint32Array<ArrayBuffer> };
  'history.append': { input: { seq: number; columns: HistoryColumns; isMoreWaiting: boolean }; output: null };
  /** Drops some old chunks of keys from `fromKey` on; `nextKey` is where to go on, null at the end. */
  'history.dropBefore': { input: DropSlice; output: { dropped: number; nextKey: number | null } };
  /** Drops some old summaries; to be asked again until it gives back 0. */
  'history.dropSummariesBefore': { input: { beforeMs: number }; output: number };
  /** Drops some of the oldest raw samples of all tags; `isDone` when enough is free or nothing is left to drop. */
  'history.shedSlice': { input: { bytes: number }; output: { freedBytes: number; goneBeforeMs: number | null; isDone: boolean } };
  'history.keepBlocksFrom': { input: { seq: number | null }; output: null };
  'journal.append': { input: { events: readonly AlarmEvent[]; standings: readonly AlarmStanding[] }; output: null };
  'texts.add': { input: { index: number; text: string }; output: null };
  'audit.append': { input: AuditEntry; output: number };
  'records.append': { input: { drafts: readonly RecordDraft[]; lastSeq: number | null }; output: RecordsAppended };
  'records.carry': { input: { records: readonly KeptRecord[] }; output: null };
  'records.attach': { input: { type: string; body: Uint8Array<ArrayBuffer> }; output: string };
  'notes.write': { input: Omit<Note, 'seq' | 'withdrawn'>; output: number };
  'notes.withdraw': { input: { seq: number; atMs: number; user: string }; output: boolean };
  'trips.add': { input: { resets: readonly TripReset[] }; output: null };
  'drawings.keep': { input: DrawingKept; output: number };
  'meta.set': { input: { name: string; value: string }; output: null };
  /** Looks closely at the file in use when it is this one, and sets it aside when it is damaged. */
  suspect: { input: { path: string }; output: null };
  tick: { input: null; output: null };
  close: { input: null; output: null };
};

/** What the reading thread is asked. */
export type ReaderRequests = {
  'history.pieces': { input: HistorySpan; output: SeriesPieces & HistorySeen };
  'history.raw': { input: HistorySpan; output: HistorySeries & HistorySeen & { truncated: boolean } };
  'history.decimated': {
    input: { keys: readonly number[]; fromMs: number; toMs: number; width: number };
    output: HistorySeen & { pens: readonly HistoryPen[] };
  };
  'history.valueAt': { input: { keys: readonly number[]; timeMs: number }; output: HistorySeen & HistorySeries };
  'history.samples': {
    input: { keys: readonly number[]; fromMs: number; toMs: number; limit: number };
    output: HistoryColumns & HistorySeen & { reachMs: number };
  };
  'history.newestMs': { input: null; output: number | null };
  'history.oldestMs': { input: null; output: number | null };
  'history.rowsAfter': { input: { seq: number }; output: number };
  'history.goneEachMs': { input: { keys: readonly number[] }; output: Float64Array<ArrayBuffer> };
  'history.tagIds': { input: { keys: readonly number[] }; output: readonly (string | null)[] };
  'history.goneMs': { input: { keys: readonly number[] }; output: number | null };
  'history.blocksAfter': { input: { seq: number; maxRows: number }; output: readonly { seq: number; columns: HistoryColumns | null }[] };
  'journal.since': { input: { seq: number; limit: number }; output: readonly AlarmEvent[] };
  'journal.before': { input: { seq: number | null; limit: number }; output: readonly AlarmEvent[] };
  'journal.lastSeq': { input: null; output: number };
  'journal.search': { input: JournalQuery; output: JournalFound };
  'past.standingAt': { input: { atMs: number }; output: { seq: number; standings: readonly AlarmStanding[] } };
  'past.leadingTo': { input: { atMs: number }; output: readonly AlarmEvent[] };
  'past.eventsIn': { input: { fromMs: number; toMs: number; limit: number }; output: readonly AlarmEvent[] };
  'past.raisedIn': {
    input: { fromMs: number; toMs: number; width: number };
    output: readonly { alarm: string; column: number; count: number }[];
  };
  'past.nextRaised': { input: { atMs: number; direction: 1 | -1 }; output: AlarmEvent | null };
  'past.auditOf': { input: { action: string; subject: string; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'past.auditOpen': { input: { action: string; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'load.read': { input: JournalLoadQuery; output: JournalLoad };
  'load.minutes': { input: { fromMs: number; toMs: number; lastSeq: number }; output: { firstMs: number | null; counts: Uint32Array<ArrayBuffer> } };
  'past.auditIn': { input: { fromMs: number; toMs: number; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'records.read': { input: { stream: string; afterSeq: number; limit: number }; output: readonly KeptRecord[] };
  'records.since': { input: { prefix: string; afterSeq: number; limit: number }; output: { records: readonly KeptRecord[]; reachSeq: number } };
  'records.streams': { input: { prefix: string; afterStream?: string; limit: number }; output: readonly StreamHead[] };
  'records.head': { input: null; output: ChainHead };
  'records.check': { input: null; output: RecordsCheck };
  'records.attachment': { input: { hash: string }; output: AttachmentRow | null };
  'notes.in': { input: { fromMs: number; toMs: number; limit: number }; output: readonly Note[] };
  'trips.at': { input: TripQuery; output: readonly TripHistory[] };
  'trips.in': { input: { fromMs: number; toMs: number }; output: readonly TripReset[] };
  'drawings.of': { input: { kind: string; name: string; limit: number }; output: readonly DrawingVersionRow[] };
  'drawings.one': { input: { kind: string; name: string; seq: number }; output: DrawingVersionRow | null };
  'drawings.newest': { input: null; output: readonly DrawingVersionRow[] };
  'drawings.text': { input: { hash: string }; output: DrawingText | null };
  standings: { input: null; output: readonly AlarmStanding[] };
  'texts.all': { input: null; output: readonly string[] };
  'audit.before': { input: { seq: number | null; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'meta.get': { input: { name: string }; output: string | null };
  /** Goes on with another file. */
  reopen: { input: { path: string }; output: null };
  close: { input: null; output: null };
};

export type Requests = Readonly<Record<string, { input: unknown; output: unknown }>>;

/** `cancel`: one number in shared memory, not 0 once nobody wants the answer any more. */
export type RequestMessage = {
  readonly id: number;
  readonly name: string;
  readonly nowMs: number;
  readonly input: unknown;
  readonly cancel?: Int32Array<SharedArrayBuffer>;
};
export type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly code: StoreErrorCode; readonly message: string };
export type WorkerMessage =
  | AnswerMessage
  | { readonly opened: { readonly path: string; readonly nextSeq: number; readonly sentences: readonly string[] } }
  | { readonly refused: string }
  /** The writing thread goes on in another file. */
  | { readonly moved: string }
  /** A reading thread met damage in this file. */
  | { readonly damaged: string }
  | { readonly status: StoreStatus }
  | { readonly log: string };

export type WorkerData =
  /** `script` is the worker's own, for the thread that helps it. */
  | { readonly role: 'writer'; readonly dataDir: string; readonly script: string }
  | { readonly role: 'reader'; readonly path: string }
  | { readonly role: 'helper' };

/** Handlers of one thread, by request name. */
export type RequestHandlers<R extends Requests> = {
  readonly [Name in keyof R]: (input: R[Name]['input'], nowMs: number) => R[Name]['output'];
};
