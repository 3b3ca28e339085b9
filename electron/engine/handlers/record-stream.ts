import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { StreamSource } from '#shared/rpc/server.ts';
import type { Clock, Log } from '../ports.ts';
import type { Records } from '../records/records.ts';

const perItem = 500;
/** A console that takes less than comes has no more than these kept for it: the rest is read from the records when it has room. */
const mostKept = 5000;
const retryMs = 1000;

export type FollowOptions<Item> = {
  readonly records: Pick<Records, 'since' | 'head' | 'onRecord'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the names of streams followed. */
  readonly prefix: string;
  readonly afterSeq: number;
  /** What the console gets of a record; null for one it does not. */
  readonly read: (record: KeptRecord) => Item | null;
  readonly notify: () => void;
};

/**
 * Records of some streams after a number: first those on disk, then those written from now on, each once and in order. None
 * is ever dropped: where the console is slow, or the disk could not be read, they are read again from where it stands.
 */
export function followRecords<Item>({ records, clock, log, prefix, afterSeq, read, notify }: FollowOptions<Item>): StreamSource<{ records: Item[] }> {
  let lastSeq = afterSeq;
  let ready: Item[] = [];
  /** All up to `lastSeq` is handed on; live records may follow. */
  let isCaughtUp = false;
  let isReading = false;
  /** One was written while the disk was read: whether the answer has it depends on which came first. */
  let hasMissed = false;
  let isClosed = false;
  let cancelRetry = (): void => undefined;

  const push = (record: KeptRecord): void => {
    if (record.seq <= lastSeq) return;
    lastSeq = record.seq;
    const item = read(record);
    if (item !== null) ready.push(item);
  };
  const stop = records.onRecord((record) => {
    if (!record.stream.startsWith(prefix)) return;
    if (!isCaughtUp) {
      hasMissed = true;
      return;
    }
    if (ready.length >= mostKept) {
      isCaughtUp = false;
      return;
    }
    push(record);
    notify();
  });
  const catchUp = async (): Promise<void> => {
    // A number from beyond the end was never given by these records: the console has another plant's, or those before a repair.
    lastSeq = Math.min(lastSeq, (await records.head()).seq);
    for (;;) {
      if (isClosed || ready.length >= mostKept) return;
      hasMissed = false;
      const page = await records.since(prefix, lastSeq, perItem);
      for (const record of page.records) push(record);
      const isEnd = page.reachSeq <= lastSeq && page.records.length === 0;
      lastSeq = Math.max(lastSeq, page.reachSeq);
      if (page.records.length > 0) notify();
      if (!isEnd || hasMissed) continue;
      isCaughtUp = true;
      return;
    }
  };
  const begin = (): void => {
    if (isReading || isCaughtUp || isClosed) return;
    isReading = true;
    catchUp()
      .catch((error: unknown) => {
        log.warn('records', `Records could not be read for a console and are read again: ${error instanceof Error ? error.message : String(error)}`);
        if (!isClosed) cancelRetry = clock.after(retryMs, begin);
      })
      .finally(() => (isReading = false));
  };
  begin();

  return {
    take() {
      if (ready.length < mostKept / 2) begin();
      if (ready.length === 0) return null;
      const items = ready.slice(0, perItem);
      ready = ready.slice(perItem);
      return { records: items };
    },
    close() {
      isClosed = true;
      cancelRetry();
      stop();
    },
  };
}
