import type PDFDocument from 'pdfkit';

export const sheetMargins = { top: 60, bottom: 62, left: 56, right: 56 } as const;

/** Where the next piece goes: a page of a PDF that is filled from the top. Points, from the top left. */
export type Sheet = {
  readonly document: InstanceType<typeof PDFDocument>;
  readonly left: number;
  readonly width: number;
  /** Height of a whole page between head and foot. */
  readonly height: number;
  y(): number;
  /** Goes down by so much. */
  down(by: number): void;
  /** Begins a page where less than this is left; true where it did. */
  need(height: number): boolean;
  newPage(): void;
  /** True at the top of a page, where no space goes before a piece. */
  isFresh(): boolean;
};

export function createSheet(document: InstanceType<typeof PDFDocument>): Sheet {
  const { top, bottom, left, right } = sheetMargins;
  let y: number = top;
  const pageHeight = 841.89;
  const end = pageHeight - bottom;
  const newPage = (): void => {
    document.addPage();
    y = top;
  };
  return {
    document,
    left,
    width: 595.28 - left - right,
    height: end - top,
    y: () => y,
    down: (by) => void (y += by),
    need(height) {
      if (y + height <= end || y === top) return false;
      newPage();
      return true;
    },
    newPage,
    isFresh: () => y === top,
  };
}
