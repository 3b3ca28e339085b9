import { buildSvg, label, rect, svg } from '#renderer/symbols/svg-node.ts';
import type { TagUse } from '#shared/model/tag.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { indicatorGround } from '../../analog-indicator.ts';
import { indicatorScale } from '../../indicator-scale.ts';
import { createIndicatorPart } from '../overlay/indicator-part.ts';
import { isCovering } from '../overlay/wash-part.ts';
import { createReadingLine } from '../overlay/reading-line.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { setAttribute } from '../write.ts';
import { createCell, findTag, knownValue } from './cell.ts';
import { partOptions } from './part-options.ts';
import { addSizedBinding } from './sized-binding.ts';

const uses = ['pv', 'sp', 'out', 'mode'] as const satisfies readonly TagUse[];
const modeWidth = 96;
type LoopTags = Readonly<Record<(typeof uses)[number], number>>;

/** The four tags of a loop: those the screen names, else those of the asset by their use; −1 for none. */
function loopTags(context: ScreenContext, { data, line }: SymbolNode): LoopTags {
  const { directory } = context;
  const asset = data['asset'];
  const own = asset === undefined ? [] : directory.tagsOfAsset(asset as never);
  return Object.fromEntries(
    uses.map((use) => [
      use,
      data[use] === undefined
        ? (own.find((index) => directory.tag(index)?.use === use) ?? -1)
        : findTag(context, data[use], { line, what: `The ${use} of a control loop`, isNumber: use !== 'mode' }),
    ]),
  ) as LoopTags;
}

/** A control loop at a glance: its mode, and measured value, setpoint and output with their bars. Origin: upper left. */
export function createLoopBlock(context: ScreenContext, node: SymbolNode): SVGElement {
  const options = partOptions('loop', node.data);
  const width = options.number('width');
  const tags = loopTags(context, node);
  const name = options.text('name') ?? node.data['asset'] ?? context.directory.tag(tags.pv)?.id ?? '';
  const element = buildSvg(svg('g', { class: 'pt-loop' }, rect('pt-panel', 0, 0, width, 112, 4), label('asset-name', 12, 21, name)));
  if (tags.pv < 0)
    context.report(node.line, `The control loop ${name} has no measured value: name it with data-pv, or give its asset a tag of use pv.`);
  for (const part of [
    modeLine(context, tags, width),
    valueRow(context, tags, width),
    setpointRow(context, tags, width),
    outputRow(context, tags, width),
  ]) {
    if (part !== null) element.append(part);
  }
  return element;
}

function modeLine(context: ScreenContext, { mode: index }: LoopTags, width: number): SVGElement | null {
  const tag = context.directory.tag(index);
  if (tag === undefined) return null;
  const cell = createCell(context, {
    index,
    tag,
    words: 'Mode',
    box: { x: width - modeWidth - 4, y: 5, width: modeWidth, height: 22 },
    glyphSize: 17,
  });
  const line = createTextLine(context.overlay, cell.element, {
    x: width - 12,
    y: 20.5,
    anchor: 'end',
    spans: [
      { style: textStyles.note, tone: 'bad' },
      { style: textStyles.note, tone: 'tx-2' },
    ],
  });
  addSizedBinding(context, cell.element, {
    tags: [index],
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said, value } = cell.paint(nowMs);
      const isByHand = /^man/i.test(reading.text);
      // What does not fit beside the word is left to the ground and the accessible name.
      const note = [reading.mark, said].filter((word) => word !== '').join(' ');
      const isRoom = context.overlay.width(textStyles.note, `${note} ${reading.text}`) <= modeWidth - 14;
      line.put(0, note === '' || !isRoom ? '' : `${note} `);
      // Automatic is the normal thing and stays dim; by hand is said in the colour of what a person did.
      line.put(1, reading.text, Number.isNaN(value) ? 'bad' : isByHand ? 'accent' : 'tx-2');
      line.done();
    },
  });
  return cell.element;
}

function valueRow(context: ScreenContext, tags: LoopTags, width: number): SVGElement | null {
  const { directory, overlay } = context;
  const { pv: index } = tags;
  const tag = directory.tag(index);
  if (tag === undefined) return null;
  const setpoint = tags.sp >= 0 ? tags.sp : tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  const scale = indicatorScale(tag, directory.alarmsOfTag(index));
  const bar = scale === null ? null : ({ scale, orientation: 'vertical', length: 68, thickness: 8 } as const);
  const cell = createCell(context, {
    index,
    tag,
    words: 'Measured value',
    box: { x: 38, y: 28, width: width - 44, height: 32 },
    glyphSize: 22,
  });
  const ground = bar === null ? null : indicatorGround(bar);
  if (ground !== null) cell.element.append(buildSvg(svg('g', { transform: 'translate(20 34)' }, ...ground.bands, ground.ticks)));
  const indicator = bar === null ? null : createIndicatorPart(overlay, cell.element, { ...bar, x: 20, y: 34 });
  const words = createTextLine(overlay, cell.element, { x: 44, y: 50, spans: [{ style: textStyles.words, tone: 'tx-3' }] });
  const value = createReadingLine(overlay, cell.element, {
    x: 82,
    y: 50,
    anchor: 'start',
    value: textStyles.value,
    unit: textStyles.unit,
    unitGap: 4,
    noteGap: 6,
  });
  context.addBinding({
    tags: setpoint < 0 ? [index] : [index, setpoint],
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const look = cell.paint(nowMs);
      words.put(0, 'PV');
      words.done();
      value.set(look.reading, look.said);
      indicator?.set(
        {
          value: look.value,
          isUsable: !Number.isNaN(look.value),
          setpoint: knownValue(context, setpoint),
          alarm: look.alarm,
        },
        // The bar stands beside the cell's ground, not under it.
        false,
      );
    },
  });
  return cell.element;
}

function setpointRow(context: ScreenContext, { sp: index }: LoopTags, width: number): SVGElement | null {
  const tag = context.directory.tag(index);
  if (tag === undefined) return null;
  const cell = createCell(context, { index, tag, words: 'Setpoint', box: { x: 38, y: 61, width: width - 44, height: 22 }, glyphSize: 17 });
  smallRow(context, cell, 'SP', 76);
  return cell.element;
}

function outputRow(context: ScreenContext, { out: index }: LoopTags, width: number): SVGElement | null {
  const { directory, overlay } = context;
  const tag = directory.tag(index);
  if (tag === undefined) return null;
  const cell = createCell(context, { index, tag, words: 'Output', box: { x: 38, y: 83, width: width - 44, height: 24 }, glyphSize: 17 });
  const scale = indicatorScale(tag, []) ?? { low: 0, high: 100, normal: null, limits: [] };
  const room = width - 164;
  const bar = room < 30 ? null : ({ scale, orientation: 'horizontal', length: room, thickness: 6 } as const);
  const ground = bar === null ? null : buildSvg(svg('g', { transform: 'translate(152 92)' }, ...indicatorGround(bar).bands));
  if (ground !== null) cell.element.append(ground);
  const indicator = bar === null ? null : createIndicatorPart(overlay, cell.element, { ...bar, x: 152, y: 92 });
  smallRow(context, cell, 'OUT', 99, ({ reading, said, alarm, value }) => {
    // A note takes the place of the bar.
    const hasRoom = said === '' && !Number.isNaN(value);
    if (ground !== null) setAttribute(ground, 'display', hasRoom ? 'inline' : 'none');
    indicator?.set(
      { value: hasRoom ? value : Number.NaN, isUsable: true, setpoint: Number.NaN, alarm: null },
      hasRoom && isCovering({ kind: reading.kind, alarm }),
    );
  });
  return cell.element;
}

function smallRow(
  context: ScreenContext,
  cell: ReturnType<typeof createCell>,
  name: string,
  y: number,
  after?: (look: ReturnType<typeof cell.paint>) => void,
): void {
  const { overlay } = context;
  const words = createTextLine(overlay, cell.element, { x: 44, y, spans: [{ style: textStyles.words, tone: 'tx-3' }] });
  const value = createReadingLine(overlay, cell.element, {
    x: 82,
    y,
    anchor: 'start',
    value: textStyles.smallValue,
    unit: textStyles.unit,
    unitGap: 3,
    noteGap: 6,
  });
  context.addBinding({
    tags: cell.tags,
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const look = cell.paint(nowMs);
      words.put(0, name);
      words.done();
      value.set(look.reading, look.said);
      after?.(look);
    },
  });
}
