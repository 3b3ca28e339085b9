import { describe, expect, it } from 'vitest';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { topOfRow } from '../../../widgets/waterfall-plot/waterfall-image.ts';
import { createTaskRunner } from './analysis-task.ts';
import { createWaterfallSession, type WaterfallSession, type WaterfallWish } from './waterfall-session.ts';

const startMs = 1_800_000_000_000;
const bad = 0x80050000;
type Of = (seconds: number) => readonly [value: number, quality?: number];

/** A historian with a sample every `stepMs`, seconds counted from `startMs`. */
function historian(stepMs: number, of: Of) {
  let questions = 0;
  const call = (async (_name: string, { span, limit }: { span: { fromMs: number; toMs: number }; limit: number }, options?: { signal?: AbortSignal }) => {
    questions++;
    await Promise.resolve();
    if (options?.signal?.aborted === true) return { ok: false, fault: { code: 'cancelled', message: 'given up' } };
    const first = Math.floor((span.fromMs - startMs) / stepMs);
    const all = Math.floor((span.toMs - startMs) / stepMs) - first + 1;
    const rows = Array.from({ length: Math.min(all, limit) }, (_, n) => of(((first + n) * stepMs) / 1000));
    return {
      ok: true,
      value: {
        timeMs: Float64Array.from(rows, (_, n) => startMs + (first + n) * stepMs),
        value: Float64Array.from(rows, ([value]) => value),
        quality: Uint32Array.from(rows, ([, quality]) => quality ?? 0),
        truncated: all > limit,
      },
    };
  }) as unknown as ConsoleClient['call'];
  return { call, questions: () => questions };
}
const sessionOf = (call: ConsoleClient['call']): WaterfallSession => {
  const run = createTaskRunner();
  return createWaterfallSession(call, { run: (async (task: Parameters<typeof run>[0], signal: AbortSignal) => (signal.aborted ? null : run(task))) as never });
};
const wish = (fromS: number, toS: number, rest: Partial<WaterfallWish> = {}): WaterfallWish => ({
  tag: 'VT' as TagId,
  fromMs: startMs + fromS * 1000,
  toMs: startMs + toS * 1000,
  window: 'hann',
  length: 1024,
  maxHz: null,
  declaredMs: null,
  between: 'hold',
  knownToMs: Number.POSITIVE_INFINITY,
  ...rest,
});
const settled = (session: WaterfallSession): Promise<ReturnType<typeof session.state.getState>> =>
  new Promise((resolve) => {
    const look = (): boolean => {
      const now = session.state.getState();
      const isDone = now.problem !== null || (now.plan !== null && now.missing === 0 && now.version > 0);
      if (isDone) resolve(now);
      return isDone;
    };
    if (look()) return;
    const stop = session.state.subscribe(() => look() && stop());
  });
/** Slows down from 400 Hz by 3 Hz a second. */
const rundown: Of = (s) => [Math.sin(2 * Math.PI * (400 * s - 1.5 * s * s)) + 0.01 * Math.sin(s * 7919)];

describe('a waterfall over a window', () => {
  it('shows a run-down as it was, every row filled', async () => {
    const session = sessionOf(historian(0.5, rundown).call);
    session.want(wish(0, 60));
    const { plan } = await settled(session);
    if (plan === null) throw new Error('no plan');
    expect(plan.maxHz).toBe(1000);
    for (const s of [5, 20, 40, 59]) {
      const k = Math.floor((startMs + s * 1000) / plan.rows.stepMs);
      const ends = (k * plan.rows.stepMs - startMs) / 1000 - (plan.length * plan.stepMs) / 2000;
      expect(Math.abs((topOfRow(plan.rows.row(k), plan.maxHz)?.hz ?? 0) - (400 - 3 * ends))).toBeLessThan(4);
    }
    session.close();
  });
  it('keeps the rows it has when the window moves, and asks only for the new ones', async () => {
    const { call, questions } = historian(0.5, rundown);
    const session = sessionOf(call);
    session.want(wish(0, 60));
    await settled(session);
    const before = questions();
    session.want(wish(2, 62));
    const { missing } = session.state.getState();
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(10);
    await settled(session);
    expect(questions() - before).toBe(1);
    session.close();
  });
  it('has no row where samples are bad, and asks nothing again for it', async () => {
    const { call, questions } = historian(0.5, (s) => (s > 20 && s < 30 ? [0, bad] : rundown(s)));
    const session = sessionOf(call);
    session.want(wish(0, 60));
    const { plan } = await settled(session);
    const row = plan?.rows.row(Math.floor((startMs + 25_000) / (plan?.rows.stepMs ?? 1)));
    expect(row?.every(Number.isNaN)).toBe(true);
    const before = questions();
    session.want(wish(0, 60));
    await Promise.resolve();
    expect(questions()).toBe(before);
    session.close();
  });
  it('waits for what is not recorded yet', async () => {
    const session = sessionOf(historian(0.5, rundown).call);
    session.want(wish(0, 60, { knownToMs: startMs + 30_000 }));
    const { plan } = await settled(session);
    expect(plan?.rows.row(Math.floor((startMs + 59_000) / plan.rows.stepMs))).toBeNull();
    expect(plan?.rows.row(Math.floor((startMs + 29_000) / plan.rows.stepMs))).not.toBeNull();
    session.close();
  });
  it('takes shorter rows for a slow tag, and says so when the span is too short for any', async () => {
    const slow = sessionOf(historian(1000, (s) => [Math.sin(s / 3)]).call);
    slow.want(wish(0, 3600));
    expect((await settled(slow)).plan?.length).toBe(512);
    slow.want(wish(0, 60));
    expect((await settled(slow)).problem).toBe('At one sample every 1 s this span holds too few samples for a waterfall. Show a longer span.');
    slow.close();
  });
  it('begins anew for another tag, and the answer of the one before is dropped', async () => {
    const session = sessionOf(historian(0.5, rundown).call);
    session.want(wish(0, 60));
    session.want(wish(0, 60, { tag: 'VT2' as TagId, length: 512 }));
    expect((await settled(session)).plan?.length).toBe(512);
    session.close();
  });
});
