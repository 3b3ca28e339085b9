import type { Page } from 'playwright';
import { frameMark } from './frame-marks.ts';

/**
 * A frame that the page marked, and what passed from the mark on, ms: until all of the page was painted and took the place of
 * what was shown, and until the browser had put its window together of that and handed it over.
 */
export type DrawnFrame = { readonly name: string; readonly paintedMs: number; readonly drawnMs: number };

type TraceEvent = { readonly name: string; readonly cat: string; readonly ph: string; readonly ts: number; readonly dur?: number };

/**
 * Runs `work` in a page that marks the beginning of frames with `performance.mark(frameMark + name)`, in an animation frame
 * after some in which nothing changed. Nothing but the page's frame runs meanwhile: with the limit of 60 frames a second lifted, the compositors of
 * page and browser ask for frames without a pause, on the cores that are to be measured.
 */
export async function drawnFrames<T>(page: Page, work: () => Promise<T>): Promise<{ readonly result: T; readonly frames: readonly DrawnFrame[] }> {
  const line = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  line.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const isComplete = new Promise<void>((resolve) => line.once('Tracing.tracingComplete', () => resolve()));
  await line.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['cc', 'viz', 'blink.user_timing'] } });
  const result = await work();
  await line.send('Tracing.end');
  await isComplete;
  await line.detach();
  return { result, frames: framesOf(events) };
}

function framesOf(events: readonly TraceEvent[]): readonly DrawnFrame[] {
  const marks = events.filter(({ name, cat }) => cat === 'blink.user_timing' && name.startsWith(frameMark)).toSorted((a, b) => a.ts - b.ts);
  const allOf = (wanted: string): readonly TraceEvent[] => events.filter(({ name, ph }) => name === wanted && ph === 'X').toSorted((a, b) => a.ts - b.ts);
  const stages = ['ProxyMain::BeginMainFrame::commit', 'LayerTreeHostImpl::ActivateSyncTree', 'Display::DrawAndSwap'].map(allOf);
  return marks.map(({ name, ts }, at) => {
    const ends: number[] = [];
    let from = ts;
    for (const stage of stages) {
      const reached = stage.find((event) => event.ts >= from);
      if (reached === undefined) break;
      from = reached.ts;
      ends.push((reached.ts + (reached.dur ?? 0) - ts) / 1000);
    }
    const [, paintedMs, drawnMs] = ends;
    if (paintedMs === undefined || drawnMs === undefined || from > (marks[at + 1]?.ts ?? Infinity)) throw new Error(`the frame ${name} was not drawn before the next one began`);
    return { name: name.slice(frameMark.length), paintedMs, drawnMs };
  });
}
