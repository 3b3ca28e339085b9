import { numberOf } from '#shared/model/number-of.ts';
import { buildSvg, label, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenData, SymbolNode } from '#shared/screen/screen-model.ts';
import { createReadingLine } from '../overlay/reading-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell, findTag } from './cell.ts';
import { partOptions } from './part-options.ts';

const pitch = 28;

type Grid = { readonly columns: readonly string[]; readonly labelWidth: number; readonly columnWidth: number; readonly line: number };

/** `L1; L2; L3` as its parts. */
export const readColumns = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * Rows and columns of values, such as currents by phase: `data-columns` names the columns, each item a row with its tags in
 * their order, `-` for an empty place. A unit that a whole row shares stands behind it once. Origin: upper left of the head.
 */
export function createValueTable(context: ScreenContext, node: SymbolNode): SVGElement {
  const options = partOptions('value-table', node.data);
  const [labelWidth, columnWidth] = [options.number('label-width'), options.number('column-width')];
  const columns = readColumns(options.text('columns'));
  const grid: Grid = { columns, labelWidth, columnWidth, line: node.line };
  const width = labelWidth + columns.length * columnWidth;
  const element = buildSvg(
    svg(
      'g',
      { class: 'pt-table' },
      ...columns.map((column, at) => label('label', labelWidth + (at + 1) * columnWidth - 10, 12, column, 'end')),
      path('rule', `M0 20H${trim(width)}`),
    ),
  );
  if (columns.length === 0) context.report(node.line, 'A value table names no columns; it needs data-columns="L1; L2; L3".');
  node.items.forEach((item, row) => {
    const group = buildSvg(svg('g', { transform: `translate(0 ${20 + row * pitch})` }));
    element.append(group);
    addRow(context, group, item, grid);
  });
  return element;
}

function addRow(context: ScreenContext, group: SVGElement, item: ScreenData, grid: Grid): void {
  const { directory, overlay } = context;
  const { columns, labelWidth, columnWidth, line } = grid;
  const words = item['label'] ?? '';
  const ids = (item['tags'] ?? '').split(/\s+/).filter((id) => id !== '');
  if (ids.length > columns.length)
    context.report(line, `Row ${words} of a value table has ${numberOf(ids.length, 'tag')} for ${numberOf(columns.length, 'column')}; the rest is left out.`);
  const indices = ids
    .slice(0, columns.length)
    .map((id) => (id === '-' ? null : findTag(context, id, { line, what: 'A place of a value table' })));
  const units = new Set(indices.flatMap((index) => (index === null ? [] : (directory.tag(index)?.unit ?? []))));
  const shared = units.size === 1 ? [...units][0] : undefined;
  group.append(buildSvg(label('ps-words', 0, 19, words)));
  if (shared !== undefined && shared !== '')
    group.append(buildSvg(label('label', labelWidth + columns.length * columnWidth + 6, 19, shared)));
  indices.forEach((index, column) => {
    if (index === null) return;
    const right = labelWidth + (column + 1) * columnWidth;
    const tag = directory.tag(index);
    if (tag === undefined) {
      group.append(buildSvg(label('ps-unknown', right - 10, 19, ids[column] ?? '', 'end')));
      return;
    }
    const cell = createCell(context, {
      index,
      tag,
      words: `${words} ${columns[column]}`,
      box: { x: right - columnWidth + 4, y: 2, width: columnWidth - 6, height: pitch - 4 },
      glyphSize: 17,
      glyphAt: { x: right - columnWidth + 8, y: 6 },
    });
    group.append(cell.element);
    const value = createReadingLine(overlay, cell.element, {
      x: right - 10,
      y: 19,
      anchor: 'end',
      value: textStyles.smallValue,
      unit: textStyles.unit,
      unitGap: 3,
      noteGap: 4,
    });
    context.addBinding({
      tags: [index],
      get isAging() {
        return cell.isAging;
      },
      paint(nowMs) {
        const { reading, said } = cell.paint(nowMs);
        // A cell has room for one of both: a badge or an age says more than "was".
        value.set(reading, reading.kind === 'bad' ? '' : said, shared === undefined ? reading.unit : '');
      },
    });
  });
}
