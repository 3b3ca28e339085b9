/** A file that is not converted at all, in one sentence for people. */
export class ImportRefused extends Error {}

export type DrawingFormat = 'svg' | 'fuxa' | 'dxf';
export type DrawingRequest = {
  readonly format: DrawingFormat;
  /** Name of the file. */
  readonly name: string;
  /** Name of the first screen; from the file's name where absent. */
  readonly screen?: string | undefined;
  /** Width of the screen, user units. */
  readonly width: number;
};

export type ImportOutcome = 'taken' | 'changed' | 'left-out';
/** What became of one kind of thing: `count` of `what`; `why` says what it became, or why it was left out. */
export type ImportLine = { readonly outcome: ImportOutcome; readonly what: string; readonly count: number; readonly why: string };
/** A binding that a name or the other system's own binding suggests. `line` is that of the imported screen, from 1. */
export type ImportSuggestion = { readonly screen: string; readonly line: number | null; readonly element: string; readonly sentence: string };
export type ImportedScreen = {
  readonly kind: 'screen' | 'template';
  readonly screen: string;
  readonly title: string;
  readonly svg: string;
  readonly problems: { readonly line: number | null; readonly message: string }[];
};

/** What an import makes; see `DrawingImport` of the contract. */
export type ImportResult = {
  readonly screens: ImportedScreen[];
  readonly files: { readonly path: string; readonly text: string }[];
  readonly report: ImportLine[];
  readonly suggestions: ImportSuggestion[];
};

export type ImportProgress = (share: number, sentence: string) => void;

/** Counts things by outcome and reason, so that ten thousand of a kind are one line. */
export type ImportReport = {
  taken(what: string, why: string, count?: number): void;
  changed(what: string, why: string, count?: number): void;
  leftOut(what: string, why: string, count?: number): void;
  /** What was left out first, then what was changed; the largest counts first. At most 300 lines, and a last one that counts the rest. */
  lines(): ImportLine[];
};

const mostLines = 300;
const order: readonly ImportOutcome[] = ['left-out', 'changed', 'taken'];

export function createImportReport(): ImportReport {
  const counts = new Map<string, { outcome: ImportOutcome; what: string; why: string; count: number }>();
  const add = (outcome: ImportOutcome) => (what: string, why: string, count = 1) => {
    const key = `${outcome}\n${what}\n${why}`;
    const line = counts.get(key);
    if (line !== undefined) line.count += count;
    else if (counts.size < mostLines * 4) counts.set(key, { outcome, what: what.slice(0, 200), why: why.slice(0, 500), count });
    else {
      const rest = counts.get('rest') ?? { outcome, what: 'more', why: 'further kinds of things, which are not listed', count: 0 };
      rest.count += count;
      counts.set('rest', rest);
    }
  };
  return {
    taken: add('taken'),
    changed: add('changed'),
    leftOut: add('left-out'),
    lines() {
      const all = [...counts.values()].toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || b.count - a.count);
      if (all.length <= mostLines) return all;
      const rest = all.slice(mostLines).reduce((sum, { count }) => sum + count, 0);
      return [...all.slice(0, mostLines), { outcome: 'left-out', what: 'more', count: rest, why: 'further kinds of things, which are not listed' }];
    },
  };
}

/** A name a screen file may have, made of a title or a file's name; `fallback` where nothing is left of it. */
export function screenNameOf(text: string, fallback: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[̀-ͯ]/g, '')
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[-.]+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  // Names that Windows keeps for devices are no files there.
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(plain)) return `${fallback}-${plain}`;
  return plain === '' ? fallback : plain;
}
