import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scene } from '../model/scene.ts';
import { shapes } from '../model/scene-shapes.ts';
import { mapOutlines } from './map-outlines.ts';
import { boundsOfPart, frameOf, liftOf, nozzleNames, nozzleOf } from './part-frame.ts';
import { boundsOfAssets, layOutScene } from './scene-layout.ts';

const scene = (more: object): Scene => Scene.parse({ id: 'test', title: 'Test', ...more });
const pumpAndTank = {
  parts: [
    { shape: 'tank', asset: 'TK-1', at: [0, 0, 0], size: [4, 4, 5] },
    { shape: 'pump', asset: 'P-1', at: [6, 0, 0], turn: 180 },
  ],
};

describe('parts', () => {
  it('fill the box they are given, however they are turned', () => {
    const [part] = scene({ parts: [{ shape: 'box', at: [10, 20, 1], turn: 90, size: [4, 2, 3] }] }).parts;
    if (part === undefined) throw new Error('no part');
    expect(boundsOfPart(frameOf(part))).toEqual([9, 18, 1, 11, 22, 4]);
  });

  it('of every shape have nozzles on or within their own box, in each quarter turn', () => {
    for (const shape of shapes) {
      for (const turn of [0, 90, 180, 270, -90]) {
        const [part] = scene({ parts: [{ shape, at: [3, -2, 1], turn }] }).parts;
        if (part === undefined) throw new Error('no part');
        const box = boundsOfPart(frameOf(part));
        for (const name of nozzleNames(part)) {
          const nozzle = nozzleOf(part, name);
          if (nozzle === null) throw new Error(`${shape}.${name}`);
          nozzle.at.forEach((one, axis) => {
            expect(one, `${shape}.${name}`).toBeGreaterThanOrEqual((box[axis] as number) - 1e-9);
            expect(one, `${shape}.${name}`).toBeLessThanOrEqual((box[axis + 3] as number) + 1e-9);
          });
          expect(Math.hypot(...nozzle.heading)).toBeCloseTo(1, 12);
        }
      }
    }
  });

  it('slope where they are conveyors: the box is higher, nozzles rise with the body, feet stay', () => {
    const laid = (more: object) => {
      const [part] = scene({ parts: [{ shape: 'belt-conveyor', at: [10, 0, 1], size: [8, 1, 1.3], legs: 0.8, ...more }] }).parts;
      if (part === undefined) throw new Error('no part');
      return { box: boundsOfPart(frameOf(part)), feed: nozzleOf(part, 'feed')?.at, discharge: nozzleOf(part, 'discharge')?.at };
    };
    const [level, up, down] = [laid({}), laid({ rise: 4 }), laid({ rise: -4 })];
    expect(level.box).toEqual([6, -0.5, 1, 14, 0.5, 2.3]);
    expect(up.box).toEqual([6, -0.5, 1, 14, 0.5, 6.3]);
    expect(down.box).toEqual(up.box);
    // The feed is at 6 hundredths of the length, the discharge at 98.
    const rises = (of: typeof up) => [(of.feed?.[2] ?? 0) - (level.feed?.[2] ?? 0), (of.discharge?.[2] ?? 0) - (level.discharge?.[2] ?? 0)];
    expect(rises(up)[0]).toBeCloseTo(0.06 * 4, 9);
    expect(rises(up)[1]).toBeCloseTo(0.98 * 4, 9);
    expect(rises(down)[0]).toBeCloseTo(0.94 * 4, 9);
    expect(rises(down)[1]).toBeCloseTo(0.02 * 4, 9);
    // Turned round it is the other way about; a tank stands level whatever it says.
    expect(laid({ rise: 4, turn: 180 }).discharge?.[0]).toBeCloseTo(6.16, 9);
    expect(laid({ shape: 'tank', rise: 4 }).box).toEqual(laid({ shape: 'tank' }).box);
    expect(liftOf(frameOf({ shape: 'conveyor', at: [0, 0, 0], turn: 0, size: [10, 1, 2], legs: 1, rise: 3 }), 5, 0)).toBe(0);
  });

  it('take a nozzle of their own before that of their shape', () => {
    const [part] = scene({ parts: [{ shape: 'tank', at: [1, 0, 0], nozzles: { out: { at: [0, 1, 2], out: 'north' } } }] }).parts;
    if (part === undefined) throw new Error('no part');
    expect(nozzleOf(part, 'out')).toEqual({ at: [1, 1, 2], heading: [0, 1, 0] });
    expect(nozzleOf(part, 'toString')).toBeNull();
  });
});

describe('a scene worked out', () => {
  it('has its pipes from nozzle to nozzle, and knows which parts they join', () => {
    const layout = layOutScene(scene({ ...pumpAndTank, pipes: [{ id: 'a', from: 'TK-1.out', to: 'P-1.in' }] }));
    expect(layout.faults).toEqual([]);
    expect(layout.pipes[0]?.points[0]).toEqual([2, 0, 0.4]);
    expect(layout.pipes[0]?.points.at(-1)).toEqual([5.25, 0, 0.36000000000000004]);
    expect(layout.pipes[0]).toMatchObject({ fromPart: 0, toPart: 1 });
    expect(boundsOfAssets(layout).get('TK-1')).toEqual([-2, -2, 0, 2, 2, 5]);
  });

  it('says which end of a pipe leads nowhere, and what nozzles there are', () => {
    const { pipes, faults } = layOutScene(scene({ ...pumpAndTank, pipes: [{ id: 'a', from: 'TK-2.out', to: 'P-1.in' }, { id: 'b', from: 'TK-1.out', to: 'P-1.suction' }, { id: 'c', from: [1, 1, 1], to: [1, 1, 1] }] }));
    expect(pipes).toEqual([]);
    expect(faults).toEqual([
      { at: ['pipes', 0, 'from'], message: 'pipe a: from: there is no part "TK-2" in this scene; the pipe is left out' },
      { at: ['pipes', 1, 'to'], message: 'pipe b: to: P-1 has no nozzle "suction"; it has in, out; the pipe is left out' },
      { at: ['pipes', 2], message: 'pipe c: it ends where it begins; the pipe is left out' },
    ]);
  });

  it('lies within its bounds, whatever stands in it', () => {
    const part = fc.record({ shape: fc.constantFrom(...shapes), at: fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 20 })), turn: fc.integer({ min: -360, max: 360 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 20 }), (parts) => {
        const layout = layOutScene(scene({ parts }));
        for (const { bounds } of layout.parts) {
          for (const axis of [0, 1, 2]) {
            expect(bounds[axis]).toBeGreaterThanOrEqual(layout.bounds[axis] as number);
            expect(bounds[axis + 3]).toBeLessThanOrEqual(layout.bounds[axis + 3] as number);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('from above is circles and rectangles, higher ones last, and pipes without their risers', () => {
    const { outlines, pipes } = mapOutlines(layOutScene(scene({ ...pumpAndTank, floors: [{ at: [-5, -5, 0], size: [20, 10] }], pipes: [{ id: 'a', from: 'TK-1.top', to: 'P-1.out' }, { id: 'riser', from: [9, 9, 0], to: [9, 9, 4] }] })));
    expect(outlines.map(({ kind, index, form }) => `${kind} ${index} ${form}`)).toEqual(['floor 0 polygon', 'part 1 polygon', 'part 0 circle']);
    expect(pipes.map(({ index, points }) => [index, points.length])).toEqual([[0, 2]]);
  });

  it('of 20,000 parts and 5,000 pipes is worked out without a quadratic search', () => {
    const parts = Array.from({ length: 20_000 }, (_, i) => ({ shape: 'pump', id: `P-${i}`, at: [i % 200, Math.floor(i / 200), 0] }));
    const pipes = Array.from({ length: 5000 }, (_, i) => ({ id: `L-${i}`, from: `P-${i}.out`, to: `P-${19_999 - i}.in` }));
    const layout = layOutScene(scene({ parts, pipes }));
    expect(layout.faults).toEqual([]);
    expect(layout.pipes).toHaveLength(5000);
  });
});
