import { expect, it } from 'vitest';
import type { ImportMapping } from '#shared/contract/exchange.ts';
import { completeMapping, mappingProblem, renameProblem, unknownCounts, withColumn } from './import-mapping.ts';

const columns = ['time', 'tag', 'value', 'quality'];
const long: ImportMapping = { layout: 'long', timeColumn: 'time', timeForm: 'iso', tagColumn: 'tag', valueColumn: 'value', rename: {} };

it('a mapping names what is missing', () => {
  expect(mappingProblem(long, columns)).toBeNull();
  expect(mappingProblem({ ...long, timeColumn: 'when' }, columns)).toBe('Choose the column that holds the times.');
  expect(mappingProblem(withColumn(long, 'tagColumn', ''), columns)).toBe('Choose the column that holds the tags.');
  expect(mappingProblem(withColumn(long, 'valueColumn', 'nowhere'), columns)).toBe('Choose the column that holds the values.');
  expect(mappingProblem({ ...long, qualityColumn: 'value' }, columns)).toBe('Each column can mean one thing only.');
  expect(mappingProblem({ layout: 'wide', timeColumn: 'time', timeForm: 'iso', rename: {} }, ['time'])).toBe('Besides the times the file has no column.');
  expect(mappingProblem({ layout: 'wide', timeColumn: 'time', timeForm: 'iso', rename: {} }, columns)).toBeNull();
});
it('says of every unknown name what becomes of it', () => {
  const mapping = { ...long, rename: { FOO: 'PT-1', BAR: '' } };
  expect(unknownCounts(['FOO', 'BAR', 'BAZ'], mapping)).toEqual({ renamed: 1, leftOut: 2 });
  expect(completeMapping(['FOO', 'BAR', 'BAZ'], mapping).rename).toEqual({ FOO: 'PT-1', BAR: '', BAZ: '' });
});
it('a name may be given only to a tag of the project', () => {
  const isTag = (name: string): boolean => name === 'PT-1';
  expect(renameProblem(['FOO', 'BAR'], { ...long, rename: { FOO: 'PT-1', BAR: '' } }, isTag)).toBeNull();
  expect(renameProblem(['FOO', 'BAR'], { ...long, rename: { FOO: 'PT-1', BAR: 'NOPE' } }, isTag)).toBe('The project has no tag NOPE.');
});
it('a column can be taken away again', () => {
  expect(withColumn({ ...long, qualityColumn: 'quality' }, 'qualityColumn', '')).toEqual(long);
  expect(withColumn(long, 'qualityColumn', 'quality')).toEqual({ ...long, qualityColumn: 'quality' });
});
