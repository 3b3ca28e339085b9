import type { CDPSession, Page } from 'playwright';
import { type Bench, type Figure, median } from './bench.ts';
import { type LongestTasks, longestTasks } from './trend/main-thread.ts';
import type { LiveBenchPage, LiveRun, PanZoom } from './trend/live-page.ts';
import { withTrendPage } from './trend/open-page.ts';

type Window = { readonly trendLive: LiveBenchPage };
type Measured = { readonly fps: number; readonly mainPct: number; readonly allocatedKbPerFrame: number };

const warmMs = 1500;

/** The trend on live samples in real Chromium, and through pans and zooms from a year to 10 ms. */
export const trendLive: Bench = async (pace) => {
  const [runMs, scripts] = pace === 'full' ? [5000, 3] : [2500, 1];
  return withTrendPage('live-page.html', 'trendLive', async (page) => {
    const line = await page.context().newCDPSession(page);
    await line.send('Performance.enable', { timeDomain: 'threadTicks' });
    const many = await live(page, line, [24, 100, 60_000], runMs);
    const near = await live(page, line, [1, 10_000, 2000], runMs);
    const wide = await live(page, line, [1, 10_000, 60_000], runMs);
    // Looked at picture by picture first, then timed without looking.
    assertSeen(await page.evaluate(() => (globalThis as unknown as Window).trendLive.panZoom(true)));
    const longest: LongestTasks[] = [];
    for (let at = 0; at < scripts; at++) {
      longest.push(
        await longestTasks(page, async () => {
          assertSeen(await page.evaluate(() => (globalThis as unknown as Window).trendLive.panZoom(false)));
        }),
      );
    }
    return [
      figure('trend.live_24x100hz_fps', many.fps, '/s'),
      figure('trend.live_24x100hz_js_pct', many.mainPct, '%'),
      figure('trend.live_24x100hz_heap_kb_per_frame', many.allocatedKbPerFrame, 'kB'),
      figure('trend.live_10khz_fps', near.fps, '/s'),
      figure('trend.live_10khz_60s_fps', wide.fps, '/s'),
      figure('trend.pan_zoom_longest_task_ms', median(longest.map(({ wallMs }) => wallMs)), 'ms'),
      figure('trend.pan_zoom_longest_task_cpu_ms', median(longest.map(({ cpuMs }) => cpuMs)), 'ms'),
    ];
  });
};

const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit });

async function live(page: Page, line: CDPSession, [pens, rateHz, spanMs]: readonly [number, number, number], runMs: number): Promise<Measured> {
  const run = (ms: number): Promise<LiveRun> => page.evaluate((forMs) => (globalThis as unknown as Window).trendLive.run(forMs), ms);
  await page.evaluate(([count, rate, span]) => (globalThis as unknown as Window).trendLive.start(count, rate, span), [pens, rateHz, spanMs] as const);
  await run(warmMs);
  const before = await taskSeconds(line);
  const found = await run(runMs);
  const mainPct = ((await taskSeconds(line)) - before) / (found.ms / 100_000);
  // Apart from the figures above: sampling costs time of its own.
  const allocated = await allocatedBytes(line, () => run(runMs));
  const expected = (pens * rateHz * found.ms) / 1000;
  if (found.samples < expected * 0.9) throw new Error(`only ${found.samples} of ${expected} samples were sent`);
  if (found.inkedShare < 0.99) throw new Error(`the lines fill only ${found.inkedShare * 100} % of the picture's width`);
  // Samples come 20 times a second, and each time the picture must change.
  if (found.drawn < Math.min(found.frames, (found.ms / 1000) * 15)) throw new Error(`only ${found.drawn} pictures were drawn in ${found.ms} ms`);
  return { fps: found.frames / (found.ms / 1000), mainPct, allocatedKbPerFrame: allocated.bytes / 1000 / allocated.value.drawn };
}

/** CPU time of all tasks of the page's main thread so far: script, layout and painting. */
async function taskSeconds(line: CDPSession): Promise<number> {
  const { metrics } = await line.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === 'TaskDuration');
  if (found === undefined) throw new Error('Chromium does not tell the time its tasks take');
  return found.value;
}

/** Bytes put on the page's heap while `work` ran, what was collected since included; an estimate from samples. */
async function allocatedBytes<T>(line: CDPSession, work: () => Promise<T>): Promise<{ readonly value: T; readonly bytes: number }> {
  await line.send('HeapProfiler.startSampling', { samplingInterval: 4096, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true });
  const value = await work();
  const { profile } = await line.send('HeapProfiler.stopSampling');
  return { value, bytes: profile.samples.reduce((sum, { size }) => sum + size, 0) };
}

function assertSeen({ frames, emptyAt, leastInked, nearestMs, answered }: PanZoom): void {
  if (emptyAt.length > 0) throw new Error(`nothing of the pens was on screen in ${emptyAt.length} of ${frames} pictures: ${emptyAt.slice(0, 5).join(', ')}`);
  if (leastInked !== null && leastInked < 1) throw new Error('a picture had no line');
  if (nearestMs > 10 || answered < 4) throw new Error(`the script came to ${nearestMs} ms and asked history ${answered} times only`);
}
