import type { paperFormats } from '#shared/contract/reports.ts';
import type { Plot } from './plot.ts';

/** Words of one weight. */
export type PaperRun = { readonly text: string; readonly isStrong?: boolean; /** Where it leads when it is clicked; the text says the same to who reads paper. */ readonly link?: string };

/** `share`: of the width, relative to the other columns. */
export type PaperColumn = { readonly title: string; readonly share: number; readonly align?: 'right'; readonly isStrong?: boolean };

/** What stands before a line that is filled in by hand: a box to tick, nothing, the way on, or a hint where to look. */
export type PaperBlankMark = 'tick' | 'enter' | 'sign' | 'go' | 'see';

/** One piece of a paper, below the one before it. `indent`: steps of some 14 pt. */
export type PaperPart =
  | { readonly kind: 'title'; readonly kicker: string; readonly title: string }
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'text'; readonly runs: readonly PaperRun[]; readonly isSoft?: boolean; readonly indent?: number; /** Stands out to the left, as a number or a bullet. */ readonly mark?: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  /** Rows have a cell a column; the head is repeated on each page. */
  | { readonly kind: 'table'; readonly columns: readonly PaperColumn[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'plot'; readonly plot: Plot }
  /** JPEG or PNG; one that can't be read is a sentence in its place. */
  | { readonly kind: 'picture'; readonly type: 'image/jpeg' | 'image/png'; readonly body: Uint8Array; readonly caption: string; /** Of the height of a page, at most; a little over half where not said. */ readonly mostHigh?: number }
  | { readonly kind: 'blank'; readonly mark: PaperBlankMark; readonly text: string; readonly blanks: readonly string[]; readonly indent?: number }
  | { readonly kind: 'rule' }
  | { readonly kind: 'new-page' };

/** Pages with one head and foot, counted for themselves: a stack of mixed pages is seen to be one. */
export type PaperSection = { readonly head: string; readonly foot: string; readonly parts: readonly PaperPart[] };

/** A paper for people, A4: what PDF and DOCX are made of, so that both say the same. Times are UTC epoch ms. */
export type Paper = {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly madeMs: number;
  readonly sections: readonly PaperSection[];
};

export type PaperFormat = (typeof paperFormats)[number];

/** A paragraph of one weight. */
export const textPart = (text: string, more: { readonly isSoft?: boolean; readonly isStrong?: boolean; readonly indent?: number } = {}): PaperPart => {
  const { isStrong, ...rest } = more;
  return { kind: 'text', runs: [{ text, ...(isStrong === undefined ? {} : { isStrong }) }], ...rest };
};

/** The same paper with every text changed by `change`; bytes and numbers stay as they are. */
export const mapTexts = (paper: Paper, change: (text: string) => string): Paper => mapped(paper, change) as Paper;

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, change));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapped(one, change)]));
}
