import fc from 'fast-check';
import { PerspectiveCamera, Vector3 } from 'three';
import { expect, it } from 'vitest';
import type { Bounds } from '#shared/scene/part-frame.ts';
import { fittingDistance } from './scene-camera.ts';

it('the eye stands where all of a box is in the picture, and no farther than that takes', () => {
  const size = fc.double({ min: 0.1, max: 200, noNaN: true });
  const box = fc.record({ wide: size, deep: size, high: size });
  const way = fc.record({ around: fc.double({ min: 0, max: 6.28, noNaN: true }), over: fc.double({ min: 0.35, max: 0.8, noNaN: true }) });
  fc.assert(
    fc.property(box, way, fc.double({ min: 0.5, max: 3, noNaN: true }), ({ wide, deep, high }, { around, over }, aspect) => {
      const bounds: Bounds = [10, 20, 0, 10 + wide, 20 + deep, high];
      const middle = new Vector3(10 + wide / 2, 20 + deep / 2, high / 2);
      const towards = new Vector3(Math.cos(around), Math.sin(around), over).normalize();
      const camera = new PerspectiveCamera(40, aspect, 0.01, 10_000);
      camera.up.set(0, 0, 1);
      const away = fittingDistance(bounds, towards, Math.tan((40 * Math.PI) / 360), aspect);
      camera.position.copy(middle).addScaledVector(towards, away);
      camera.lookAt(middle);
      camera.updateMatrixWorld();
      let widest = 0;
      for (const x of [bounds[0], bounds[3]]) for (const y of [bounds[1], bounds[4]]) for (const z of [bounds[2], bounds[5]]) {
        const seen = new Vector3(x, y, z).project(camera);
        widest = Math.max(widest, Math.abs(seen.x), Math.abs(seen.y));
      }
      expect(widest).toBeCloseTo(0.8, 5);
    }),
    { numRuns: 200 },
  );
});
