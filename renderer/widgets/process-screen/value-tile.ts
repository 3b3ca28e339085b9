import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import { alarmGlyphBox } from '../alarm-glyph-markup.ts';
import { createIndicator } from '../analog-indicator.ts';
import { createHatch } from '../hatch.ts';
import { indicatorScale } from '../indicator-scale.ts';
import { createSparkline } from '../sparkline.ts';
import { readingCause, readValue } from '../value-reading.ts';
import { alarmWords } from './screen-alarms.ts';
import type { ScreenContext } from './screen-context.ts';
import { setpointOf } from './shown-reading.ts';
import { setAttribute, setText } from './write.ts';
import './value-tile.css';

const barLength = 184;

function html(name: string, className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

/** A value tile above a screen: label, tag, value with unit, sparkline, indicator. An unknown tag gives a tile that says so. */
export function createValueTile(context: ScreenContext, data: ScreenData): HTMLElement {
  const { directory, live, alarms } = context;
  const id = data['tag'] ?? '';
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined) {
    context.report(1, `Tag ${id} of a value tile does not exist in the project.`);
    return html('div', 'value-tile', html('div', 'value-tile-head', html('span', 'value-tile-unknown', `unknown tag ${id}`)));
  }
  // A controller's alarms stand on its measurement; `data-alarms` names that tag.
  const alarmTag = data['alarms'] ?? tag.id;
  const alarmIndex = directory.indexOf(alarmTag);
  if (alarmIndex < 0) context.report(1, `Tag ${alarmTag} of a value tile does not exist in the project.`);
  const [mark, number, unit, note, shortNote] = [0, 1, 2, 3, 4].map(() => document.createTextNode('')) as [Text, Text, Text, Text, Text];
  const glyphHost = html('span', 'value-tile-glyph');
  const spark = svg('svg', { class: 'value-tile-spark', width: 78, height: 26, viewBox: '-1 -2 78 26', 'aria-hidden': 'true' });
  const bar = svg('svg', {
    class: 'value-tile-bar',
    width: barLength + 10,
    height: 20,
    viewBox: `-5 -6.5 ${barLength + 10} 20`,
    preserveAspectRatio: 'xMinYMid meet',
    'aria-hidden': 'true',
  });
  const [sparkHost, barHost] = [buildSvg(spark), buildSvg(bar)];
  const element = html(
    'div',
    'value-tile',
    html(
      'div',
      'value-tile-head',
      html('span', 'value-tile-label', data['label'] ?? tag.name),
      html('span', 'value-tile-tag', glyphHost, html('span', '', data['name'] ?? tag.id.replace(/\.PV$/, ''))),
    ),
    html(
      'div',
      'value-tile-middle',
      html(
        'span',
        'value-tile-value',
        html('span', 'value-tile-mark', mark),
        html('span', 'value-tile-number', number),
        html('span', 'value-tile-unit', unit),
        html('span', 'value-tile-note', note),
        html('span', 'value-tile-note is-short', shortNote),
      ),
      sparkHost,
    ),
    barHost,
  );
  const scale = indicatorScale(tag, [
    ...directory.alarmsOfTag(index),
    ...(alarmIndex < 0 || alarmIndex === index ? [] : directory.alarmsOfTag(alarmIndex)),
  ]);
  const indicator = scale === null ? null : createIndicator({ scale, orientation: 'horizontal', length: barLength, thickness: 6 });
  if (indicator !== null) {
    const hatch = createHatch();
    // Through the object model: the page's policy refuses style attributes.
    barHost.style.setProperty('--hatch', hatch.fill);
    barHost.append(hatch.defs, indicator.element);
  }
  const sparkline =
    tag.type === 'float' || tag.type === 'int'
      ? createSparkline({ width: 74, height: 22, band: tag.normal === undefined ? null : { low: tag.normal[0], high: tag.normal[1] } })
      : null;
  if (sparkline !== null) {
    sparkHost.append(sparkline.element);
    context.addSparkline(index, sparkline);
  }
  const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  let glyphKey = '';
  let isAging = false;
  let name = tag.name;
  context.addBinding({
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
      const said = reading.note === '' ? reading.badge : reading.note;
      setText(note, said);
      setText(shortNote, reading.note === '' ? reading.badge : reading.shortNote);
      setAttribute(sparkHost, 'visibility', said === '' ? 'visible' : 'hidden');
      const alarm = alarms.ofTag(alarmTag);
      const shown = alarm ?? alarms.hiddenOfTag(alarmTag);
      const isUsable = !Number.isNaN(value) && !['bad', 'no-link', 'waiting'].includes(reading.kind);
      indicator?.set({ value, isUsable, setpoint: setpointOf(live, setpoint), alarm: alarm?.priority ?? null });
      name = `${data['label'] ?? tag.name}, ${tag.id}: ${reading.mark}${reading.text} ${reading.unit} ${reading.note}${alarmWords(shown)}${readingCause(quality) === '' ? '' : `, ${readingCause(quality)}`}`;
      const key = shown === null ? '' : `${shown.priority} ${shown.state}`;
      if (key === glyphKey) return;
      glyphKey = key;
      sparkline?.setAlarm(alarm?.priority ?? null);
      // Only these: what is picked, and what can be pointed at, stays so.
      element.classList.remove('in-alarm', 'p1', 'p2', 'p3', 'p4');
      if (alarm !== null) element.classList.add('in-alarm', `p${alarm.priority}`);
      glyphHost.replaceChildren();
      if (shown === null) return;
      const field = buildSvg(svg('svg', { width: 24, height: 24, viewBox: alarmGlyphBox }));
      field.append(alarmGlyph({ ...shown, size: 29, x: 10, y: 10 }));
      glyphHost.append(field);
    },
  });
  context.addTarget(element, { asset: tag.asset, tag: tag.id, screen: null, name: () => name });
  return element;
}
