import type { CDPSession } from 'playwright';
import { type Bench, type Figure, median, percentile } from './bench.ts';
import type { GraphicsBenchPage } from './graphics/graphics-page.ts';
import { type DrawnFrame, drawnFrames } from './graphics/drawn-frames.ts';
import { withGraphicsPages } from './graphics/open-page.ts';

type Window = { readonly graphicsBench: GraphicsBenchPage };

/** One in twenty of the changed values changes its quality as well: far more than any plant does. */
const stateShare = 0.05;
/** A console shows a screen for hours: both sides are measured once their code is compiled. */
const warmRounds = 40;
const opened = 200;

/** Process graphics: what a changed value costs until it is on the screen, and what a screen costs. */
export const graphics: Bench = async (pace) => {
  const [rounds, seconds, changes] = pace === 'full' ? [24, 8, 12] : [14, 5, 8];
  return withGraphicsPages(async ({ open }) => {
    const painted = await open('whole', (page) =>
      drawnFrames(page, () => page.evaluate(([count, share]) => (globalThis as unknown as Window).graphicsBench.paint(count as number, share as number), [rounds + warmRounds, stateShare])),
    );
    const plain = await open('whole', (page) => drawnFrames(page, () => page.evaluate((count) => (globalThis as unknown as Window).graphicsBench.plain(count), rounds + warmRounds)));
    const changed = await open('whole', (page) => drawnFrames(page, () => page.evaluate((count) => (globalThis as unknown as Window).graphicsBench.change(count), changes + 2)));
    const flow = await open('live', (page) => page.evaluate((count) => (globalThis as unknown as Window).graphicsBench.flow(count), seconds));
    if (flow.perS < 9900) throw new Error(`only ${Math.round(flow.perS)} changes a second came in`);
    const growth = await open('live', async (page) => {
      const line = await page.context().newCDPSession(page);
      const run = (count: number): Promise<void> => page.evaluate((screens) => (globalThis as unknown as Window).graphicsBench.openAndClose(screens), count);
      // Caches of the browser and of compiled code fill first.
      await run(20);
      const before = await heapMb(line);
      await run(opened);
      return (await heapMb(line)) - before;
    });
    const warm = (times: readonly number[]): number => median(times.slice(warmRounds));
    const of = (name: string, { frames }: { readonly frames: readonly DrawnFrame[] }, until: 'paintedMs' | 'drawnMs' = 'paintedMs'): readonly number[] => frames.flatMap((one) => (one.name === name ? [one[until]] : []));
    const [ours, react] = [warm(of('ours', painted)), warm(of('react', painted))];
    return [
      figure('graphics.paint_ms_per_1000', ours, 'ms'),
      figure('graphics.paint_vs_react', ours / react, 'x'),
      figure('graphics.paint_react_ms_per_1000', react, 'ms'),
      figure('graphics.plain_canvas_ms_per_1000', warm(of('plain', plain)) / 2, 'ms'),
      figure('graphics.paint_drawn_ms_per_1000', warm(of('ours', painted, 'drawnMs')), 'ms'),
      figure('graphics.js_ms_per_1000', warm(painted.result), 'ms'),
      figure('graphics.frame_p95_ms_10k_changes', percentile(flow.gaps, 95), 'ms'),
      figure('graphics.screen_change_ms_500', median(of('change', changed).slice(2)), 'ms'),
      figure('graphics.heap_growth_mb_200_screens', growth, 'MB'),
    ];
  });
};

const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit });

async function heapMb(line: CDPSession): Promise<number> {
  // Twice: what the first collection lets go of may hold something itself.
  for (let turn = 0; turn < 2; turn++) await line.send('HeapProfiler.collectGarbage');
  return (await line.send('Runtime.getHeapUsage')).usedSize / 1e6;
}
