import { describe, expect, it } from 'vitest';
import { valueAt } from '#shared/math/pixel-columns.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { createVirtualTimers } from '../../testing/virtual-timers.ts';
import { createEarlierRun } from './trend-earlier.ts';

const hourMs = 3_600_000;
const startMs = 1_700_000_000_000;

/** Every column holds the hour it lies in, counted from the start; questions can be held back. */
function createRig() {
  const timers = createVirtualTimers();
  const asked: { readonly fromMs: number; readonly toMs: number; readonly signal: AbortSignal }[] = [];
  let failure: string | null = null;
  const call = (name: string, input: { span: { fromMs: number; toMs: number }; width: number; tags: readonly unknown[] }, { signal }: { signal: AbortSignal }): Promise<unknown> => {
    if (name === 'history.at') return Promise.resolve({ ok: true, value: { timeMs: Float64Array.of(Number.NaN), value: Float64Array.of(Number.NaN), quality: Uint32Array.of(0) } });
    asked.push({ ...input.span, signal });
    if (failure !== null) return Promise.resolve({ ok: false, fault: { code: 'history-unavailable', message: failure } });
    const step = (input.span.toMs - input.span.fromMs) / input.width;
    const value = Float64Array.from({ length: input.width }, (_, at) => Math.floor((input.span.fromMs + at * step - startMs) / hourMs));
    const pen = { first: value, min: value, max: value, last: value, mean: value, count: new Uint32Array(input.width).fill(1), badCount: new Uint32Array(input.width) };
    return Promise.resolve({ ok: true, value: { pens: input.tags.map(() => pen) } });
  };
  const run = createEarlierRun({ call } as never, timers);
  run.setTags(createDirectoryIndex(smallDirectory()), ['FT-1']);
  const look = async (fromMs: number, toMs: number, stepMs = 1000): Promise<void> => {
    run.look({ fromMs, toMs }, stepMs);
    await timers.advance(100);
    run.look({ fromMs, toMs }, stepMs);
    await timers.advance(100);
  };
  return { run, asked, look, timers, fail: (sentence: string | null) => void (failure = sentence) };
}

describe('a compared run', () => {
  it('is what the pens were that much earlier, in columns of the same width', async () => {
    const { run, look } = createRig();
    run.setShift(hourMs);
    await look(startMs + 2 * hourMs, startMs + 2 * hourMs + 60_000);
    const columns = run.columnsOf('FT-1');
    expect(columns?.stepMs).toBe(1000);
    expect(valueAt(columns!, Math.floor((startMs + hourMs + 30_000) / 1000)).value).toBe(1);
  });

  it('is asked for once while the window stays within it, and anew when it leaves or looks closer', async () => {
    const { run, look, asked } = createRig();
    run.setShift(hourMs);
    await look(startMs, startMs + 60_000);
    await look(startMs + 5000, startMs + 65_000);
    expect(asked).toHaveLength(1);
    await look(startMs + 60_000, startMs + 120_000);
    await look(startMs + 60_000, startMs + 70_000, 100);
    expect(asked).toHaveLength(3);
  });

  it('is gone with the comparison, and nothing is asked without one', async () => {
    const { run, look, asked } = createRig();
    await look(startMs, startMs + 60_000);
    expect(asked).toHaveLength(0);
    run.setShift(hourMs);
    await look(startMs, startMs + 60_000);
    run.setShift(null);
    expect(run.columnsOf('FT-1')).toBeNull();
  });

  it('that cannot be read says so and is tried again', async () => {
    const { run, look, timers, fail } = createRig();
    fail('History cannot be read.');
    run.setShift(hourMs);
    await look(startMs, startMs + 60_000);
    expect(run.state.getState().problem).toBe('The earlier run could not be read: History cannot be read.');
    fail(null);
    await timers.advance(2100);
    expect(run.state.getState().problem).toBeNull();
    expect(run.columnsOf('FT-1')).not.toBeNull();
  });
});
