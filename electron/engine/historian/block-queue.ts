import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryStore } from '../store/store.ts';
import { blockColumns, blockRows, createBlock, fillBlock, reuseBlock, type SampleBlock } from './sample-blocks.ts';

/** A sample waits this long for its commit to begin; with the commit itself it is on disk within 250 ms. */
const commitEveryMs = 150;
/** Commits under way at once, so that the writing thread always has the next one at hand. */
const maxSending = 2;
const retryMs = 1000;
/** Samples kept in memory while the disk does not take them, about 12 MB; beyond it the oldest are lost. */
const maxQueuedRows = 500_000;
const keptBlocks = 4;

/** Called when rows `start` to `end` (excluded) of a batch were put into a block. */
export type OnFilled = (block: SampleBlock, batch: SampleBatch, start: number, end: number) => void;

export type BlockQueue = {
  write(batch: SampleBatch): void;
  flush(): Promise<void>;
  /** Resolves when everything written before the call is on disk or counted as lost; waits for the commits that come anyway. */
  settled(): Promise<void>;
  /** Blocks not known to be on disk. */
  unsettled(): readonly SampleBlock[];
  /** Persistent key of each tag index; rejects when the store cannot give them now. */
  keys(): Promise<Uint32Array>;
  counts(): { readonly queuedRows: number; readonly lostSamples: number };
  close(): Promise<void>;
};

/** Collects samples into blocks and sees each through to disk, or counts it as lost. */
export function createBlockQueue(history: Pick<HistoryStore, 'keys' | 'append'>, clock: Clock, log: Log, tagIds: readonly string[], onFilled: OnFilled = () => undefined): BlockQueue {
  let open = createBlock();
  const waiting: SampleBlock[] = [];
  const sending = new Set<SampleBlock>();
  const free: SampleBlock[] = [];
  let keyOf: Uint32Array | null = null;
  let askedKeys: Promise<Uint32Array> | null = null;
  let isPaused = false;
  let isClosing = false;
  let nextPlace = 0;
  let queuedRows = 0;
  let lostSamples = 0;
  let lostBefore = 0;
  let isLosing = false;
  let flushes: { readonly blocks: Set<SampleBlock>; readonly resolve: () => void }[] = [];

  const keys = (): Promise<Uint32Array> => {
    askedKeys ??= history.keys(tagIds).then(
      (known) => (keyOf = known),
      (error: unknown) => {
        askedKeys = null;
        throw error;
      },
    );
    return askedKeys;
  };

  const cutOpen = (): void => {
    if (open.length === 0) return;
    open.place = nextPlace++;
    waiting.push(open);
    const spare = free.pop();
    open = spare === undefined ? createBlock() : reuseBlock(spare);
    while (queuedRows > maxQueuedRows && waiting.length > 1) lose(waiting.shift() as SampleBlock);
  };

  const settle = (block: SampleBlock): void => {
    queuedRows -= block.length;
    if (free.length < keptBlocks) free.push(block);
    flushes = flushes.filter(({ blocks, resolve }) => {
      blocks.delete(block);
      if (blocks.size > 0) return true;
      resolve();
      return false;
    });
  };

  const lose = (block: SampleBlock): void => {
    lostSamples += block.length;
    if (!isLosing) {
      isLosing = true;
      log.error('history', 'Samples are being lost: the data store does not take them and the memory kept for them is full.');
    }
    settle(block);
  };

  const send = (block: SampleBlock, known: Uint32Array): void => {
    const columns = blockColumns(block, known);
    const refused = block.length - columns.key.length;
    const { seq, committed } = history.append(columns, waiting.length > 0);
    block.seq = seq;
    sending.add(block);
    committed.then(
      () => {
        sending.delete(block);
        if (refused > 0) {
          if (lostSamples === 0) log.warn('history', `${refused} samples without a valid time or tag were not recorded.`);
          lostSamples += refused;
        }
        settle(block);
        if (isLosing && waiting.length === 0) {
          isLosing = false;
          log.info('history', `Samples are recorded again; ${lostSamples - lostBefore} were lost.`);
          lostBefore = lostSamples;
        }
        pump();
      },
      () => {
        sending.delete(block);
        block.seq = null;
        if (isClosing) lose(block);
        else {
          // Two that were refused together keep their order: of samples of one time the newer one counts.
          const before = waiting.findIndex(({ place }) => place > block.place);
          waiting.splice(before < 0 ? waiting.length : before, 0, block);
          pause();
        }
        pump();
      },
    );
  };

  const pause = (): void => {
    if (isPaused) return;
    isPaused = true;
    clock.after(retryMs, () => {
      isPaused = false;
      pump();
    });
  };

  const pump = (): void => {
    if (keyOf === null) {
      if (waiting.length === 0 || (isPaused && !isClosing)) return;
      keys().then(pump, () => {
        if (isClosing) while (waiting.length > 0) lose(waiting.shift() as SampleBlock);
        else pause();
      });
      return;
    }
    while (waiting.length > 0 && sending.size < maxSending && (!isPaused || isClosing)) send(waiting.shift() as SampleBlock, keyOf);
  };

  const onTime = (): void => {
    // With commits still under way the block goes on filling: a slow disk gets fewer, larger commits.
    if (sending.size < maxSending && waiting.length === 0) cutOpen();
    pump();
  };
  const stopTimer = clock.every(commitEveryMs, onTime);

  const flush = (): Promise<void> => {
    cutOpen();
    const blocks = new Set([...waiting, ...sending]);
    if (blocks.size === 0) return Promise.resolve();
    const done = new Promise<void>((resolve) => flushes.push({ blocks, resolve }));
    pump();
    return done;
  };

  const settled = (): Promise<void> => {
    const blocks = new Set([...waiting, ...sending]);
    if (open.length > 0) blocks.add(open);
    return blocks.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => flushes.push({ blocks, resolve }));
  };

  // Keys are needed for the first commit; asking now lets it go out at once.
  void keys().catch(() => null);

  return {
    write(batch) {
      queuedRows += batch.length;
      for (let row = 0; row < batch.length;) {
        const start = row;
        row = fillBlock(open, batch, start);
        onFilled(open, batch, start, row);
        if (open.length < blockRows) break;
        cutOpen();
        pump();
      }
    },
    flush,
    settled,
    unsettled: () => [...sending, ...waiting, open],
    keys,
    counts: () => ({ queuedRows, lostSamples }),
    async close() {
      isClosing = true;
      stopTimer();
      await flush();
    },
  };
}
