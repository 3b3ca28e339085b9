import type { ImportMapping } from '#shared/contract/exchange.ts';
import type { TagType } from '#shared/model/tag.ts';
import { isBad } from '#shared/model/quality.ts';
import { withoutGuard } from './formula-cells.ts';
import { textColumn } from './parquet-writer.ts';
import { readQuality } from './quality-names.ts';
import { TableRefused } from './table.ts';
import type { SourceCell, TableSource } from './table-source.ts';
import { readIsoTime } from './time-text.ts';

/** A tag samples may be imported for; its position in the list is its number in batches. */
export type ImportTag = { readonly id: string; readonly type: TagType; readonly states: Readonly<Record<string, string>> | null };

/** Samples read from a file. Where the tag is text, `value` is a position in `texts`. */
export type ImportBatch = {
  readonly tag: Uint32Array<ArrayBuffer>;
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
  readonly texts: readonly string[];
};

export type ImportCounts = {
  readonly rows: number;
  readonly samples: number;
  /** Rows of which at least one cell could not be taken, and the sentences of the first few. */
  readonly wrongRows: number;
  readonly wrong: readonly string[];
  /** Rows left out because the mapping says so. */
  readonly leftOut: number;
};

const shownErrors = 5;

export type SampleReader = {
  /** Reads one row; what is wrong in it is counted, the rest of the row is taken. */
  take(cells: readonly SourceCell[], place: number): void;
  readonly waiting: number;
  /** The samples since the last call. */
  batch(): ImportBatch;
  counts(): ImportCounts;
};

/**
 * Reads rows of a table as samples. `latestMs` is the newest time that is taken. Throws a TableRefused where the mapping names
 * a column the table has not.
 */
export function createSampleReader(source: Pick<TableSource, 'columns' | 'placeWord'>, mapping: ImportMapping, tags: readonly ImportTag[], options: { readonly latestMs: number; readonly hasCommaDecimals: boolean }): SampleReader {
  const indexOf = new Map(tags.map(({ id }, at) => [id, at] as const));
  const columnAt = (name: string): number => {
    const at = source.columns.findIndex((column) => column.slice(0, 200) === name);
    if (at < 0) throw new TableRefused(`The file has no column “${name}”.`);
    return at;
  };
  /** Position of the tag a name means; -1 where the mapping leaves it out, null where it is none. */
  const tagOf = (name: string): number | null => {
    const known = indexOf.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(mapping.rename, name)) return null;
    const renamed = mapping.rename[name] ?? '';
    return renamed === '' ? -1 : (indexOf.get(renamed) ?? null);
  };
  const timeAt = columnAt(mapping.timeColumn);
  const out = createBatchBuilder();
  const wrong: string[] = [];
  let [rows, samples, wrongRows, leftOut] = [0, 0, 0, 0];
  const say = (place: number, what: string): void => {
    if (wrong.length < shownErrors) wrong.push(`${source.placeWord} ${place}: ${what}`);
  };

  const add = (tag: number, timeMs: number, cell: SourceCell, quality: number, place: number): boolean => {
    const one = tags[tag] as ImportTag;
    const value = isEmpty(cell) && isBad(quality) ? null : one.type === 'text' ? textOf(cell) : numberOf(cell, one, options.hasCommaDecimals);
    if (value === null && !isBad(quality)) return tell(place, `${one.id} has no value, but its quality is not bad`);
    if (value === unreadable) return tell(place, `“${shown(cell)}” is no value of ${one.id}`);
    out.push(tag, timeMs, value === null ? Number.NaN : typeof value === 'string' ? out.textAt(value) : value.number, quality);
    samples++;
    return true;
  };
  const tell = (place: number, what: string): false => {
    say(place, what);
    return false;
  };

  const long = (): ((cells: readonly SourceCell[], timeMs: number, place: number) => boolean) => {
    const tagAt = columnAt(mapping.tagColumn ?? '');
    const valueAt = columnAt(mapping.valueColumn ?? '');
    const qualityAt = mapping.qualityColumn === undefined ? -1 : columnAt(mapping.qualityColumn);
    // Where a format needs one type a column, texts stand beside the numbers.
    const textAt = source.columns.indexOf(textColumn);
    return (cells, timeMs, place) => {
      const name = String(cells[tagAt] ?? '').trim();
      const tag = tagOf(name);
      if (tag === null) return tell(place, name === '' ? 'no tag is named' : `there is no tag ${name.slice(0, 120)}`);
      if (tag < 0) {
        leftOut++;
        return true;
      }
      const quality = qualityAt < 0 ? 0 : qualityOf(cells[qualityAt] ?? null);
      if (quality === null) return tell(place, `“${shown(cells[qualityAt] ?? null)}” is no quality`);
      const cell = cells[valueAt] ?? null;
      return add(tag, timeMs, isEmpty(cell) && textAt >= 0 && tags[tag]?.type === 'text' ? (cells[textAt] ?? null) : cell, quality, place);
    };
  };
  const wide = (): ((cells: readonly SourceCell[], timeMs: number, place: number) => boolean) => {
    const columns = source.columns.flatMap((name, at) => {
      const tag = at === timeAt ? null : tagOf(name);
      return tag === null || tag < 0 ? [] : [{ at, tag }];
    });
    if (columns.length === 0) throw new TableRefused('No column of the file is a tag of this project; say which tag each column is.');
    return (cells, timeMs, place) => {
      let isRight = true;
      // An empty cell says nothing: the tag had no sample at that time.
      for (const { at, tag } of columns) if (!isEmpty(cells[at] ?? null)) isRight = add(tag, timeMs, cells[at] ?? null, 0, place) && isRight;
      return isRight;
    };
  };
  const read = mapping.layout === 'long' ? long() : wide();
  return {
    take(cells, place) {
      rows++;
      const timeMs = timeOf(cells[timeAt] ?? null, mapping.timeForm);
      const isRight =
        cells.length !== source.columns.length
          ? tell(place, `it has ${cells.length} cells, the heading has ${source.columns.length}`)
          : !(timeMs >= 0)
            ? tell(place, `“${shown(cells[timeAt] ?? null)}” is no time after 1970`)
            : timeMs > options.latestMs
              ? tell(place, `${shown(cells[timeAt] ?? null)} is more than a day ahead of this machine’s clock`)
              : read(cells, timeMs, place);
      if (!isRight) wrongRows++;
    },
    get waiting() {
      return out.rows;
    },
    batch: out.take,
    counts: () => ({ rows, samples, wrongRows, wrong, leftOut }),
  };
}

const unreadable = Symbol('unreadable');

const isEmpty = (cell: SourceCell): boolean => cell === null || cell === '';
const shown = (cell: SourceCell): string => String(cell ?? '').replaceAll('\0', '␀').slice(0, 60);

function timeOf(cell: SourceCell, form: ImportMapping['timeForm']): number {
  if (cell === null || cell === '' || typeof cell === 'boolean') return Number.NaN;
  if (form === 'iso') return typeof cell === 'string' ? readIsoTime(cell) : Number.NaN;
  const number = Number(cell);
  return form === 'epoch-ms' ? number : number * 1000;
}

function qualityOf(cell: SourceCell): number | null {
  if (isEmpty(cell)) return 0;
  if (typeof cell === 'string') return readQuality(cell);
  const number = Number(cell);
  return Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff ? number : null;
}

function textOf(cell: SourceCell): string | null | typeof unreadable {
  if (cell === null) return null;
  const text = withoutGuard(String(cell));
  // The decoder's mark for bytes that are no text: a guess at their meaning would be recorded for ever.
  return text.includes('\uFFFD') ? unreadable : text;
}

const commaNumber = /^[+-]?\d{1,15}(,\d+)?$/;

/** A number, the number of a state's word, or a truth; boxed, so that it is told from a text. */
function numberOf(cell: SourceCell, { type, states }: ImportTag, hasCommaDecimals: boolean): { readonly number: number } | null | typeof unreadable {
  if (typeof cell === 'number') return { number: cell };
  if (typeof cell === 'bigint') return { number: Number(cell) };
  if (typeof cell === 'boolean') return { number: cell ? 1 : 0 };
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  const plain = hasCommaDecimals && commaNumber.test(text) ? text.replace(',', '.') : text;
  const number = Number(plain);
  if (!Number.isNaN(number) && !/^[+-]?0[xob]/i.test(plain)) return { number };
  if (plain === 'NaN') return { number: Number.NaN };
  if (type === 'bool' && /^(true|false)$/i.test(text)) return { number: text.toLowerCase() === 'true' ? 1 : 0 };
  const state = states === null ? undefined : Object.entries(states).find(([, word]) => word.toLowerCase() === text.toLowerCase());
  return state === undefined ? unreadable : { number: Number(state[0]) };
}

function createBatchBuilder() {
  let capacity = 65_536;
  let tag = new Uint32Array(capacity);
  let timeMs = new Float64Array(capacity);
  let value = new Float64Array(capacity);
  let quality = new Uint32Array(capacity);
  let rows = 0;
  let texts: string[] = [];
  let at = new Map<string, number>();
  const grow = (): void => {
    capacity *= 2;
    const larger = { tag: new Uint32Array(capacity), timeMs: new Float64Array(capacity), value: new Float64Array(capacity), quality: new Uint32Array(capacity) };
    larger.tag.set(tag);
    larger.timeMs.set(timeMs);
    larger.value.set(value);
    larger.quality.set(quality);
    ({ tag, timeMs, value, quality } = larger);
  };
  return {
    get rows() {
      return rows;
    },
    textAt(text: string): number {
      let found = at.get(text);
      if (found === undefined) {
        found = texts.push(text) - 1;
        at.set(text, found);
      }
      return found;
    },
    push(ofTag: number, time: number, number: number, code: number): void {
      if (rows === capacity) grow();
      tag[rows] = ofTag;
      timeMs[rows] = time;
      value[rows] = number;
      quality[rows] = code;
      rows++;
    },
    take(): ImportBatch {
      const batch = { tag: tag.slice(0, rows), timeMs: timeMs.slice(0, rows), value: value.slice(0, rows), quality: quality.slice(0, rows), texts };
      rows = 0;
      texts = [];
      at = new Map();
      return batch;
    },
  };
}
