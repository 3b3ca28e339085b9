import { columnFlag, columnOfTime, type PixelColumns } from '#shared/math/pixel-columns.ts';
import type { PenLine, PictureSize } from './pen-lines.ts';
import { endOf } from './pen-path.ts';

/** What of the picture before still holds in the next one. */
export type Kept = {
  /** Whole pixels it moves to the left, 0 or more. */
  readonly movedPx: number;
  /** The first pixel column, of the next picture, that must be painted anew; 0: all of it. */
  readonly dirtyX: number;
};

export type KeptPicture = {
  /** Compares what is to be drawn with what was drawn, and takes it as drawn. */
  next(lines: readonly PenLine[], span: { readonly fromMs: number; readonly toMs: number }, size: PictureSize): Kept;
};

/** A line as it was drawn. `tail`: the last column it took anything from, that column's number of samples, and whether its place was cut off at now. */
type Drawn = { readonly line: PenLine; readonly rewrites: number; readonly tail: number; readonly tailCount: number; readonly isCut: boolean; readonly endMs: number };

const everything: Kept = { movedPx: 0, dirtyX: 0 };
/** A picture is moved by whole pixels only; so far off from one, measured from the last picture painted whole, it is not moved. */
const offPx = 0.01;
/** Where more than this share of the picture is to be painted, all is. */
const mostDirty = 0.5;

/**
 * A live picture moves to the left and gets new samples at its right end: what stands between is the same, pixel by pixel, as
 * long as axes, selection and everything older than the newest column of each line stay as they were.
 */
export function createKeptPicture(): KeptPicture {
  let drawn: readonly Drawn[] = [];
  let drawnSize: PictureSize = { width: 0, height: 0, ratio: 0 };
  /** The last picture that was painted whole, and how far it has moved since. */
  let base = { fromMs: 0, perMs: 0, movedPx: 0 };

  const compare = (lines: readonly PenLine[], fromMs: number, perMs: number, size: PictureSize): Kept => {
    if (lines.length === 0 || lines.length !== drawn.length || !isSameSize(size, drawnSize)) return everything;
    const total = (fromMs - base.fromMs) * base.perMs;
    const movedPx = Math.round(total) - base.movedPx;
    if (Math.abs(total - Math.round(total)) > offPx || movedPx < 0 || Math.abs(perMs / base.perMs - 1) * size.width > offPx) return everything;
    let dirtyX = size.width - movedPx;
    const leastX = size.width * (1 - mostDirty);
    for (let at = 0; at < lines.length && dirtyX >= leastX; at++) {
      const line = lines[at] as PenLine;
      const before = drawn[at] as Drawn;
      if (!isSameLook(line, before.line) || before.rewrites !== line.columns.rewrites) return everything;
      // Beside what changed lie its width and what a column takes from the ones next to it.
      dirtyX = Math.min(dirtyX, Math.floor((changedFrom(line, before) - line.view.fromMs) * perMs) - sidePx(size.ratio));
    }
    return dirtyX < leastX ? everything : { movedPx, dirtyX };
  };

  return {
    next(lines, { fromMs, toMs }, size) {
      const perMs = size.width / (toMs - fromMs);
      const kept = compare(lines, fromMs, perMs, size);
      base = kept.dirtyX === 0 ? { fromMs, perMs, movedPx: 0 } : { ...base, movedPx: base.movedPx + kept.movedPx };
      drawn = lines.map(drawnAs);
      drawnSize = size;
      return kept;
    },
  };
}

/** Pixels beside a changed one that may change with it. */
export const sidePx = (ratio: number): number => Math.ceil(4 * ratio) + 2;

function drawnAs(line: PenLine): Drawn {
  const { columns, view } = line;
  const endMs = endMsOf(line);
  const tail = tailOf(line, endMs);
  return { line, rewrites: columns.rewrites, tail, tailCount: countAt(columns, tail), isCut: (tail + 0.5) * columns.stepMs > Math.max(endMs, view.endMs), endMs };
}

/** The first moment of a line, from the left, whose picture may be another than before; Infinity where it is the same to its end. */
function changedFrom(line: PenLine, before: Drawn): number {
  const { columns } = line;
  const endMs = endMsOf(line);
  // It ends earlier than it did: what stood beyond must go, a held value among it.
  if (endMs < before.endMs) return line.view.fromMs;
  const moves = endMs > before.endMs ? before.endMs : Infinity;
  const isTailSame = countAt(columns, before.tail) === before.tailCount && !(before.isCut && moves !== Infinity);
  if (isTailSame && tailOf(line, endMs) === before.tail) return moves;
  // From the last column, before what changed, that a line or an envelope comes from.
  const from = isTailSame ? before.tail : tellingBefore(columns, before.tail - 1);
  return Math.min(moves, (from + 0.5) * columns.stepMs);
}

/** The last column a line takes anything from. */
function tailOf({ columns, view }: PenLine, endMs: number): number {
  const end = columnOfTime(columns, endMs) + (endMs < view.endMs ? 1 : 0);
  return tellingBefore(columns, Math.min(columns.newest, columns.from + columns.capacity - 1, end));
}

/** The newest column from `column` back that has samples or a hole; −Infinity where none is kept. */
function tellingBefore({ from, capacity, count, flags }: PixelColumns, column: number): number {
  for (let n = column; n >= from; n--) if ((count[n % capacity] as number) > 0 || ((flags[n % capacity] as number) & columnFlag.lost) !== 0) return n;
  return Number.NEGATIVE_INFINITY;
}

const countAt = ({ from, capacity, count }: PixelColumns, column: number): number => (column >= from && column < from + capacity ? (count[column % capacity] as number) : 0);
/** Where the line ends, in its own time: at the end of what is shown, now, or where its columns end. */
const endMsOf = ({ view, columns }: PenLine): number => Math.min(view.toMs, view.endMs, endOf(columns));
const isSameSize = (one: PictureSize, other: PictureSize): boolean => one.width === other.width && one.height === other.height && one.ratio === other.ratio;

function isSameLook(one: PenLine, other: PenLine): boolean {
  const [a, b] = [one.view, other.view];
  return (
    one.pen === other.pen &&
    one.kind === other.kind &&
    one.columns === other.columns &&
    one.shiftMs === other.shiftMs &&
    one.isSelected === other.isSelected &&
    one.top === other.top &&
    one.bottom === other.bottom &&
    a.top === b.top &&
    a.high === b.high &&
    a.perUnit === b.perUnit &&
    a.isLog === b.isLog
  );
}
