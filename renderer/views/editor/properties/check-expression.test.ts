import { expect, it } from 'vitest';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import { Q } from '#shared/model/quality.ts';
import { checkExpression } from './check-expression.ts';

const directory = createDirectoryIndex(smallDirectory());
const columns = (value: readonly number[], quality: readonly number[] = []) => ({
  value: Float64Array.from(value),
  quality: Uint32Array.from(value, (_, at) => quality[at] ?? 0),
  timeMs: Float64Array.from(value, () => 1000),
  text: () => '',
});

it('says what an expression gives now, with the tag’s own decimals, unit and words', () => {
  expect(checkExpression('{FT-1}', 'text', directory).read?.(columns([42.25, 0, 1, 20, 40]))).toBe('now 42.3 m³/h');
  expect(checkExpression('{FT-1} > 40', 'visible', directory).read?.(columns([42, 0, 1, 20, 40]))).toBe('now true');
  expect(checkExpression('{FT-1} * 2', 'x', directory).read?.(columns([42, 0, 1, 20, 40]))).toBe('now 84.00');
});

it('a value that is not good is never shown as one', () => {
  const bad = columns([42, 0, 1, 20, 40], [Q.badNotConnected]);
  expect(checkExpression('{FT-1}', 'text', directory).read?.(bad)).not.toMatch(/42/);
  expect(checkExpression('{FT-1} * 2', 'x', directory).read?.(bad)).not.toMatch(/\d/);
});

it('says what is wrong with it, and where', () => {
  expect(checkExpression('{NO-1}', 'text', directory).problem).toMatch(/no tag "NO-1"/);
  expect(checkExpression('{FT-1} +', 'x', directory).problem).not.toBeNull();
  expect(checkExpression('{FT-1}', 'visible', directory).problem).toMatch(/true or false is expected/);
  expect(checkExpression('{FT-1} > 1', 'x', directory).problem).toMatch(/a number is expected/);
  expect(checkExpression(' ', 'x', directory).problem).not.toBeNull();
});

it('a template’s parameter is not held against it: its tag is known where the template stands', () => {
  expect(checkExpression('{$(pump).RUN}', 'visible', directory)).toEqual({ problem: null, inputs: [], read: null });
});
