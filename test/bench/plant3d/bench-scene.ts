import { Scene } from '#shared/model/scene.ts';
import type { Shape } from '#shared/model/scene-shapes.ts';

// What a plant is mostly made of: pumps and valves, some vessels, few large tanks.
const usual: readonly Shape[] = ['pump', 'valve', 'control-valve', 'motor', 'vessel', 'pump', 'instrument', 'filter', 'valve', 'exchanger', 'pump', 'control-valve', 'tank', 'vertical-pump', 'drum', 'valve', 'cabinet', 'fan', 'hopper', 'column'];
const pitchM = 6;

/** A plant of so many parts, each bound to an asset of its own, a pipe between every tenth and the next, on one floor. */
export function benchScene(parts: number): Scene {
  const columns = Math.ceil(Math.sqrt(parts));
  const rows = Math.ceil(parts / columns);
  const all = Array.from({ length: parts }, (_, i) => {
    const shape = usual[(i * 7) % usual.length] as Shape;
    const holds = shape === 'tank' || shape === 'vessel' || shape === 'drum';
    return {
      shape,
      asset: `A-${i}`,
      at: [(i % columns) * pitchM + 3, Math.floor(i / columns) * pitchM + 3, 0.1] as const,
      turn: (i % 4) * 90,
      ...(holds ? { level: `LT-${i}` } : {}),
    };
  });
  const pipes = Array.from({ length: Math.floor(parts / 10) }, (_, i) => {
    const [x, y] = [((i * 10) % columns) * pitchM + 3, Math.floor((i * 10) / columns) * pitchM + 5.4];
    return { id: `pipe-${i}`, diameter: 0.2, from: [x, y, 1.2], via: [{ up: 3 }, { east: Math.min(x + 14, columns * pitchM) }], to: [Math.min(x + 14, columns * pitchM), y, 1] };
  });
  return Scene.parse({ id: 'bench', title: `Plant of ${parts} parts`, floors: [{ at: [0, 0, 0.1], size: [columns * pitchM, rows * pitchM] }], parts: all, pipes });
}

/** Where the eye stands over it: most of the plant is in sight. */
export function overBench(scene: Scene): { eye: [number, number, number]; target: [number, number, number] } {
  const [wide = 0, deep = 0] = scene.floors[0]?.size ?? [];
  return { eye: [wide * 0.35, -deep * 0.35, wide * 0.35], target: [wide / 2, deep * 0.42, 0] };
}
