import { expect, it } from 'vitest';
import { findByWords } from './find-words.ts';

const items = [
  { id: 'LT-2012', name: 'Feed tank level' },
  { id: 'FT-2011', name: 'Feed flow' },
  { id: 'FT-201', name: 'Other flow' },
  { id: 'P-201A', name: 'Feed pump A' },
];

it('the id itself comes first, then ids that begin so, then names that hold every word', () => {
  expect(findByWords(items, 'ft-201', 9).map(({ id }) => id)).toEqual(['FT-201', 'FT-2011']);
  expect(findByWords(items, 'level feed', 9).map(({ id }) => id)).toEqual(['LT-2012']);
  expect(findByWords(items, '201', 9).map(({ id }) => id)).toEqual(['LT-2012', 'FT-2011', 'FT-201', 'P-201A']);
  expect(findByWords(items, '  ', 2)).toHaveLength(2);
  expect(findByWords(items, 'xyz', 9)).toEqual([]);
});
