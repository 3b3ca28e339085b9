import { expect, it } from 'vitest';
import { findParts } from './find-parts.ts';

const part = (label: string, name: string) => ({ label, name, element: null as unknown as Element, asset: null, tag: label });
const parts = [part('P-201A', 'Feed pump'), part('FT-2011', 'Feed flow to P-201A'), part('LT-201', 'Tank level'), part('TT-2012', 'Feed temperature')];
const found = (text: string): readonly string[] => findParts(parts, text).map(({ label }) => label);

it('parts are found by id and by words, whole ids before parts of them, ids before names', () => {
  expect(found('p-201')).toEqual(['P-201A', 'FT-2011']);
  expect(found('201')).toEqual(['P-201A', 'FT-2011', 'LT-201', 'TT-2012']);
  expect(found('feed flow')).toEqual(['FT-2011']);
  expect(found('flow feed')).toEqual(['FT-2011']);
});

it('nothing is found for no text, nor for what is not there', () => {
  expect(found('   ')).toEqual([]);
  expect(found('boiler')).toEqual([]);
});
