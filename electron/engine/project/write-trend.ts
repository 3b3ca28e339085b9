import { dump } from 'js-yaml';
import type { Result } from '#shared/model/fault.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';
import { type EntryFile, removeEntryFile, writeEntryFile } from './write-entry-file.ts';

const fileOf = (id: TrendSet['id']): EntryFile => ({ folder: 'trends', id, noun: 'trend' });

/** Writes `trends/<id>.yaml`. */
export function writeTrend(dir: string, { id, ...rest }: TrendSet): Promise<Result<null, 'unwritable'>> {
  return writeEntryFile(dir, fileOf(id), dump({ id, ...rest }, { lineWidth: 120, noRefs: true, flowLevel: 2 }));
}

/** Removes the file of a saved trend. */
export function removeTrend(dir: string, id: TrendSet['id']): Promise<Result<null, 'not-found' | 'unwritable'>> {
  return removeEntryFile(dir, fileOf(id));
}
