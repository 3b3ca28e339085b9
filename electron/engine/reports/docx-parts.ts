import { AlignmentType, BorderStyle, ExternalHyperlink, HeadingLevel, ImageRun, Paragraph, type ParagraphChild, ShadingType, Tab, Table, TableCell, TableLayoutType, TableRow, TextRun, UnderlineType, WidthType } from 'docx';
import { assertNever } from '#shared/model/fault.ts';
import { drawPicture } from './draw-picture.ts';
import type { PaperPart, PaperRun } from './paper.ts';
import { pictureSize, unreadPicture } from './picture-size.ts';
import { plotShapes } from './plot-shapes.ts';

type Part<Kind extends PaperPart['kind']> = Extract<PaperPart, { kind: Kind }>;
/** Width between the margins: twentieths of a point, and pixels of 1/96 inch as pictures have it. */
const textWidth = 9666;
const pictureWidth = Math.floor(textWidth / 15);
/** A plot in points, and its pixels a point: some 200 an inch on paper. */
const [plotWidth, plotHeight, plotScale] = [483, 116, 2.8] as const;
const indentStep = 320;

/** One piece of a paper as paragraphs, tables and pictures of a DOCX. */
export function docxParts(part: PaperPart): readonly (Paragraph | Table)[] {
  switch (part.kind) {
    case 'title':
      return [new Paragraph({ children: [new TextRun({ text: part.kicker, bold: true, color: '555555', size: 20 })] }), new Paragraph({ text: part.title, heading: HeadingLevel.TITLE })];
    case 'heading':
      return [new Paragraph({ text: part.text, heading: part.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2 })];
    case 'text':
      return [textParagraph(part)];
    case 'facts':
      return [table([28, 72], part.rows.map((cells) => row(cells, [28, 72], { colours: ['555555', '111111'] })), false)];
    case 'table':
      return [tableOf(part), new Paragraph({ text: '', spacing: { after: 60 } })];
    case 'plot':
      return [pictureParagraph('png', drawPicture(plotShapes(part.plot, plotWidth, plotHeight), plotWidth, plotHeight, plotScale), { width: pictureWidth, height: Math.round((pictureWidth * plotHeight) / plotWidth) }, `Trend of ${part.plot.tag} ${part.plot.name}`)];
    case 'picture':
      return pictureParts(part);
    case 'blank':
      return [blankParagraph(part)];
    case 'rule':
      return [new Paragraph({ text: '', border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: '888888', space: 1 } } })];
    case 'new-page':
      return [new Paragraph({ text: '', pageBreakBefore: true })];
    default:
      return assertNever(part, 'part of a paper');
  }
}

/** Runs of one text, its line breaks as such. */
const lines = (text: string, more: { readonly bold?: boolean; readonly color?: string; readonly size?: number } = {}): TextRun[] => text.split('\n').map((line, at) => new TextRun({ ...more, text: line, ...(at === 0 ? {} : { break: 1 }) }));

function textParagraph({ runs, isSoft, indent = 0, mark }: Part<'text'>): Paragraph {
  const look = isSoft === true ? { size: 17, color: '555555' } : {};
  return new Paragraph({
    children: [...(mark === undefined ? [] : [new TextRun({ ...look, children: [mark, new Tab()] })]), ...runs.flatMap(({ text, isStrong, link }: PaperRun): readonly ParagraphChild[] => {
      const words = lines(text, { ...look, ...(isStrong === true ? { bold: true } : {}) });
      return link === undefined ? words : [new ExternalHyperlink({ children: words, link })];
    })],
    indent: { left: indent * indentStep, ...(mark === undefined ? {} : { hanging: indentStep }) },
    // What explains a heading stays with what is explained.
    ...(isSoft === true ? { keepNext: true } : {}),
  });
}

type Look = { readonly isHead?: boolean; readonly colours?: readonly string[]; readonly strong?: readonly boolean[]; readonly right?: readonly boolean[] };

const row = (cells: readonly string[], shares: readonly number[], { isHead = false, colours = [], strong = [], right = [] }: Look): TableRow => {
  const sum = shares.reduce((total, share) => total + share, 0);
  return new TableRow({
    tableHeader: isHead,
    cantSplit: true,
    children: cells.map(
      (cell, at) =>
        new TableCell({
          width: { size: Math.round(((shares[at] ?? 1) / sum) * textWidth), type: WidthType.DXA },
          margins: { top: 40, bottom: 40, left: 80, right: 80 },
          ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: 'EEEEEE', color: 'auto' } } : {}),
          children: [new Paragraph({ children: lines(cell, { size: 17, bold: isHead || strong[at] === true, color: colours[at] ?? '111111' }), spacing: { after: 0 }, alignment: right[at] === true ? AlignmentType.RIGHT : AlignmentType.LEFT })],
        }),
    ),
  });
};

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const thin = { style: BorderStyle.SINGLE, size: 4, color: 'CCCCCC' } as const;

function table(shares: readonly number[], rows: TableRow[], isRuled: boolean): Table {
  const sum = shares.reduce((total, share) => total + share, 0);
  const across = isRuled ? thin : none;
  return new Table({
    rows,
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: shares.map((share) => Math.round((share / sum) * textWidth)),
    borders: { top: across, bottom: across, insideHorizontal: across, left: none, right: none, insideVertical: none },
  });
}

function tableOf({ columns, rows }: Part<'table'>): Table {
  const shares = columns.map(({ share }) => share);
  const look = { strong: columns.map(({ isStrong }) => isStrong === true), right: columns.map(({ align }) => align === 'right') };
  return table(shares, [row(columns.map(({ title }) => title), shares, { ...look, isHead: true }), ...rows.map((cells) => row(cells, shares, look))], true);
}

const pictureParagraph = (type: 'png' | 'jpg', data: Uint8Array, transformation: { readonly width: number; readonly height: number }, name: string): Paragraph =>
  new Paragraph({ children: [new ImageRun({ type, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength), transformation, altText: { name, title: name, description: name } })], keepLines: true });

function pictureParts({ type, body, caption }: Part<'picture'>): readonly Paragraph[] {
  const size = pictureSize(type, body);
  const below = new Paragraph({ children: lines(caption, { size: 17, color: '333333' }), spacing: { after: 160 } });
  if (size === null) return [new Paragraph({ children: lines(unreadPicture, { bold: true }) }), below];
  const scale = Math.min(pictureWidth / size.width, 520 / size.height, 2);
  const name = (caption.split('\n').at(-1) ?? '').slice(0, 120);
  return [pictureParagraph(type === 'image/png' ? 'png' : 'jpg', body, { width: Math.round(size.width * scale), height: Math.round(size.height * scale) }, name), below];
}

const marks = { tick: '□ ', enter: '', sign: '', go: '→ ', see: '↗ ' } as const;
const blankTabs: Readonly<Record<string, number>> = { note: 40, name: 26, number: 20, time: 12 };

function blankParagraph({ mark, text, blanks, indent = 0 }: Part<'blank'>): Paragraph {
  return new Paragraph({
    children: [
      ...lines(`${marks[mark]}${text}`, mark === 'see' ? { color: '555555' } : {}),
      ...blanks.flatMap((name) => [new TextRun({ text: `   ${name} `, size: 16, color: '555555' }), new TextRun({ text: '\u00A0'.repeat(blankTabs[name] ?? 16), underline: { type: UnderlineType.SINGLE, color: '888888' } })]),
    ],
    indent: { left: indent * indentStep },
    spacing: { before: 60, after: 60 },
  });
}
