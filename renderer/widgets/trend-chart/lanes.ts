import type { TrendMode, TrendPen } from './trend-frame.ts';

/** Pens that share one axis, by their place in the chart's list. An axis without a side has no labels: its lane has no room for a third. */
export type LaneScale = { readonly key: string; readonly pens: readonly number[]; readonly side: 'left' | 'right' | 'none' };

/** `states`: one bool or enum as a band with its words. */
export type Lane = { readonly kind: 'lines' | 'states'; readonly title: string; readonly scales: readonly LaneScale[]; readonly pens: readonly number[] };

const pensPerLane = 2;
/** More lanes of lines than this are too low to read: many pens share lanes by more than two. */
const mostLanes = 6;

/** How many lanes of lines a plot of this height has room for, 1 to 6, besides bands of states and the lanes people made: none of them is lower than `least`. */
export function lanesInRoom(pens: readonly Pick<TrendPen, 'lane' | 'isState'>[], height: number, { gap, band, least }: { readonly gap: number; readonly band: number; readonly least: number }): number {
  const bands = pens.filter(({ lane, isState }) => lane === null && isState).length;
  const own = new Set(pens.flatMap(({ lane }) => lane ?? [])).size;
  return Math.max(1, Math.min(mostLanes, Math.floor((height + gap - bands * (band + gap)) / (least + gap)) - own));
}

/**
 * How pens are laid out. Lanes: pens that were put into one share it; of the others two each (more where that would make
 * more than `most` lanes), and every bool or enum is a band of its own. Pens of one unit and kind share an axis. Shared: all
 * on one axis, as they are. Percent: all in one lane, each on its own range.
 */
export function layOutLanes(pens: readonly TrendPen[], mode: TrendMode, most = mostLanes): readonly Lane[] {
  const all = pens.map((_, at) => at);
  if (pens.length === 0) return [];
  if (mode === 'shared' || mode === 'percent') return [{ kind: 'lines', title: '', pens: all, scales: [{ key: mode, pens: all, side: 'left' }] }];
  const groups: number[][] = [];
  const byNumber = new Map<number, number[]>();
  let open: number[] | null = null;
  const free = pens.filter(({ lane, isState }) => lane === null && !isState).length;
  const each = Math.max(pensPerLane, Math.ceil(free / most));
  for (const at of all) {
    const { lane, isState } = pens[at] as TrendPen;
    if (lane !== null) {
      const group = byNumber.get(lane);
      if (group !== undefined) {
        group.push(at);
        continue;
      }
      const made = [at];
      byNumber.set(lane, made);
      groups.push(made);
    } else if (isState) groups.push([at]);
    else if (open !== null && open.length < each) open.push(at);
    else groups.push((open = [at]));
  }
  return groups.map((group) => laneOf(pens, group));
}

function laneOf(pens: readonly TrendPen[], group: readonly number[]): Lane {
  const of = (at: number): TrendPen => pens[at] as TrendPen;
  const titles = [...new Set(group.map((at) => of(at).title))];
  if (group.length === 1 && of(group[0] as number).isState) {
    const [at] = group as [number];
    return { kind: 'states', title: titles[0] ?? '', pens: group, scales: [{ key: of(at).id, pens: group, side: 'left' }] };
  }
  const scales: { pens: number[] }[] = [];
  for (const at of group) {
    const alike = scales.find(({ pens: [first] }) => isAlike(of(first as number), of(at)));
    if (alike === undefined) scales.push({ pens: [at] });
    else alike.pens.push(at);
  }
  return {
    kind: 'lines',
    title: titles.slice(0, 3).join(', '),
    pens: group,
    scales: scales.map(({ pens: members }, at) => ({ key: members.map((pen) => of(pen).id).join(' '), pens: members, side: at === 0 ? 'left' : at === 1 ? 'right' : 'none' })),
  };
}

/** Whether two pens can share an axis. A pen whose axis was fixed keeps it for itself. */
const isAlike = (one: TrendPen, other: TrendPen): boolean =>
  one.unit === other.unit && !one.isState && !other.isState && one.isLog === other.isLog && one.axis?.[0] === other.axis?.[0] && one.axis?.[1] === other.axis?.[1];

/** The lanes with the axis of the selected pen labelled where there are more than two. */
export function labelSelected(lane: Lane, selected: number): Lane {
  const at = lane.scales.findIndex(({ pens }) => pens.includes(selected));
  if (at < 2) return lane;
  return { ...lane, scales: lane.scales.map((scale, place) => ({ ...scale, side: place === 0 ? 'left' : place === at ? 'right' : 'none' })) };
}

/** Top and height of each lane in a plot of this height, with a gap between lanes; bands of states take `bandHeight` each while there is room. */
export function placeLanes(lanes: readonly Pick<Lane, 'kind'>[], top: number, height: number, gap: number, bandHeight: number): readonly { readonly top: number; readonly height: number }[] {
  const bands = lanes.filter(({ kind }) => kind === 'states').length;
  const free = height - gap * (lanes.length - 1);
  const band = bands === 0 ? 0 : Math.min(bandHeight, free / lanes.length);
  const each = lanes.length === bands ? 0 : (free - band * bands) / (lanes.length - bands);
  let next = top;
  return lanes.map(({ kind }) => {
    const place = { top: next, height: kind === 'states' ? band : each };
    next += place.height + gap;
    return place;
  });
}

/** Moves the wished places of labels of one height apart, keeping their order, within top and bottom. Answers centres in the order asked. */
export function spreadLabels(wished: readonly number[], height: number, top: number, bottom: number): readonly number[] {
  const order = wished.map((_, at) => at).sort((a, b) => (wished[a] as number) - (wished[b] as number));
  const placed = [...wished];
  let least = top + height / 2;
  for (const at of order) {
    placed[at] = Math.max(placed[at] as number, least);
    least = (placed[at] as number) + height;
  }
  let most = bottom - height / 2;
  for (const at of order.toReversed()) {
    placed[at] = Math.min(placed[at] as number, most);
    most = (placed[at] as number) - height;
  }
  return placed;
}

/**
 * Places of the numbers at the ends of lines, in the order asked: `y` is a centre within top and bottom, `column` counts from the
 * end of the lines to the left. There is one column, and as many more as numbers of this height need, so that none covers another.
 */
export function endPlaces(wished: readonly number[], height: number, top: number, bottom: number): readonly { readonly y: number; readonly column: number }[] {
  const columns = Math.max(1, Math.ceil(wished.length / Math.max(1, Math.floor((bottom - top) / height))));
  const order = wished.map((_, at) => at).toSorted((a, b) => (wished[a] as number) - (wished[b] as number));
  const places = wished.map(() => ({ y: 0, column: 0 }));
  for (let column = 0; column < columns; column++) {
    const members = order.filter((_, rank) => rank % columns === column);
    const spread = spreadLabels(members.map((at) => wished[at] as number), height, top, bottom);
    members.forEach((at, i) => (places[at] = { y: spread[i] as number, column }));
  }
  return places;
}
