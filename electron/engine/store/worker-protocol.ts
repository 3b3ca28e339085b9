import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import type { StoreErrorCode } from './store-error.ts';
import type { AuditEntry, HistoryColumns, HistoryPen, HistorySeen, HistorySeries, HistorySpan, StoreStatus } from './store-types.ts';

/** What the writing thread is asked. `nowMs` is monotonic: workers have no clock of their own. */
export type WriterRequests = {
  'history.keys': { input: { tagIds: readonly string[] }; output: Uint32Array<ArrayBuffer> };
  'history.append': { input: { seq: number; columns: HistoryColumns }; output: null };
  /** Drops old chunks of some keys from `fromKey` on; `nextKey` is where to go on, null at the end. */
  'history.dropBefore': { input: { beforeMs: number; fromKey: number }; output: { dropped: number; nextKey: number | null } };
  'journal.append': { input: { events: readonly AlarmEvent[]; standings: readonly AlarmStanding[] }; output: null };
  'texts.add': { input: { index: number; text: string }; output: null };
  'audit.append': { input: AuditEntry; output: number };
  'notes.write': { input: Omit<Note, 'seq' | 'withdrawn'>; output: number };
  'notes.withdraw': { input: { seq: number; atMs: number; user: string }; output: boolean };
  'meta.set': { input: { name: string; value: string }; output: null };
  tick: { input: null; output: null };
  close: { input: null; output: null };
};

/** What the reading thread is asked. */
export type ReaderRequests = {
  'history.raw': { input: HistorySpan; output: HistorySeries & HistorySeen & { truncated: boolean } };
  'history.decimated': {
    input: { keys: readonly number[]; fromMs: number; toMs: number; width: number };
    output: HistorySeen & { pens: readonly HistoryPen[] };
  };
  'history.valueAt': { input: { keys: readonly number[]; timeMs: number }; output: HistorySeen & HistorySeries };
  'history.newestMs': { input: null; output: number | null };
  'journal.since': { input: { seq: number; limit: number }; output: readonly AlarmEvent[] };
  'journal.before': { input: { seq: number | null; limit: number }; output: readonly AlarmEvent[] };
  'journal.lastSeq': { input: null; output: number };
  'past.standingAt': { input: { atMs: number }; output: { seq: number; standings: readonly AlarmStanding[] } };
  'past.eventsIn': { input: { fromMs: number; toMs: number; limit: number }; output: readonly AlarmEvent[] };
  'past.raisedIn': {
    input: { fromMs: number; toMs: number; width: number };
    output: readonly { alarm: string; column: number; count: number }[];
  };
  'past.nextRaised': { input: { atMs: number; direction: 1 | -1 }; output: AlarmEvent | null };
  'past.auditIn': { input: { fromMs: number; toMs: number; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'notes.in': { input: { fromMs: number; toMs: number; limit: number }; output: readonly Note[] };
  standings: { input: null; output: readonly AlarmStanding[] };
  'texts.all': { input: null; output: readonly string[] };
  'audit.before': { input: { seq: number | null; limit: number }; output: readonly (AuditEntry & { seq: number })[] };
  'meta.get': { input: { name: string }; output: string | null };
  close: { input: null; output: null };
};

export type Requests = Readonly<Record<string, { input: unknown; output: unknown }>>;

export type RequestMessage = { readonly id: number; readonly name: string; readonly nowMs: number; readonly input: unknown };
export type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | { readonly id: number; readonly ok: false; readonly code: StoreErrorCode; readonly message: string };
export type WorkerMessage =
  | AnswerMessage
  | { readonly opened: { readonly path: string; readonly nextSeq: number; readonly sentences: readonly string[] } }
  | { readonly refused: string }
  | { readonly status: StoreStatus }
  | { readonly log: string };

export type WorkerData = { readonly role: 'writer'; readonly dataDir: string } | { readonly role: 'reader'; readonly path: string };

/** Handlers of one thread, by request name. */
export type RequestHandlers<R extends Requests> = {
  readonly [Name in keyof R]: (input: R[Name]['input'], nowMs: number) => R[Name]['output'];
};
