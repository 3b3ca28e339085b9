import type { CDPSession, Page } from 'playwright';

type TraceEvent = { readonly name: string; readonly ph: string; readonly pid: number; readonly tid: number; readonly dur?: number; readonly tdur?: number; readonly args?: { readonly name?: string } };

/**
 * The longest tasks of a main thread, ms: by the wall clock, in which it may have waited for a processor or for the process
 * that draws, and by the processor time a task used.
 */
export type LongestTasks = { readonly wallMs: number; readonly cpuMs: number };

/** The longest tasks of the page's main thread while `work` ran, from Chromium's own trace. */
export async function longestTasks(page: Page, work: () => Promise<void>): Promise<LongestTasks> {
  // A page of Electron has no browser to ask; its own line traces as well.
  const line = (await page.context().browser()?.newBrowserCDPSession()) ?? (await page.context().newCDPSession(page));
  const events: TraceEvent[] = [];
  line.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await line.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'], excludedCategories: ['*'] } });
  await work();
  await ended(line);
  await line.detach();
  // Every page of the browser has a main thread: that of this page is the busiest.
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasksOf = ({ pid, tid }: TraceEvent): readonly TraceEvent[] => events.filter((one) => one.ph === 'X' && one.name === 'RunTask' && one.pid === pid && one.tid === tid);
  const busiest = mains.map(tasksOf).toSorted((a, b) => wall(b) - wall(a))[0] ?? [];
  if (!busiest.some(({ tdur }) => tdur !== undefined)) throw new Error('the trace has no tasks of the page with their times');
  return { wallMs: Math.max(...busiest.map(({ dur }) => dur ?? 0)) / 1000, cpuMs: Math.max(...busiest.map(({ tdur }) => tdur ?? 0)) / 1000 };
}

const wall = (tasks: readonly TraceEvent[]): number => tasks.reduce((total, { dur }) => total + (dur ?? 0), 0);

async function ended(line: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => line.once('Tracing.tracingComplete', resolve));
  await line.send('Tracing.end');
  await complete;
}
