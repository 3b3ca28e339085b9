import { expect, it } from 'vitest';
import { createKeptAnswers, keptAnswers } from './kept-answers.ts';

it('the newest answer of each subject is kept, and of too many subjects those asked about last', () => {
  const kept = createKeptAnswers(2);
  kept.keep('INC-0001', { value: 1, atMs: 10 });
  kept.keep('INC-0002', { value: 2, atMs: 20 });
  kept.keep('INC-0001', { value: 3, atMs: 30 });
  kept.keep('INC-0003', { value: 4, atMs: 40 });
  expect(['INC-0001', 'INC-0002', 'INC-0003'].map((subject) => kept.get(subject))).toEqual([{ value: 3, atMs: 30 }, undefined, { value: 4, atMs: 40 }]);
});

it('each line to an engine has its own', () => {
  const [one, other] = [{}, {}];
  keptAnswers(one).keep('list', { value: 1, atMs: 10 });
  expect([keptAnswers(one).get('list')?.value, keptAnswers(other).get('list')]).toEqual([1, undefined]);
});
