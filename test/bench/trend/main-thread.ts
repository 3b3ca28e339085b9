import type { CDPSession, Page } from 'playwright';

type TraceEvent = { readonly name: string; readonly ph: string; readonly pid: number; readonly tid: number; readonly dur?: number; readonly args?: { readonly name?: string } };

/** Longest task of the page's main thread while `work` ran, ms by the wall clock, from Chromium's own trace. */
export async function longestTaskMs(page: Page, work: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser to trace');
  const line = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  line.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await line.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'], excludedCategories: ['*'] } });
  await work();
  await ended(line);
  await line.detach();
  // Every page of the browser has a main thread: that of this page is the busiest.
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasksOf = ({ pid, tid }: TraceEvent): readonly number[] => events.flatMap((one) => (one.ph === 'X' && one.name === 'RunTask' && one.pid === pid && one.tid === tid && one.dur !== undefined ? [one.dur / 1000] : []));
  const busiest = mains.map(tasksOf).toSorted((a, b) => sum(b) - sum(a))[0];
  if (busiest === undefined || busiest.length === 0) throw new Error('the trace has no tasks of the page');
  return Math.max(...busiest);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function ended(line: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => line.once('Tracing.tracingComplete', resolve));
  await line.send('Tracing.end');
  await complete;
}
