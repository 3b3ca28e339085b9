import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import type { Store } from './store.ts';
import { createDataDir, openTestStore } from './testing/open-test-store.ts';

describe('a question that nobody wants answered any more', () => {
  let dir: ReturnType<typeof createDataDir>;
  let store: Store;
  let key = 0;
  const rows = 2_000_000;
  beforeEach(async () => {
    dir = createDataDir();
    const clock = createVirtualClock();
    store = await openTestStore(dir.dataDir, clock, createMemoryLog());
    key = (await store.history.keys(['A']))[0] as number;
    for (let from = 0; from < rows; from += 100_000) {
      const count = 100_000;
      await store.history.append({
        key: new Uint32Array(count).fill(key),
        timeMs: Float64Array.from({ length: count }, (_, row) => from + row),
        value: Float64Array.from({ length: count }, (_, row) => Math.sin(row)),
        quality: new Uint32Array(count),
      }).committed;
    }
    // Answered behind everything that was due.
    await store.meta.set('round', 'one');
  });
  afterEach(async () => {
    await store.close();
    dir.remove();
  });
  const everything = () => ({ keys: [key], fromMs: 0.5, toMs: rows + 0.5, width: 77 });

  it('ends at once, and frees the thread: the next question is answered', async () => {
    const cancel = new AbortController();
    const first = store.history.decimated(everything(), cancel.signal);
    const after = store.history.raw({ key, fromMs: 5, toMs: 6, limit: 10 });
    // The thread is at work on the first one now; nothing but the signal ends it.
    cancel.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await after).timeMs).toHaveLength(3);
  });

  it('never runs when it was still waiting, and one given up before is not even sent', async () => {
    const cancel = new AbortController();
    const running = store.history.decimated(everything());
    const waiting = Array.from({ length: 50 }, () => store.history.decimated(everything(), cancel.signal));
    cancel.abort();
    for (const answer of await Promise.allSettled(waiting)) expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    expect((await running).pens[0]?.count.reduce((sum, count) => sum + count, 0)).toBe(rows - 1);
    await expect(store.history.valueAt([key], 5, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('does not hold up a quick one: that is answered by another thread while the long one runs', async () => {
    const order: string[] = [];
    const cancel = new AbortController();
    const long = Promise.all(Array.from({ length: 30 }, () => store.history.decimated(everything(), cancel.signal))).then(
      () => order.push('long'),
      () => order.push('given up'),
    );
    expect((await store.history.valueAt([key], 1000)).timeMs[0]).toBe(1000);
    order.push('quick');
    cancel.abort();
    await long;
    expect(order).toEqual(['quick', 'given up']);
  });
});
