import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmState } from '../model/alarm.ts';
import { LoadRules, LoadSettings } from '../model/alarm-load.ts';
import { createDurationHistogram } from './duration-histogram.ts';
import { binMs, floodsOf } from './load-bins.ts';
import { createLoadMeter, type LoadMeter, type MeterReading } from './load-meter.ts';
import { loadLists } from './load-rows.ts';
import { measureLoad } from './load-targets.ts';
import { createRollingCount } from './rolling-count.ts';

const rules = LoadRules.parse({});
const startMs = Date.UTC(2026, 10, 28, 6);
const minute = 60_000;

/** A meter and the alarms it is told of, each with the state it is in. */
function plant(operators = 1) {
  const meter: LoadMeter = createLoadMeter({ fromMs: startMs, operators, rules });
  const states = new Map<number, AlarmState>();
  const step = (alarm: number, to: AlarmState, atMs: number): void => {
    meter.add(alarm, to, startMs + atMs);
    states.set(alarm, to);
  };
  return {
    meter,
    step,
    raise: (alarm: number, atMs: number) => step(alarm, 'active-unacked', atMs),
    clear: (alarm: number, atMs: number) => step(alarm, states.get(alarm) === 'active-acked' ? 'normal' : 'returned-unacked', atMs),
    ack: (alarm: number, atMs: number) => step(alarm, states.get(alarm) === 'active-unacked' ? 'active-acked' : 'normal', atMs),
    read: (toMs: number): MeterReading => meter.read(startMs + toMs),
  };
}
const lists = (reading: MeterReading) =>
  loadLists(reading.columns, reading.alarms, {
    idOf: (alarm) => `A${alarm}`,
    fromMs: reading.figures.fromMs,
    toMs: reading.figures.toMs,
    staleMs: rules.staleAfterH * 3_600_000,
    most: 20,
  });

describe('alarm load', () => {
  it('counts an alarm when it comes to stand before the operator as new: raised, alarmed again, or back from hiding; not while it is hidden', () => {
    const { step, raise, ack, read } = plant();
    raise(0, 0);
    ack(0, 1000);
    step(0, 'active-unacked', 2000);
    step(0, 'shelved', 3000);
    step(0, 'active-unacked', 4000);
    step(1, 'suppressed', 5000);
    const { figures } = read(minute);
    expect(figures.alarms).toBe(3);
    expect(figures.hidden).toEqual({ shelved: 0, suppressed: 1, outOfService: 0, times: 2 });
  });

  it('a flood begins with more than ten in ten minutes and ends before the first ten minutes with fewer than five', () => {
    const { raise, clear, read } = plant();
    const burst = (bin: number, count: number): void => {
      for (let one = 0; one < count; one++) {
        raise(one, bin * binMs + one * 1000);
        clear(one, bin * binMs + one * 1000 + 500);
      }
    };
    [10, 11, 5, 12, 4, 11].forEach((count, bin) => burst(bin, count));
    const { figures, floods } = read(6 * binMs);
    expect(floods).toEqual([
      { fromMs: startMs + binMs, toMs: startMs + 4 * binMs, alarms: 28, most: 12, mostMs: startMs + 3 * binMs, isOpen: false },
      { fromMs: startMs + 5 * binMs, toMs: startMs + 6 * binMs, alarms: 11, most: 11, mostMs: startMs + 5 * binMs, isOpen: true },
    ]);
    expect(figures.bins).toEqual({ total: 6, over: 3, most: 12, mostMs: startMs + 3 * binMs });
    expect(figures.flood).toEqual({ count: 2, bins: 4, longestBins: 3 });
    expect(figures.hours).toEqual({ total: 1, over: 1 });
  });

  it('rules by which a flood would never end are refused', () => {
    expect(LoadRules.safeParse({ floodAbove: 10, floodEndsBelow: 11 }).success).toBe(false);
    expect(LoadRules.safeParse({ floodAbove: 10, floodEndsBelow: 10 }).success).toBe(true);
  });

  it('two operators bear twice as much', () => {
    const { raise, read } = plant(2);
    for (let alarm = 0; alarm < 20; alarm++) raise(alarm, alarm * 1000);
    const { figures, floods } = read(binMs);
    expect(floods).toEqual([]);
    expect(measureLoad(figures, null, 2, LoadSettings.parse({})).find(({ id }) => id === 'peak-10-min')?.value).toBe(10);
  });

  it('three times within a minute is one burst of chatter, however long it goes on; after a pause it is another', () => {
    const { raise, clear, read } = plant();
    const times = [0, 30, 60, 90, 120, 600, 640, 700, 720].map((second) => second * 1000);
    for (const at of times) {
      raise(0, at);
      clear(0, at + 2000);
    }
    raise(1, 0);
    expect(lists(read(binMs * 2)).chattering.map(({ alarm, chatters }) => [alarm, chatters])).toEqual([['A0', 1]]);
    raise(0, 730_000);
    expect(read(binMs * 2).figures.chattering).toBe(1);
    expect(lists(read(binMs * 2)).chattering[0]?.chatters).toBe(2);
  });

  it('an alarm gone in less than a minute is fleeting; one that was hidden meanwhile is not', () => {
    const { step, raise, clear, read } = plant();
    for (const alarm of [0, 1, 2]) raise(alarm, 0);
    step(2, 'shelved', 1000);
    clear(0, 59_999);
    clear(1, minute);
    expect(read(binMs).figures.fleeting).toEqual({ alarms: 1, times: 1 });
  });

  it('a change of state, which is over as soon as it comes, is not fleeting', () => {
    const { meter, raise, clear, read } = plant();
    meter.momentary(0);
    raise(0, 0);
    clear(0, 0);
    expect(read(binMs).figures).toMatchObject({ alarms: 1, fleeting: { alarms: 0, times: 0 } });
  });

  it('an alarm active for more than a day is stale, also one that stood before the span began', () => {
    const { meter, raise, clear, read } = plant();
    meter.begin(0, 'active-acked', startMs - 20 * 3_600_000);
    raise(1, 0);
    expect(read(3 * 3_600_000).figures.stale).toEqual({ atEnd: 0, ended: 0 });
    const reading = read(5 * 3_600_000);
    expect(reading.figures.stale.atEnd).toBe(1);
    expect(lists(reading).stale.map(({ alarm, longestMs, activeMs }) => [alarm, longestMs, activeMs])).toEqual([
      ['A0', 25 * 3_600_000, 5 * 3_600_000],
    ]);
    expect(lists(reading).standing.map(({ alarm }) => alarm)).toEqual(['A1']);
    clear(0, 5 * 3_600_000);
    expect(read(6 * 3_600_000).figures.stale).toEqual({ atEnd: 0, ended: 1 });
  });

  it('acknowledging is timed from the moment the alarm came, also after it has returned', () => {
    const { raise, clear, ack, read } = plant();
    raise(0, 0);
    raise(1, 0);
    clear(1, 5000);
    ack(0, 10_000);
    ack(1, 30_000);
    const { acknowledge } = read(binMs).figures;
    expect(acknowledge.count).toBe(2);
    expect(acknowledge.longestMs).toBe(30_000);
    expect(lists(read(binMs)).frequent.map(({ acknowledgeMs }) => acknowledgeMs)).toEqual([10_000, 30_000]);
  });

  it('standing alarms are counted as they come and go, with their mean over the span', () => {
    const { meter, raise, clear, read } = plant();
    meter.begin(9, 'active-acked', startMs - 1000);
    raise(0, 0);
    clear(0, 300_000);
    const { standing } = read(binMs).figures;
    expect(standing).toEqual({ atEnd: 1, unacked: 0, most: 2, mean: 1.5 });
  });

  it('a clock set back does not move the past', () => {
    const { raise, read } = plant();
    raise(0, 20 * minute);
    raise(1, 5 * minute);
    expect([...read(30 * minute).bins.counts]).toEqual([0, 0, 2]);
  });

  it('the ten most frequent and the sums are those of the events one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(3 * 3600)), { maxLength: 300 }), (events) => {
        const ordered = events.toSorted((a, b) => a[1] - b[1]);
        const { raise, clear, read } = plant();
        for (const [alarm, second] of ordered) {
          raise(alarm, second * 1000);
          clear(alarm, second * 1000);
        }
        const reading = read(4 * 3_600_000);
        const counts = new Map<number, number>();
        for (const [alarm] of ordered) counts.set(alarm, (counts.get(alarm) ?? 0) + 1);
        const falling = [...counts.values()].toSorted((a, b) => b - a);
        const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
        expect(reading.figures.alarms).toBe(ordered.length);
        expect(reading.figures.distinct).toBe(counts.size);
        expect(reading.figures.top10).toBe(sum(falling.slice(0, 10)));
        expect(sum([...reading.bins.counts])).toBe(ordered.length);
        expect(lists(reading).frequent.map(({ raised }) => raised)).toEqual(falling.slice(0, 20));
        // The most in any ten minutes, by looking at each.
        const most = ordered.reduce(
          (top, [, from], at) => Math.max(top, ordered.slice(at).filter(([, second]) => second < from + 600).length),
          0,
        );
        expect(reading.figures.rolling.most).toBe(most);
      }),
      { numRuns: 100 },
    );
  });

  it('floods cover their intervals and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 80 }), (counts) => {
        const floods = floodsOf({ first: 100, counts: Uint32Array.from(counts) }, 1, rules);
        const covered = new Set<number>();
        for (const { fromMs, toMs } of floods) for (let at = fromMs / binMs - 100; at < toMs / binMs - 100; at++) covered.add(at);
        counts.forEach((count, at) => {
          if (count > rules.floodAbove) expect(covered.has(at)).toBe(true);
          if (count < rules.floodEndsBelow) expect(covered.has(at)).toBe(false);
        });
        expect(floods.reduce((sum, { alarms }) => sum + alarms, 0)).toBe(
          counts.reduce((sum, count, at) => sum + (covered.has(at) ? count : 0), 0),
        );
      }),
    );
  });
});

describe('targets', () => {
  const reading = (count: number): MeterReading => {
    const { raise, clear, read } = plant();
    for (let one = 0; one < count; one++) {
      raise(one, one * 2 * minute);
      clear(one, one * 2 * minute + minute);
    }
    return read(24 * 3_600_000);
  };
  const measure = (count: number, id: string, settings = {}) =>
    measureLoad(reading(count).figures, [1, 2, 3, 94], 1, LoadSettings.parse(settings)).find((one) => one.id === id);

  it('a rate within the target is met, up to the most that can be managed it is near, beyond missed', () => {
    expect(measure(140, 'per-day')).toMatchObject({ value: 140, verdict: 'met' });
    expect(measure(151, 'per-day')).toMatchObject({ verdict: 'near' });
    expect(measure(301, 'per-day')).toMatchObject({ verdict: 'missed' });
  });

  it('shares of a few alarms are not judged', () => {
    expect(measure(99, 'top-10-share')).toMatchObject({
      value: null,
      verdict: 'unknown',
      why: 'Shares of fewer than 100 alarms say nothing.',
    });
    expect(measure(200, 'priority-3-4')).toMatchObject({ value: 97, verdict: 'met' });
    expect(measure(200, 'days-of-data')).toMatchObject({ value: 1, verdict: 'missed' });
  });

  it('a time too short to tell is not judged, and of no time nothing is', () => {
    const { raise, read } = plant();
    raise(0, 0);
    const verdicts = (toMs: number) =>
      Object.fromEntries(
        measureLoad(read(toMs).figures, [1, 0, 0, 0], 1, LoadSettings.parse({})).map(({ id, verdict, why }) => [
          id,
          why === '' ? verdict : why,
        ]),
      );
    expect(verdicts(8 * 60 * minute)).toMatchObject({ 'per-hour': 'met', 'bins-over': 'met', 'hours-over': 'met', stale: 'met' });
    expect(verdicts(60 * minute)).toMatchObject({ 'bins-over': 'met', 'hours-over': 'The time is too short for a share of it.' });
    expect(verdicts(minute)).toMatchObject({
      'per-hour': 'The time is too short for a rate.',
      'time-in-flood': 'The time is too short for a share of it.',
      'peak-10-min': 'met',
    });
    const nothing = measureLoad(plant().read(0).figures, [0, 0, 0, 0], 1, LoadSettings.parse({}));
    expect(new Set(nothing.filter(({ id }) => id !== 'days-of-data').map(({ why }) => why))).toEqual(
      new Set(['Nothing is known of this time.']),
    );
  });

  it('the plant sets its own, with its own source', () => {
    const own = { targets: { 'per-day': { good: 100, source: 'Alarm philosophy AP-7' } } };
    expect(measure(140, 'per-day', own)).toMatchObject({ good: 100, limit: null, verdict: 'missed', source: 'Alarm philosophy AP-7' });
  });

  it('every built-in target says that its source was not read in the original', () => {
    for (const { source } of measureLoad(reading(1).figures, null, 1, LoadSettings.parse({})))
      expect(source).toContain('not read in the original');
  });
});

describe('parts', () => {
  it('the last ten minutes forget what is older, to the second', () => {
    const rolling = createRollingCount();
    for (const second of [0, 1, 599]) rolling.add(startMs + second * 1000);
    expect(rolling.at(startMs + 599_000)).toBe(3);
    expect(rolling.at(startMs + 600_000)).toBe(2);
    expect(rolling.at(startMs + 601_000)).toBe(1);
    expect(rolling.at(startMs + 99 * binMs)).toBe(0);
    expect(rolling.most.count).toBe(3);
  });

  it('quantiles of durations are right to five per cent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 100, max: 86_400_000 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.9),
        (durations, share) => {
          const histogram = createDurationHistogram();
          for (const ms of durations) histogram.add(ms);
          const exact = durations.toSorted((a, b) => a - b)[Math.ceil(share * durations.length) - 1] as number;
          const told = histogram.quantileMs(share) as number;
          expect(Math.abs(told / exact - 1)).toBeLessThan(0.05);
        },
      ),
    );
  });
});
