import { expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import type { RunbookStep } from '#shared/model/runbook.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { checksOf, stepNow } from './checks-now.ts';
import { createDirectoryIndex } from './directory-index.ts';

const directory = createDirectoryIndex(smallDirectory());
const first = directory.tag(0)?.id ?? '';
const step = (...expressions: readonly string[]): RunbookStep => ({
  id: 'one',
  line: 1,
  title: 'One',
  role: 'operate',
  timeMs: null,
  next: null,
  before: '',
  items: expressions.map((expression) => ({ kind: 'check', line: 2, expression, forMs: 0, text: '' })),
});

function standing(of: RunbookStep, value: number, quality: number) {
  const count = directory.directory.tags.length;
  return stepNow(checksOf(of, directory), { value: new Float64Array(count).fill(value), quality: new Uint32Array(count).fill(quality), timeMs: new Float64Array(count), text: () => '' });
}

it('a step of a suggested runbook passes on good data only, and what cannot be told is not passed', () => {
  const above = `{${first}} > 10`;
  expect(directory.tag(0)?.type).toBe('float');
  expect(standing(step(above), 11, Q.good)).toBe('passed');
  expect(standing(step(above), 9, Q.good)).toBe('failed');
  for (const quality of [0x8000_0000, 0x4000_0000, 0x8032_0000]) expect(standing(step(above), 11, quality)).toBe('unknown');
  // A check of a tag that is gone: not known, unless another one is surely not met.
  expect(standing(step(above, '{NO-SUCH-TAG} > 1'), 11, Q.good)).toBe('unknown');
  expect(standing(step('{NO-SUCH-TAG} > 1', above), 9, Q.good)).toBe('failed');
  expect(standing(step(), 11, Q.good)).toBe('pending');
});
