import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import { createIndicator, type Indicator } from '../analog-indicator.ts';
import { indicatorScale } from '../indicator-scale.ts';
import { createSparkline, type Sparkline } from '../sparkline.ts';
import { readingCause, readValue } from '../value-reading.ts';
import { alarmWords } from './screen-alarms.ts';
import type { Binding, ScreenContext } from './screen-context.ts';
import { setText, setAttribute } from './write.ts';

const indicatorLength = 44;
const sparkWidth = 70;

/**
 * A process value: tag, number and unit, and as asked for by `data-show` a vertical indicator and a sparkline. Its origin
 * is the upper left of the indicator, or of the tag where there is none; `data-align` centres or right-aligns the text.
 */
export function createValueBox(context: ScreenContext, index: number, data: ScreenData): SVGElement {
  const { directory, live, alarms } = context;
  const tag = directory.tag(index);
  if (tag === undefined) throw new RangeError(`no tag with index ${index}`);
  const show = new Set((data['show'] ?? '').split(/\s+/));
  const hasTag = !show.has('plain');
  const isSmall = data['size'] === 'small';
  const align = data['align'] === 'middle' || data['align'] === 'end' ? data['align'] : 'start';
  const definitions = directory.alarmsOfTag(index);
  const scale = show.has('indicator') || show.has('spark') ? indicatorScale(tag, definitions) : null;
  const hasIndicator = show.has('indicator') && scale !== null;
  const hasSpark = show.has('spark') && scale !== null;
  const x = hasIndicator ? 19 : 0;
  // Right-aligned values stand in columns: their note goes below, as it does under a tag.
  const noteBelow = hasTag || align === 'end';
  const valueY = hasTag ? (isSmall ? 25 : 28) : 0;

  const texts = svg(
    'g',
    {},
    hasTag ? svg('text', { class: 'ps-tag', x, y: 8, 'text-anchor': align }, data['name'] ?? tag.id) : null,
    svg(
      'text',
      { class: isSmall ? 'ps-value is-small' : 'ps-value', x, y: valueY, 'text-anchor': align },
      svg('tspan', { class: 'ps-mark' }, ''),
      svg('tspan', {}, ''),
      svg('tspan', { class: 'ps-unit', dx: isSmall ? 3 : 4 }, ''),
      svg('tspan', { class: 'ps-note', dx: 6 }, ''),
    ),
    noteBelow ? svg('text', { class: 'ps-words', x, y: valueY + 15, 'text-anchor': align }, svg('tspan', { class: 'ps-note' })) : null,
  );
  const box = boxOf({ x, align, hasTag, hasIndicator, hasSpark, isSmall });
  const element = buildSvg(svg('g', { class: 'ps-box', 'data-quality': 'good' }, svg('rect', { class: 'ps-wash', rx: 4, ...box }), texts));
  const wash = element.firstElementChild as Element;
  const [mark, number, unit, note, below = note] = [...element.querySelectorAll('tspan')].map((span) =>
    span.appendChild(document.createTextNode('')),
  ) as [Text, Text, Text, Text, Text?];

  let indicator: Indicator | null = null;
  if (hasIndicator) {
    indicator = createIndicator({ scale, orientation: 'vertical', length: indicatorLength, thickness: 8 });
    element.append(indicator.element);
  }
  let sparkline: Sparkline | null = null;
  if (hasSpark) {
    const [low, high] = tag.normal ?? [NaN, NaN];
    sparkline = createSparkline({ width: sparkWidth, height: 14, band: tag.normal === undefined ? null : { low, high } });
    sparkline.element.setAttribute('transform', `translate(${align === 'middle' ? x - sparkWidth / 2 : x} ${valueY + 6})`);
    element.append(sparkline.element);
    context.addSparkline(index, sparkline);
  }
  const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  const marks = context.addMarks(element);
  let glyph: SVGElement | null = null;
  let glyphKey = '';
  let name = tag.name;
  let isAging = false;
  const binding: Binding = {
    tags: setpoint < 0 ? [index] : [index, setpoint],
    get isAging() {
      return isAging;
    },
    paint(nowMs) {
      const value = live.value[index] as number;
      const quality = live.quality[index] as number;
      const reading = readValue({ tag, value, quality, timeMs: live.timeMs[index] as number, nowMs, isLinkLost: live.isLinkLost, text: (entry) => live.text(entry) });
      isAging = reading.kind === 'stale';
      setAttribute(element, 'data-quality', reading.kind);
      setText(mark, reading.mark === '' ? '' : `${reading.mark} `);
      setText(number, reading.text);
      setText(unit, reading.unit);
      const said = reading.note === '' ? reading.badge : reading.shortNote;
      setText(noteBelow ? below : note, said);
      fitBox(wash, box, align, {
        x,
        width: lineWidth(reading.mark, reading.text, reading.unit, noteBelow ? '' : said, isSmall),
        noteHeight: !noteBelow || said === '' ? 0 : hasTag ? 57 : 38,
      });
      if (sparkline !== null) setAttribute(sparkline.element, 'display', said === '' ? 'inline' : 'none');
      const alarm = alarms.ofTag(tag.id);
      const shown = alarm ?? alarms.hiddenOfTag(tag.id);
      const isUsable = !Number.isNaN(value) && !['bad', 'no-link', 'waiting'].includes(reading.kind);
      indicator?.set({ value, isUsable, setpoint: setpoint < 0 ? NaN : (live.value[setpoint] as number), alarm: alarm?.priority ?? null });
      name = `${tag.id}, ${tag.name}: ${reading.mark}${reading.text} ${reading.unit}${reading.note === '' ? '' : `, ${reading.note}`}${alarmWords(shown)}${readingCause(quality) === '' ? '' : `, ${readingCause(quality)}`}`;
      const key = shown === null ? '' : `${shown.priority} ${shown.state}`;
      if (key === glyphKey) return;
      glyphKey = key;
      glyph?.remove();
      glyph = shown === null ? null : alarmGlyph({ ...shown, size: isSmall ? 20 : 27, x: box.x + box.width, y: box.y });
      element.setAttribute('class', alarm === null ? 'ps-box' : `ps-box in-alarm p${alarm.priority}`);
      sparkline?.setAlarm(alarm?.priority ?? null);
      if (glyph !== null) marks.append(glyph);
    },
  };
  context.addBinding(binding);
  context.addTarget(element, { asset: tag.asset, tag: tag.id, screen: null, name: () => name });
  return element;
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Generous width of a line: digits of the face are 0.6 em wide, and the box must hold them all. */
function lineWidth(mark: string, text: string, unit: string, inlineNote: string, isSmall: boolean): number {
  const em = isSmall ? 14 : 17;
  return (
    (mark.length + text.length) * em * 0.6 +
    (unit === '' ? 0 : 4 + unit.length * 6.6) +
    (inlineNote === '' ? 0 : 6 + inlineNote.length * 6.2)
  );
}

/** The box grows where its text needs more room than usual: away from the anchor, and down for a note of its own line. */
function fitBox(
  wash: Element,
  box: Box,
  align: 'start' | 'middle' | 'end',
  line: { readonly x: number; readonly width: number; readonly noteHeight: number },
): void {
  const half = Math.max(box.width / 2, line.width / 2 + 6);
  const [left, right] =
    align === 'start'
      ? [box.x, Math.max(box.x + box.width, line.x + line.width + 6)]
      : align === 'middle'
        ? [line.x - half, line.x + half]
        : [Math.min(box.x, line.x - line.width - 8), box.x + box.width];
  setAttribute(wash, 'x', String(Math.floor(left)));
  setAttribute(wash, 'width', String(Math.ceil(right - left)));
  setAttribute(wash, 'height', String(Math.max(box.height, line.noteHeight)));
}

function boxOf(parts: { x: number; align: string; hasTag: boolean; hasIndicator: boolean; hasSpark: boolean; isSmall: boolean }): Box {
  const width = parts.hasIndicator ? 120 : parts.isSmall ? 84 : 108;
  const height = parts.hasTag ? (parts.hasSpark ? 62 : parts.hasIndicator ? 58 : parts.isSmall ? 38 : 43) : parts.isSmall ? 22 : 26;
  const left = parts.hasIndicator ? -12 : parts.align === 'middle' ? -width / 2 : parts.align === 'end' ? -width + 8 : -8;
  return { x: left, y: parts.hasTag ? -7 : parts.isSmall ? -16 : -19, width, height };
}
