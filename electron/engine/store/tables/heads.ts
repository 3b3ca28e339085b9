import { emptySeries, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { HistoryColumns } from '../store-types.ts';

/** Memory of a head that may come to be full is shared with the thread that encodes. */
type HeadRows = GrowingSeries<ArrayBufferLike>;

/** Samples of one tag that are in blocks but not yet in a chunk. `group` is closed together, its turn given by it. */
export type Head = HeadRows & {
  readonly key: number;
  readonly group: number;
  firstSeq: number;
  sinceMs: number;
  limit: number;
  /** Its samples are encoded beside and come to no more; another head of the tag takes what comes meanwhile. */
  isDetached: boolean;
};

/** Rows of a chunk at most: six chunks of an analog in hundredths, at 0.27 bytes a sample and its row, fill a page of 4 KiB. */
export const chunkRows = 1900;
/** Blocks put into heads together: each head is fetched from memory once for all of them, which is most of what it costs. */
const blocksTogether = 16;
const rowsTogether = 65_536;
/** Where blocks come seldom they do not wait for others. */
const longestWaitMs = 250;
/** A head with so many rows is full: those of the blocks it gets together still fit into its chunk. */
export const fullRows = chunkRows - blocksTogether + 1;
/** A slow tag's samples wait this long at most before they go to a chunk, so that blocks can be dropped. */
const maxAgeMs = 2 * 60_000;
/** Above this many waiting samples of all tags the oldest heads are closed early: it bounds memory and restart time. */
const maxHeadRows = 4_000_000;
/** Tags whose samples come with the same times are closed together up to this number, so that their chunks share them. */
export const groupSize = 32;
/** Slow groups take turns, so that not all of them are closed in the same second of two minutes. */
const turns = 8;
/** Room of a head that is new; that of others is this much times 1 to 2 and a power of two. */
const leastRows = 8;
/** Arrays kept for heads to come: those of two groups being encoded, and two more. */
const mostSpare = 4 * groupSize;

type Block = { readonly seq: number; readonly columns: HistoryColumns; readonly nowMs: number };
type Opened = { readonly head: Head; readonly firstSeq: number };
/** Heads of one turn in the order of opening; the first that is still open has the oldest block. */
type Turn = { opened: Opened[]; first: number };

/** The open heads of all tags, and which of them is due to be closed. */
export class Heads {
  private readonly byKey: (Head | undefined)[] = [];
  private readonly turns: readonly Turn[] = Array.from({ length: turns }, () => ({ opened: [], first: 0 }));
  private full: Head[] = [];
  private rows = 0;
  /** Tags with a detached head: their newer samples wait for it, since chunks of a tag are written in order. */
  private readonly detached = new Set<number>();
  /** Rows of arrays that detached heads no longer need, for the next. */
  private readonly spare: HeadRows[] = [];
  // The group that heads made in the same block for the same time join.
  private group = -1;
  private groupHeads = 0;
  private groupSeq = -1;
  private groupMs = Number.NaN;

  private waiting: Block[] = [];
  private waitingRows = 0;
  /** By key, the last time it was seen in a block that is looked through for keys that come twice. */
  private seen = new Uint32Array(0);
  private look = 0;
  /** Number of the last block whose samples are in heads; later ones wait to be put there. */
  spreadSeq = 0;

  /**
   * Takes a block, in the order of their numbers. Blocks of the same tags, one sample each, wait for each other: their
   * samples come into heads together.
   */
  push(seq: number, columns: HistoryColumns, nowMs: number): void {
    const first = this.waiting[0];
    if (first !== undefined && !isSame(columns.key, first.columns.key)) this.spread();
    // Where a tag comes twice the order of its samples would be lost.
    if (this.waiting.length === 0 && !this.isOnceEach(columns.key)) return this.pushSome(seq, columns, nowMs, () => true);
    this.waiting.push({ seq, columns, nowMs });
    this.waitingRows += columns.key.length;
    if (this.waiting.length === blocksTogether || this.waitingRows >= rowsTogether) this.spread();
  }

  /** Takes the samples of a block whose tags are wanted, at once. */
  pushSome(seq: number, { key, timeMs, value, quality }: HistoryColumns, nowMs: number, isWanted: (key: number) => boolean): void {
    this.spread();
    for (let row = 0; row < key.length; row++) {
      if (isWanted(key[row] as number)) this.pushRow(seq, nowMs, key[row] as number, timeMs[row] as number, value[row] as number, quality[row] as number);
    }
    this.spreadSeq = seq;
  }

  /** Puts the waiting blocks into heads: each head in turn takes what all of them have for it. */
  private spread(): void {
    const blocks = this.waiting;
    const last = blocks.at(-1);
    if (last === undefined) return;
    this.waiting = [];
    this.waitingRows = 0;
    const keys = last.columns.key;
    for (let row = 0; row < keys.length; row++) this.spreadRow(blocks, keys[row] as number, row);
    this.spreadSeq = last.seq;
  }

  private spreadRow(blocks: readonly Block[], key: number, row: number): void {
    const { seq, nowMs, columns } = blocks[0] as Block;
    const head = this.byKey[key] ?? this.create(key, seq, columns.timeMs[row] as number);
    if (head.length === 0) this.open(head, seq, nowMs);
    makeRoom(head, blocks.length);
    const { timeMs, value, quality } = head;
    let at = head.length;
    for (const block of blocks) {
      timeMs[at] = block.columns.timeMs[row] as number;
      value[at] = block.columns.value[row] as number;
      quality[at] = block.columns.quality[row] as number;
      at++;
    }
    if (head.length < head.limit && at >= head.limit) this.full.push(head);
    head.length = at;
    this.rows += blocks.length;
  }

  private pushRow(seq: number, nowMs: number, key: number, timeMs: number, value: number, quality: number): void {
    const head = this.byKey[key] ?? this.create(key, seq, timeMs);
    if (head.length === 0) this.open(head, seq, nowMs);
    makeRoom(head, 1);
    head.timeMs[head.length] = timeMs;
    head.value[head.length] = value;
    head.quality[head.length] = quality;
    head.length++;
    if (head.length === head.limit) this.full.push(head);
    this.rows++;
  }

  private open(head: Head, seq: number, nowMs: number): void {
    head.firstSeq = seq;
    head.sinceMs = nowMs;
    this.turnOf(head).opened.push({ head, firstSeq: seq });
  }

  private isOnceEach(keys: Uint32Array): boolean {
    this.look++;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] as number;
      if (key >= this.seen.length) {
        const wider = new Uint32Array((key + 1) * 2);
        wider.set(this.seen);
        this.seen = wider;
      }
      if (this.seen[key] === this.look) return false;
      this.seen[key] = this.look;
    }
    return true;
  }

  /** Up to `count` heads to close now. */
  due(nowMs: number, count: number): readonly Head[] {
    if (nowMs - (this.waiting[0]?.nowMs ?? nowMs) >= longestWaitMs) this.spread();
    const due = new Set<Head>();
    // Full heads stay in the list until cleared, so that a failed close is tried again.
    for (let at = 0; at < this.full.length && due.size < count; at++) {
      const head = this.full[at] as Head;
      if (!this.detached.has(head.key)) due.add(head);
    }
    for (const [number, turn] of this.turns.entries()) {
      const round = (ms: number): number => Math.floor((ms + (number * maxAgeMs) / turns) / maxAgeMs);
      for (let at = turn.first; at < turn.opened.length && due.size < count; at++) {
        const { head, firstSeq } = turn.opened[at] as Opened;
        if (head.length === 0 || head.firstSeq !== firstSeq || this.detached.has(head.key)) continue;
        if (round(nowMs) === round(head.sinceMs) && this.rows < maxHeadRows) break;
        due.add(head);
      }
    }
    return [...due];
  }

  /** How many heads are full and not detached. */
  get fullCount(): number {
    return this.full.length;
  }

  /** Sets heads aside to be encoded: they stay as they are until they are cleared. Not a head of a tag that has one aside already. */
  detach(heads: readonly Head[]): void {
    for (const head of heads) {
      head.isDetached = true;
      this.detached.add(head.key);
      this.byKey[head.key] = { key: head.key, group: head.group, firstSeq: 0, sinceMs: 0, limit: fullRows, isDetached: false, ...(this.spare.pop() ?? emptySeries(leastRows)) };
    }
    this.full = this.full.filter((head) => !head.isDetached);
  }

  /** Forgets heads whose samples are in chunks now. */
  clear(heads: readonly Head[]): void {
    for (const head of heads) {
      this.rows -= head.length;
      head.length = 0;
      head.limit = fullRows;
      if (!head.isDetached) continue;
      this.detached.delete(head.key);
      const { timeMs, value, quality } = head;
      if (this.spare.length < mostSpare) this.spare.push({ length: 0, timeMs, value, quality });
    }
    this.full = this.full.filter((head) => head.length >= head.limit);
    for (const turn of this.turns) {
      while (turn.first < turn.opened.length && !isOpen(turn.opened[turn.first] as Opened)) turn.first++;
      if (turn.first <= 1024 || turn.first * 2 <= turn.opened.length) continue;
      turn.opened = turn.opened.slice(turn.first).filter(isOpen);
      turn.first = 0;
    }
  }

  /** Number of the oldest block still needed, or null when none is. */
  oldestSeq(without: readonly Head[]): number | null {
    const closing = new Set(without);
    let oldest: number | null = this.waiting[0]?.seq ?? null;
    for (const { opened, first } of this.turns) {
      for (let at = first; at < opened.length; at++) {
        const entry = opened[at] as Opened;
        if (!isOpen(entry) || closing.has(entry.head)) continue;
        if (oldest === null || entry.firstSeq < oldest) oldest = entry.firstSeq;
        break;
      }
    }
    return oldest;
  }

  private turnOf(head: Head): Turn {
    return this.turns[head.group % turns] as Turn;
  }

  private create(key: number, seq: number, timeMs: number): Head {
    if (seq !== this.groupSeq || timeMs !== this.groupMs || this.groupHeads === groupSize) {
      this.group++;
      this.groupHeads = 0;
      this.groupSeq = seq;
      this.groupMs = timeMs;
    }
    this.groupHeads++;
    // The first chunk of each group is of another length, so that groups scanned together do not close together.
    const limit = fullRows - 1 - Math.floor((scatter(this.group) * chunkRows) / 2);
    const head = {
      key,
      group: this.group,
      firstSeq: 0,
      sinceMs: 0,
      limit,
      isDetached: false,
      ...emptySeries(leastRows),
    };
    this.byKey[key] = head;
    return head;
  }
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/**
 * Sees to it that so many more samples fit in: arrays double, in each group from another length, so that heads which were begun
 * together and get a sample each do not all move to longer ones behind the same commit. A thousand took 80 ms.
 */
function makeRoom(head: Head, more: number): void {
  const needed = head.length + more;
  if (needed <= head.timeMs.length) return;
  let capacity = leastRows * (1 + scatter(head.group));
  while (capacity < needed) capacity *= 2;
  // Few heads come to more than a chunk.
  const rows = sharedRows(needed <= chunkRows ? Math.min(Math.ceil(capacity), chunkRows) : Math.ceil(capacity));
  rows.timeMs.set(head.timeMs.subarray(0, head.length));
  rows.value.set(head.value.subarray(0, head.length));
  rows.quality.set(head.quality.subarray(0, head.length));
  head.timeMs = rows.timeMs;
  head.value = rows.value;
  head.quality = rows.quality;
}

/** Arrays of so many rows, one behind the other in memory that threads share: `sharedRowsIn` finds them there. */
const sharedRows = (capacity: number): Omit<HeadRows, 'length'> => sharedRowsIn(new SharedArrayBuffer(20 * capacity));

export const sharedRowsIn = (memory: SharedArrayBuffer): Omit<GrowingSeries<SharedArrayBuffer>, 'length'> => {
  const capacity = memory.byteLength / 20;
  return {
    timeMs: new Float64Array(memory, 0, capacity),
    value: new Float64Array(memory, 8 * capacity, capacity),
    quality: new Uint32Array(memory, 16 * capacity, capacity),
  };
};

/** A number of the group between 0 and 1 (excluded), far from those of its neighbours. */
const scatter = (group: number): number => (Math.imul(group, 0x9e3779b1) >>> 0) / 2 ** 32;

const isOpen = ({ head, firstSeq }: Opened): boolean => head.length > 0 && head.firstSeq === firstSeq;
