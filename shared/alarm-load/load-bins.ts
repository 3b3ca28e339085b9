import type { LoadFlood, LoadRules } from '../model/alarm-load.ts';

/** The interval of ISA-18.2 and EEMUA 191, ms; its edges are those of the clock on the wall. */
export const binMs = 600_000;
export const binsAnHour = 6;
/** Longest span in intervals: about 80 years. A log that spans more has a wrong time in it. */
export const mostBins = 4_194_304;

export type LoadBins = {
  /** Number of the first interval, counted from 1970. */
  readonly first: number;
  /** Alarms in each interval, without a gap. */
  readonly counts: Uint32Array;
};

/** Intervals a span touches; an end on an edge does not touch the next. */
export const binsOf = (fromMs: number, toMs: number): { readonly first: number; readonly total: number } => {
  const first = Math.floor(fromMs / binMs);
  return { first, total: Math.max(1, Math.ceil(toMs / binMs) - first) };
};

/** Grows as intervals are filled; an interval before the first counts as the first. Throws a RangeError past `mostBins`. */
export function createLoadBins(fromMs: number) {
  const first = Math.floor(fromMs / binMs);
  let counts = new Uint32Array(1024);
  let filled = 0;
  return {
    add(atMs: number): void {
      const at = Math.max(0, Math.floor(atMs / binMs) - first);
      if (at >= mostBins) throw new RangeError('The alarms span more than 80 years.');
      if (at >= counts.length) {
        const grown = new Uint32Array(Math.min(mostBins, Math.max(at + 1, counts.length * 2)));
        grown.set(counts);
        counts = grown;
      }
      counts[at] = (counts[at] as number) + 1;
      if (at >= filled) filled = at + 1;
    },
    /** All intervals up to the span's end. */
    read(toMs: number): LoadBins {
      const total = Math.max(filled, Math.min(mostBins, binsOf(first * binMs, toMs).total));
      const whole = new Uint32Array(total);
      whole.set(counts.subarray(0, Math.min(total, counts.length)));
      return { first, counts: whole };
    },
  };
}

export type BinFigures = {
  readonly bins: { readonly total: number; readonly over: number; readonly most: number; readonly mostMs: number };
  readonly hours: { readonly total: number; readonly over: number };
  readonly flood: { readonly count: number; readonly bins: number; readonly longestBins: number };
};

/**
 * How many intervals and hours were too full, and how long floods were. A flood begins with an interval of more than
 * `floodAbove` alarms an operator and ends before the first with fewer than `floodEndsBelow`: ISA-18.2-2016 and EEMUA 191,
 * both read in secondary texts.
 */
export function binFigures({ first, counts }: LoadBins, operators: number, rules: LoadRules): BinFigures {
  const above = rules.floodAbove * operators;
  const floods = floodsOf({ first, counts }, operators, rules);
  let over = 0;
  let most = 0;
  let mostAt = 0;
  counts.forEach((count, at) => {
    if (count > above) over++;
    if (count > most) [most, mostAt] = [count, at];
  });
  const hours = hourCounts({ first, counts });
  const lengths = floods.map(({ fromMs, toMs }) => Math.round((toMs - fromMs) / binMs));
  return {
    bins: { total: counts.length, over, most, mostMs: (first + mostAt) * binMs },
    hours: { total: hours.length, over: hours.filter((count) => count > above * 3).length },
    flood: {
      count: floods.length,
      bins: lengths.reduce((sum, length) => sum + length, 0),
      longestBins: lengths.reduce((most, length) => Math.max(most, length), 0),
    },
  };
}

function hourCounts({ first, counts }: LoadBins): readonly number[] {
  const hours: number[] = [];
  const firstHour = Math.floor(first / binsAnHour);
  counts.forEach((count, at) => {
    const hour = Math.floor((first + at) / binsAnHour) - firstHour;
    hours[hour] = (hours[hour] ?? 0) + count;
  });
  return hours;
}

/** Every flood, oldest first; `toMs` is the edge it ended at. */
export function floodsOf({ first, counts }: LoadBins, operators: number, rules: LoadRules): readonly LoadFlood[] {
  const [above, below] = [rules.floodAbove * operators, rules.floodEndsBelow * operators];
  const floods: LoadFlood[] = [];
  let begun: { at: number; alarms: number; most: number; mostAt: number } | null = null;
  const end = (at: number, isOpen: boolean): void => {
    if (begun === null) return;
    floods.push({
      fromMs: (first + begun.at) * binMs,
      toMs: (first + at) * binMs,
      alarms: begun.alarms,
      most: begun.most,
      mostMs: (first + begun.mostAt) * binMs,
      isOpen,
    });
    begun = null;
  };
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] as number;
    if (begun !== null && count < below) end(at, false);
    if (begun === null && count > above) begun = { at, alarms: 0, most: 0, mostAt: at };
    if (begun === null) continue;
    begun.alarms += count;
    if (count > begun.most) [begun.most, begun.mostAt] = [count, at];
  }
  end(counts.length, true);
  return floods;
}

/** At most so many columns of whole intervals: most alarms in one interval of each. */
export function binColumns(
  { first, counts }: LoadBins,
  mostColumns: number,
): { readonly first: number; readonly binsPerColumn: number; readonly most: Uint32Array<ArrayBuffer> } {
  const binsPerColumn = Math.max(1, Math.ceil(counts.length / mostColumns));
  const most = new Uint32Array(Math.ceil(counts.length / binsPerColumn));
  counts.forEach((count, at) => {
    const column = Math.floor(at / binsPerColumn);
    if (count > (most[column] as number)) most[column] = count;
  });
  return { first, binsPerColumn, most };
}
