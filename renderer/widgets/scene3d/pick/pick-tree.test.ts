import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Scene } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { buildHull } from '../hull/build-hull.ts';
import { entitiesOf } from '../scene-entity.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SectionPlane } from '../scene-handle.ts';
import { pickHull } from '../stage/pick-hull.ts';
import { buildPickTree, createTreePick } from './pick-tree.ts';

const layout = layOutScene(
  Scene.parse({
    id: 'test',
    title: 'Test',
    floors: [{ at: [-5, -5, 0], size: [30, 20] }],
    parts: (['pump', 'tank', 'valve', 'vessel', 'motor', 'drum', 'exchanger', 'cabinet'] as const).map((shape, i) => ({ shape, asset: `A-${i}`, at: [(i % 4) * 5, Math.floor(i / 4) * 6, 0.1], turn: i * 30 })),
  }),
);
const hull = buildHull(layout, []);
const boundsOf = entitiesOf(layout, []).map(({ bounds }) => bounds);
const byTree = createTreePick(hull, buildPickTree(hull));

it('a pick by the tree is the same as one that looks at everything, isolated and cut as well', () => {
  const hundredths = fc.integer({ min: -100, max: 100 });
  let [hits, misses] = [0, 0];
  fc.assert(
    // Towards one of the parts, from the south and above, passing it by at times.
    fc.property(fc.nat(7), hundredths, hundredths, hundredths, fc.constantFrom<SectionPlane | null>(null, { normal: [0, -1, 0], offset: -1 }), fc.nat(255), (part, west, off, up, section, kept) => {
      const [x0, y0, z0, x1, y1, z1] = boundsOf[part] as Bounds;
      const from = [west * 0.2 + 8, -14, 3 + up * 0.02] as const;
      const [dx, dy, dz] = [(x0 + x1) / 2 + (off / 100) * (x1 - x0) - from[0], (y0 + y1) / 2 - from[1], (z0 + z1) / 2 + (up / 100) * (z1 - z0) - from[2]];
      const long = Math.hypot(dx, dy, dz);
      const ray = { from: [...from], along: [dx / long, dy / long, dz / long] } as const;
      const limits = { isShown: (entity: number) => kept === 0 || (entity < 8 && (kept >> entity) % 2 === 1), section };
      const sought = pickHull(hull, boundsOf, { from: [...ray.from], along: [...ray.along] }, { ...limits, moves: null });
      const found = byTree({ from: [...ray.from], along: [...ray.along] }, limits);
      if (sought?.entity == null) misses++;
      else hits++;
      expect(found === null).toBe(sought === null);
      // Where two surfaces lie in one another either may be named; the place is the same.
      sought?.at.forEach((metres, axis) => expect(found?.at[axis]).toBeCloseTo(metres, 3));
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(hits).toBeGreaterThan(50);
  expect(misses).toBeGreaterThan(50);
});
