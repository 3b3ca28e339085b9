import { describe, expect, it } from 'vitest';
import { Scene } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { createFlowArrows, rankOf } from './flow-arrows.ts';

const lengths = [40, 40, 3];
const scene = Scene.parse({ id: 's', title: 'S', pipes: lengths.map((length, at) => ({ id: `p${at}`, from: [0, at * 3, 1], to: [length, at * 3, 1] })) });

/** How many arrows each pipe keeps once they were halved so often. */
function left(flows: readonly number[], halvings: number): readonly number[] {
  const arrows = createFlowArrows(layOutScene(scene));
  arrows.set(Float32Array.from(flows));
  const { geometry } = arrows;
  const kept = lengths.map(() => 0);
  for (let i = 0; i < geometry.instanceCount; i++) {
    const pipe = geometry.getAttribute('owner').getX(i);
    if (geometry.getAttribute('rank').getX(i) >= halvings) kept[pipe] = (kept[pipe] ?? 0) + 1;
  }
  arrows.dispose();
  return kept;
}

describe('arrows of flow', () => {
  it('stand closer where it flows faster, and stay so when every other one is left out from afar', () => {
    for (const halvings of [0, 1, 2]) {
      const [fast = 0, slow = 0] = left([1, 0.2, 0], halvings);
      expect(fast).toBeGreaterThan(slow);
      expect(slow).toBeGreaterThanOrEqual(1);
    }
    const [all = 0, half = 0] = [left([1, 0, 0], 0)[0], left([1, 0, 0], 1)[0]];
    expect(Math.abs(half - all / 2)).toBeLessThanOrEqual(1);
  });

  it('leave one on each pipe in which something flows, however far the eye is, and none where nothing does', () => {
    expect(left([1, -0.5, 0.3], 9)).toEqual([1, 1, 1]);
    expect(left([0, Number.NaN, 1], 0).slice(0, 2)).toEqual([0, 0]);
  });

  it('go one by one to both sides of the middle', () => expect([-4, -3, -2, -1, 0, 1, 2, 3, 4].map((at) => rankOf(Math.abs(at)))).toEqual([2, 0, 1, 0, 9, 0, 1, 0, 2]));
});
