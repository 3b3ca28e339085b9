import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadRules } from '#shared/model/alarm-load.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createMemoryLog, createVirtualClock } from '../../testing/virtual-ports.ts';
import type { Store } from '../store.ts';
import { createDataDir, openTestStore } from '../testing/open-test-store.ts';

const rules = LoadRules.parse({});
const startMs = Date.UTC(2026, 10, 28, 6);
const minute = 60_000;
let folder: ReturnType<typeof createDataDir>;
let store: Store;

beforeEach(async () => {
  folder = createDataDir();
  store = await openTestStore(folder.dataDir, createVirtualClock(), createMemoryLog());
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

type Step = readonly [alarm: string, kind: AlarmEvent['kind'], from: AlarmEvent['from'], to: AlarmEvent['to'], atMs: number];
let lastSeq = 0;
beforeEach(() => void (lastSeq = 0));
const write = async (steps: readonly Step[]): Promise<void> => {
  const standings: AlarmStanding[] = [];
  const events = steps.map(([alarm, kind, from, to, atMs]): AlarmEvent => ({
    seq: ++lastSeq,
    alarm: alarm as AlarmId,
    kind,
    from,
    to,
    timeMs: startMs + atMs,
    engineMs: startMs + atMs,
    value: 1,
    quality: 0,
  }));
  await store.journal.append(events, standings);
};
const raise = (alarm: string, atMs: number): Step => [alarm, 'raised', 'normal', 'active-unacked', atMs];
const acknowledge = (alarm: string, atMs: number): Step => [alarm, 'acknowledged', 'active-unacked', 'active-acked', atMs];
const clear = (alarm: string, atMs: number): Step => [alarm, 'returned', 'active-acked', 'normal', atMs];
const load = (fromMs: number, toMs: number, cancel?: AbortSignal) =>
  store.journal.load({ fromMs: startMs + fromMs, toMs: startMs + toMs, operators: 1, rules, most: 10, gone: [], momentary: [] }, cancel);

describe('alarm load out of the journal', () => {
  it('counts the events of the span alone, and knows what stood at its beginning', async () => {
    await write([
      raise('A', 0),
      acknowledge('A', 1000),
      raise('B', 2000),
      clear('A', 90 * minute),
      raise('C', 100 * minute),
      raise('C', 25 * 60 * minute),
    ]);
    const { figures, lists, raised } = await load(60 * minute, 120 * minute);
    expect(figures.alarms).toBe(1);
    expect(raised).toEqual({ alarms: ['C'], counts: Uint32Array.of(1) });
    expect(figures.standing).toMatchObject({ atEnd: 2, unacked: 2, most: 2 });
    // A had stood for 90 minutes when it returned, 30 of them in the span.
    expect(figures.fleeting.times).toBe(0);
    expect(lists.standing.map(({ alarm, activeSinceMs, activeMs }) => [alarm, activeSinceMs, activeMs])).toEqual([
      ['B', startMs + 2000, 60 * minute],
      ['C', startMs + 100 * minute, 20 * minute],
    ]);
  });

  it('begins with the journal where the span began earlier, so that no unknown time makes a rate look good', async () => {
    await write([raise('A', 0), raise('B', 10 * minute)]);
    const { figures, firstMs } = await load(-30 * 24 * 60 * minute, 20 * minute);
    expect(firstMs).toBe(startMs);
    expect(figures).toMatchObject({ fromMs: startMs, alarms: 2, bins: { total: 2 } });
  });

  it('of an empty journal is nothing, not a time without alarms', async () => {
    const { figures, firstMs, floods, chart } = await load(0, 60 * minute);
    expect(firstMs).toBeNull();
    expect(figures).toMatchObject({
      fromMs: figures.toMs,
      alarms: 0,
      distinct: 0,
      bins: { total: 1, over: 0 },
      rolling: { most: 0, last: 0 },
    });
    expect(floods).toEqual([]);
    expect([...chart.most]).toEqual([0]);
  });

  it('takes events of one moment and of many pages each once', async () => {
    const many = Array.from({ length: 25_000 }, (_none, at): Step => (at % 2 === 0 ? raise : acknowledge)('A', Math.floor(at / 12_000)));
    for (let from = 0; from < many.length; from += 5000) await write(many.slice(from, from + 5000));
    const { figures } = await load(0, minute);
    expect(figures.alarms).toBe(12_500);
    expect(figures.bins.most).toBe(12_500);
  });

  it('lays a long span out in columns of several intervals, each with its fullest', async () => {
    await write([
      raise('A', 0),
      ...Array.from({ length: 12 }, (_none, at) => raise(`B${at}`, 400 * 24 * 60 * minute + at)),
      raise('Z', 500 * 24 * 60 * minute),
    ]);
    const { chart, figures } = await load(0, 500 * 24 * 60 * minute);
    // An event at the very end of the span is in an interval that only begins there.
    expect(figures.bins.total).toBe(500 * 144 + 1);
    expect(chart.most.length).toBeLessThanOrEqual(4464);
    expect(chart.binsPerColumn).toBe(17);
    expect(chart.most[Math.floor((400 * 144) / 17)]).toBe(12);
  });

  it('is the same where the clock was set back meanwhile: events count by the time they carry', async () => {
    await write([
      raise('A', 50 * minute),
      raise('B', 55 * minute),
      raise('C', 5 * minute),
      acknowledge('C', 6 * minute),
      raise('D', 56 * minute),
    ]);
    const { figures, raised } = await load(0, 60 * minute);
    expect(figures).toMatchObject({ alarms: 4, standing: { atEnd: 4, unacked: 3 } });
    expect(raised.alarms).toEqual(['C', 'A', 'B', 'D']);
    expect((await load(40 * minute, 60 * minute)).raised.alarms).toEqual(['A', 'B', 'D']);
    expect((await load(0, 10 * minute)).figures.alarms).toBe(1);
  });

  it('does not let an alarm stand for ever that nobody judges any more', async () => {
    await write([raise('A', 0), raise('B', 1000)]);
    const { figures, lists } = await store.journal.load({
      fromMs: startMs,
      toMs: startMs + 60 * minute,
      operators: 1,
      rules,
      most: 10,
      gone: ['A', 'never heard of'],
      momentary: [],
    });
    expect(figures.standing).toMatchObject({ atEnd: 1, unacked: 1 });
    expect(figures.alarms).toBe(2);
    expect(lists.standing.map(({ alarm }) => alarm)).toEqual(['B']);
  });

  it('is given up when nobody wants it any more', async () => {
    await write([raise('A', 0)]);
    const abort = new AbortController();
    abort.abort();
    await expect(load(0, minute, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('minute by minute is what came in each, hidden ones left out', async () => {
    await write([
      raise('A', 0),
      raise('B', 59_999),
      raise('C', minute),
      ['D', 'suppressed', 'normal', 'suppressed', minute],
      ['D', 'unsuppressed', 'suppressed', 'active-unacked', 2 * minute],
      raise('E', 2 * minute),
    ]);
    expect(await store.journal.loadMinutes({ fromMs: startMs, toMs: startMs + 2.5 * minute, lastSeq: 5 })).toEqual({
      firstMs: startMs,
      counts: Uint32Array.of(2, 1, 1),
    });
  });
});
