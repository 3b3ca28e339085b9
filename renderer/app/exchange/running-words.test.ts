import { expect, it } from 'vitest';
import type { Job } from '#shared/contract/exchange.ts';
import { runningWords } from './running-words.ts';

const job = (rest: Partial<Job>): Job => ({ id: 'j', kind: 'export', title: '', user: '', state: 'running', progress: 0.426, leftMs: 72_000, startedMs: 0, sentence: '', file: null, ...rest });
const words = (...jobs: readonly Job[]): string | null => runningWords(jobs, (ms) => `${ms / 1000} s`);

it('the status bar tells how far a running job is, and nothing of ended ones', () => {
  expect(words()).toBeNull();
  expect(words(job({ state: 'done' }), job({ state: 'failed' }))).toBeNull();
  expect(words(job({}), job({ state: 'done' }))).toBe('Export 42 %, 72 s left');
  expect(words(job({ kind: 'recording', progress: null, leftMs: null }))).toBe('Recording running');
  expect(words(job({ kind: 'import', state: 'waiting' }))).toBe('Import waiting');
  expect(words(job({}), job({ state: 'waiting' }))).toBe('2 jobs running');
});
