import type { Priority } from '#shared/model/alarm.ts';
import { buildSvg, label, path, rect, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenData, SymbolNode } from '#shared/screen/screen-model.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import { indicatorGround } from '../analog-indicator.ts';
import { indicatorScale } from '../indicator-scale.ts';
import { createGlyph } from './mark-glyph.ts';
import { createIndicatorPart } from './overlay/indicator-part.ts';
import { createReadingLine } from './overlay/reading-line.ts';
import { createSparkPart } from './overlay/spark-part.ts';
import { textStyles } from './overlay/text-styles.ts';
import { returnedWords } from './screen-alarms.ts';
import type { ScreenContext } from './screen-context.ts';
import { createShownReading, setpointOf } from './shown-reading.ts';
import { squeezeText } from './squeeze-text.ts';
import { watchLink } from './watch-link.ts';
import { setAttribute, setText } from './write.ts';

const priorities: readonly Priority[] = [1, 2, 3, 4];
/** Of a row as wide as the drawings are made for; below `narrow` everything stands closer, letters stay as they are. */
const wide = { margin: 24, firstColumn: 300, glyph: 24, glyphAt: 10, countAt: 27, counterStep: 58 } as const;
const narrow = { below: 1200, margin: 14, firstColumn: 178, glyph: 16, glyphAt: 8, countAt: 20, counterStep: 42 } as const;
/** Rows lower than this have name, state and counters on closer lines. */
const lowBelow = 112;
/** In them the glyph above a value must not reach into the row before. */
const lowDown = 5;
const barLength = 250;
const sparkWidth = 96;
const shortSpark = { width: 64, height: 20 } as const;
/** Narrower columns have no room for a number of six digits with its unit and a sparkline. */
const leastWithSpark = 210;
/** Narrower than this three values with their bars have no room. */
const leastWidth = 600;

/**
 * One unit on a Level 1 overview: its name, a state in words, standing alarms by priority, and up to three key values with
 * indicators. Origin: upper left; `data-width` by `data-height`. Without active alarms it says so in words, not by colour, and how many returned unacknowledged.
 */
export function createUnitRow(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, alarms, live } = context;
  const { data } = node;
  const asset = directory.asset(data['asset'] ?? '');
  const id = data['asset'] ?? '';
  const width = Math.min(4000, Math.max(leastWidth, Number(data['width']) || 1240));
  const close = width < narrow.below ? narrow : wide;
  const height = Math.min(400, Math.max(90, Number(data['height']) || 124));
  const lines = height < lowBelow ? { name: 30, state: 49, counters: 71, down: lowDown } : { name: 40, state: 62, counters: 88, down: 0 };
  const screen = data['screen'] ?? asset?.screen ?? null;
  const title = data['label'] ?? asset?.name ?? id;
  const head = buildSvg(
    svg(
      'g',
      { class: 'ps-unit' },
      rect('ps-unit-ground', 0, 0, width, height),
      rect('ps-unit-alarm', 0, 0, 5, height),
      path('ps-unit-line', `M0 ${height}H${width}`),
      label('ps-unit-name', close.margin, lines.name, title),
      label('ps-unit-state', close.margin, lines.state, ''),
    ),
  );
  squeezeText(context.overlay, head, head.querySelector('.ps-unit-name') as Element, { style: textStyles.unitName, text: title, room: close.firstColumn - close.margin - 14 });
  const state = head.querySelector('.ps-unit-state')?.appendChild(document.createTextNode('')) as Text;
  const counters = head.appendChild(buildSvg(svg('g', { transform: `translate(${close.margin} ${lines.counters})` })));
  let countKey = '';
  let name = asset?.name ?? id;
  const binding = {
    tags: [],
    paint() {
      const counts = alarms.countsBelow(id);
      const returned = alarms.returnedBelow(id);
      const hidden = alarms.hiddenBelow(id);
      const isLost = live.isLinkLost;
      const key = [...priorities.map((priority) => counts[priority]), returned, hidden, isLost].join(' ');
      if (key === countKey) return;
      countKey = key;
      const worst = priorities.find((priority) => counts[priority] > 0) ?? null;
      head.setAttribute('class', worst === null ? 'ps-unit' : `ps-unit in-alarm p${worst}`);
      const total = priorities.reduce((sum, priority) => sum + counts[priority], 0);
      const hiddenWords = hidden === 0 ? '' : `, ${hidden} hidden`;
      // Without a link nobody knows what stands: none that is known is not none.
      const none = isLost ? 'alarms not known' : returned > 0 ? returnedWords(returned) : 'no alarms';
      const doubt = isLost && total > 0 ? ', not confirmed' : '';
      setText(state, `${total === 0 ? none : total === 1 ? '1 alarm' : `${total} alarms`}${hiddenWords}${doubt}`);
      name = `${asset?.name ?? id}: ${
        priorities
          .filter((priority) => counts[priority] > 0)
          .map((priority) => `${counts[priority]} of priority ${priority}`)
          .join(', ') || none
      }${total > 0 && returned > 0 ? `, ${returnedWords(returned)}` : ''}${hiddenWords}${doubt}`;
      counters.replaceChildren(
        ...priorities
          .filter((priority) => counts[priority] > 0)
          .flatMap((priority, at) => [
            alarmGlyph({ priority, state: 'active-acked', size: close.glyph, x: close.glyphAt + at * close.counterStep, y: 0 }),
            buildSvg(label('ps-unit-count', close.countAt + at * close.counterStep, 5, String(counts[priority]))),
          ]),
      );
    },
  };
  context.addBinding(binding);
  watchLink(context, binding.paint);
  context.addTarget(head, { asset: id, tag: null, screen: screen !== null && context.hasScreen(screen) ? screen : null, name: () => name });
  const element = buildSvg(svg('g', {}));
  element.append(head);
  node.items.slice(0, 3).forEach((item, column) => {
    const columnWidth = (width - close.firstColumn - 12) / 3;
    const part = buildSvg(svg('g', { transform: `translate(${trim(close.firstColumn + column * columnWidth)} ${trim((height - 124) / 2 + lines.down)})` }));
    element.append(part);
    addKeyValue(context, part, item, { line: node.line, width: columnWidth });
  });
  return element;
}

function addKeyValue(
  context: ScreenContext,
  part: SVGElement,
  item: ScreenData,
  place: { readonly line: number; readonly width: number },
): void {
  const { directory, live, alarms, overlay } = context;
  const id = item['tag'] ?? '';
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined) {
    context.report(place.line, `Tag ${id} does not exist in the project.`);
    part.append(buildSvg(label('ps-unknown', 0, 44, `unknown tag ${id}`)));
    return;
  }
  part.setAttribute('class', 'ps-key');
  const scale = indicatorScale(tag, directory.alarmsOfTag(index));
  const length = Math.min(barLength, place.width - 30);
  // Beside the bar where it has the room, else above its end, where a note of the value comes before it.
  const isBeside = place.width >= barLength + sparkWidth + 44;
  const bar = scale === null ? null : ({ scale, orientation: 'horizontal', length, thickness: 9 } as const);
  const ground = bar === null ? null : indicatorGround(bar);
  const title = item['label'] ?? tag.name;
  part.append(
    buildSvg(rect('ps-key-hit', -12, 10, place.width - 16, 104, 4)),
    buildSvg(label('ps-key-name', 0, 32, title)),
    buildSvg(svg('g', { transform: 'translate(0 84)' }, ...(ground?.bands ?? []), ground?.ticks ?? null)),
  );
  const line = createReadingLine(overlay, part, {
    x: 0,
    y: 62,
    anchor: 'start',
    value: textStyles.keyValue,
    unit: textStyles.rowUnit,
    unitGap: 6,
    noteGap: 8,
  });
  const indicator = bar === null ? null : createIndicatorPart(overlay, part, { ...bar, x: 0, y: 84 });
  const sparkline = createSparkPart(overlay, part, {
    ...(isBeside ? { x: place.width - sparkWidth - 36, y: 58, width: sparkWidth, height: 30 } : { x: length - shortSpark.width, y: 42, ...shortSpark }),
    band: tag.normal === undefined ? null : { low: tag.normal[0], high: tag.normal[1] },
  });
  context.addSparkline(index, sparkline);
  const nameText = part.querySelector('.ps-key-name') as Element;
  const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  const glyph = createGlyph(context.addMarks(part), { size: 24, x: 10, y: 27 });
  const shown = createShownReading(context, tag, index);
  context.addBinding({
    tags: setpoint < 0 ? [index] : [index, setpoint],
    get isAging() {
      return shown.isAging;
    },
    paint(nowMs) {
      const reading = shown.read(nowMs);
      shown.mark(part);
      const note = reading.note === '' ? reading.badge : reading.note;
      line.set(reading, note);
      sparkline.setShown(isBeside || (note === '' && place.width >= leastWithSpark));
      const alarm = alarms.ofTag(tag.id);
      const marked = alarm ?? alarms.hiddenOfTag(tag.id);
      const priority = alarm?.priority ?? null;
      sparkline.setAlarm(priority);
      indicator?.set({ value: live.value[index] as number, isUsable: shown.isUsable, setpoint: setpointOf(live, setpoint), alarm: priority }, false);
      if (glyph.set(marked)) setAttribute(nameText, 'x', marked === null ? '0' : '28');
    },
  });
  context.addTarget(part, { asset: tag.asset, tag: tag.id, screen: null, name: () => shown.name(tag.id, title) });
}
