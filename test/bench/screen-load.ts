import { chromium, type CDPSession } from 'playwright';
import { findChromium } from '../support/station.ts';
import { createBenchProject } from './bench-project.ts';
import { ensureBuilt, pause, startBenchEngine, startSource } from './bench-processes.ts';
import { cpuSeconds, watchCpu } from './process-use.ts';

export type ScreenLoad = {
  readonly cpuPct: number;
  readonly drawingCpuPct: number;
  readonly fps: number;
  readonly heapMb: number;
  readonly repaintsPerS: number;
};

const settleMs = 4000;
const cpuMs = 6000;
const fpsMs = 3000;

/**
 * A process graphic with so many numbers, all changed by their device each 100 ms, in real Chromium (headless, software
 * drawing, 1920 x 1080). CPU is that of the page's process with its worker, and apart from it that of the process that
 * draws; frames are counted afterwards, since counting them makes frames; the heap is the page's after a collection.
 */
export async function measureScreen(values: number): Promise<ScreenLoad> {
  await ensureBuilt();
  const source = await startSource('./lean-modbus.ts', ['sequence']);
  const folder = createBenchProject({ count: values, periodMs: 100, port: source.port, onScreen: values });
  try {
    const engine = await startBenchEngine(folder, { isServed: true });
    try {
      // As it is installed: no switch that chooses how it draws.
      const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
      try {
        const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
        await page.goto(engine.link ?? '');
        await page
          .locator(`.process-canvas [data-quality="good"]`)
          .nth(values - 1)
          .waitFor({ timeout: 20_000, state: 'attached' });
        const pids = await findProcesses(await browser.newBrowserCDPSession());
        await pause(settleMs);
        await page.evaluate(countRepaints);
        await pause(1000);
        const before = await page.evaluate(() => (globalThis as unknown as { benchRepaints: number }).benchRepaints);
        await pause(1000);
        const repaintsPerS = (await page.evaluate(() => (globalThis as unknown as { benchRepaints: number }).benchRepaints)) - before;
        await page.evaluate(() => (globalThis as unknown as { benchEnd: () => void }).benchEnd());
        const [cpu, drawing] = [watchCpu(pids.page), watchCpu(pids.drawing)];
        await pause(cpuMs);
        const [cpuPct, drawingCpuPct] = [cpu(), drawing()];
        const fps = await page.evaluate(countFrames, fpsMs);
        const line = await page.context().newCDPSession(page);
        await line.send('HeapProfiler.collectGarbage');
        const { usedSize } = await line.send('Runtime.getHeapUsage');
        // Values that stood still would make a fine figure.
        if (repaintsPerS < values * 2) throw new Error(`only ${repaintsPerS} numbers a second were painted on a screen of ${values}`);
        return { cpuPct, drawingCpuPct, fps, heapMb: usedSize / 1e6, repaintsPerS };
      } finally {
        await browser.close();
      }
    } finally {
      await engine.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
}

/** The busiest page process (Chromium keeps idle spares) and the one that draws. */
async function findProcesses(line: CDPSession): Promise<{ readonly page: number; readonly drawing: number }> {
  const { processInfo } = await line.send('SystemInfo.getProcessInfo');
  const busiest = (type: string): number => {
    const [first] = processInfo.filter((one) => one.type === type).toSorted((a, b) => cpuSeconds(b.id) - cpuSeconds(a.id));
    if (first === undefined) throw new Error(`Chromium has no process of the kind ${type}`);
    return first.id;
  };
  return { page: busiest('renderer'), drawing: busiest('GPU') };
}

/** Runs in the page: counts numbers written on the canvas of the drawing, until it is told to end. */
function countRepaints(): void {
  const page = globalThis as unknown as { benchRepaints: number; benchEnd: () => void };
  const pen = CanvasRenderingContext2D.prototype;
  const write = pen.fillText;
  page.benchRepaints = 0;
  page.benchEnd = () => void (pen.fillText = write);
  pen.fillText = function fillText(this: CanvasRenderingContext2D, text: string, x: number, y: number, maxWidth?: number): void {
    if (/\d/.test(text) && this.canvas.closest('.process-canvas') !== null) page.benchRepaints++;
    if (maxWidth === undefined) write.call(this, text, x, y);
    else write.call(this, text, x, y, maxWidth);
  };
}

/** Runs in the page: frames a second over `ms`. */
function countFrames(ms: number): Promise<number> {
  return new Promise((resolve) => {
    let frames = 0;
    let startMs = 0;
    const frame = (at: number): void => {
      if (startMs === 0) startMs = at;
      else frames++;
      if (at - startMs >= ms) resolve(frames / ((at - startMs) / 1000));
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
