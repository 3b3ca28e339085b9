import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { LoadFigures, LoadFlood, LoadLists, LoadRules } from '#shared/model/alarm-load.ts';
import type { Note } from '#shared/model/history.ts';
import type { KeptRecord, RecordBody } from '#shared/model/kept-record.ts';
import type { SeriesPieces } from '#shared/history-codec/series-pieces.ts';
import type { HistorySeries } from '#shared/history-codec/series.ts';
import type { TimeColumns } from '#shared/math/decimate.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryAway } from './history-away.ts';

/** Samples as the store keeps them: `key` is the persistent number of a tag, every column has the same length. */
export type HistoryColumns = {
  readonly key: Uint32Array<ArrayBuffer>;
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
};

/** Samples with their number: blocks are numbered in the order they were handed over. */
export type HistoryBlock = { readonly seq: number; readonly columns: HistoryColumns };

export type { HistorySeries };

/** What a query saw: everything of the blocks up to `seenSeq`, nothing of later ones. `damagedChunks` could not be read. */
export type HistorySeen = {
  readonly seenSeq: number;
  readonly damagedChunks: number;
  /** What else may belong to the answer, up to a source time, is on the history server alone, and why it was not to be had. */
  readonly away?: HistoryAway;
};

export type HistorySpan = { readonly key: number; readonly fromMs: number; readonly toMs: number; readonly limit: number };

/** Time columns of one tag: see TimeColumns for what each array holds. */
export type HistoryPen = TimeColumns;

/** Ends a query early: it then rejects with a StoreError of code `cancelled`. */
export type Cancel = AbortSignal | undefined;

export type HistoryStore = {
  /** Persistent keys of the tags, in their order; made for tags never recorded before. */
  keys(tagIds: readonly string[]): Promise<Uint32Array<ArrayBuffer>>;
  /** Ids of the tags with these keys, in their order, those no project has any more too; null for a key never given. */
  tagIds(keys: readonly number[]): Promise<readonly (string | null)[]>;
  /**
   * Queues one block for a FULL commit; the columns are transferred. `seq` grows from call to call over the life of the
   * database. `committed` resolves when the block is on disk and rejects with a StoreError when nothing of it is. `isMoreWaiting`:
   * another block follows as soon as there is room for it; what can wait then does.
   */
  append(columns: HistoryColumns, isMoreWaiting?: boolean): { readonly seq: number; readonly committed: Promise<void> };
  /** Samples with `fromMs` <= time <= `toMs`, the newest before `fromMs` in front; at most `limit`, the earliest, then `truncated`. */
  raw(span: HistorySpan, cancel?: Cancel): Promise<HistorySeries & HistorySeen & { readonly truncated: boolean }>;
  /** What `raw` gives, in pieces for `unpackSeries`: chunks as they are on disk, checked, so that nobody here has to read them. */
  pieces(span: HistorySpan, cancel?: Cancel): Promise<SeriesPieces & HistorySeen>;
  /**
   * Samples of many tags with `fromMs` < time <= `toMs`, by time, equal times in the order of `keys`; `key` holds positions
   * in `keys`, not keys. At most about `limit`: all samples up to `reachMs` are there, none after it.
   */
  samples(
    query: { readonly keys: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number },
    cancel?: Cancel,
  ): Promise<HistoryColumns & HistorySeen & { readonly reachMs: number }>;
  /** `width` columns of equal time over [fromMs, toMs] for each key; from summaries where columns are whole buckets of one. */
  decimated(
    query: { readonly keys: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly width: number },
    cancel?: Cancel,
  ): Promise<HistorySeen & { readonly pens: readonly HistoryPen[] }>;
  /** The newest sample at or before a time for each key; time NaN where there is none. */
  valueAt(keys: readonly number[], timeMs: number, cancel?: Cancel): Promise<HistorySeen & HistorySeries>;
  /** Source time of the newest sample of all, UTC epoch ms; null when there is none. */
  newestMs(): Promise<number | null>;
  /** Source time of the oldest sample of all that is kept; null when there is none. */
  oldestMs(): Promise<number | null>;
  /** The newest source time up to which raw samples of any of these keys may have been dropped; null when none were. */
  goneMs(keys: readonly number[]): Promise<number | null>;
  /** The same for each key, in their order; NaN where none were dropped. */
  goneEachMs(keys: readonly number[]): Promise<Float64Array<ArrayBuffer>>;
  /** Drops raw samples of whole chunks older than `beforeMs`, of these keys or of all but `exceptKeys`; summaries stay. Gives back chunks dropped. */
  dropBefore(beforeMs: number, of?: { readonly keys: readonly number[] } | { readonly exceptKeys: readonly number[] }): Promise<number>;
  /** Drops summaries older than `beforeMs`. */
  dropSummariesBefore(beforeMs: number): Promise<number>;
  /** Drops the oldest raw samples of all tags until at least `bytes` are free inside the file; gives back up to which time they are gone. */
  shedOldest(bytes: number): Promise<{ readonly freedBytes: number; readonly goneBeforeMs: number | null }>;
  /**
   * Committed blocks after number `seq`, oldest first, up to about `maxRows` samples: what another store is to be given.
   * Blocks from `keepBlocksFrom` on stay until told otherwise, in the file and over restarts.
   */
  blocksAfter(seq: number, maxRows: number): Promise<readonly { readonly seq: number; readonly columns: HistoryColumns | null }[]>;
  /** Samples in the committed blocks after number `seq` that are still there. */
  rowsAfter(seq: number): Promise<number>;
  /** Blocks with this number and later are kept although their samples are in chunks; null keeps none. */
  keepBlocksFrom(seq: number | null): Promise<void>;
};

/** A question for the alarm load of a span, by engine time. */
export type JournalLoadQuery = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly operators: number;
  readonly rules: LoadRules;
  /** Length of each list of alarms. */
  readonly most: number;
  /** Alarms nobody judges any more: they never return, and are not counted among those that stand. */
  readonly gone: readonly string[];
  /** Alarms that are over as soon as they come, by their kind: never fleeting. */
  readonly momentary: readonly string[];
};
export type JournalLoad = {
  /** Engine time of the oldest event there is; null for an empty journal. The figures begin there where the span began earlier, and at its end where there is none. */
  readonly firstMs: number | null;
  readonly figures: LoadFigures;
  /** The newest 500, oldest first. */
  readonly floods: readonly LoadFlood[];
  readonly lists: LoadLists;
  /** How often each alarm came, only those that did. */
  readonly raised: { readonly alarms: readonly string[]; readonly counts: Uint32Array<ArrayBuffer> };
  /** Columns of `binsPerColumn` 10-minute intervals from interval `first` (counted from 1970): most alarms in one interval of each. */
  readonly chart: { readonly first: number; readonly binsPerColumn: number; readonly most: Uint32Array<ArrayBuffer> };
};

/** What lines of the journal are looked for; null where anything does. */
export type JournalQuery = {
  readonly beforeSeq: number | null;
  readonly limit: number;
  /** By engine time, both ends included. */
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
  readonly alarms: readonly string[] | null;
  readonly exceptAlarms: readonly string[] | null;
  readonly kinds: readonly AlarmEvent['kind'][] | null;
  /** In any case. */
  readonly user: string | null;
  /** Part of the alarm's id, of the user or of the comment, in any case; or any line of these alarms. */
  readonly text: { readonly needle: string; readonly alarms: readonly string[] } | null;
};
/** Newest first; `nextBeforeSeq` is where to go on, null at the end: a call looks at a bounded stretch and may find nothing in it. */
export type JournalFound = { readonly events: readonly AlarmEvent[]; readonly nextBeforeSeq: number | null };

export type JournalStore = {
  /** Commits events and the standings they lead to before it resolves; asking again with the same events changes nothing. Overtakes queued samples. */
  append(events: readonly AlarmEvent[], standings: readonly AlarmStanding[]): Promise<void>;
  /** Events with a number above `seq`, oldest first. */
  since(seq: number, limit: number): Promise<readonly AlarmEvent[]>;
  /** Events with a number below `seq` (null: from the newest), newest first. */
  before(seq: number | null, limit: number): Promise<readonly AlarmEvent[]>;
  search(query: JournalQuery, cancel?: Cancel): Promise<JournalFound>;
  /** Highest number ever given, 0 for none. */
  lastSeq(): Promise<number>;
  /** Every alarm that was not normal at an engine time, made up from its events; `seq` of the last event up to then. */
  standingAt(atMs: number, cancel?: Cancel): Promise<{ readonly seq: number; readonly standings: readonly AlarmStanding[] }>;
  /** The events that made up what `standingAt` gives, by number: all a journal needs to begin at that time. */
  leadingTo(atMs: number, cancel?: Cancel): Promise<readonly AlarmEvent[]>;
  /** Events with `fromMs` <= engine time <= `toMs`, oldest first, at most `limit`. */
  eventsIn(query: { readonly fromMs: number; readonly toMs: number; readonly limit: number }, cancel?: Cancel): Promise<readonly AlarmEvent[]>;
  /** Raised alarms by engine time: number of them per alarm and column. Only alarms with any. */
  raisedIn(
    query: { readonly fromMs: number; readonly toMs: number; readonly width: number },
    cancel?: Cancel,
  ): Promise<readonly { readonly alarm: string; readonly column: number; readonly count: number }[]>;
  /** Figures of alarm load of a span, from all its events. */
  load(query: JournalLoadQuery, cancel?: Cancel): Promise<JournalLoad>;
  /** Alarms that came to stand before the operator in each minute from `fromMs` to `toMs`, of events with no higher number; `firstMs` as of `load`. */
  loadMinutes(span: { readonly fromMs: number; readonly toMs: number; readonly lastSeq: number }, cancel?: Cancel): Promise<{ readonly firstMs: number | null; readonly counts: Uint32Array<ArrayBuffer> }>;
  /** The raised event next after (1) or before (-1) an engine time. */
  nextRaised(atMs: number, direction: 1 | -1): Promise<AlarmEvent | null>;
};

export type NoteStore = {
  write(note: Omit<Note, 'seq' | 'withdrawn'>): Promise<number>;
  /** False when there is no such note, or it is withdrawn already. */
  withdraw(seq: number, atMs: number, user: string): Promise<boolean>;
  /** Notes that touch [fromMs, toMs], oldest first, the newest `limit`. */
  in(query: { readonly fromMs: number; readonly toMs: number; readonly limit: number }): Promise<readonly Note[]>;
};

/** A trip group was reset, or came into the project (without a user): alarms up to `afterSeq` no longer count. */
export type TripReset = { readonly group: string; readonly engineMs: number; readonly afterSeq: number; readonly user: string | null };
export type TripQuery = { readonly groups: readonly { readonly group: string; readonly alarms: readonly string[] }[]; readonly atMs: number };
/** `reset` null for a group that did not exist by then; `raised`: the first event since that raised each alarm, in the order of the group. */
export type TripHistory = { readonly group: string; readonly reset: TripReset | null; readonly raised: readonly AlarmEvent[] };

export type TripStore = {
  /** Resolves when they are on disk. */
  add(resets: readonly TripReset[]): Promise<void>;
  /** What each group held at an engine time, in the order asked. */
  at(query: TripQuery, cancel?: Cancel): Promise<readonly TripHistory[]>;
  /** Resets with `fromMs` < engine time <= `toMs`, in the order they were made. */
  in(span: { readonly fromMs: number; readonly toMs: number }): Promise<readonly TripReset[]>;
};

/** A record to be written. */
export type RecordDraft = {
  readonly stream: string;
  readonly kind: string;
  readonly opId: string | null;
  readonly timeMs: number;
  readonly sourceMs: number | null;
  readonly user: string | null;
  readonly role: string | null;
  readonly body: RecordBody;
};
/** What became of records to be written: `again` when the act was done before, then the records are those of then. */
export type RecordsAppended =
  | { readonly state: 'done'; readonly records: readonly KeptRecord[] }
  | { readonly state: 'again'; readonly records: readonly KeptRecord[] }
  /** Nothing was written: the operation id stands for another act, or the stream went on since; `last` is the record that says so. */
  | { readonly state: 'other-act'; readonly last: KeptRecord }
  | { readonly state: 'moved-on'; readonly last: KeptRecord | null };
export type StreamHead = { readonly stream: string; readonly first: KeptRecord; readonly last: KeptRecord };
/** Number and hash of the newest record; 0 and 64 zeros where there is none. */
export type ChainHead = { readonly seq: number; readonly hash: string };
export type AttachmentRow = { readonly type: string; readonly body: Uint8Array };

/** `unfit`: more or longer than an engine ever writes, or not to be read, a sentence. `changed`: something is not what its hash says, a sentence; gaps are none. */
export type RecordsCheck = { readonly unfit: string | null; readonly changed: string | null };

/** Records in a hash chain: written once, never changed. */
export type RecordStore = {
  /**
   * Commits all records or none; they get numbers in a row. The first one's operation id stands for the act as a whole, once
   * in its stream. `lastSeq`: only if the newest record of the first one's stream has this number (0: none yet).
   */
  append(drafts: readonly RecordDraft[], lastSeq?: number): Promise<RecordsAppended>;
  /** Records of one stream with a number above `afterSeq`, oldest first. */
  read(query: { readonly stream: string; readonly afterSeq: number; readonly limit: number }): Promise<readonly KeptRecord[]>;
  /** The same of all streams whose name begins so, and the number up to which they were looked for: behind it more may be there. */
  since(query: { readonly prefix: string; readonly afterSeq: number; readonly limit: number }, cancel?: Cancel): Promise<{ readonly records: readonly KeptRecord[]; readonly reachSeq: number }>;
  /** Streams whose name begins so, in the order of their names, after `afterStream`. */
  streams(query: { readonly prefix: string; readonly afterStream?: string; readonly limit: number }): Promise<readonly StreamHead[]>;
  head(): Promise<ChainHead>;
  /** Puts records of another store into this one as they are, with their numbers and hashes; for a copy, where nothing of its own stands yet. */
  carry(records: readonly KeptRecord[]): Promise<void>;
  /** Looks at all records of a file that came from elsewhere, before anything in it is read. */
  check(): Promise<RecordsCheck>;
  /** Keeps a paper or picture; gives back its SHA-256 in hex, the same for the same bytes. The buffer is transferred. Refused as `full` on a full disk. */
  attach(type: string, body: Uint8Array<ArrayBuffer>): Promise<string>;
  /** Null where there is none of this hash. */
  attachment(hash: string): Promise<AttachmentRow | null>;
};

/** One line of the audit log: an intent is committed before the action runs, its result after it. */
export type AuditEntry = {
  readonly timeMs: number;
  readonly user: string;
  readonly role: string;
  readonly action: string;
  readonly subject: string;
  /** JSON text. */
  readonly detail: string;
  /** null for an intent; else 'done' or the code of the refusal. */
  readonly result: string | null;
  /** Number of the intent this is the result of. */
  readonly intent: number | null;
};

/** A text of a drawing: `hash` is SHA-256 of its UTF-8 in base64url, `body` the text deflated (raw), `bytes` its length before. */
export type DrawingText = { readonly hash: string; readonly bytes: number; readonly body: Uint8Array };
export type DrawingVersionRow = {
  readonly seq: number;
  readonly kind: string;
  readonly name: string;
  readonly timeMs: number;
  readonly source: string;
  readonly user: string | null;
  readonly note: string;
  readonly hash: string;
};
/** What is kept of one change of a drawing. */
export type DrawingKept = Omit<DrawingVersionRow, 'seq' | 'hash'> & { readonly text: DrawingText };
export type DrawingStore = {
  /** Number of the version, after it was committed; the newest 500 of a drawing are kept, each text once. */
  keep(kept: DrawingKept): Promise<number>;
  /** Versions of one drawing, newest first. */
  of(kind: string, name: string, limit: number): Promise<readonly DrawingVersionRow[]>;
  one(kind: string, name: string, seq: number): Promise<DrawingVersionRow | null>;
  /** The newest version of every drawing there ever was, removed ones too. */
  newest(): Promise<readonly DrawingVersionRow[]>;
  /** Null where no version has this text. */
  text(hash: string): Promise<DrawingText | null>;
};

export type StoreState = 'ok' | 'degraded' | 'full' | 'failed';

export type StoreStatus = {
  readonly state: StoreState;
  readonly sentence: string;
  /** Bytes of the database on disk, its log included. */
  readonly bytes: number;
};

/** The engine thread's handle on the database; every call answers with a promise and never blocks the thread. */
export type Store = {
  readonly history: HistoryStore;
  readonly journal: JournalStore;
  /** Where alarms that are not normal stand, as last committed. */
  standings(): Promise<readonly AlarmStanding[]>;
  readonly texts: {
    add(index: number, text: string): Promise<void>;
    /** All texts, in the order of their index. */
    all(): Promise<readonly string[]>;
  };
  /** The stream `audit` of the records. */
  readonly audit: {
    /** Number of the line, after it was committed. */
    append(entry: AuditEntry): Promise<number>;
    /** Lines below `seq` (null: from the newest), newest first. */
    before(seq: number | null, limit: number): Promise<readonly (AuditEntry & { readonly seq: number })[]>;
    /** Intents of one action on one subject with how each ended, newest first. Looks through the whole log. */
    of(query: { readonly action: string; readonly subject: string; readonly limit: number }): Promise<readonly (AuditEntry & { readonly seq: number })[]>;
    /** The newest intents of one action without any line of how they ended, oldest first. */
    open(query: { readonly action: string; readonly limit: number }): Promise<readonly (AuditEntry & { readonly seq: number })[]>;
    /** Intents with `fromMs` <= time <= `toMs` and how each ended (`result` null while nobody knows), oldest first, the newest `limit`. */
    in(query: { readonly fromMs: number; readonly toMs: number; readonly limit: number }, cancel?: Cancel): Promise<readonly (AuditEntry & { readonly seq: number })[]>;
  };
  readonly records: RecordStore;
  readonly notes: NoteStore;
  readonly trips: TripStore;
  readonly drawings: DrawingStore;
  readonly meta: {
    get(name: string): Promise<string | null>;
    set(name: string, value: string): Promise<void>;
  };
  status(): StoreStatus;
  /** Calls at each change of state; gives back how to stop. */
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Commits what is queued, folds the log into the file and ends both threads. */
  close(): Promise<void>;
};

export type StoreOptions = {
  readonly dataDir: string;
  /** `paths.storeWorker`: TypeScript in the source tree, CommonJS in the bundle. */
  readonly workerScript: URL;
  readonly clock: Clock;
  readonly log: Log;
};
