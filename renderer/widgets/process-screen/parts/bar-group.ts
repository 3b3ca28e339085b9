import { buildSvg, label, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { Priority } from '#shared/model/alarm.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { indicatorScale } from '../../indicator-scale.ts';
import type { ScreenOverlay } from '../overlay/overlay-part.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell, findTag, knownValue } from './cell.ts';
import { createFittedLine } from './fitted-line.ts';
import { baseOf, fractionIn, type GroupScale, groupScale, limitsIn, zonesIn } from './group-scale.ts';
import { partOptions } from './part-options.ts';

const gutter = 44;
const foot = 38;
const thickness = 14;

/**
 * Values of one kind beside each other on one scale, such as temperatures along a bed: each a bar from 0 or the low end,
 * before its own zones and limits, with its number below. Origin: upper left; `data-width` by `data-height`.
 */
export function createBarGroup(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory } = context;
  const options = partOptions('bar-group', node.data);
  const [width, height] = [options.number('width'), options.number('height')];
  const title = options.text('label');
  const top = title === undefined ? 6 : 28;
  const length = Math.max(20, height - top - foot);
  const found = node.items.map((item) => findTag(context, item['tag'], { line: node.line, what: 'A bar of a bar group', isNumber: true }));
  const scales = found.map((index) => {
    const tag = directory.tag(index);
    return tag === undefined ? null : indicatorScale(tag, directory.alarmsOfTag(index));
  });
  const scale = groupScale(scales, options.number('low'), options.number('high'));
  const first = directory.tag(found.find((index) => index >= 0) ?? -1);
  const decimals = Math.min(first?.decimals ?? 0, scale.high - scale.low >= 20 ? 0 : 3);
  const mark = (fraction: number): string => `M${gutter - 4} ${trim(top + length * (1 - fraction))}H${trim(width)}`;
  const element = buildSvg(
    svg(
      'g',
      { class: 'pt-bar-group' },
      title === undefined ? null : label('heading', 0, 12, title),
      label('label', width, 12, title === undefined ? '' : (first?.unit ?? ''), 'end'),
      path('pt-grid', mark(0) + mark(0.5) + mark(1)),
      ...[0, 0.5, 1].map((fraction) =>
        label(
          'label',
          gutter - 9,
          top + length * (1 - fraction) + 4,
          formatNumber(scale.low + (scale.high - scale.low) * fraction, decimals),
          'end',
        ),
      ),
    ),
  );
  const pitch = (width - gutter) / Math.max(1, node.items.length);
  node.items.forEach((item, at) => {
    const middle = gutter + pitch * (at + 0.5);
    const words = item['label'] ?? item['tag'] ?? '';
    const index = found[at] ?? -1;
    const tag = directory.tag(index);
    if (tag === undefined) {
      element.append(buildSvg(label('ps-unknown', middle, top + length + 16, words, 'middle')));
      return;
    }
    const cell = createCell(context, {
      index,
      tag,
      words,
      box: { x: middle - pitch / 2 + 2, y: top - 4, width: pitch - 4, height: length + foot + 4 },
      glyphSize: 20,
    });
    element.append(cell.element);
    const bar = createBar(context.overlay, cell.element, { x: middle - thickness / 2, y: top, length, scale, zones: scales[at] ?? null });
    createFittedLine(context.overlay, cell.element, {
      x: middle,
      y: top + length + 16,
      anchor: 'middle',
      style: textStyles.words,
      tone: 'tx-3',
      text: words,
      width: pitch - 6,
    });
    const number = createTextLine(context.overlay, cell.element, {
      x: middle,
      y: top + length + 31,
      anchor: 'middle',
      spans: [
        { style: numberStyle, tone: 'bad' },
        { style: numberStyle, tone: 'tx-1' },
      ],
    });
    const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
    context.addBinding({
      tags: setpoint < 0 ? [index] : [index, setpoint],
      get isAging() {
        return cell.isAging;
      },
      paint(nowMs) {
        const { reading, value, alarm } = cell.paint(nowMs);
        bar.set(value, knownValue(context, setpoint), alarm);
        number.put(0, reading.mark);
        number.put(1, reading.text, Number.isNaN(value) ? 'bad' : reading.kind === 'stale' ? 'tx-2' : 'tx-1');
        number.done();
      },
    });
  });
  return element;
}

const numberStyle = { size: 12, weight: 620, family: 'ui', grows: true } as const;

/** One bar, painted: ground, zones, the value from its base, ticks at the limits, the setpoint as a triangle to its right. */
function createBar(
  overlay: ScreenOverlay,
  host: SVGElement,
  place: {
    readonly x: number;
    readonly y: number;
    readonly length: number;
    readonly scale: GroupScale;
    readonly zones: ReturnType<typeof indicatorScale>;
  },
): { set(value: number, setpoint: number, alarm: Priority | null): void } {
  const { x, y, length, scale } = place;
  const zones = place.zones === null ? [] : zonesIn(scale, place.zones);
  const ticks = place.zones === null ? [] : limitsIn(scale, place.zones);
  const base = baseOf(scale);
  const at = (fraction: number): number => y + length * (1 - fraction);
  /** Half a unit is what is seen. */
  const seen = (fraction: number): number => Math.round(fraction * length * 2) / (length * 2);
  let value = Number.NaN;
  let setpoint = Number.NaN;
  let alarm: Priority | null = null;
  let isSet = false;
  const handle = overlay.add(host, {
    layer: 'bar',
    paint(brush) {
      const { context } = brush;
      brush.fill('bar-bg');
      context.fillRect(x, y, thickness, length);
      for (const { kind, from, to } of zones) {
        brush.fill(`bar-${kind}`);
        context.fillRect(x, at(to), thickness, length * (to - from));
      }
      if (Number.isNaN(value)) {
        brush.hatch();
        context.fillRect(x, y, thickness, length);
      } else {
        brush.fill(alarm === null ? 'pointer' : `p${alarm}`);
        const [low, high] = value < base ? [value, base] : [base, value];
        context.fillRect(x + 4, at(high), thickness - 8, Math.max(1, length * (high - low)));
        // The end of the bar, wide enough to be seen on its base too.
        context.fillRect(x + 1, at(value) - 1, thickness - 2, 2);
      }
      if (ticks.length > 0) {
        brush.stroke('tx-3', 1);
        context.beginPath();
        for (const tick of ticks) {
          context.moveTo(x - 2, at(tick));
          context.lineTo(x + thickness + 2, at(tick));
        }
        context.stroke();
      }
      if (Number.isNaN(setpoint)) return;
      brush.stroke('sp', 1.5);
      context.beginPath();
      context.moveTo(x + thickness + 1, at(setpoint));
      context.lineTo(x + thickness + 6.5, at(setpoint) - 3.6);
      context.lineTo(x + thickness + 6.5, at(setpoint) + 3.6);
      context.closePath();
      context.stroke();
    },
  });
  handle.reach(x - 3, y - 5, x + thickness + 8, y + length + 5);
  return {
    set(nextValue, nextSetpoint, nextAlarm) {
      const [toValue, toSetpoint] = [seen(fractionIn(scale, nextValue)), seen(fractionIn(scale, nextSetpoint))];
      if (isSet && Object.is(toValue, value) && Object.is(toSetpoint, setpoint) && nextAlarm === alarm) return;
      isSet = true;
      value = toValue;
      setpoint = toSetpoint;
      alarm = nextAlarm;
      handle.touch(true);
    },
  };
}
