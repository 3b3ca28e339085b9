import { buildSvg, label, path, rect, svg, trim } from '#renderer/symbols/svg-node.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { readPoints } from '#shared/screen/part-points.ts';
import type { ScreenData, SymbolNode } from '#shared/screen/screen-model.ts';
import { axisDecimals } from '../../trend-chart/axis-range.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { type Cell, createCell, findTag } from './cell.ts';
import { createFittedText } from './fit-text.ts';
import { fractionIn, type GroupScale } from './group-scale.ts';
import { partOptions, type PartOptions } from './part-options.ts';
import { addSizedBinding } from './sized-binding.ts';
import { createXyTail } from './xy-tail.ts';

const margin = { left: 52, right: 12, top: 30, bottom: 46 };
const tailSlots = 60;

type Axis = { readonly index: number; readonly tag: TagDefinition; readonly scale: GroupScale };
type Frame = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
};

/** The tag and scale of one axis: the screen's ends, else the tag's range; null after it was reported. */
function axisOf(context: ScreenContext, node: SymbolNode, options: PartOptions, key: 'x' | 'y'): Axis | null {
  const index = findTag(context, node.data[key], { line: node.line, what: `The ${key} axis of an operating point`, isNumber: true });
  const tag = context.directory.tag(index);
  if (tag === undefined) return null;
  const [low, high] = [options.number(`${key}-low`), options.number(`${key}-high`)];
  const scale = {
    low: Number.isNaN(low) ? (tag.range?.[0] ?? Number.NaN) : low,
    high: Number.isNaN(high) ? (tag.range?.[1] ?? Number.NaN) : high,
  };
  if (scale.low < scale.high) return { index, tag, scale };
  context.report(
    node.line,
    `The ${key} axis of an operating point has no ends: give data-${key}-low and data-${key}-high, or tag ${tag.id} a range.`,
  );
  return null;
}

/**
 * Two values against each other before fixed curves of the project, such as a compressor's map with its surge line: the
 * present point, and where it came from in the last `data-tail` seconds. While one of the two is not known there is no point.
 * Origin: upper left; `data-width` by `data-height`.
 */
export function createXy(context: ScreenContext, node: SymbolNode): SVGElement {
  const options = partOptions('xy', node.data);
  const [width, height] = [options.number('width'), options.number('height')];
  const [x, y] = [axisOf(context, node, options, 'x'), axisOf(context, node, options, 'y')];
  const element = buildSvg(svg('g', { class: 'pt-xy' }));
  if (x === null || y === null) {
    element.append(
      buildSvg(rect('pt-panel', 0, 0, width, height, 4)),
      buildSvg(label('ps-unknown', 12, 24, `unknown tag ${x === null ? (node.data['x'] ?? 'x') : (node.data['y'] ?? 'y')}`)),
    );
    return element;
  }
  const frame: Frame = {
    left: margin.left,
    top: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
    x,
    y,
  };
  element.append(...drawGround(frame), ...node.items.flatMap((item) => drawCurve(context, frame, item, node.line)));
  const heading = options.text('label') ?? '';
  const headingWidth = heading.length * 8;
  if (heading !== '') element.append(buildSvg(label('heading', width - margin.right, 16, heading, 'end')));
  const point = createPoint(context, element, frame, options.number('tail') * 1000);
  const across = axisCell(context, x, { x: frame.left - 4, y: height - 26, width: frame.width + 8, height: 24 });
  const up = axisCell(context, y, { x: 0, y: 0, width: width - 24 - headingWidth, height: 24 });
  element.append(across.cell.element, up.cell.element);
  addSizedBinding(context, element, {
    tags: [x.index, y.index],
    get isAging() {
      return across.cell.isAging || up.cell.isAging;
    },
    paint(nowMs) {
      const [lookX, lookY] = [across.paint(nowMs), up.paint(nowMs)];
      const alarm =
        lookX.alarm === null ? lookY.alarm : lookY.alarm === null ? lookX.alarm : lookX.alarm < lookY.alarm ? lookX.alarm : lookY.alarm;
      point.set(lookX.value, lookY.value, alarm);
    },
  });
  return element;
}

function drawGround({ left, top, width, height, x, y }: Frame): readonly SVGElement[] {
  const at = [0, 0.5, 1];
  const number = ({ scale }: Axis, part: number): string =>
    formatNumber(scale.low + (scale.high - scale.low) * part, axisDecimals({ ...scale, intervals: 2 }));
  const grid = at
    .map((part) => `M${trim(left + width * part)} ${top}V${trim(top + height)}M${left} ${trim(top + height * part)}H${trim(left + width)}`)
    .join('');
  return [
    rect('pt-plot', left, top, width, height),
    path('pt-grid', grid),
    ...at.map((part) =>
      label('label', left + width * part, top + height + 15, number(x, part), part === 0 ? 'start' : part === 1 ? 'end' : 'middle'),
    ),
    ...at.map((part) => label('label', left - 7, top + height * (1 - part) + (part === 1 ? 9 : 4), number(y, part), 'end')),
  ].map(buildSvg);
}

/** A curve of the project; what of it lies beyond the ends of the axes runs along the frame. */
function drawCurve(context: ScreenContext, frame: Frame, item: ScreenData, line: number): readonly SVGElement[] {
  const points = readPoints(item['points']);
  if (points.length < 4) {
    context.report(
      line,
      `A curve of an operating point needs at least two points in data-points="x,y x,y"${item['label'] === undefined ? '' : `: ${item['label']}`}.`,
    );
    return [];
  }
  const { left, top, width, height, x, y } = frame;
  const at = Array.from(
    { length: points.length / 2 },
    (_, n) =>
      [
        left + width * fractionIn(x.scale, points[n * 2] as number),
        top + height * (1 - fractionIn(y.scale, points[n * 2 + 1] as number)),
      ] as const,
  );
  const end = at.at(-1) as readonly [number, number];
  const d = at.map(([px, py], n) => `${n === 0 ? 'M' : 'L'}${trim(px)} ${trim(py)}`).join('');
  const curve = buildSvg(path(item['kind'] === 'limit' ? 'pt-curve-limit' : 'pt-curve', d));
  return item['label'] === undefined ? [curve] : [curve, curveLabel(frame, end, item['label'])];
}

/** The words of a curve at its end: under an end that came down, so that those of neighbours do not meet; beside one that rose. */
function curveLabel({ left, top, width, height }: Frame, [x, y]: readonly [number, number], words: string): SVGElement {
  const half = words.length * 3.4;
  if (y > top + height / 2 && y < top + height - 18)
    return buildSvg(label('label', Math.min(left + width - half, Math.max(left + half, x)), y + 14, words, 'middle'));
  const isNearRight = x > left + width - 2 * half - 8;
  return buildSvg(
    label('label', x + (isNearRight ? -4 : 6), Math.max(top + 12, y + (isNearRight ? -6 : 4)), words, isNearRight ? 'end' : 'start'),
  );
}

function axisCell(
  context: ScreenContext,
  { index, tag }: Axis,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): { readonly cell: Cell; paint(nowMs: number): ReturnType<Cell['paint']> } {
  const { overlay } = context;
  const cell = createCell(context, { index, tag, box, glyphSize: 18, glyphAt: { x: box.x + box.width - 12, y: box.y + 12 } });
  const words = createFittedText(overlay, textStyles.words, tag.name, box.width - 140);
  const line = createTextLine(overlay, cell.element, {
    x: box.x + 6,
    y: box.y + 17,
    spans: [
      { style: textStyles.words, tone: 'tx-3' },
      { style: textStyles.smallValue, tone: 'bad', gap: 8 },
      { style: textStyles.smallValue, tone: 'tx-1', gap: 8 },
      { style: textStyles.unit, tone: 'tx-3', gap: 3 },
      { style: textStyles.note, tone: 'tx-1', gap: 6 },
    ],
  });
  return {
    cell,
    paint(nowMs) {
      const look = cell.paint(nowMs);
      const { reading, said } = look;
      [words(), reading.mark, reading.text, reading.unit, said].forEach((text, at) =>
        line.put(at, text, at === 2 ? (Number.isNaN(look.value) ? 'bad' : reading.kind === 'stale' ? 'tx-2' : 'tx-1') : undefined),
      );
      line.done();
      return look;
    },
  };
}

/** The present point and its tail, painted over the curves. */
function createPoint(
  context: ScreenContext,
  host: SVGElement,
  frame: Frame,
  tailMs: number,
): { set(x: number, y: number, alarm: number | null): void } {
  const { left, top, width, height, x: xAxis, y: yAxis } = frame;
  const tail = createXyTail(Math.max(1000, tailMs), tailSlots);
  let now = { x: Number.NaN, y: Number.NaN, alarm: null as number | null };
  let turn = 0;
  const px = (value: number): number => left + width * fractionIn(xAxis.scale, value);
  const py = (value: number): number => top + height * (1 - fractionIn(yAxis.scale, value));
  const handle = context.overlay.add(host, {
    layer: 'mark',
    paint(brush) {
      const { context: canvas } = brush;
      if (tailMs > 0) {
        brush.stroke('spark', 1.25);
        canvas.beginPath();
        let isJoined = false;
        for (let n = 1; n <= tail.slots; n++) {
          const slot = (tail.newest + n + tail.slots) % tail.slots;
          const [x, y] = [tail.x[slot] as number, tail.y[slot] as number];
          if (Number.isNaN(x) || Number.isNaN(y)) isJoined = false;
          else {
            if (isJoined) canvas.lineTo(px(x), py(y));
            else canvas.moveTo(px(x), py(y));
            isJoined = true;
          }
        }
        canvas.stroke();
      }
      if (Number.isNaN(now.x) || Number.isNaN(now.y)) {
        brush.fill('bad');
        brush.font(textStyles.question);
        canvas.fillText('?', left + width / 2 - 4, top + height / 2 + 5);
        return;
      }
      canvas.beginPath();
      canvas.arc(px(now.x), py(now.y), 5, 0, Math.PI * 2);
      brush.fill(now.alarm === null ? 'pointer' : (`p${now.alarm}` as 'p1'));
      canvas.fill();
      brush.stroke('bg-canvas', 1.5);
      canvas.stroke();
    },
  });
  handle.reach(left - 6, top - 6, left + width + 6, top + height + 6);
  context.addFollower({
    tick() {
      if (tail.push(context.nowMs(), now.x, now.y) && tailMs > 0) handle.touch(true);
    },
    momentChanged() {
      const mine = ++turn;
      tail.clear();
      handle.touch(true);
      if (tailMs === 0) return;
      const toMs = context.nowMs();
      void context.history([xAxis.index, yAxis.index], { fromMs: toMs - tailMs, toMs }, tailSlots).then((pens) => {
        const [x, y] = pens ?? [];
        if (mine !== turn || x === undefined || y === undefined) return;
        tail.load(x, y);
        handle.touch(true);
      });
    },
    dispose: () => void turn++,
  });
  return {
    set(x, y, alarm) {
      const seen = (value: number, size: number, scale: GroupScale): number => Math.round(fractionIn(scale, value) * size * 2);
      const isSame =
        Object.is(seen(x, width, xAxis.scale), seen(now.x, width, xAxis.scale)) &&
        Object.is(seen(y, height, yAxis.scale), seen(now.y, height, yAxis.scale)) &&
        alarm === now.alarm;
      now = { x, y, alarm };
      if (!isSame) handle.touch(true);
    },
  };
}
