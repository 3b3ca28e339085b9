import { isBad, isGood } from '#shared/model/quality.ts';
import type { Cells, ExportedTag, Layout, SampleSlice } from './table.ts';
import { qualityName } from './quality-names.ts';

/** Texts known so far: slices bring new ones once. */
function textKeeper() {
  const known = new Map<number, string>();
  return (slice: SampleSlice): ReadonlyMap<number, string> => {
    for (const [at, text] of slice.texts) known.set(at, text);
    return known;
  };
}

/**
 * A row a sample: time, tag, value, name and number of its quality. A bad sample without a value has an empty cell; text
 * stands in the value's column, where a format needs one type a column in a column of its own.
 */
export function longLayout(tags: readonly ExportedTag[]): Layout {
  const ids = tags.map(({ id }) => id);
  const hasText = tags.some(({ isText }) => isText);
  const learn = textKeeper();
  const names: string[] = [];
  const nameAt = new Map<number, number>();
  return {
    columns: [
      { name: 'time', kind: 'time' },
      { name: 'tag', kind: 'words' },
      { name: 'value', kind: hasText ? 'mixed' : 'number' },
      { name: 'quality', kind: 'words' },
      { name: 'status', kind: 'status' },
    ],
    rows(slice) {
      const texts = learn(slice);
      const { tag, timeMs, value, quality } = slice;
      const rows = tag.length;
      const isThere = new Uint8Array(rows);
      const at = new Uint32Array(rows);
      const text: (string | null)[] = hasText ? new Array<string | null>(rows).fill(null) : [];
      for (let row = 0; row < rows; row++) {
        const code = quality[row] as number;
        let name = nameAt.get(code);
        if (name === undefined) {
          name = names.push(qualityName(code)) - 1;
          nameAt.set(code, name);
        }
        at[row] = name;
        const number = value[row] as number;
        const hasValue = !(Number.isNaN(number) && isBad(code));
        if (tags[tag[row] as number]?.isText === true) text[row] = hasValue ? (texts.get(number) ?? '') : null;
        else isThere[row] = hasValue ? 1 : 0;
      }
      const cells: Cells = hasText ? { kind: 'mixed', value, isThere, text } : { kind: 'number', value, isThere };
      return [{ kind: 'time', timeMs }, { kind: 'words', words: ids, at: tag }, cells, { kind: 'words', words: names, at }, { kind: 'status', status: quality }];
    },
  };
}

/** So many tags that are not good are named in a row; the others are counted. */
const namedInRow = 5;
export const notGoodColumn = 'not good';

/**
 * A row a time, a column a tag; a tag without a sample at that time has an empty cell. Where a tag has several samples at
 * one time each further one begins a row of the same time. A bad value is left out, so that it cannot be taken for a good
 * one; the last column says which tags of the row were not good, and why.
 */
export function wideLayout(tags: readonly ExportedTag[]): Layout {
  const learn = textKeeper();
  return {
    columns: [
      { name: 'time', kind: 'time' },
      ...tags.map(({ id, isText }) => ({ name: id, kind: isText ? ('text' as const) : ('number' as const) })),
      { name: notGoodColumn, kind: 'text' },
    ],
    rows(slice) {
      const texts = learn(slice);
      const { tag, timeMs, value, quality } = slice;
      const { rowOf, rows } = rowsOfTimes(slice, tags.length);
      const times = new Float64Array(rows);
      const notGood: (string | null)[] = new Array<string | null>(rows).fill(null);
      const notGoodCount = new Uint32Array(rows);
      const columns: Cells[] = tags.map(({ isText }) =>
        isText ? { kind: 'text', text: new Array<string | null>(rows).fill(null) } : { kind: 'number', value: new Float64Array(rows), isThere: new Uint8Array(rows) },
      );
      for (let at = 0; at < tag.length; at++) {
        const row = rowOf[at] as number;
        const column = columns[tag[at] as number] as Cells;
        const code = quality[at] as number;
        times[row] = timeMs[at] as number;
        if (!isGood(code)) {
          const count = (notGoodCount[row] as number) + 1;
          notGoodCount[row] = count;
          const before = notGood[row] ?? null;
          if (count <= namedInRow) notGood[row] = `${before === null ? '' : `${before}; `}${tags[tag[at] as number]?.id ?? ''} ${qualityName(code)}`;
        }
        if (isBad(code)) continue;
        if (column.kind === 'text') (column.text as (string | null)[])[row] = texts.get(value[at] as number) ?? '';
        else if (column.kind === 'number') {
          column.value[row] = value[at] as number;
          column.isThere[row] = 1;
        }
      }
      for (let row = 0; row < rows; row++) {
        const more = (notGoodCount[row] as number) - namedInRow;
        if (more > 0) notGood[row] = `${notGood[row] ?? ''}; and ${more} more`;
      }
      return [{ kind: 'time', timeMs: times }, ...columns, { kind: 'text', text: notGood }];
    },
  };
}

/** The row of each sample: a new one with each time, and with each further sample of a tag at the same time. */
function rowsOfTimes({ tag, timeMs }: SampleSlice, tags: number): { readonly rowOf: Uint32Array; readonly rows: number } {
  const rowOf = new Uint32Array(tag.length);
  /** The row after the last one in which a tag has a sample. */
  const nextRow = new Uint32Array(tags);
  let rows = 0;
  let first = 0;
  for (let at = 0; at < tag.length; at++) {
    if (at === 0 || timeMs[at] !== timeMs[at - 1]) first = rows;
    const row = Math.max(first, nextRow[tag[at] as number] as number);
    rowOf[at] = row;
    nextRow[tag[at] as number] = row + 1;
    rows = Math.max(rows, row + 1);
  }
  return { rowOf, rows };
}
