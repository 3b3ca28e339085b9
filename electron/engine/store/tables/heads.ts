import { pushRow, type GrowingSeries } from '../series.ts';
import type { HistoryColumns } from '../store-types.ts';

/** Samples of one tag that are in blocks but not yet in a chunk. */
export type Head = GrowingSeries & { readonly key: number; firstSeq: number; sinceMs: number; limit: number };

/** Rows of a full chunk. */
export const chunkRows = 1024;
/** A slow tag's samples wait this long at most before they go to a chunk, so that blocks can be dropped. */
const maxAgeMs = 2 * 60_000;
/** Above this many waiting samples of all tags the oldest heads are closed early: it bounds memory and restart time. */
const maxHeadRows = 4_000_000;

type Opened = { readonly head: Head; readonly firstSeq: number };

/** The open heads of all tags, and which of them is due to be closed. */
export class Heads {
  private readonly byKey: (Head | undefined)[] = [];
  /** In the order of opening, so the first that is still open has the oldest block. */
  private opened: Opened[] = [];
  private firstOpened = 0;
  private full: Head[] = [];
  private rows = 0;

  push(seq: number, columns: HistoryColumns, nowMs: number, isWanted: ((key: number) => boolean) | null): void {
    const { key: keys, timeMs, value, quality } = columns;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row] as number;
      if (isWanted !== null && !isWanted(key)) continue;
      const head = this.byKey[key] ?? this.create(key);
      if (head.length === 0) {
        head.firstSeq = seq;
        head.sinceMs = nowMs;
        this.opened.push({ head, firstSeq: seq });
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
    for (let at = this.firstOpened; at < this.opened.length && due.size < count; at++) {
      const { head, firstSeq } = this.opened[at] as Opened;
      if (head.length === 0 || head.firstSeq !== firstSeq) continue;
      if (nowMs - head.sinceMs < maxAgeMs && this.rows < maxHeadRows) break;
      due.add(head);
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
    while (this.firstOpened < this.opened.length && !isOpen(this.opened[this.firstOpened] as Opened)) this.firstOpened++;
    if (this.firstOpened > 1024 && this.firstOpened * 2 > this.opened.length) {
      this.opened = this.opened.slice(this.firstOpened).filter(isOpen);
      this.firstOpened = 0;
    }
  }

  /** Number of the oldest block still needed, or null when none is. */
  oldestSeq(without: readonly Head[]): number | null {
    const closing = new Set(without);
    for (let at = this.firstOpened; at < this.opened.length; at++) {
      const entry = this.opened[at] as Opened;
      if (isOpen(entry) && !closing.has(entry.head)) return entry.firstSeq;
    }
    return null;
  }

  private create(key: number): Head {
    // The first chunk of each tag is of another length, so that tags scanned together do not close together.
    const limit = chunkRows / 2 + ((Math.imul(key, 0x9e3779b1) >>> 0) % (chunkRows / 2));
    const head = {
      key,
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
