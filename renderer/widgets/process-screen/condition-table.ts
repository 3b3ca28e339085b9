import { buildSvg, label, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData, SymbolNode } from '#shared/screen/screen-model.ts';
import { createIndicator } from '../analog-indicator.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import { indicatorScale } from '../indicator-scale.ts';
import { readValue } from '../value-reading.ts';
import { alarmWords } from './screen-alarms.ts';
import type { ScreenContext } from './screen-context.ts';
import { setAttribute, setText } from './write.ts';

const pitch = 30;
const valueEnd = 220;
const barAt = 238;

/** Rows of tag, name, value and horizontal indicator. Origin: baseline of the first row's tag. Unknown tags keep their row, marked. */
export function createConditionTable(context: ScreenContext, node: SymbolNode): SVGElement {
  const element = buildSvg(svg('g', { class: 'ps-table' }));
  const width = Math.min(2000, Math.max(300, Number(node.data['width']) || 352));
  node.items.forEach((item, row) => {
    const group = buildSvg(svg('g', { transform: `translate(0 ${row * pitch})` }));
    element.append(group);
    addRow(context, group, item, { width, line: node.line });
  });
  return element;
}

function addRow(
  context: ScreenContext,
  group: SVGElement,
  item: ScreenData,
  place: { readonly width: number; readonly line: number },
): void {
  const { directory, live, alarms } = context;
  const id = item['tag'] ?? '';
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined) {
    context.report(place.line, `Tag ${id} does not exist in the project.`);
    group.append(buildSvg(label('ps-unknown', 0, 0, `unknown tag ${id}`)));
    return;
  }
  group.setAttribute('class', 'ps-row ps-box');
  const text = svg(
    'text',
    { class: 'ps-value is-small', x: valueEnd, y: 0, 'text-anchor': 'end' },
    svg('tspan', { class: 'ps-mark' }),
    svg('tspan'),
    svg('tspan', { class: 'ps-unit', dx: 3 }),
  );
  group.append(
    buildSvg(svg('rect', { class: 'ps-row-hit', x: -6, y: -18, width: place.width + 10, height: 26, rx: 3 })),
    buildSvg(svg('rect', { class: 'ps-wash', x: 148, y: -16, width: 78, height: 23, rx: 3 })),
    buildSvg(label('ps-tag', 0, 0, item['name'] ?? tag.id)),
    buildSvg(label('ps-words', 72, 0, item['label'] ?? tag.name)),
    buildSvg(text),
  );
  const [mark, number, unit] = [...group.querySelectorAll('text:last-of-type tspan')].map((span) =>
    span.appendChild(document.createTextNode('')),
  ) as [Text, Text, Text];
  const scale = indicatorScale(tag, directory.alarmsOfTag(index));
  const indicator =
    scale === null ? null : createIndicator({ scale, orientation: 'horizontal', length: place.width - barAt - 2, thickness: 7 });
  if (indicator !== null) {
    indicator.element.setAttribute('transform', `translate(${barAt} -9)`);
    group.append(indicator.element);
  }
  let glyph: SVGElement | null = null;
  let glyphKey = '';
  let isAging = false;
  let name = tag.name;
  context.addBinding({
    tags: [index],
    get isAging() {
      return isAging;
    },
    paint(nowMs) {
      const value = live.value[index] as number;
      const reading = readValue({
        tag,
        value,
        quality: live.quality[index] as number,
        timeMs: live.timeMs[index] as number,
        nowMs,
        isLinkLost: live.isLinkLost,
        text: (entry) => live.text(entry),
      });
      isAging = reading.kind === 'stale';
      setAttribute(group, 'data-quality', reading.kind);
      setText(mark, reading.mark === '' ? '' : `${reading.mark} `);
      setText(number, reading.text);
      setText(unit, reading.kind === 'stale' ? reading.note : reading.unit);
      const alarm = alarms.ofTag(tag.id);
      const shown = alarm ?? alarms.hiddenOfTag(tag.id);
      const isUsable = !Number.isNaN(value) && !['bad', 'no-link', 'waiting'].includes(reading.kind);
      indicator?.set({ value, isUsable, setpoint: NaN, alarm: alarm?.priority ?? null });
      name = `${tag.id}, ${tag.name}: ${reading.text} ${reading.unit} ${reading.note}${alarmWords(shown)}`;
      const key = shown === null ? '' : `${shown.priority} ${shown.state}`;
      if (key === glyphKey) return;
      glyphKey = key;
      glyph?.remove();
      glyph = shown === null ? null : alarmGlyph({ ...shown, size: 19, x: 228, y: -14 });
      setAttribute(group, 'class', alarm === null ? 'ps-row ps-box' : `ps-row ps-box in-alarm p${alarm.priority}`);
      if (glyph !== null) group.append(glyph);
    },
  });
  context.addTarget(group, { asset: tag.asset, tag: tag.id, screen: null, name: () => name });
}
