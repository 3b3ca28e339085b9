import { pushRow, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { HistoryColumns } from '../store-types.ts';

/** Samples of one tag that are in blocks but not yet in a chunk. `group` is closed together, its turn given by it. */
export type Head = GrowingSeries & { readonly key: number; readonly group: number; firstSeq: number; sinceMs: number; limit: number };

/** Rows of a full chunk: six chunks of an analog in hundredths, at 0.27 bytes a sample and its row, fill a page of 4 KiB. */
export const chunkRows = 1900;
/** A slow tag's samples wait this long at most before they go to a chunk, so that blocks can be dropped. */
const maxAgeMs = 2 * 60_000;
/** Above this many waiting samples of all tags the oldest heads are closed early: it bounds memory and restart time. */
const maxHeadRows = 4_000_000;
/** Tags whose samples come with the same times are closed together up to this number, so that their chunks share them. */
export const groupSize = 32;
/** Slow groups take turns, so that not all of them are closed in the same second of two minutes. */
const turns = 8;

type Opened = { readonly head: Head; readonly firstSeq: number };
/** Heads of one turn in the order of opening; the first that is still open has the oldest block. */
type Turn = { opened: Opened[]; first: number };

/** The open heads of all tags, and which of them is due to be closed. */
export class Heads {
  private readonly byKey: (Head | undefined)[] = [];
  private readonly turns: readonly Turn[] = Array.from({ length: turns }, () => ({ opened: [], first: 0 }));
  private full: Head[] = [];
  private rows = 0;
  // The group that heads made in the same block for the same time join.
  private group = -1;
  private groupHeads = 0;
  private groupSeq = -1;
  private groupMs = Number.NaN;

  push(seq: number, columns: HistoryColumns, nowMs: number, isWanted: ((key: number) => boolean) | null): void {
    const { key: keys, timeMs, value, quality } = columns;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] as number;
      if (isWanted !== null && !isWanted(key)) continue;
      const head = this.byKey[key] ?? this.create(key, seq, timeMs[row] as number);
      if (head.length === 0) {
        head.firstSeq = seq;
        head.sinceMs = nowMs;
        this.turnOf(head).opened.push({ head, firstSeq: seq });
      }
      pushRow(head, timeMs[row] as number, value[row] as number, quality[row] as number);
      if (head.length === head.limit) this.full.push(head);
      this.rows++;
    }
  }

  /** Up to `count` heads to close now. */
  due(nowMs: number, count: number): readonly Head[] {
    const due = new Set<Head>();
    // Full heads stay in the list until cleared, so that a failed close is tried again.
    for (let at = 0; at < this.full.length && due.size < count; at++) due.add(this.full[at] as Head);
    for (const [number, turn] of this.turns.entries()) {
      const round = (ms: number): number => Math.floor((ms + (number * maxAgeMs) / turns) / maxAgeMs);
      for (let at = turn.first; at < turn.opened.length && due.size < count; at++) {
        const { head, firstSeq } = turn.opened[at] as Opened;
        if (head.length === 0 || head.firstSeq !== firstSeq) continue;
        if (round(nowMs) === round(head.sinceMs) && this.rows < maxHeadRows) break;
        due.add(head);
      }
    }
    return [...due];
  }

  /** Forgets heads whose samples are in chunks now. */
  clear(heads: readonly Head[]): void {
    for (const head of heads) {
      this.rows -= head.length;
      head.length = 0;
      head.limit = chunkRows;
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
    let oldest: number | null = null;
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
    const limit = chunkRows / 2 + ((Math.imul(this.group, 0x9e3779b1) >>> 0) % (chunkRows / 2));
    const head = {
      key,
      group: this.group,
      firstSeq: 0,
      sinceMs: 0,
      limit,
      length: 0,
      timeMs: new Float64Array(8),
      value: new Float64Array(8),
      quality: new Uint32Array(8),
    };
    this.byKey[key] = head;
    return head;
  }
}

const isOpen = ({ head, firstSeq }: Opened): boolean => head.length > 0 && head.firstSeq === firstSeq;
