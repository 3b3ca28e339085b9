import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../allow-list.ts';
import { parseScreen } from '../parse-screen.ts';
import { strangersIn } from './strangers.ts';
import { screenOf } from './trick.ts';
import { tricks } from './tricks.ts';

// Small ones: a mutant of a megabyte says no more than one of a kilobyte.
const seeds = [
  ...tricks.filter(({ svg }) => svg.length < 2000).map(({ svg }) => svg),
  screenOf('<g data-symbol="table" data-width="350"><g data-tag="TT-1" data-label="DE"/></g><text class="note" x="1" y="2" data-bind-text="{A} * 2" data-words="0:off 1:on">x</text>'),
  screenOf('<g data-template="pair" data-with-pump="P-1" transform="translate(1 2)"/><g data-popup="p" data-with-x="$(y)" data-layer="L" data-role="engineer" data-detail="2"/>'),
];
const templates = new Map([['pair', screenOf('<g data-symbol="pump" data-asset="$(pump)A"/><g data-template="pair"/>')]]);
const pieces = [
  '<', '>', '/>', '</', '"', "'", '=', '&', ';', '&#', '&lt;', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!', ']', '[', '$(', ')', '{', '}', ':',
  '<script>', '</script>', '<g>', '</g>', '<rect ', 'onclick="x"', 'href="javascript:x"', 'xmlns="x"', 'data-bind-', 'data-with-', 'data-template="pair"', 'data-symbol="x"', 'transform="',
  'translate(', 'M0 0', '1e99', 'NaN', '-', '.', 'e', '\u202e', '\0', '\ud800', '\ufeff', ' ', '\n', '9'.repeat(400), 'url(x)', 'class="', '</svg>', '<svg ',
]; // prettier-ignore

type Edit = { readonly at: number; readonly drop: number; readonly put: string };
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat({ max: 12 }), put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 }), fc.constant('')) });
const mutate = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((from, { at, drop, put }) => {
    const place = Math.floor(at * from.length);
    return from.slice(0, place) + put + from.slice(place + drop);
  }, text);

describe('mutants of hostile screens', () => {
  it('never throw, and whatever is read of them is on the allow-list', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
        const text = mutate(seed, edits);
        const result = parseScreen(text, { templates, parameters: { y: 'z' } });
        if (!result.ok) {
          expect(result.problem.message.length).toBeGreaterThan(10);
          return;
        }
        expect(strangersIn(result.screen)).toEqual([]);
        expect(result.screen.work).toBeLessThanOrEqual(text.length * 2 + limits.work);
      }),
      { numRuns: 4000 },
    );
  });

  it('of two screens spliced together are read or refused, never thrown', () => {
    const half = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.constantFrom(...seeds), half, half, (a, b, x, y) => {
        const result = parseScreen(a.slice(0, Math.floor(a.length * x)) + b.slice(Math.floor(b.length * y)), { templates });
        if (result.ok) expect(strangersIn(result.screen)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('as templates of a good screen never bring anything in that is not on the allow-list', () => {
    const good = screenOf('<g data-template="m" data-with-a="P-1"/><g data-template="m" data-with-a="P-2"/>');
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 4 }), (seed, edits) => {
        const result = parseScreen(good, { templates: new Map([...templates, ['m', mutate(seed, edits)]]) });
        if (!result.ok) throw new Error('the good screen must be read whatever its template is');
        expect(strangersIn(result.screen)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});
