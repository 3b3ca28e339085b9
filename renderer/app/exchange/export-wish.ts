import type { ExportRequest } from '#shared/contract/exchange.ts';
import type { AggregateName } from '#shared/model/history.ts';
import type { TagId } from '#shared/model/ids.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';

/** What the export dialog holds, some of it not yet right. */
export type ExportWish = {
  readonly tags: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly format: ExportRequest['format'];
  readonly content: 'raw' | 'interval';
  readonly intervalMs: number;
  readonly aggregate: AggregateName;
  readonly layout: ExportRequest['layout'];
};

export const mostTags = 5000;
/** Rows of a sheet, its head left out. */
const sheetRows = 1_048_575;

/** Names as people list them: apart by spaces, commas or lines; each once, in order. */
export const namesIn = (text: string): readonly string[] => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))];

export function sortTags(directory: Pick<DirectoryIndex, 'tagById'>, text: string): { readonly known: readonly TagId[]; readonly unknown: readonly string[] } {
  const known: TagId[] = [];
  const unknown: string[] = [];
  for (const name of namesIn(text)) {
    const tag = directory.tagById(name);
    if (tag === undefined) unknown.push(name);
    else known.push(tag.id);
  }
  return { known, unknown };
}

/** The request of a wish, or one sentence why there is none yet. */
export function exportRequest(wish: ExportWish, directory: Pick<DirectoryIndex, 'tagById'>): { readonly request: ExportRequest } | { readonly refusal: string } {
  const { known, unknown } = sortTags(directory, wish.tags);
  if (unknown.length > 0) return { refusal: `The project has no tag ${unknown.slice(0, 3).join(', ')}${unknown.length > 3 ? ` and ${unknown.length - 3} more of this list` : ''}.` };
  if (known.length === 0) return { refusal: 'Name at least one tag.' };
  if (known.length > mostTags) return { refusal: `${formatNumber(known.length, 0)} tags are more than one export takes; at most ${formatNumber(mostTags, 0)}.` };
  if (!(wish.fromMs < wish.toMs)) return { refusal: 'The end must be after the beginning.' };
  if (wish.content === 'interval' && !(wish.intervalMs >= 1)) return { refusal: 'The interval must be longer than 0.' };
  const content = wish.content === 'raw' ? ({ kind: 'raw' } as const) : ({ kind: 'interval', intervalMs: wish.intervalMs, aggregate: wish.aggregate } as const);
  return { request: { format: wish.format, tags: [...known], span: { fromMs: wish.fromMs, toMs: wish.toMs }, content, layout: wish.layout } };
}

/** Rows the file will have, in words. `samples` null while they are being counted. */
export function rowsText(request: ExportRequest, samples: { readonly samples: number; readonly isExact: boolean } | null): string {
  const intervals = request.content.kind === 'interval' ? Math.ceil((request.span.toMs - request.span.fromMs) / request.content.intervalMs) : null;
  if (intervals !== null) {
    const rows = intervals * (request.layout === 'long' ? request.tags.length : 1);
    return `${count(rows, 'row', 'rows')}${sheetNote(request, rows)}`;
  }
  if (samples === null) return 'Counting samples';
  const rows = samples.samples;
  const words = request.layout === 'long' ? count(rows, 'row', 'rows') : `up to ${count(rows, 'row', 'rows')}, one for each time`;
  return `${samples.isExact ? '' : 'About '}${words}${sheetNote(request, rows)}`;
}

const count = (rows: number, one: string, many: string): string => `${formatNumber(rows, 0)} ${rows === 1 ? one : many}`;
const sheetNote = ({ format }: ExportRequest, rows: number): string => (format === 'xlsx' && rows > sheetRows ? `: more than a sheet holds (${formatNumber(sheetRows, 0)}). Choose CSV or Parquet, or a longer interval.` : '');
