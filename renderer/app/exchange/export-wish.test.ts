import { describe, expect, it } from 'vitest';
import type { TagDefinition } from '#shared/model/tag.ts';
import { exportRequest, type ExportWish, namesIn, rowsText } from './export-wish.ts';
import { fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { bytesText } from './bytes-text.ts';

const known = new Set(['PT-1', 'PT-2', 'FIC-101.PV']);
const directory = { tagById: (id: string) => (known.has(id) ? ({ id } as unknown as TagDefinition) : undefined) };
const wish = (rest: Partial<ExportWish> = {}): ExportWish => ({ tags: 'PT-1, PT-2', fromMs: 0, toMs: 3_600_000, format: 'csv', content: 'raw', intervalMs: 60_000, aggregate: 'Average', layout: 'long', ...rest });
const refusal = (rest: Partial<ExportWish>): string => {
  const answer = exportRequest(wish(rest), directory);
  return 'refusal' in answer ? answer.refusal : '';
};
const request = (rest: Partial<ExportWish>) => {
  const answer = exportRequest(wish(rest), directory);
  if ('refusal' in answer) throw new Error(answer.refusal);
  return answer.request;
};

describe('an export', () => {
  it('takes tags as people list them, each once', () => {
    expect(namesIn(' PT-1,\n PT-2;PT-1\tFIC-101.PV ')).toEqual(['PT-1', 'PT-2', 'FIC-101.PV']);
    expect(request({ tags: 'PT-2\nPT-1 PT-2' }).tags).toEqual(['PT-2', 'PT-1']);
  });
  it('is refused with what is wrong', () => {
    expect(refusal({ tags: '' })).toBe('Name at least one tag.');
    expect(refusal({ tags: 'PT-1 PT-9' })).toBe('The project has no tag PT-9.');
    expect(refusal({ tags: 'a b c d e' })).toBe('The project has no tag a, b, c and 2 more of this list.');
    expect(refusal({ toMs: 0 })).toBe('The end must be after the beginning.');
    expect(refusal({ toMs: Number.NaN })).toBe('The end must be after the beginning.');
    expect(refusal({ content: 'interval', intervalMs: 0 })).toBe('The interval must be longer than 0.');
  });
  it('says how many rows it will have', () => {
    expect(rowsText(request({}), { samples: 7200, isExact: true })).toBe('7\u2009200 rows');
    expect(rowsText(request({ layout: 'wide' }), { samples: 7200, isExact: false })).toBe('About up to 7\u2009200 rows, one for each time');
    expect(rowsText(request({}), null)).toBe('Counting samples');
    expect(rowsText(request({ content: 'interval' }), null)).toBe('120 rows');
    expect(rowsText(request({ content: 'interval', layout: 'wide' }), null)).toBe('60 rows');
    expect(rowsText(request({ format: 'xlsx' }), { samples: 2_000_000, isExact: true })).toMatch(/more than a sheet holds/);
  });
});

it('times go into an input of local time and come back to the second', () => {
  const ms = new Date(2026, 10, 18, 14, 5, 9).getTime();
  expect(toLocalInput(ms)).toBe('2026-11-18T14:05:09');
  expect(fromLocalInput('2026-11-18T14:05:09')).toBe(ms);
  expect(fromLocalInput('')).toBeNaN();
});
it('sizes are told in words', () => expect([812, 1400, 25_000_000, 4_200_000_000].map(bytesText)).toEqual(['812 B', '1.4 kB', '25 MB', '4.2 GB']));
