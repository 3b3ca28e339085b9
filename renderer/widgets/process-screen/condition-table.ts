import { buildSvg, label, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData, SymbolNode } from '#shared/screen/screen-model.ts';
import { indicatorGround } from '../analog-indicator.ts';
import { indicatorScale } from '../indicator-scale.ts';
import { createGlyph } from './mark-glyph.ts';
import { createIndicatorPart } from './overlay/indicator-part.ts';
import { createReadingLine } from './overlay/reading-line.ts';
import { textStyles } from './overlay/text-styles.ts';
import { createWash } from './overlay/wash-part.ts';
import { fitText } from './parts/fit-text.ts';
import type { ScreenContext } from './screen-context.ts';
import { createShownReading } from './shown-reading.ts';
import { squeezeText } from './squeeze-text.ts';

const pitch = 30;
const valueEnd = 220;
const barAt = 238;
const wordsAt = 72;
/** Between the tag and the words. */
const tagGap = 6;
/** Between the words and the number, and between the number and its unit. */
const wordsGap = 6;
/** Between the number and its unit. */
const unitGap = 3;
/** Where the box of an alarm begins and ends; a number that is wider pushes its beginning out. */
const washAt = 156;
const washEnd = 226;
const washPad = 4;

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
  const { directory, live, alarms, overlay } = context;
  const id = item['tag'] ?? '';
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined) {
    context.report(place.line, `Tag ${id} does not exist in the project.`);
    group.append(buildSvg(label('ps-unknown', 0, 0, `unknown tag ${id}`)));
    return;
  }
  group.setAttribute('class', 'ps-row ps-box');
  const scale = indicatorScale(tag, directory.alarmsOfTag(index));
  const bar = scale === null ? null : ({ scale, orientation: 'horizontal', length: place.width - barAt - 2, thickness: 7 } as const);
  const ground = bar === null ? null : indicatorGround(bar);
  const said = item['name'] ?? tag.id;
  const name = buildSvg(label('ps-tag', 0, 0, said));
  group.append(
    buildSvg(svg('rect', { class: 'ps-row-hit', x: -6, y: -18, width: place.width + 10, height: 26, rx: 3 })),
    name,
    buildSvg(svg('g', { transform: `translate(${barAt} -9)` }, ...(ground?.bands ?? []), ground?.ticks ?? null)),
  );
  squeezeText(overlay, group, name, { style: textStyles.tag, text: said, room: wordsAt - tagGap });
  const words = createWords(context, group, item['label'] ?? tag.name);
  const wash = createWash(overlay, group, 3);
  const line = createReadingLine(overlay, group, {
    x: valueEnd,
    y: 0,
    anchor: 'end',
    value: textStyles.smallValue,
    unit: textStyles.unit,
    unitGap,
    noteGap: 3,
  });
  const indicator = bar === null ? null : createIndicatorPart(overlay, group, { ...bar, x: barAt, y: -9 });
  const glyph = createGlyph(context.addMarks(group), { size: 19, x: 228, y: -14 });
  const shown = createShownReading(context, tag, index);
  context.addBinding({
    tags: [index],
    get isAging() {
      return shown.isAging;
    },
    paint(nowMs) {
      const reading = shown.read(nowMs);
      const alarm = alarms.ofTag(tag.id);
      const priority = alarm?.priority ?? null;
      shown.mark(group);
      // There is room for one of them: the age of a stale value says more than its unit, and so does a badge.
      const unit = reading.kind === 'stale' ? reading.note : reading.badge === '' ? reading.unit : '';
      line.set(reading, reading.badge, unit);
      const look = { kind: reading.kind, alarm: priority };
      const numberAt = words.set(reading.mark === '' ? reading.text : `${reading.mark} ${reading.text}`, unit === '' ? reading.badge : unit, priority !== null || (reading.kind !== 'good' && reading.kind !== 'forced'));
      const left = Math.min(washAt, numberAt - washPad);
      wash.set(look, left, -16, washEnd - left, 23);
      indicator?.set({ value: live.value[index] as number, isUsable: shown.isUsable, setpoint: NaN, alarm: priority }, false);
      glyph.set(alarm ?? alarms.hiddenOfTag(tag.id));
    },
  });
  context.addTarget(group, { asset: tag.asset, tag: tag.id, screen: null, name: () => shown.name(tag.id, tag.name) });
}

/**
 * The words of a row, cut where its number begins: on a small scale letters grow, and words under a number would hide its
 * sign. Figures have one width, so they are cut anew only when a number has more or fewer of them.
 */
function createWords({ overlay }: ScreenContext, group: SVGElement, text: string): { /** Gives back where the number begins. */ set(number: string, unit: string, hasWash: boolean): number } {
  const line = overlay.text(group, { x: wordsAt, y: 0, style: textStyles.words, tone: 'tx-3' });
  let [shown, behind] = ['', ''];
  let room = NaN;
  let isBoxed = false;
  const fit = (): number => {
    const numberAt = valueEnd - overlay.width(textStyles.smallValue, shown) - (behind === '' ? 0 : overlay.width(textStyles.unit, behind) + unitGap);
    const next = (isBoxed ? Math.min(washAt, numberAt - washPad) - washPad : numberAt - wordsGap) - wordsAt;
    if (next === room) return numberAt;
    room = next;
    line.set(fitText(overlay, textStyles.words, text, room));
    return numberAt;
  };
  // Paints nothing itself: it only hears that sizes are others.
  overlay.add(group, {
    layer: 'text',
    paint: () => undefined,
    restyle() {
      room = NaN;
      fit();
    },
  });
  return {
    set(number, unit, hasWash) {
      shown = number;
      behind = unit;
      isBoxed = hasWash;
      return fit();
    },
  };
}
