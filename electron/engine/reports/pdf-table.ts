import type { PaperColumn, PaperPart } from './paper.ts';
import type { Sheet } from './pdf-sheet.ts';

const size = 8.5;
const lineGap = 1.5;
const [padX, padY] = [4, 3] as const;

/** A table over as many pages as it takes, its head on each of them. A row is never cut, unless it is longer than a page. */
export function drawTable(sheet: Sheet, { columns, rows }: Extract<PaperPart, { kind: 'table' }>): void {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / shares) * sheet.width);
  const heightOf = (cells: readonly string[], isHead: boolean): number => {
    let height = 0;
    for (const [at, cell] of cells.entries()) {
      sheet.document.font(isHead || columns[at]?.isStrong === true ? 'strong' : 'regular').fontSize(size);
      height = Math.max(height, sheet.document.heightOfString(cell === '' ? ' ' : cell, { width: (widths[at] as number) - 2 * padX, lineGap }));
    }
    return height + 2 * padY;
  };
  const head = columns.map(({ title }) => title);
  const headHeight = heightOf(head, true);
  const drawHead = (): void => drawRow(sheet, columns, widths, head, headHeight, true);
  let isBegun = false;
  for (const row of rows.flatMap((cells) => cutRow(cells, columns))) {
    const height = heightOf(row, false);
    if (!isBegun) sheet.need(headHeight + height);
    if (!isBegun || sheet.need(height)) drawHead();
    isBegun = true;
    drawRow(sheet, columns, widths, row, height, false);
  }
  sheet.down(6);
}

/** Characters of a cell in a column of the whole width that surely fit a page. */
const mostLetters = 3000;

/** A row in pieces that each fit a page; what is cut goes on in the next row. */
function cutRow(cells: readonly string[], columns: readonly PaperColumn[]): readonly (readonly string[])[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const pieces = cells.map((cell, at) => {
    const most = Math.max(40, Math.floor((mostLetters * (columns[at]?.share ?? 1)) / shares));
    const cut: string[] = [];
    for (let from = 0; from < cell.length; from += most) cut.push(cell.slice(from, from + most));
    return cut;
  });
  const count = Math.max(1, ...pieces.map(({ length }) => length));
  return Array.from({ length: count }, (_none, at) => pieces.map((cut) => cut[at] ?? ''));
}

function drawRow(sheet: Sheet, columns: readonly PaperColumn[], widths: readonly number[], cells: readonly string[], height: number, isHead: boolean): void {
  const { document } = sheet;
  const y = sheet.y();
  if (isHead) document.rect(sheet.left, y, sheet.width, height).fill('#EEEEEE');
  let x = sheet.left;
  for (const [at, cell] of cells.entries()) {
    const [width, column] = [widths[at] as number, columns[at]];
    document.font(isHead || column?.isStrong === true ? 'strong' : 'regular').fontSize(size).fillColor(isHead ? '#333333' : '#111111');
    document.text(cell, x + padX, y + padY, { width: width - 2 * padX, lineGap, align: column?.align ?? 'left' });
    x += width;
  }
  document.lineWidth(0.4).strokeColor(isHead ? '#888888' : '#CCCCCC').moveTo(sheet.left, y + height).lineTo(sheet.left + sheet.width, y + height).stroke();
  sheet.down(height);
}
