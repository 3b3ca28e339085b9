import { type Fault, type Result, ok, refused } from '#shared/model/fault.ts';
import { attachmentTypes, type KeptRecord, mostAttachmentBytes, RecordStream, type RecordBody } from '#shared/model/kept-record.ts';
import type { Clock, Log } from '../ports.ts';
import type { AttachmentRow, ChainHead, Store, StreamHead } from '../store/store.ts';

/** Who acts; null for the engine itself. */
export type Who = { readonly user: string; readonly role: string } | null;

export type NewRecord = {
  readonly stream: string;
  readonly kind: string;
  readonly body: RecordBody;
  readonly who: Who;
  /** Made by the console for this act: sent again it is answered as done. */
  readonly opId?: string | undefined;
  /** When what it tells of happened, where that is another time than now. */
  readonly sourceMs?: number | undefined;
};

/** `isAgain`: the act was done before, and these are its records. */
export type Appended = { readonly records: readonly KeptRecord[]; readonly isAgain: boolean };
/** Someone else's act came first, or the operation id was used for another act. Nothing was written. */
export type AppendFault = 'conflict';

export type Records = {
  /**
   * Commits one record (synchronous FULL, shared with what else waits) before it resolves. `lastSeq`: only if the stream's
   * newest record has this number, 0 for a new stream. Rejects with a StoreError when the disk does not take it; asked again
   * with the same `opId` it is then done once, whatever had become of the first.
   */
  append(record: NewRecord, lastSeq?: number): Promise<Result<KeptRecord & { readonly isAgain: boolean }, AppendFault>>;
  /** All of one act, or none, numbered in a row; the first one's `opId` stands for all. */
  appendAll(records: readonly NewRecord[], lastSeq?: number): Promise<Result<Appended, AppendFault>>;
  /** Records of one stream after number `afterSeq`, oldest first, at most `limit` (1,000 where not said). */
  read(stream: string, afterSeq: number, limit?: number): Promise<readonly KeptRecord[]>;
  /** All records of one stream. */
  readAll(stream: string): Promise<readonly KeptRecord[]>;
  /** Of all streams whose name begins so; see RecordStore.since. */
  since(prefix: string, afterSeq: number, limit: number): ReturnType<Store['records']['since']>;
  /** First and newest record of each stream whose name begins so, all of them. */
  streams(prefix: string): Promise<readonly StreamHead[]>;
  /** Calls with each record written through here after it is on disk, in the order of the numbers; gives back how to stop. */
  onRecord(listener: (record: KeptRecord) => void): () => void;
  /**
   * Resolves when listeners know all that is on disk: after the store could not say what became of a record, it may be there
   * all the same. Rejects while that cannot be read.
   */
  settle(): Promise<void>;
  /** Number and hash of the newest record: written down elsewhere, they tell later whether the end was cut off. */
  head(): Promise<ChainHead>;
  /** Keeps a picture or paper; gives back its hash. */
  attach(type: string, body: Uint8Array<ArrayBuffer>): Promise<Result<string, 'bad-input'>>;
  attachment(hash: string): Promise<AttachmentRow | null>;
};

const pageLength = 1000;
/** What the chain says about itself. */
const chainStream = 'records';

/**
 * Opens the records of this plant: one chain for all streams. A plant's first start with them says so in a record of its
 * own, with the number of lines of the older audit log before it: what became of those until then no chain tells.
 */
export async function openRecords({ store, clock, log, isStill }: { readonly store: Pick<Store, 'records'>; readonly clock: Clock; readonly log: Log; readonly isStill: boolean }): Promise<Records> {
  const listeners = new Set<(record: KeptRecord) => void>();
  /** Number of the newest record that listeners know or that was there before them. */
  let toldSeq = 0;
  /** The store could not say whether something was written: what is on disk behind `toldSeq` tells. */
  let isInDoubt = false;
  let caughtUp: Promise<void> = Promise.resolve();

  const tell = (records: readonly KeptRecord[]): void => {
    for (const record of records) {
      toldSeq = record.seq;
      for (const listener of listeners) {
        try {
          listener(record);
        } catch (error) {
          log.error('records', `Unexpected error at record ${record.seq}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
      }
    }
  };
  const catchUp = async (): Promise<void> => {
    for (let reach = toldSeq; ; ) {
      const page = await store.records.since({ prefix: '', afterSeq: reach, limit: pageLength });
      tell(page.records.filter(({ seq, stream }) => seq > toldSeq && stream !== 'audit'));
      if (page.reachSeq === reach) break;
      reach = page.reachSeq;
    }
    isInDoubt = false;
  };

  const settle = async (): Promise<void> => {
    if (!isInDoubt) return;
    const work = caughtUp.then(async () => (isInDoubt ? catchUp() : undefined));
    caughtUp = work.catch(() => undefined);
    await work;
  };

  const appendAll = async (records: readonly NewRecord[], lastSeq?: number): Promise<Result<Appended, AppendFault>> => {
    const timeMs = clock.nowMs();
    const drafts = records.map(({ stream, kind, body, who, opId, sourceMs }) => {
      if (!RecordStream.safeParse(stream).success) throw new Error(`"${stream}" is no name of a stream of records.`);
      return { stream, kind, opId: opId ?? null, timeMs, sourceMs: sourceMs ?? null, user: who?.user ?? null, role: who?.role ?? null, body };
    });
    const outcome = await store.records.append(drafts, lastSeq).catch((error: unknown) => {
      isInDoubt = true;
      throw error;
    });
    // What cannot be read now is read at the next one: this one is on disk.
    if (isInDoubt) await settle().catch(() => undefined);
    else if (outcome.state === 'done') tell(outcome.records);
    if (outcome.state === 'moved-on') return { ok: false, fault: movedOn(drafts[0]?.stream ?? '', outcome.last) };
    if (outcome.state === 'other-act') return { ok: false, fault: otherAct(outcome.last) };
    return ok({ records: outcome.records, isAgain: outcome.state === 'again' });
  };

  try {
    const { seq } = await store.records.head();
    toldSeq = seq;
    const [first] = await store.records.read({ stream: chainStream, afterSeq: 0, limit: 1 });
    if (first === undefined && !isStill) await appendAll([{ stream: chainStream, kind: 'chain-begun', body: { earlierLines: seq }, who: null }]);
  } catch (error) {
    isInDoubt = true;
    log.error('records', `The beginning of the chain of records could not be written (${error instanceof Error ? error.message : String(error)}); it is tried again at the next start.`);
  }

  return {
    appendAll,
    async append(record, lastSeq) {
      const appended = await appendAll([record], lastSeq);
      if (!appended.ok) return appended;
      const [kept] = appended.value.records;
      if (kept === undefined) throw new Error('The store took a record and gave back none.');
      return ok({ ...kept, isAgain: appended.value.isAgain });
    },
    read: (stream, afterSeq, limit = pageLength) => store.records.read({ stream, afterSeq, limit }),
    async readAll(stream) {
      const all: KeptRecord[] = [];
      for (;;) {
        const page = await store.records.read({ stream, afterSeq: all.at(-1)?.seq ?? 0, limit: pageLength });
        for (const record of page) all.push(record);
        if (page.length < pageLength) return all;
      }
    },
    since: (prefix, afterSeq, limit) => store.records.since({ prefix, afterSeq, limit }),
    async streams(prefix) {
      const all: StreamHead[] = [];
      for (;;) {
        const last = all.at(-1)?.stream;
        const page = await store.records.streams({ prefix, limit: pageLength, ...(last === undefined ? {} : { afterStream: last }) });
        for (const head of page) all.push(head);
        if (page.length < pageLength) return all;
      }
    },
    onRecord(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settle,
    head: () => store.records.head(),
    async attach(type, body) {
      if (!attachmentTypes.some((one) => one === type)) return refused('bad-input', `A file of type ${type.slice(0, 80)} cannot be attached.`, `Attach one of these: ${attachmentTypes.join(', ')}.`);
      if (body.length === 0) return refused('bad-input', 'The file is empty, so it was not attached.');
      if (body.length > mostAttachmentBytes)
        return refused('bad-input', `The file has ${(body.length / 1024 ** 2).toFixed(1)} MB, more than the ${mostAttachmentBytes / 1024 ** 2} MB there may be.`, 'Make the picture smaller and attach it again.');
      return ok(await store.records.attach(type, body));
    },
    attachment: (hash) => store.records.attachment(hash),
  };
}

const movedOn = (stream: string, last: KeptRecord | null): Fault<AppendFault> => ({
  code: 'conflict',
  message: last === null ? `There is no ${stream} yet, so nothing was written.` : `${last.user ?? 'The engine'} came first (${last.kind}, record ${last.seq}), so nothing was written.`,
  tip: 'Look at what stands there now, and decide again.',
});
const otherAct = (last: KeptRecord): Fault<AppendFault> => ({
  code: 'conflict',
  message: `The number of this act was used for another one before (${last.kind}, record ${last.seq}), so nothing was written.`,
  tip: 'Do it once more: a new number is made for it.',
});
