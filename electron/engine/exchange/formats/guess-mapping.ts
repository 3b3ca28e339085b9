import type { ImportMapping } from '#shared/contract/exchange.ts';
import { notGoodColumn } from './layouts.ts';
import { readIsoTime } from './time-text.ts';

export type Look = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: ImportMapping;
  readonly unknown: readonly string[];
};

const mostUnknown = 200;
const shortName = (name: string): string => name.slice(0, 200);
const isCalled = (name: string, words: readonly string[]): boolean => words.includes(name.toLowerCase().replace(/\s*\(.*\)$/, ''));

/**
 * The mapping that fits a table as far as its heading and first rows tell, and the names in those rows that are no tag of the
 * project. `typedTimes` are columns that the file itself declares as times, which come as UTC epoch ms.
 */
export function guessMapping(columns: readonly string[], rows: readonly (readonly string[])[], typedTimes: readonly string[], isTag: (name: string) => boolean): Pick<Look, 'mapping' | 'unknown'> {
  const filled = (at: number): string[] => rows.map((row) => row[at] ?? '').filter((cell) => cell !== '');
  const timeAt = timeColumn(columns, typedTimes, filled);
  const timeForm = typedTimes.includes(columns[timeAt] ?? '') ? 'epoch-ms' : formOf(filled(timeAt));
  const called = (words: readonly string[]): number => columns.findIndex((name, at) => at !== timeAt && !isTag(name) && isCalled(name, words));
  const share = (at: number): number => {
    const cells = filled(at);
    return cells.length === 0 ? 0 : cells.filter(isTag).length / cells.length;
  };
  const others = columns.map((_name, at) => at).filter((at) => at !== timeAt);
  const namedTag = called(['tag', 'tagname', 'tag name', 'name', 'point', 'signal', 'variable', 'item']);
  const tagAt = others.toSorted((a, b) => share(b) - share(a)).find((at) => share(at) > 0) ?? namedTag;
  const valueAt = called(['value', 'val', 'wert', 'valor', 'valeur', 'reading']);
  const isLong = tagAt >= 0 && !columns.some((name, at) => at !== timeAt && isTag(name)) && (valueAt >= 0 || others.length <= 3);
  const statusAt = called(['status', 'statuscode', 'status code']);
  const qualityAt = statusAt >= 0 ? statusAt : called(['quality', 'qualität', 'calidad']);
  const time = { timeColumn: shortName(columns[timeAt] ?? ''), timeForm } as const;
  if (!isLong) {
    const names = columns.filter((name, at) => at !== timeAt && name !== notGoodColumn);
    return { mapping: { layout: 'wide', ...time, rename: {} }, unknown: names.filter((name) => !isTag(name)).slice(0, mostUnknown).map(shortName) };
  }
  const value = valueAt >= 0 ? valueAt : (others.find((at) => at !== tagAt && at !== qualityAt) ?? 0);
  return {
    mapping: {
      layout: 'long',
      ...time,
      tagColumn: shortName(columns[tagAt] ?? ''),
      valueColumn: shortName(columns[value] ?? ''),
      ...(qualityAt < 0 ? {} : { qualityColumn: shortName(columns[qualityAt] ?? '') }),
      rename: {},
    },
    unknown: [...new Set(filled(tagAt))].filter((name) => !isTag(name)).slice(0, mostUnknown).map(shortName),
  };
}

/** The column with times: of that type, else the one whose cells are all times, else the one called so, else the first. */
function timeColumn(columns: readonly string[], typed: readonly string[], filled: (at: number) => readonly string[]): number {
  const ofType = columns.findIndex((name) => typed.includes(name));
  if (ofType >= 0) return ofType;
  const called = columns.findIndex((name) => isCalled(name, ['time', 'timestamp', 'datetime', 'date', 'date time', 'zeit', 'zeitstempel', 'fecha', 't', 'ts']));
  const allTimes = (at: number): boolean => {
    const cells = filled(at);
    return cells.length > 0 && cells.every((cell) => !Number.isNaN(readIsoTime(cell)));
  };
  if (called >= 0) return called;
  return Math.max(0, columns.findIndex((_name, at) => allTimes(at)));
}

/** Seconds since 1970 reach eleven digits in the year 5138; milliseconds had as many in 1973. */
function formOf(cells: readonly string[]): ImportMapping['timeForm'] {
  const [first] = cells;
  if (first === undefined || !Number.isFinite(Number(first))) return 'iso';
  return Math.abs(Number(first)) >= 1e11 ? 'epoch-ms' : 'epoch-s';
}
