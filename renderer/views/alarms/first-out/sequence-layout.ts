import type { BurstMember, FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { tiedWithFirst } from '../../../client/first-out-words.ts';
import { type SequenceScale, sequenceScale } from './sequence-scale.ts';

/** A place in the drawing: one alarm, or several of a lane that would lie over each other. */
export type SequenceMark = {
  readonly lane: number;
  /** Fraction of the width. */
  readonly at: number;
  /** In the order of time; the first is the one drawn. */
  readonly members: readonly BurstMember[];
  readonly isFirstOfLane: boolean;
  /** Where the next mark of the lane stands, 1 without one. */
  readonly nextAt: number;
};

export type SequenceEdge = {
  readonly from: SequenceMark;
  readonly to: SequenceMark;
  /** The main path leads from the first-out to where most follows; `time`: nothing but the order speaks for it. */
  readonly kind: 'main' | 'model' | 'time';
};

export type SequenceLayout = {
  readonly scale: SequenceScale;
  /** Assets in the order of their first alarm, the first-out's on top. */
  readonly lanes: readonly { readonly key: string; readonly name: string }[];
  readonly marks: readonly SequenceMark[];
  readonly edges: readonly SequenceEdge[];
  /** From the first-out to those whose order against it the clocks cannot tell: fractions, and the error that makes it so, ms. */
  readonly bracket: { readonly from: number; readonly to: number; readonly errorMs: number } | null;
};

type OpenMark = { -readonly [Name in keyof SequenceMark]: SequenceMark[Name] } & { members: BurstMember[] };

/** Marks nearer than this are one, px. */
const markPx = 19;

/** Lays a burst out: lanes per asset, marks at source time, edges to what each alarm most likely followed. `laneOf` gives an alarm's lane, `width` is in px. */
export function layOutSequence(group: FirstOutGroup, laneOf: (alarm: AlarmId) => { readonly key: string; readonly name: string }, width: number): SequenceLayout {
  const zeroMs = group.ranked[0]?.timeMs ?? group.startMs;
  const members = group.members.toSorted((a, b) => a.timeMs - b.timeMs || a.seq - b.seq);
  const scale = sequenceScale(members.map(({ timeMs }) => timeMs - zeroMs), width);
  const firstAlarm = group.ranked[0]?.alarm;
  const lanes: { key: string; name: string }[] = [];
  const laneAt = new Map<string, number>();
  const addLane = (alarm: AlarmId): number => {
    const lane = laneOf(alarm);
    const known = laneAt.get(lane.key);
    if (known !== undefined) return known;
    laneAt.set(lane.key, lanes.length);
    return lanes.push({ ...lane }) - 1;
  };
  if (firstAlarm !== undefined) addLane(firstAlarm);

  const open = new Map<number, OpenMark>();
  const marks: OpenMark[] = [];
  const markOf = new Map<AlarmId, SequenceMark>();
  for (const member of members) {
    const lane = addLane(member.alarm);
    const at = scale.at(member.timeMs - zeroMs);
    const last = open.get(lane);
    // The first-out never hides in a heap of others.
    const isNear = last !== undefined && (at - last.at) * width < markPx && last.members[0]?.alarm !== firstAlarm && member.alarm !== firstAlarm;
    const mark: OpenMark = isNear ? last : { lane, at, members: [], isFirstOfLane: last === undefined, nextAt: 1 };
    if (!isNear) {
      if (last !== undefined) last.nextAt = at;
      marks.push(mark);
      open.set(lane, mark);
    }
    mark.members.push(member);
    markOf.set(member.alarm, mark);
  }
  return { scale, lanes, marks, edges: edgesOf(members, markOf, firstAlarm), bracket: bracketOf(group, scale, zeroMs) };
}

/** One edge between two marks, the strongest kind of those between their alarms. */
function edgesOf(members: readonly BurstMember[], markOf: ReadonlyMap<AlarmId, SequenceMark>, first: AlarmId | undefined): readonly SequenceEdge[] {
  const main = first === undefined ? new Set<AlarmId>() : mainPath(members, first);
  const edges = new Map<string, SequenceEdge>();
  const numbers = new Map<SequenceMark, number>();
  const number = (mark: SequenceMark): number => numbers.get(mark) ?? (numbers.set(mark, numbers.size), numbers.size - 1);
  for (const { alarm, parent, via } of members) {
    const [from, to] = [parent === null ? undefined : markOf.get(parent), markOf.get(alarm)];
    if (from === undefined || to === undefined || from === to || via === null) continue;
    const kind = main.has(alarm) ? 'main' : via === 'time' ? 'time' : 'model';
    const key = `${number(from)}>${number(to)}`;
    const known = edges.get(key);
    if (known === undefined || rank(kind) < rank(known.kind)) edges.set(key, { from, to, kind });
  }
  // The main path is drawn last, over the others.
  return [...edges.values()].toSorted((a, b) => rank(b.kind) - rank(a.kind));
}

const rank = (kind: SequenceEdge['kind']): number => (kind === 'main' ? 0 : kind === 'model' ? 1 : 2);

/** The alarms on the way from the first-out along which most of the burst follows. */
function mainPath(members: readonly BurstMember[], first: AlarmId): ReadonlySet<AlarmId> {
  const children = new Map<AlarmId, BurstMember[]>();
  for (const member of members) {
    if (member.parent === null || member.via === 'time') continue;
    const list = children.get(member.parent);
    if (list === undefined) children.set(member.parent, [member]);
    else list.push(member);
  }
  const sizes = new Map<AlarmId, number>();
  const sizeOf = (alarm: AlarmId): number => {
    const known = sizes.get(alarm);
    if (known !== undefined) return known;
    // A ring, which no burst should hold, ends here.
    sizes.set(alarm, 0);
    const size = (children.get(alarm) ?? []).reduce((sum, child) => sum + 1 + sizeOf(child.alarm), 0);
    sizes.set(alarm, size);
    return size;
  };
  const path = new Set<AlarmId>();
  for (let at: AlarmId | undefined = first; at !== undefined; ) {
    const next: BurstMember | undefined = (children.get(at) ?? []).toSorted((a, b) => sizeOf(b.alarm) - sizeOf(a.alarm) || a.timeMs - b.timeMs)[0];
    if (next === undefined || path.has(next.alarm)) break;
    path.add(next.alarm);
    at = next.alarm;
  }
  return path;
}

function bracketOf(group: FirstOutGroup, scale: SequenceScale, zeroMs: number): SequenceLayout['bracket'] {
  const [best] = group.ranked;
  const tied = tiedWithFirst(group).flatMap((alarm) => group.ranked.find((one) => one.alarm === alarm) ?? []);
  if (best === undefined || tied.length === 0) return null;
  const times = [best, ...tied].map(({ timeMs }) => scale.at(timeMs - zeroMs));
  return { from: Math.min(...times), to: Math.max(...times), errorMs: Math.max(...tied.map(({ uncertaintyMs }) => uncertaintyMs + best.uncertaintyMs)) };
}
