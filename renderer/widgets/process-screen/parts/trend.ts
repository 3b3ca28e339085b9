import { buildSvg, path, rect, svg, trim } from '#renderer/symbols/svg-node.ts';
import { isLimitAlarm } from '#shared/model/alarm.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { formatHourMinute } from '../../format-time.ts';
import { axisDecimals, type AxisRange } from '../../trend-chart/axis-range.ts';
import { createReadingLine } from '../overlay/reading-line.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell, findTag } from './cell.ts';
import { createFittedLine } from './fitted-line.ts';
import { partOptions } from './part-options.ts';
import { createTrendColumns } from './trend-columns.ts';
import { laneRange, layLanes } from './trend-lanes.ts';
import { paintLane, penNumber, penTones } from './trend-paint.ts';

const gutter = 52;
const legend = 41;
const axis = 18;
/** Without a period of its own a value is taken to come this often, ms; farther apart than three of these the line steps. */
const standardPeriodMs = 1000;

/**
 * The last minutes of up to four values as lines: history first, then live or the replay. A lane for each unit with its own
 * axis; extremes are kept, gaps are hatched and never joined. Origin: upper left; `data-width` by `data-height`.
 */
export function createTrend(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, live, overlay } = context;
  const options = partOptions('trend', node.data);
  const [width, height] = [options.number('width'), options.number('height')];
  const spanMs = options.number('minutes') * 60_000;
  const found = node.items.slice(0, penTones.length).flatMap((item) => {
    const index = findTag(context, item['tag'], { line: node.line, what: 'A pen of a trend', isNumber: true });
    const tag = directory.tag(index);
    return tag === undefined ? [] : [{ index, tag, words: item['label'] ?? tag.name }];
  });
  if (node.items.length > penTones.length)
    context.report(node.line, `A trend on a screen has room for ${penTones.length} values; the rest is left out.`);
  if (node.items.length === 0) context.report(node.line, 'A trend names no tags.');
  const [left, plotWidth] = [gutter, width - gutter - 18];
  const [top, plotHeight] = [legend + 6, Math.max(30, height - legend - 6 - axis)];
  const element = buildSvg(
    svg('g', { class: 'pt-trend' }, path('pt-frame', `M${left} ${top}V${trim(top + plotHeight)}H${trim(left + plotWidth)}`)),
  );
  // The lines lie on the overlay: below them one can point at the first value's trend.
  const surface = element.appendChild(buildSvg(rect('ps-hit', left, top, plotWidth, plotHeight)));
  if (found[0] !== undefined) context.addSource(surface, found[0].tag.id);

  const pens = found.map(({ tag, index }) => ({
    unit: tag.unit,
    normal: tag.normal ?? null,
    limits: directory
      .alarmsOfTag(index)
      .filter(isLimitAlarm)
      .map(({ limit }) => limit),
    joinMs: tag.history?.swingingDoor === undefined ? (tag.periodMs ?? standardPeriodMs) * 3 : Number.POSITIVE_INFINITY,
  }));
  const lanes = layLanes(pens, top, plotHeight);
  const ranges: (AxisRange | null)[] = lanes.map(() => null);
  const axes = lanes.map((lane) =>
    [0, 1].map((part) =>
      createTextLine(overlay, element, {
        x: left - 6,
        y: lane.top + lane.height * part + (part === 0 ? 9 : 0),
        anchor: 'end',
        spans: [{ style: textStyles.unit, tone: 'tx-3' }],
      }),
    ),
  );
  const times = [0, 0.5, 1].map((part) =>
    createTextLine(overlay, element, {
      x: left + plotWidth * part,
      y: top + plotHeight + 13,
      anchor: part === 0 ? 'start' : part === 1 ? 'end' : 'middle',
      spans: [{ style: textStyles.unit, tone: 'tx-3' }],
    }),
  );
  let nowMs = context.nowMs();
  const handle = overlay.add(element, {
    layer: 'wash',
    key: 'trend',
    paint(brush) {
      lanes.forEach((lane, at) => {
        const range = ranges[at];
        if (range != null)
          paintLane(brush, { lane, range, pens, columns: columns.pens, left, width: plotWidth, fromMs: nowMs - spanMs, nowMs });
      });
    },
  });
  // Clear of the legend and the axes, or every number of theirs would have the lines painted again.
  handle.reach(left - 1, top - 4, width + 1, top + plotHeight + 1);
  const columns = createTrendColumns({
    tags: found.map(({ index }) => index),
    spanMs,
    width: Math.round(plotWidth),
    live,
    history: context.history,
    changed: () => draw(),
  });
  const draw = (): void => {
    lanes.forEach((lane, at) => {
      const range = laneRange(lane, pens, columns.pens, nowMs - spanMs, ranges[at] ?? null);
      ranges[at] = range;
      const decimals = axisDecimals(range);
      [range.high, range.low].forEach((value, end) => {
        axes[at]?.[end]?.put(0, formatNumber(value, decimals));
        axes[at]?.[end]?.done();
      });
    });
    [nowMs - spanMs, nowMs - spanMs / 2, nowMs].forEach((ms, at) => {
      times[at]?.put(0, formatHourMinute(ms));
      times[at]?.done();
    });
    handle.touch(true);
  };
  const unwatch = live.watch(
    found.map(({ index }) => index),
    columns.take,
  );
  context.addFollower({
    tick() {
      nowMs = context.nowMs();
      if (columns.advance(nowMs)) draw();
    },
    momentChanged() {
      nowMs = context.nowMs();
      columns.start(nowMs);
      draw();
    },
    dispose() {
      unwatch();
      columns.dispose();
    },
  });
  const room = width / Math.max(1, found.length);
  found.forEach((pen, at) => element.append(legendCell(context, pen, { at, x: at * room, width: room - 6 })));
  return element;
}

function legendCell(
  context: ScreenContext,
  {
    index,
    tag,
    words,
  }: { readonly index: number; readonly tag: ReturnType<ScreenContext['directory']['tag']> & object; readonly words: string },
  place: { readonly at: number; readonly x: number; readonly width: number },
): SVGElement {
  const { overlay } = context;
  const { at, x, width } = place;
  const cell = createCell(context, {
    index,
    tag,
    words,
    box: { x, y: 0, width, height: legend },
    glyphSize: 20,
    glyphAt: { x: x + width - 11, y: 12 },
  });
  const swatch = overlay.add(cell.element, {
    layer: 'bar',
    paint(brush) {
      brush.fill(penTones[at] ?? 'pen-1');
      brush.context.fillRect(x + 6, 4, 14, 14);
      brush.fill('tx-inv');
      brush.font(penNumber);
      brush.context.fillText(String(at + 1), x + 10, 15);
    },
  });
  swatch.reach(x + 6, 4, x + 20, 18);
  swatch.touch(true);
  createFittedLine(overlay, cell.element, { x: x + 26, y: 15, style: textStyles.words, tone: 'tx-3', text: words, width: width - 50 });
  const value = createReadingLine(overlay, cell.element, {
    x: x + 26,
    y: 34,
    anchor: 'start',
    value: textStyles.smallValue,
    unit: textStyles.unit,
    unitGap: 3,
    noteGap: 6,
  });
  context.addBinding({
    tags: [index],
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said } = cell.paint(nowMs);
      value.set(reading, said);
    },
  });
  return cell.element;
}
