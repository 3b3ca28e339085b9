import type { TagDefinition } from '#shared/model/tag.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell } from './cell.ts';
import { createFittedText, wrapText } from './fit-text.ts';
import { partOptions } from './part-options.ts';
import { addSizedBinding } from './sized-binding.ts';

const pitch = 18;

/** A text of the plant, such as a batch or a message, on several lines under its label. Origin: upper left of the label. */
export function createTextValue(context: ScreenContext, index: number, tag: TagDefinition, data: ScreenData): SVGElement {
  const { overlay } = context;
  const options = partOptions('text-value', data);
  const [width, lines] = [options.number('width'), Math.round(options.number('lines'))];
  const label = options.text('label') ?? tag.name;
  const cell = createCell(context, { index, tag, words: label, box: { x: -8, y: -7, width, height: 22 + lines * pitch } });
  const room = width - 16;
  const head = createTextLine(overlay, cell.element, {
    x: 0,
    y: 8,
    spans: [
      { style: textStyles.words, tone: 'tx-3' },
      { style: textStyles.note, tone: 'tx-1', gap: 8 },
    ],
  });
  const rows = Array.from({ length: lines }, (_, row) =>
    createTextLine(overlay, cell.element, {
      x: 0,
      y: 26 + row * pitch,
      spans: [
        { style: textStyles.smallValue, tone: 'bad' },
        { style: textStyles.smallValue, tone: 'tx-1' },
      ],
    }),
  );
  const fitted = createFittedText(overlay, textStyles.words, label, room - 60);
  let text: string | null = null;
  let measured = Number.NaN;
  let shown: readonly string[] = [];
  addSizedBinding(context, cell.element, {
    tags: [index],
    get isAging() {
      return cell.isAging;
    },
    paint(nowMs) {
      const { reading, said, value } = cell.paint(nowMs);
      head.put(0, fitted());
      head.put(1, said);
      head.done();
      const next = `${reading.text}${reading.unit === '' ? '' : ` ${reading.unit}`}`;
      const size = overlay.width(textStyles.smallValue, 'm');
      if (next !== text || size !== measured) {
        text = next;
        measured = size;
        shown = wrapText(overlay, textStyles.smallValue, next, room - 12, lines);
      }
      rows.forEach((row, at) => {
        row.put(0, at === 0 && reading.mark !== '' ? `${reading.mark} ` : '');
        row.put(1, shown[at] ?? '', Number.isNaN(value) ? 'bad' : reading.kind === 'stale' ? 'tx-2' : 'tx-1');
        row.done();
      });
    },
  });
  return cell.element;
}
