import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Affine, around, compose, mapPoint, rotation, scaling, transformMap, translation } from './affine.ts';
import { type Box, type Draft, type Edited, openDraft } from './draft.ts';
import { geometryBox } from './geometry-box.ts';
import { group, ungroup } from './group.ts';
import { mapPath, pathPoints } from './path-data.ts';
import { resize } from './resize.ts';
import { flip, turn } from './turn.ts';

const whole = fc.integer({ min: -400, max: 400 });
const size = fc.integer({ min: 4, max: 300 });
const pair = fc.tuple(whole, whole);

/** Paths of every command, absolute and relative, with and without gaps. */
const command = fc.oneof(
  fc.tuple(fc.constantFrom('L', 'l', 'T', 't'), pair).map(([letter, [x, y]]) => `${letter}${x} ${y}`),
  fc.tuple(fc.constantFrom('H', 'h', 'V', 'v'), whole).map(([letter, x]) => `${letter}${x}`),
  fc
    .tuple(fc.constantFrom('C', 'c'), pair, pair, pair)
    .map(([letter, ...points]) => `${letter}${points.map(([x, y]) => `${x},${y}`).join(' ')}`),
  fc
    .tuple(fc.constantFrom('S', 's', 'Q', 'q'), pair, pair)
    .map(([letter, [a, b], [c, d]]) => `${letter}${a} ${b} ${c}${d < 0 ? '' : ' '}${d}`),
  fc
    .tuple(fc.constantFrom('A', 'a'), size, fc.constantFrom('00', '01', '0 1 ', '1,1,'), pair)
    .map(([letter, r, flags, [x, y]]) => `${letter}${r} ${r} 0 ${flags}${x} ${y}`),
  fc.constant('z'),
  fc.tuple(pair, pair).map(([[a, b], [c, d]]) => `M${a} ${b} ${c} ${d}`),
);
const path = fc
  .tuple(fc.constantFrom('M', 'm'), pair, fc.array(command, { maxLength: 8 }))
  .map(([letter, [x, y], commands]) => `${letter}${x} ${y}${commands.join('')}`);

const quarter = fc.constantFrom(0, 90, 180, 270, -90);
const upright = fc
  .tuple(quarter, fc.constantFrom(1, -1, 2, 0.5), fc.constantFrom(1, -1, 3), whole, whole)
  .map(([degrees, x, y, dx, dy]): Affine => compose(translation(dx, dy), compose(scaling(x, y), rotation(degrees))));

function draftOf(inside: string): Draft {
  const opened = openDraft(`<svg xmlns="http://www.w3.org/2000/svg">\n  ${inside}\n</svg>\n`);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.draft;
}
const done = (edited: Edited): Draft => {
  if (!edited.ok) throw new Error(edited.problem.message);
  return edited.change.draft;
};
const boxOf = (draft: Draft, ...path: readonly number[]): Box => geometryBox(draft, [path]) ?? { x: NaN, y: NaN, width: NaN, height: NaN };

function expectBox(actual: Box, expected: Box): void {
  for (const key of ['x', 'y', 'width', 'height'] as const) expect(Math.abs(actual[key] - expected[key])).toBeLessThan(0.06);
}

/** The bounds of a box under a map that keeps the axes. */
function mapBox(map: Affine, { x, y, width, height }: Box): Box {
  const [one, other] = [mapPoint(map, x, y), mapPoint(map, x + width, y + height)];
  return { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) };
}

const shape = fc.oneof(
  fc.tuple(whole, whole, size, size).map(([x, y, width, height]) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3"/>`),
  fc.tuple(whole, whole, size, size).map(([x, y, rx, ry]) => `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/>`),
  fc.tuple(whole, whole, size, size).map(([x, y, dx, dy]) => `<line x1="${x}" y1="${y}" x2="${x + dx}" y2="${y + dy}"/>`),
  fc.tuple(whole, whole, size, size).map(([x, y, dx, dy]) => `<polyline points="${x},${y} ${x + dx},${y} ${x + dx},${y + dy}"/>`),
  fc.tuple(whole, whole, size, size).map(([x, y, dx, dy]) => `<path d="M${x} ${y}h${dx}v${dy}" data-pivot="${x} ${y}"/>`),
  fc
    .tuple(whole, whole, size, size)
    .map(([x, y, dx, dy]) => `<g><path d="M${x} ${y}h${dx}v${dy}"/><rect x="${x}" y="${y}" width="4" height="4"/></g>`),
  fc.tuple(whole, whole, size, size).map(([x, y, dx, dy]) => `<g transform="translate(${x} ${y})"><path d="M0 0h${dx}v${dy}"/></g>`),
);
const frame = fc.constantFrom('', 'translate(10 -20)', 'rotate(90 5 5)', 'scale(2)', 'scale(-1 1)', 'translate(3 4) rotate(180)');

describe('geometry of edits', () => {
  it('gives a path the points that the map gives its points, whatever its commands and gaps', () => {
    fc.assert(
      fc.property(path, upright, (d, map) => {
        const mapped = mapPath(d, map);
        expect(mapped).not.toBeNull();
        const [before, after] = [pathPoints(d), pathPoints(mapped ?? '')];
        expect(after).toHaveLength(before.length);
        before.forEach(([x, y], at) => {
          const want = mapPoint(map, x, y);
          expect(Math.abs((after[at]?.[0] ?? NaN) - want.x)).toBeLessThan(0.1);
          expect(Math.abs((after[at]?.[1] ?? NaN) - want.y)).toBeLessThan(0.1);
        });
      }),
      { numRuns: 800 },
    );
  });

  it('gives what is no path back unchanged, as none', () => {
    for (const text of ['', 'L0 0', 'M0', 'M0 0X', 'M0 0A1 1 0 2 0 5 5'])
      expect(text === '' ? pathPoints(text) : mapPath(text, translation(1, 1))).toEqual(text === '' ? [] : null);
  });

  it('resizes a shape to the very box asked for, in whatever group it stands', () => {
    fc.assert(
      fc.property(shape, frame, whole, whole, size, size, (inside, transform, x, y, width, height) => {
        const draft = draftOf(transform === '' ? `<g>${inside}</g>` : `<g transform="${transform}">${inside}</g>`);
        const to = { x, y, width, height };
        expectBox(boxOf(done(resize(draft, [0, 0], boxOf(draft, 0, 0), to)), 0, 0), to);
      }),
      { numRuns: 500 },
    );
  });

  it('turns and mirrors a shape around a point of the drawing, in whatever group it stands', () => {
    fc.assert(
      fc.property(shape, frame, quarter, whole, whole, (inside, transform, degrees, x, y) => {
        const draft = draftOf(transform === '' ? `<g>${inside}</g>` : `<g transform="${transform}">${inside}</g>`);
        const before = boxOf(draft, 0, 0);
        expectBox(boxOf(done(turn(draft, [[0, 0]], degrees, { x, y })), 0, 0), mapBox(around(rotation(degrees), x, y), before));
        expectBox(boxOf(done(flip(draft, [[0, 0]], 'vertical', { x, y })), 0, 0), mapBox(around(scaling(1, -1), x, y), before));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a group apart without moving anything, whatever its transform', () => {
    const any = fc.constantFrom(
      'translate(10 -20)',
      'rotate(90 5 5)',
      'scale(2 3)',
      'scale(-1 1)',
      'matrix(0 1 -1 0 5 6)',
      'translate(3 4) rotate(180)',
    );
    fc.assert(
      fc.property(shape, any, (inside, transform) => {
        const draft = draftOf(`<g transform="${transform}">${inside}</g>`);
        expectBox(boxOf(done(ungroup(draft, [[0]])), 0), boxOf(draft, 0));
        const grouped = done(group(draft, [[0]]));
        expectBox(boxOf(grouped, 0), boxOf(draft, 0));
      }),
      { numRuns: 500 },
    );
  });

  it('moves the point a bound turn goes around with its shape', () => {
    const draft = draftOf('<path d="M0 0H10" data-pivot="5 0"/>');
    expect(done(flip(draft, [[0]], 'horizontal', { x: 20, y: 0 })).text).toContain('<path d="M40 0H30" data-pivot="35 0"/>');
  });

  it('reads transforms as SVG means them', () => {
    const at = (text: string, x: number, y: number) => mapPoint(transformMap(text) ?? translation(NaN, NaN), x, y);
    expect(at('translate(10) scale(2)', 1, 1)).toEqual({ x: 12, y: 2 });
    expect(at('rotate(90)', 1, 0)).toEqual({ x: 0, y: 1 });
    expect(at('rotate(180, 5, 5)', 0, 0)).toEqual({ x: 10, y: 10 });
    expect(at('matrix(1 2 3 4 5 6)', 1, 1)).toEqual({ x: 9, y: 12 });
    expect(transformMap('url(#a)')).toBeNull();
    expect(transformMap('translate(1 2) evil')).toBeNull();
  });
});
