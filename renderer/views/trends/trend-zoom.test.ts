import { createStore } from 'zustand/vanilla';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SampleColumns } from '#shared/contract/columns.ts';
import { columnStarts } from '#shared/history-codec/column-starts.ts';
import { addSamples, createTimeColumns } from '#shared/math/decimate.ts';
import { Q } from '#shared/model/quality.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { createVirtualTimers, type VirtualTimers } from '../../testing/virtual-timers.ts';
import { tracePen } from '../../widgets/trend-chart/pen-path.ts';
import { createTrendSession, type TrendSession } from './trend-session.ts';

const startMs = 1_700_000_000_000;
/** 10 kHz. */
const periodMs = 0.1;
const widthPx = 1200;
const flow = 0;

type Sample = { readonly timeMs: number; readonly value: number };
/** Each sample has a value of its own, so that none can stand for another. */
const sample = (n: number): Sample => ({ timeMs: startMs + n * periodMs, value: (n * 37) % 1009 });
const samplesIn = (from: number, count: number): readonly Sample[] => Array.from({ length: count }, (_, at) => sample(from + at));
const columnsOf = (some: readonly Sample[]): SampleColumns => ({
  tag: new Uint32Array(some.length).fill(flow),
  timeMs: Float64Array.from(some, ({ timeMs }) => timeMs),
  value: Float64Array.from(some, ({ value }) => value),
  quality: new Uint32Array(some.length).fill(Q.good),
});

describe('a trend looked at from very near', () => {
  let timers: VirtualTimers;
  let trend: TrendSession;
  let send: (samples: SampleColumns, lost: number) => void;
  let recorded: SampleColumns;

  const open = async (spanMs: number): Promise<void> => {
    const client = {
      status: createStore(() => null),
      nowMs: () => timers.wallMs(),
      call: (name: string, input: { readonly span: { readonly fromMs: number; readonly toMs: number }; readonly width: number }) => {
        if (name !== 'history.decimated') return Promise.resolve({ ok: false, fault: { code: 'history-unavailable', message: 'Not asked here.' } });
        const columns = createTimeColumns(input.span.fromMs, input.span.toMs, input.width);
        const { timeMs, value, quality } = recorded;
        const begin = timeMs.findIndex((at) => at >= input.span.fromMs);
        const end = timeMs.findLastIndex((at) => at < input.span.toMs) + 1;
        if (begin >= 0 && end > begin) addSamples(columns, timeMs, value, quality, begin, end);
        return Promise.resolve({ ok: true, value: { pens: [{ ...columns, timeMs: columnStarts(columns.fromMs, columns.toMs, columns.count.length) }], away: null } });
      },
      samples(_tags: readonly number[], onSamples: typeof send) {
        send = onSamples;
        return () => undefined;
      },
    };
    trend = createTrendSession(client as unknown as Parameters<typeof createTrendSession>[0], timers, { spanMs });
    trend.setTags(createDirectoryIndex(smallDirectory()), ['FT-1']);
    trend.setWidth(widthPx);
    trend.setVisible(true);
    await timers.advance(200);
  };
  /** Corners of the line over the window as it stands, y being the value. */
  const lineNow = (): readonly (readonly [x: number, value: number])[] => {
    const { fromMs, toMs } = trend.window();
    const columns = trend.columnsOf('FT-1');
    if (columns === null) return [];
    const corners: (readonly [number, number])[] = [];
    const sink = { moveTo: (x: number, y: number) => void corners.push([x, -y]), lineTo: (x: number, y: number) => void corners.push([x, -y]) };
    const view = { fromMs, toMs, endMs: timers.wallMs(), left: 0, perMs: widthPx / (toMs - fromMs), top: 0, high: 0, perUnit: 1, isStep: false, joinMs: 3000, spikePx: 3 };
    tracePen(columns, view, sink, { band: () => undefined }, []);
    return corners;
  };
  /** Samples of the window that have no corner of the line within `px` of their place. */
  const missing = (some: readonly Sample[], px: number): readonly Sample[] => {
    const { fromMs, toMs } = trend.window();
    const corners = lineNow();
    const inside = some.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
    expect(inside.length).toBeGreaterThan(90);
    return inside.filter(({ timeMs, value }) => !corners.some(([x, y]) => y === value && Math.abs(x - ((timeMs - fromMs) / (toMs - fromMs)) * widthPx) <= px));
  };
  beforeEach(() => {
    timers = createVirtualTimers(startMs);
    recorded = columnsOf([]);
  });
  afterEach(() => trend.close());

  it('draws each sample of a 10 kHz recording over 10 ms, at its place to a pixel or two', async () => {
    const past = samplesIn(-20_000, 15_000);
    recorded = columnsOf(past);
    await open(60_000);
    trend.show({ fromMs: startMs - 1000, toMs: startMs - 990 });
    await timers.advance(200);
    expect(missing(past, 1.5)).toEqual([]);
    const columns = trend.columnsOf('FT-1');
    expect(columns?.stepMs).toBeLessThan(periodMs);
    expect(Math.max(...(columns?.count ?? []))).toBe(1);
  });

  it('draws each of the newest samples of a 10 kHz pen while it follows now over 10 ms, and not the time for which none can have come yet', async () => {
    await open(10);
    let next = 0;
    for (let batch = 0; batch < 6; batch++) {
      await timers.advance(50);
      const end = Math.round((timers.wallMs() - startMs) / periodMs);
      const fresh = samplesIn(Math.max(next, end - 500), Math.min(500, end - next));
      next = end;
      send(columnsOf(fresh), 0);
      expect(missing(fresh, 1.5)).toEqual([]);
      // Until the next ones come they stay in sight.
      await timers.advance(30);
      expect(missing(fresh, 1.5)).toEqual([]);
    }
  });

  it('goes on with now when nothing comes any more, and never shows what is past it', async () => {
    await open(10);
    send(columnsOf(samplesIn(0, 500)), 0);
    await timers.advance(5000);
    expect(timers.wallMs() - trend.window().toMs).toBeLessThanOrEqual(200);
    send(columnsOf([{ timeMs: timers.wallMs() + 60_000, value: 1 }]), 0);
    expect(trend.window().toMs).toBeLessThanOrEqual(timers.wallMs() + 0.011);
    trend.pan(1);
    expect(trend.state.getState().toMs).toBeNull();
    trend.setSpan(60_000);
    expect(trend.window().toMs).toBeGreaterThanOrEqual(timers.wallMs());
  });

  it('goes from sample to sample in a straight line, and has no corner that is no sample', async () => {
    const past = samplesIn(-20_000, 15_000);
    recorded = columnsOf(past);
    await open(60_000);
    trend.show({ fromMs: startMs - 1000, toMs: startMs - 990 });
    await timers.advance(200);
    const values = new Set(past.map(({ value }) => value));
    const corners = lineNow();
    expect(corners.every(([, value]) => values.has(value))).toBe(true);
    // One corner to come in by and one for the line's end; each sample is drawn to as the first and the last of its column.
    const places = new Set(corners.map(([x, value]) => `${x.toFixed(3)} ${value}`));
    expect(places.size).toBeLessThanOrEqual(100 + 4);
  });
});
