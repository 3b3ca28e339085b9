import { buildSvg, rect, svg } from '#renderer/symbols/svg-node.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { createReadingLine } from '../overlay/reading-line.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell, findTag } from './cell.ts';
import { createFittedLine } from './fitted-line.ts';
import { partOptions } from './part-options.ts';

/**
 * A counter or total as a tile: label, tag, the whole number, and below it the present rate where `data-rate` names a tag.
 * Origin: upper left.
 */
export function createCounter(
  context: ScreenContext,
  place: { readonly index: number; readonly tag: TagDefinition; readonly data: ScreenData; readonly line: number },
): SVGElement {
  const { index, tag, data, line } = place;
  const { overlay } = context;
  const options = partOptions('counter', data);
  const width = options.number('width');
  const rateId = options.text('rate');
  const rateIndex = rateId === undefined ? -1 : findTag(context, rateId, { line, what: 'The rate of a counter', isNumber: true });
  const rate = context.directory.tag(rateIndex);
  const label = options.text('label') ?? tag.name;
  const element = buildSvg(svg('g', { class: 'pt-counter' }, rect('pt-panel', 0, 0, width, rate === undefined ? 64 : 90, 3)));
  const cell = createCell(context, {
    index,
    tag,
    words: label,
    box: { x: 0, y: 0, width, height: 64 },
    glyphSize: 22,
    glyphAt: { x: width - 12, y: 14 },
  });
  element.append(cell.element);
  // Of letters of one width, as large as they get on a small scale.
  const tagWidth = (options.text('name') ?? tag.id).length * 9;
  createFittedLine(overlay, cell.element, {
    x: 12,
    y: 20,
    style: textStyles.words,
    tone: 'tx-2',
    text: label,
    width: width - 34 - tagWidth,
  });
  const name = createTextLine(overlay, cell.element, {
    x: width - 12,
    y: 20,
    anchor: 'end',
    spans: [{ style: textStyles.tag, tone: 'tx-3' }],
  });
  const value = createReadingLine(overlay, cell.element, {
    x: 12,
    y: 50,
    anchor: 'start',
    value: textStyles.keyValue,
    unit: textStyles.keyUnit,
    unitGap: 5,
    noteGap: 10,
  });
  context.addBinding({
    tags: [index],
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said, alarm } = cell.paint(nowMs);
      // The glyph of an alarm stands where the tag does; the name of the part has it all the same.
      name.put(0, alarm === null ? (options.text('name') ?? tag.id) : '');
      name.done();
      value.set(reading, said);
    },
  });
  if (rate !== undefined) element.append(rateLine(context, rateIndex, rate, width));
  return element;
}

function rateLine(context: ScreenContext, index: number, tag: TagDefinition, width: number): SVGElement {
  const { overlay } = context;
  const cell = createCell(context, {
    index,
    tag,
    box: { x: 4, y: 64, width: width - 8, height: 24 },
    glyphSize: 18,
    glyphAt: { x: width - 14, y: 76 },
  });
  const words = createTextLine(overlay, cell.element, { x: 12, y: 80, spans: [{ style: textStyles.words, tone: 'tx-3' }] });
  const value = createReadingLine(overlay, cell.element, {
    x: 46,
    y: 80,
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
      words.put(0, 'now');
      words.done();
      value.set(reading, said);
    },
  });
  return cell.element;
}
