import type { CDPSession } from 'playwright';
import { type Bench, type Figure, median, percentile } from './bench.ts';
import { benchScene, overBench } from './plant3d/bench-scene.ts';
import { withPlantPages } from './plant3d/open-page.ts';
import type { Moving } from './plant3d/measures.ts';
import type { Plant3dPage } from './plant3d/plant3d-page.ts';

type Window = { readonly plant3dBench: Plant3dPage };
const size = { width: 1280, height: 720 };
const opened = 100;

/** The 3D scene where a processor draws it (SwiftShader), 1280 x 720: moving, at rest, told something, opened and closed. */
export const plant3d: Bench = async (pace) => {
  const [seconds, rounds] = pace === 'full' ? [6, 24] : [4, 16];
  const [few, many] = [benchScene(500), benchScene(5000)];
  return withPlantPages(async ({ open }) => {
    const moving = (scene: typeof few): Promise<Moving> =>
      open(size, async (page) => {
        await page.evaluate(([one, view]) => (globalThis as unknown as Window).plant3dBench.open(one as typeof scene, view as ReturnType<typeof overBench>), [scene, overBench(scene)] as const);
        return page.evaluate((count) => (globalThis as unknown as Window).plant3dBench.move(count), seconds);
      });
    const [small, large] = [await moving(few), await moving(many)];
    const rested = await open(size, async (page) => {
      await page.evaluate(([one, view]) => (globalThis as unknown as Window).plant3dBench.open(one as typeof many, view as ReturnType<typeof overBench>), [many, overBench(many)] as const);
      const idle = await page.evaluate((count) => (globalThis as unknown as Window).plant3dBench.idle(count), 3);
      const told = await page.evaluate((count) => (globalThis as unknown as Window).plant3dBench.overlay(count), rounds + 4);
      return { idle, told: told.slice(4) };
    });
    const growth = await open(size, async (page) => {
      const line = await page.context().newCDPSession(page);
      const run = (times: number) => page.evaluate(([scene, count]) => (globalThis as unknown as Window).plant3dBench.openAndClose(scene as typeof few, count as number), [benchScene(30), times] as const);
      const first = await run(10);
      const before = await heapMb(line);
      const after = await run(opened);
      const [begin, end] = [first.at(-1), after.at(-1)];
      if (begin === undefined || end === undefined) throw new Error('no scene was opened');
      return { heapMb: (await heapMb(line)) - before, held: end.geometries - begin.geometries + end.textures - begin.textures };
    });
    return [
      figure('plant3d.js_ms_per_frame_5000', median(large.js), 'ms'),
      figure('plant3d.draw_calls_5000', large.calls, ''),
      figure('plant3d.fps_500_parts', 1000 / median(small.gaps), 'frames/s'),
      figure('plant3d.fps_5000_parts', 1000 / median(large.gaps), 'frames/s'),
      figure('plant3d.resolution_5000_pct', large.resolution * 100, '%'),
      figure('plant3d.overlay_to_pixel_p95_ms', percentile(rested.told, 95), 'ms'),
      figure('plant3d.idle_frames_per_s', rested.idle, 'frames/s'),
      figure('plant3d.heap_growth_mb_100_scenes', growth.heapMb, 'MB'),
      figure('plant3d.gpu_objects_growth_100_scenes', growth.held, ''),
    ];
  });
};

const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit });

async function heapMb(line: CDPSession): Promise<number> {
  // Twice: what the first collection lets go of may hold something itself.
  for (let turn = 0; turn < 2; turn++) await line.send('HeapProfiler.collectGarbage');
  return (await line.send('Runtime.getHeapUsage')).usedSize / 1e6;
}
