import { type Box, onGrid, type Point } from './box.ts';

/** Something that takes hold of what is dragged. Equipment has an origin, where its pipes meet: that counts in place of its middle. */
export type SnapBox = Box & { readonly origin?: Point | undefined };

/** A line to show while something sits on it. `at` is its place across, `from` and `to` how far it runs along. */
export type Guide = {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly kind: 'line' | 'gap';
};

export type SnapRules = {
  /** Step of the grid in user units; 0 for none. */
  readonly grid: number;
  /** How near an edge or middle must be to be taken, in user units: a few pixels at the present zoom. */
  readonly reach: number;
};

export type Snapped = { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] };

/** One axis of a box: where it begins and ends along it, and across. */
type Span = { readonly from: number; readonly middle: number; readonly to: number; readonly crossFrom: number; readonly crossTo: number };
/** A place others end or have their middle at, with how far the guide through it must reach. */
type Line = { readonly at: number; readonly from: number; readonly to: number };

const spanOf = (box: SnapBox, axis: 'x' | 'y'): Span =>
  axis === 'x'
    ? { from: box.x, middle: box.origin?.x ?? box.x + box.width / 2, to: box.x + box.width, crossFrom: box.y, crossTo: box.y + box.height }
    : {
        from: box.y,
        middle: box.origin?.y ?? box.y + box.height / 2,
        to: box.y + box.height,
        crossFrom: box.x,
        crossTo: box.x + box.width,
      };

const moved = (box: SnapBox, dx: number, dy: number): SnapBox => ({
  ...box,
  x: box.x + dx,
  y: box.y + dy,
  origin: box.origin === undefined ? undefined : { x: box.origin.x + dx, y: box.origin.y + dy },
});

export type Snapper = {
  /** By how much a box that was dragged by (dx, dy) is really moved. */
  move(box: SnapBox, dx: number, dy: number): Snapped;
  /** The nearest place for one edge that is being dragged, with its guide. */
  edge(axis: 'x' | 'y', at: number, cross: readonly [number, number]): { readonly at: number; readonly guides: readonly Guide[] };
};

/**
 * Takes what is dragged to edges and middles of the others, to equal gaps between neighbours, and where none is near to
 * the grid. Lines are sorted once, when the drag begins, so that a move costs a search and one pass over the others
 * however often the pointer reports.
 */
export function createSnapper(others: readonly SnapBox[], { grid, reach }: SnapRules): Snapper {
  const lines = { x: linesOf(others, 'x'), y: linesOf(others, 'y') };
  const spans = { x: others.map((box) => spanOf(box, 'x')), y: others.map((box) => spanOf(box, 'y')) };

  const alongAxis = (axis: 'x' | 'y', box: SnapBox, by: number): { readonly by: number; readonly guides: readonly Guide[] } => {
    const span = spanOf(box, axis);
    const { from, middle, to, crossFrom, crossTo } = span;
    let best: { readonly off: number; readonly line: Line } | null = null;
    for (const own of [from, middle, to]) {
      const line = nearest(lines[axis], own);
      if (line === null) continue;
      const off = line.at - own;
      if (Math.abs(off) <= reach && (best === null || Math.abs(off) < Math.abs(best.off))) best = { off, line };
    }
    const gap = gapOf(spans[axis], span, reach);
    if (gap !== null && (best === null || Math.abs(gap.off) < Math.abs(best.off))) {
      return { by: by + gap.off, guides: gap.guides.map((guide): Guide => ({ ...guide, axis: axis === 'x' ? 'y' : 'x', kind: 'gap' })) };
    }
    if (best !== null) {
      const { off, line } = best;
      return {
        by: by + off,
        guides: [{ axis, at: line.at, from: Math.min(line.from, crossFrom), to: Math.max(line.to, crossTo), kind: 'line' }],
      };
    }
    // Equipment sits on the grid by its origin, as pipes do; anything else by its corner.
    const start = (box.origin === undefined ? from : middle) - by;
    return { by: onGrid(start + by, grid) - start, guides: [] };
  };

  return {
    move(box, dx, dy) {
      const along = alongAxis('x', moved(box, dx, dy), dx);
      // Across is looked for where the box then stands, so that the guides of both meet it.
      const across = alongAxis('y', moved(box, along.by, dy), dy);
      return { dx: along.by, dy: across.by, guides: [...along.guides, ...across.guides] };
    },
    edge(axis, at, cross) {
      const line = nearest(lines[axis], at);
      if (line === null || Math.abs(line.at - at) > reach) return { at: onGrid(at, grid), guides: [] };
      return {
        at: line.at,
        guides: [{ axis, at: line.at, from: Math.min(line.from, cross[0]), to: Math.max(line.to, cross[1]), kind: 'line' }],
      };
    },
  };
}

/** Nothing is taken anywhere: what Alt asks for. */
export const freeSnapper: Snapper = {
  move: (_box, dx, dy) => ({ dx, dy, guides: [] }),
  edge: (_axis, at) => ({ at, guides: [] }),
};

function linesOf(boxes: readonly SnapBox[], axis: 'x' | 'y'): readonly Line[] {
  const byPlace = new Map<number, Line>();
  for (const box of boxes) {
    const { from, middle, to, crossFrom, crossTo } = spanOf(box, axis);
    for (const at of [from, middle, to]) {
      const known = byPlace.get(at);
      byPlace.set(
        at,
        known === undefined
          ? { at, from: crossFrom, to: crossTo }
          : { at, from: Math.min(known.from, crossFrom), to: Math.max(known.to, crossTo) },
      );
    }
  }
  return [...byPlace.values()].sort((a, b) => a.at - b.at);
}

function nearest(lines: readonly Line[], at: number): Line | null {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as Line).at < at) low = middle + 1;
    else high = middle;
  }
  const [after, before] = [lines[low], lines[low - 1]];
  if (after === undefined) return before ?? null;
  return before === undefined || after.at - at < at - before.at ? after : before;
}

type Gap = { readonly off: number; readonly guides: readonly { readonly at: number; readonly from: number; readonly to: number }[] };

/**
 * The nearest place where the gaps to the neighbours of a row are equal: in the middle between two, or behind one by what
 * lies between it and the one before. Neighbours are those that stand beside it, so overlap it across.
 */
function gapOf(spans: readonly Span[], own: Span, reach: number): Gap | null {
  const row = spans.filter((span) => span.crossFrom < own.crossTo && own.crossFrom < span.crossTo);
  const middle = (own.from + own.to) / 2;
  const length = own.to - own.from;
  const ahead = (span: Span): boolean => (span.from + span.to) / 2 < middle;
  const left = furthest(
    row.filter((span) => ahead(span) && span.to <= own.from + reach),
    (span) => span.to,
  );
  const right = furthest(
    row.filter((span) => !ahead(span) && span.from >= own.to - reach),
    (span) => -span.from,
  );
  const at = (own.crossFrom + own.crossTo) / 2;
  let best: Gap | null = null;
  const offer = (start: number, ...gaps: readonly (readonly [number, number])[]): void => {
    const off = start - own.from;
    if (Math.abs(off) > reach || gaps.some(([from, to]) => to - from <= 0)) return;
    if (best === null || Math.abs(off) < Math.abs(best.off)) best = { off, guides: gaps.map(([from, to]) => ({ at, from, to })) };
  };
  if (left !== null && right !== null) {
    const start = (left.to + right.from - length) / 2;
    offer(start, [left.to, start], [start + length, right.from]);
  }
  if (left !== null) {
    const before = furthest(
      row.filter((span) => span !== left && span.to <= left.from),
      (span) => span.to,
    );
    if (before !== null) offer(left.to + left.from - before.to, [before.to, left.from], [left.to, left.to + left.from - before.to]);
  }
  if (right !== null) {
    const behind = furthest(
      row.filter((span) => span !== right && span.from >= right.to),
      (span) => -span.from,
    );
    if (behind !== null) {
      const gap = behind.from - right.to;
      offer(right.from - gap - length, [right.to, behind.from], [right.from - gap, right.from]);
    }
  }
  return best;
}

function furthest(spans: readonly Span[], measure: (span: Span) => number): Span | null {
  let best: Span | null = null;
  for (const span of spans) if (best === null || measure(span) > measure(best)) best = span;
  return best;
}
