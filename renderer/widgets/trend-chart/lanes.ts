import type { TrendMode, TrendPen } from './trend-frame.ts';

/** Pens that share one axis, by their place in the chart's list. */
export type LaneScale = { readonly key: string; readonly pens: readonly number[]; readonly side: 'left' | 'right' };

export type Lane = { readonly title: string; readonly scales: readonly LaneScale[]; readonly pens: readonly number[] };

const pensPerLane = 2;

/**
 * How pens are laid out. Lanes: two pens each, with one axis where unit and kind are the same, else one left and one right.
 * Shared: all on one axis, as they are. Percent: all in one lane, each on its own range.
 */
export function layOutLanes(pens: readonly TrendPen[], mode: TrendMode): readonly Lane[] {
  const all = pens.map((_, at) => at);
  if (pens.length === 0) return [];
  if (mode === 'shared') return [{ title: '', pens: all, scales: [{ key: 'shared', pens: all, side: 'left' }] }];
  if (mode === 'percent') return [{ title: '', pens: all, scales: [{ key: 'percent', pens: all, side: 'left' }] }];
  const lanes: Lane[] = [];
  for (let at = 0; at < pens.length; at += pensPerLane) {
    const [one, two] = [pens[at] as TrendPen, pens[at + 1]];
    if (two === undefined) lanes.push({ title: one.title, pens: [at], scales: [{ key: one.id, pens: [at], side: 'left' }] });
    else {
      const isAlike = one.unit === two.unit && one.isStep === two.isStep && !one.isStep;
      lanes.push({
        title: one.title === two.title ? one.title : `${one.title}, ${two.title}`,
        pens: [at, at + 1],
        scales: isAlike
          ? [{ key: `${one.id} ${two.id}`, pens: [at, at + 1], side: 'left' }]
          : [
              { key: one.id, pens: [at], side: 'left' },
              { key: two.id, pens: [at + 1], side: 'right' },
            ],
      });
    }
  }
  return lanes;
}

/** Top and height of each lane in a plot of this height, with a gap between lanes. */
export function placeLanes(count: number, top: number, height: number, gap: number): readonly { readonly top: number; readonly height: number }[] {
  const each = (height - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, at) => ({ top: top + at * (each + gap), height: each }));
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
