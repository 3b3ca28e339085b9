import { type AxisRange, fixedRange, logRange, steadyRange } from './axis-range.ts';
import { type Lane, labelSelected, lanesInRoom, layOutLanes, placeLanes } from './lanes.ts';
import type { TrendFrame, TrendMode, TrendPen } from './trend-frame.ts';
import { extent, hasNonPositive, percentExtent, positiveExtent } from './visible-extent.ts';

/** Where one lane stands on the canvas, in canvas px, and the ranges of its axes in the order of its scales. */
export type PlacedLane = {
  readonly lane: Lane;
  readonly top: number;
  readonly height: number;
  readonly ranges: readonly AxisRange[];
  /** Pens on a log axis with values of 0 and below in sight, which are not drawn. */
  readonly hidden: readonly number[];
};

/** Lengths in canvas px, `ratio` of them to a CSS px, `rem` CSS px. */
export type LanePlacer = (frame: TrendFrame, place: { readonly top: number; readonly height: number; readonly ratio: number; readonly rem: number }) => readonly PlacedLane[];

const laneGapPx = 7;
const bandPx = 26;
const wholeRange: AxisRange = { low: 0, high: 100, intervals: 4 };

/** A lane lower than this shows no shape: rather more pens share one. */
const leastLaneRem = 2.25;

/** Gives lanes their places and axes their ranges, frame by frame; an axis keeps its range as long as that serves. In a low plot pens share lanes. */
export function createLanePlacer(pens: readonly TrendPen[], mode: TrendMode): LanePlacer {
  let most = 0;
  let lanes: readonly Lane[] = [];
  const steady = new Map<string, AxisRange>();
  const rangeOf = (members: readonly number[], key: string, frame: TrendFrame, intervals: number): AxisRange => {
    const first = pens[members[0] as number] as TrendPen;
    if (mode === 'percent') {
      const [low, high] = percentExtent(pens, members, frame);
      return low === 0 && high === 100 ? wholeRange : steadyRange(steady.get(key) ?? null, low, high, intervals);
    }
    const [low, high] = extent(pens, members, frame);
    if (mode === 'lanes' && first.axis !== null) return fixedRange(first.axis, first.isLog, intervals);
    if (mode === 'lanes' && first.isLog) return logRange(...positiveExtent(pens, members, frame));
    if (members.length === 1 && first.isState) return stateRange(low, high);
    return steadyRange(steady.get(key) ?? null, low, high, intervals);
  };
  return (frame, { top, height, ratio, rem }) => {
    const room = lanesInRoom(pens, height, { gap: laneGapPx * ratio, band: bandPx * ratio, least: leastLaneRem * rem * ratio });
    if (room !== most) [most, lanes] = [room, layOutLanes(pens, mode, room)];
    const places = placeLanes(lanes, top, height, laneGapPx * ratio, bandPx * ratio);
    return lanes.map((lane, at) => {
      const place = places[at] as (typeof places)[number];
      const intervals = place.height > 220 * ratio ? 4 : 2;
      const ranges = lane.scales.map(({ key, pens: members }) => {
        const range = rangeOf(members, key, frame, intervals);
        steady.set(key, range);
        return range;
      });
      const hidden = lane.pens.filter((pen) => mode === 'lanes' && (pens[pen] as TrendPen).isLog && hasNonPositive(frame.columns[pen] ?? null, frame));
      return { lane: labelSelected(lane, frame.selected), ...place, ranges, hidden };
    });
  };
}

const stateRange = (low: number, high: number): AxisRange => {
  const [from, to] = [Math.min(0, low), Math.max(1, high)];
  const air = (to - from) * 0.15;
  return { low: from - air, high: to + air, intervals: 2 };
};

/** Canvas y of a value of a pen in its lane; NaN where the lane has no such axis or the value no place on it. */
export function yIn({ top, height, ranges }: PlacedLane, scale: number, value: number): number {
  const range = ranges[scale];
  if (range === undefined) return Number.NaN;
  const at = range.isLog === true ? (value > 0 ? Math.log10(value) : Number.NaN) : value;
  return top + ((range.high - at) / (range.high - range.low)) * height;
}
