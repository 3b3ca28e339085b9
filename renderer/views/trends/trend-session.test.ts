import { createStore } from 'zustand/vanilla';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SampleColumns } from '#shared/contract/columns.ts';
import { columnStarts } from '#shared/history-codec/column-starts.ts';
import { addSamples, createTimeColumns } from '#shared/math/decimate.ts';
import { valueAt } from '#shared/math/pixel-columns.ts';
import { Q } from '#shared/model/quality.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { lostUnknown, seeked } from '../../client/console-client.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { createVirtualTimers, type VirtualTimers } from '../../testing/virtual-timers.ts';
import { createTrendSession, type TrendSession } from './trend-session.ts';

type Row = readonly [tag: number, timeMs: number, value: number, quality?: number];
type Question = { readonly name: string; readonly input: never; readonly signal: AbortSignal | undefined; readonly answer: (value: unknown) => Promise<void> };

/** An engine of the test: it records rows, and answers a question about history when the test says so. */
function createRecorder(timers: VirtualTimers) {
  const directory = createDirectoryIndex(smallDirectory());
  const rows: Row[] = [];
  let readers: { readonly tags: readonly number[]; readonly onSamples: (columns: SampleColumns, lost: number) => void }[] = [];
  const questions: Question[] = [];
  let isHolding = false;
  let failure: string | null = null;
  let shiftMs = 0;
  let away: { readonly untilMs: number; readonly sentence: string } | null = null;
  const columnsOf = (some: readonly Row[]): SampleColumns => ({
    tag: Uint32Array.from(some, ([tag]) => tag),
    timeMs: Float64Array.from(some, ([, timeMs]) => timeMs),
    value: Float64Array.from(some, ([, , value]) => value),
    quality: Uint32Array.from(some, ([, , , quality]) => quality ?? Q.good),
  });
  const decimated = (input: { tags: readonly string[]; span: { fromMs: number; toMs: number }; width: number }): unknown => {
    if (failure !== null) return { ok: false, fault: { code: 'history-unavailable', message: failure } };
    const pens = input.tags.map((tag) => {
      const mine = columnsOf(rows.filter(([index]) => index === directory.indexOf(tag)));
      const columns = createTimeColumns(input.span.fromMs, input.span.toMs, input.width);
      addSamples(columns, mine.timeMs, mine.value, mine.quality, 0, mine.tag.length);
      return { ...columns, timeMs: columnStarts(columns.fromMs, columns.toMs, columns.count.length) };
    });
    return { ok: true, value: { pens, away } };
  };
  const raw = (input: { tag: string; span: { fromMs: number } }): unknown => {
    const before = rows.filter(([index, timeMs]) => index === directory.indexOf(input.tag) && timeMs < input.span.fromMs).sort((a, b) => a[1] - b[1]);
    return { ok: true, value: { ...columnsOf(before.slice(-1)), truncated: false } };
  };
  const valuesAt = ({ tags, atMs }: { readonly tags: readonly number[]; readonly atMs: number }): unknown => {
    const found = tags.map((tag) => rows.filter(([index, timeMs]) => index === tag && timeMs <= atMs).sort((a, b) => a[1] - b[1]).at(-1) ?? ([tag, Number.NaN, Number.NaN] as Row));
    const { timeMs, value, quality } = columnsOf(found);
    return { ok: true, value: { timeMs, value, quality } };
  };
  const status = createStore<{ engineId: string } | null>(() => null);
  const client = {
    status,
    nowMs: () => timers.wallMs() + shiftMs,
    call: (name: string, input: never, { signal }: { readonly signal?: AbortSignal } = {}) =>
      new Promise((resolve) => {
        if (name === 'history.raw') return resolve(raw(input));
        if (name === 'history.at') return resolve(valuesAt(input));
        const settle = async (value: unknown): Promise<void> => {
          resolve(value);
          await timers.settle();
        };
        if (isHolding) questions.push({ name, input, signal, answer: settle });
        else {
          questions.push({ name, input, signal, answer: settle });
          resolve(decimated(input));
        }
      }),
    samples(tags: readonly number[], onSamples: (columns: SampleColumns, lost: number) => void) {
      const reader = { tags, onSamples };
      readers.push(reader);
      return () => void (readers = readers.filter((one) => one !== reader));
    },
  };
  return {
    client: client as unknown as Parameters<typeof createTrendSession>[0],
    directory,
    status,
    questions,
    decimated,
    miss: (next: typeof away) => void (away = next),
    hold: (next: boolean) => void (isHolding = next),
    fail: (sentence: string | null) => void (failure = sentence),
    record: (...some: readonly Row[]) => void rows.push(...some),
    /** As the engine does: into history first, then to the consoles. */
    send(...some: readonly Row[]) {
      rows.push(...some);
      for (const { tags, onSamples } of readers) {
        const mine = some.filter(([tag]) => tags.includes(tag));
        if (mine.length > 0) onSamples(columnsOf(mine), 0);
      }
    },
    /** The console shows another moment. */
    jump(toMs: number) {
      shiftMs = toMs - timers.wallMs();
      for (const { onSamples } of readers) onSamples(columnsOf([]), seeked);
    },
    lose(count: number) {
      for (const { onSamples } of readers) onSamples(columnsOf([]), count);
    },
    get readers() {
      return readers.length;
    },
  };
}

const startMs = 1_700_000_000_000;
const spanMs = 60_000;

describe('a trend', () => {
  let timers: VirtualTimers;
  let engine: ReturnType<typeof createRecorder>;
  let trend: TrendSession;
  const flow = 0;
  const temperature = 3;
  const open = async (tags: readonly string[] = ['FT-1']): Promise<void> => {
    trend = createTrendSession(engine.client, timers, { spanMs });
    trend.setTags(engine.directory, tags);
    trend.setWidth(600);
    trend.setVisible(true);
    await timers.advance(200);
  };
  const shownAt = (tag: string, timeMs: number): number => {
    const columns = trend.columnsOf(tag);
    return columns === null ? NaN : valueAt(columns, Math.floor(timeMs / columns.stepMs)).value;
  };
  const counted = (tag: string): number => trend.columnsOf(tag)?.count.reduce((sum, count) => sum + count, 0) ?? -1;
  beforeEach(() => {
    timers = createVirtualTimers(startMs);
    engine = createRecorder(timers);
  });

  it('shows what was recorded before it was opened, and ends at now', async () => {
    engine.record([flow, startMs - 30_000, 41], [flow, startMs - 10_000, 42]);
    await open();
    expect(shownAt('FT-1', startMs - 20_000)).toBe(41);
    expect(shownAt('FT-1', startMs)).toBe(42);
    const { fromMs, toMs } = trend.window();
    expect(toMs - fromMs).toBe(spanMs);
    expect(toMs).toBeGreaterThanOrEqual(timers.wallMs());
    expect(toMs - timers.wallMs()).toBeLessThanOrEqual(100);
  });

  it('begins with the value that stood before the first column', async () => {
    engine.record([flow, startMs - 86_400_000, 17]);
    await open();
    expect(shownAt('FT-1', startMs)).toBe(17);
  });

  it('does not carry on a value that turned bad within one column, and carries it where it was good again', async () => {
    engine.record([flow, startMs - 40_020, 41], [flow, startMs - 40_010, NaN, Q.badNotConnected]);
    engine.record([temperature, startMs - 40_020, NaN, Q.badWaitingForInitialData], [temperature, startMs - 40_010, 70]);
    await open(['FT-1', 'TT-2']);
    expect(shownAt('FT-1', startMs)).toBeNaN();
    expect(shownAt('TT-2', startMs)).toBe(70);
  });

  it('has every sample once, whether it came before, during or after the question to history', async () => {
    engine.hold(true);
    engine.record([flow, startMs - 5000, 1]);
    await open();
    // Sent while the question is on its way: the engine answers with these two in history already.
    engine.send([flow, startMs + 50, 2]);
    await timers.advance(400);
    engine.send([flow, startMs + 500, 3]);
    const answer = engine.decimated(engine.questions[0]?.input as never);
    await timers.advance(400);
    engine.send([flow, startMs + 900, 4]);
    await engine.questions[0]?.answer(answer);
    await timers.advance(200);
    engine.send([flow, timers.wallMs(), 5]);
    expect(engine.questions).toHaveLength(1);
    expect(counted('FT-1')).toBe(5);
    expect([-5000, 50, 500, 900].map((after) => shownAt('FT-1', startMs + after))).toEqual([1, 2, 3, 4]);
  });

  it('forgets what it holds when the console shows another moment, and asks for that one', async () => {
    engine.record([flow, startMs - 5000, 1]);
    await open();
    engine.record([flow, startMs - 7_200_000, 9]);
    engine.jump(startMs - 7_200_000 + 1000);
    await timers.advance(200);
    expect(trend.window().toMs).toBeLessThan(startMs - 7_190_000);
    expect(shownAt('FT-1', startMs - 7_200_000 + 500)).toBe(9);
    expect(trend.state.getState().lost).toEqual([]);
  });

  it('keeps a window that stands still when the moment shown lies in it, and follows the moment when it does not', async () => {
    await open();
    trend.show({ fromMs: startMs - 600_000, toMs: startMs - 300_000 });
    engine.jump(startMs - 400_000);
    await timers.advance(200);
    expect(trend.state.getState().toMs).toBe(startMs - 300_000);
    engine.jump(startMs - 3_600_000);
    await timers.advance(200);
    expect(trend.state.getState().toMs).toBeNull();
  });

  it('drops the answer to a question that a newer one replaced', async () => {
    await open();
    engine.hold(true);
    trend.setSpan(600_000);
    await timers.advance(200);
    trend.setSpan(3_600_000);
    await timers.advance(200);
    const [, ten, hour] = engine.questions;
    // The engine is told to stop working on it, too.
    expect([ten?.signal?.aborted, hour?.signal?.aborted]).toEqual([true, false]);
    await hour?.answer(engine.decimated(hour.input));
    const step = trend.columnsOf('FT-1')?.stepMs;
    await ten?.answer(engine.decimated(ten.input));
    expect(trend.columnsOf('FT-1')?.stepMs).toBe(step);
    expect(trend.state.getState().isLoading).toBe(false);
  });

  it('asks once for a whole turn of the wheel, and keeps the old picture until the answer', async () => {
    engine.record([flow, startMs - 10_000, 42]);
    await open();
    const before = engine.questions.length;
    for (let turn = 0; turn < 10; turn++) {
      trend.zoom(1.25, 0.5);
      await timers.advance(10);
      expect(shownAt('FT-1', startMs)).toBe(42);
    }
    await timers.advance(200);
    expect(engine.questions).toHaveLength(before + 1);
  });

  it('asks while the window keeps moving, one question at a time, so that what comes into sight is there', async () => {
    for (let second = 0; second < 3600; second += 5) engine.record([flow, startMs - second * 1000, second]);
    await open();
    const before = engine.questions.length;
    let unseen = 0;
    for (let move = 0; move < 120; move++) {
      trend.pan(-spanMs * 0.05);
      await timers.advance(16);
      if (Number.isNaN(shownAt('FT-1', trend.window().fromMs + spanMs / 2))) unseen++;
    }
    expect(unseen).toBe(0);
    const asked = engine.questions.length - before;
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThanOrEqual(17);
    engine.hold(true);
    for (let move = 0; move < 60; move++) {
      trend.pan(-spanMs * 0.05);
      await timers.advance(16);
    }
    expect(engine.questions.filter(({ signal }) => signal?.aborted === true)).toHaveLength(0);
    expect(engine.questions).toHaveLength(before + asked + 1);
  });

  it('holds the last value of a tag that keeps silent for longer than the window', async () => {
    engine.record([flow, startMs - 10_000, 42]);
    await open();
    for (let second = 0; second < 300; second++) {
      await timers.advance(1000);
      const { toMs } = trend.window();
      const columns = trend.columnsOf('FT-1');
      expect((columns?.from ?? 0) + (columns?.capacity ?? 0)).toBeGreaterThanOrEqual(toMs / (columns?.stepMs ?? 1));
    }
    expect(shownAt('FT-1', timers.wallMs())).toBe(42);
  });

  it('asks nothing while it follows now, and slides on', async () => {
    await open();
    const before = engine.questions.length;
    for (let second = 0; second < 300; second++) {
      await timers.advance(1000);
      engine.send([flow, timers.wallMs(), second]);
    }
    expect(engine.questions).toHaveLength(before);
    expect(shownAt('FT-1', timers.wallMs())).toBe(299);
    expect(shownAt('FT-1', timers.wallMs() - 50_000)).toBe(249);
  });

  it('stands still when moved back, goes on counting, and follows again at now', async () => {
    await open();
    trend.pan(-20_000);
    const { toMs } = trend.window();
    await timers.advance(5000);
    expect(trend.window().toMs).toBe(toMs);
    trend.pan(1_000_000);
    expect(trend.state.getState().toMs).toBeNull();
    expect(trend.window().toMs).toBeGreaterThanOrEqual(timers.wallMs());
  });

  it('asks again when it is moved past what it has', async () => {
    engine.record([flow, startMs - 600_000, 5]);
    await open();
    const before = engine.questions.length;
    trend.pan(-10_000);
    await timers.advance(200);
    expect(engine.questions).toHaveLength(before);
    trend.pan(-600_000);
    await timers.advance(200);
    expect(engine.questions).toHaveLength(before + 1);
    expect(shownAt('FT-1', startMs - 590_000)).toBe(5);
  });

  it('breaks the line where samples were left out, says how many, and heals it from history', async () => {
    await open();
    engine.send([flow, startMs + 100, 1]);
    await timers.advance(1000);
    // Recorded, but never sent to this console.
    engine.record([flow, timers.wallMs() - 400, 9]);
    engine.lose(12);
    expect(trend.state.getState().lost).toEqual([{ timeMs: timers.wallMs(), count: 12 }]);
    expect(shownAt('FT-1', timers.wallMs())).toBeNaN();
    const lostMs = timers.wallMs();
    await timers.advance(2000);
    expect(shownAt('FT-1', lostMs)).toBe(9);
    expect(trend.state.getState().lost).toHaveLength(1);
  });

  it('fetches what passed while the line was down', async () => {
    await open();
    engine.record([flow, startMs + 150, 33]);
    engine.lose(lostUnknown);
    await timers.advance(300);
    expect(shownAt('FT-1', timers.wallMs())).toBe(33);
    expect(trend.state.getState().lost.at(-1)?.count).toBeNull();
  });

  it('does not join the line over the time in which the engine was not running, which the next one marks in history', async () => {
    await open(['FT-1', 'TT-2']);
    engine.status.setState({ engineId: 'one' });
    engine.send([temperature, startMs + 200, 70], [flow, startMs + 1000, 40]);
    await timers.advance(8000);
    const startedMs = timers.wallMs();
    engine.record([flow, startMs + 2000, NaN, Q.badNoCommunication], [temperature, startMs + 2000, NaN, Q.badNoCommunication]);
    // The flow has a new sample; the temperature stood unchanged and is recorded again when it was heard.
    engine.record([flow, startedMs + 20, 41], [temperature, startedMs + 20, 70]);
    engine.status.setState({ engineId: 'two' });
    engine.lose(lostUnknown);
    await timers.advance(500);
    for (const tag of ['FT-1', 'TT-2']) expect(shownAt(tag, startedMs - 3000)).toBeNaN();
    expect([shownAt('FT-1', startMs + 1900), shownAt('TT-2', startMs + 1900)]).toEqual([40, 70]);
    expect([shownAt('FT-1', startedMs + 300), shownAt('TT-2', startedMs + 300)]).toEqual([41, 70]);
  });

  it('goes on with live samples while history cannot be read, says so, and tries again', async () => {
    engine.fail('History cannot be read: the data store does not answer.');
    await open();
    expect(trend.state.getState().problem).toContain('cannot be read');
    engine.send([flow, timers.wallMs(), 8]);
    expect(shownAt('FT-1', timers.wallMs())).toBe(8);
    engine.record([flow, startMs - 1000, 7]);
    engine.fail(null);
    await timers.advance(2500);
    expect(trend.state.getState().problem).toBeNull();
    expect(shownAt('FT-1', startMs - 500)).toBe(7);
  });

  it('says what is missing while the history server is away, and asks again until it answers', async () => {
    engine.miss({ untilMs: startMs - 60_000, sentence: 'The history server 10.0.0.5:5432 does not answer.' });
    await open();
    expect(trend.state.getState().problem).toMatch(/^Samples before .* are missing here: The history server 10\.0\.0\.5:5432 does not answer\.$/);
    engine.record([flow, startMs - 1000, 7]);
    engine.miss(null);
    await timers.advance(11_000);
    expect(trend.state.getState().problem).toBeNull();
    expect(shownAt('FT-1', startMs - 500)).toBe(7);
  });

  it('keeps nothing current while it is covered, and catches up when it is in front again', async () => {
    await open();
    trend.setVisible(false);
    expect(engine.readers).toBe(0);
    await timers.advance(5000);
    engine.send([flow, timers.wallMs(), 55]);
    trend.setVisible(true);
    await timers.advance(100);
    expect(engine.readers).toBe(1);
    expect(shownAt('FT-1', timers.wallMs())).toBe(55);
  });

  it('leaves nothing open when it is closed', async () => {
    await open();
    trend.zoom(2, 1);
    trend.close();
    const before = engine.questions.length;
    await timers.advance(10_000);
    expect(engine.readers).toBe(0);
    expect(engine.questions).toHaveLength(before);
  });
});
