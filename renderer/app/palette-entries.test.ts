import { describe, expect, it } from 'vitest';
import { Command } from 'lucide-react';
import { findEntries, type PaletteEntry } from './palette-entries.ts';

const entry = (code: string, text: string): PaletteEntry => ({ id: code, kind: 'tag', icon: Command, code, text, haystack: `${code} ${text} tag`.toLowerCase(), run: () => undefined });
const all = [entry('TT-2301', 'Suction temperature'), entry('PT-2312', 'Lube oil header pressure'), entry('PT-2311', 'Lube pump discharge pressure'), entry('XI-2312', 'Something PT-2312 related')];
const codes = (query: string): (string | undefined)[] => findEntries(all, query, 10).map(({ code }) => code);

describe('the palette', () => {
  it('puts what begins with the query before what only contains it', () => expect(codes('pt-2312')).toEqual(['PT-2312', 'XI-2312']));
  it('finds all words in any order', () => expect(codes('pressure lube')).toEqual(['PT-2312', 'PT-2311']));
  it('finds nothing rather than something else', () => expect(codes('boiler')).toEqual([]));
  it('gives no more than asked for', () => expect(findEntries(all, '2', 2)).toHaveLength(2));
});
