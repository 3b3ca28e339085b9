import { formatValue } from '#shared/model/format-value.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { type CellSource, createCell } from './cell.ts';
import { createFittedText, fitText } from './fit-text.ts';
import { createLampPart, lampLook, type LampLook } from './lamp-part.ts';
import { partOptions, readStates } from './part-options.ts';
import { addSizedBinding } from './sized-binding.ts';

const pitch = 22;
const noText = (): string => '';

/** Which lamp a state lights: what the screen says, else off for 0 and on for all others. */
export function lampOf(looks: ReadonlyMap<number, string>, value: number): LampLook {
  if (Number.isNaN(value)) return 'unknown';
  return lampLook(looks.get(value) ?? '') ?? (value === 0 ? 'off' : 'on');
}

/** Number and word of every state of a tag, in the order of the numbers: its own words, those of the screen before them. */
export function statesOf(tag: TagDefinition | null, words: ReadonlyMap<number, string>): readonly (readonly [number, string])[] {
  const all = new Map<number, string>(Object.entries(tag?.states ?? {}).map(([value, word]) => [Number(value), word]));
  if (tag?.type === 'bool') for (const value of [0, 1]) if (!all.has(value)) all.set(value, formatValue(tag, value, noText));
  for (const [value, word] of words) all.set(value, word);
  return [...all].sort(([one], [other]) => one - other);
}

/** What a lamp or a state hangs on: a tag, or an expression that has no states of its own. */
export type StateSource = { readonly source: CellSource; readonly tag: TagDefinition | null };

/** A lamp with a fixed label, for a bool or a state. Origin: middle of the lamp. */
export function createLamp(context: ScreenContext, { source, tag }: StateSource, data: ScreenData): SVGElement {
  const options = partOptions('lamp', data);
  const looks = readStates(options.text('states'));
  const width = options.number('width');
  const label = options.text('label') ?? tag?.name ?? '';
  const cell = createCell(context, {
    source,
    words: label,
    box: { x: -12, y: -12, width, height: 24 },
    glyphAt: { x: width - 12, y: -10 },
  });
  const lamp = createLampPart(context.overlay, cell.element, { x: 0, y: 0 });
  const words = createTextLine(context.overlay, cell.element, {
    x: 14,
    y: 4,
    spans: [
      { style: textStyles.words, tone: 'tx-2' },
      { style: textStyles.note, tone: 'tx-1', gap: 6 },
    ],
  });
  const fitted = createFittedText(context.overlay, textStyles.words, label, width - 28);
  addSizedBinding(context, cell.element, {
    tags: cell.tags,
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said, value } = cell.paint(nowMs);
      lamp.set(lampOf(looks, value));
      words.put(0, fitted());
      words.put(1, said === '' ? reading.mark : said);
      words.done();
    },
  });
  return cell.element;
}

/**
 * The state of an enum or bool as a lamp and a word, under its tag; with `data-show="all"` every state on a line of its own,
 * the present one lit. Origin as that of a value: upper left of the tag.
 */
export function createMultiState(context: ScreenContext, { source, tag }: StateSource, data: ScreenData): SVGElement {
  const options = partOptions('multi-state', data);
  const [looks, words] = [readStates(options.text('states')), readStates(options.text('words'))];
  const show = options.words('show');
  const width = options.number('width');
  const states = statesOf(tag, words);
  const isAll = show.has('all') && states.length > 0;
  // With all states the line of the tag is needed: it says what is not among them.
  const isPlain = show.has('plain') && !isAll;
  const top = isPlain ? -4 : 18;
  const { overlay } = context;
  const cell = createCell(context, {
    source,
    words: options.text('name') ?? tag?.name ?? '',
    box: { x: -8, y: -7, width, height: top + 14 + (isAll ? states.length * pitch : pitch) },
  });
  const head = createTextLine(overlay, cell.element, {
    x: 0,
    y: 8,
    spans: [
      { style: textStyles.tag, tone: 'tx-3' },
      { style: textStyles.note, tone: 'tx-1', gap: 8 },
    ],
  });
  const label = options.text('name') ?? tag?.id ?? '';
  const room = width - 24 - label.length * 9;
  const fitNote = (note: string): string => (room < 30 ? '' : fitText(overlay, textStyles.note, note, room));
  const rows = (isAll ? states : [[Number.NaN, ''] as const]).map(([value, word], row) => {
    const y = top + row * pitch + pitch / 2;
    return {
      value,
      word: createFittedText(overlay, textStyles.smallValue, word, width - 40),
      lamp: createLampPart(overlay, cell.element, { x: 7, y }),
      line: createTextLine(overlay, cell.element, {
        x: 21,
        y: y + 5,
        spans: [
          { style: textStyles.smallValue, tone: 'bad' },
          { style: textStyles.smallValue, tone: 'tx-1' },
          { style: textStyles.note, tone: 'tx-1', gap: 6 },
        ],
      }),
    };
  });
  addSizedBinding(context, cell.element, {
    tags: cell.tags,
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said, value } = cell.paint(nowMs);
      const isKnown = !Number.isNaN(value);
      if (!isPlain) {
        head.put(0, label);
        // A number without a word of its own is written out: no line is lit for it.
        const isListed = isKnown && states.some(([state]) => state === value);
        head.put(1, !isAll ? '' : fitNote(isListed ? said : `${reading.text} ${said}`.trim()));
        head.done();
      }
      for (const { lamp, line, value: state, word } of rows) {
        const isPresent = !isAll || state === value;
        lamp.set(!isKnown ? 'unknown' : isPresent ? lampOf(looks, value) : 'off');
        line.put(0, isPresent && reading.mark !== '' ? `${reading.mark} ` : '');
        line.put(
          1,
          isAll ? word() : isKnown ? (words.get(value) ?? reading.text) : reading.text,
          !isKnown && !isAll ? 'bad' : !isPresent ? 'tx-3' : reading.kind === 'stale' ? 'tx-2' : 'tx-1',
        );
        line.put(2, isAll ? '' : said);
        line.done();
      }
    },
  });
  return cell.element;
}
