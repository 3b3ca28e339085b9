import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadOfLog, usualLogLoad } from './log-load.ts';
import { type AlarmLog, readAlarmLog } from './read-alarm-log.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/alarm-log');
const hasLog = existsSync(folder);

type Expected = {
  readonly events: number;
  readonly activations: number;
  readonly uniqueAlarms: number;
  readonly avgPer10min: number;
  readonly avgPerHour: number;
  readonly avgPerDay: number;
  readonly peakPer10min: number;
  readonly bins10min: number;
  readonly binsOver10: number;
  readonly floods: number;
  readonly pctTimeInFlood: number;
  readonly longestFloodBins: number;
  readonly top10: readonly (readonly [string, number])[];
  readonly top10PctOfLoad: number;
  readonly chatteringAlarms: number;
  readonly fleetingUnder60s: number;
  readonly staleOver24h_returned: number;
  readonly neverReturned: number;
};

describe.skipIf(!hasLog)('the public alarm log', () => {
  it('has the load that an independent program found in it', async () => {
    const expected = JSON.parse(readFileSync(join(folder, 'expected_metrics.json'), 'utf8')) as Expected;
    const log = await readAlarmLog(join(folder, 'text_alarms_original_9.csv'));
    const { reading, lists, measures, priorities } = loadOfLog(log, usualLogLoad);
    const { figures } = reading;
    const value = (id: string): number => measures.find((one) => one.id === id)?.value ?? Number.NaN;
    expect(log.timeMs).toHaveLength(expected.events);
    expect(log.unread.count).toBe(0);
    expect(figures.alarms).toBe(expected.activations);
    expect(figures.distinct).toBe(expected.uniqueAlarms);
    expect(value('per-10-min')).toBeCloseTo(expected.avgPer10min, 3);
    expect(value('per-hour')).toBeCloseTo(expected.avgPerHour, 2);
    expect(value('per-day')).toBeCloseTo(expected.avgPerDay, 1);
    expect(figures.bins).toMatchObject({ total: expected.bins10min, over: expected.binsOver10, most: expected.peakPer10min });
    expect(figures.flood.count).toBe(expected.floods);
    expect(figures.flood.longestBins).toBe(expected.longestFloodBins);
    expect(value('time-in-flood')).toBeCloseTo(expected.pctTimeInFlood, 2);
    expect(lists.frequent.slice(0, 10).map(({ alarm, raised }) => [alarm, raised])).toEqual(expected.top10);
    expect(value('top-10-share')).toBeCloseTo(expected.top10PctOfLoad, 0);
    expect(figures.chattering).toBe(expected.chatteringAlarms);
    expect(figures.fleeting.times).toBe(expected.fleetingUnder60s);
    expect(figures.stale.ended).toBe(expected.staleOver24h_returned);
    expect(figures.standing.atEnd).toBe(expected.neverReturned);
    expect(priorities).toBeNull();
  });
});

describe('the load of a log', () => {
  const log = (rows: readonly (readonly [number, number, number])[], priorities: readonly (1 | 2 | 3 | 4 | null)[]): AlarmLog => ({
    timeMs: Float64Array.from(rows, ([second]) => second * 1000),
    alarm: Uint32Array.from(rows, ([, alarm]) => alarm),
    kind: Uint8Array.from(rows, ([, , kind]) => kind),
    alarms: priorities.map((priority, at) => ({ id: `A${at}`, tag: `A${at}`, condition: '', priority, description: '', area: '' })),
    timeForm: 'seconds',
    columns: {
      time: 'time',
      clock: null,
      tag: 'tag',
      state: 'state',
      condition: null,
      priority: 'priority',
      description: null,
      area: null,
    },
    others: 0,
    unread: { count: 0, first: [] },
    assumptions: [],
  });

  it('an alarm that comes again without having returned counts again and is active since it first came', () => {
    const { reading, lists, priorities } = loadOfLog(
      log(
        [
          [0, 0, 0],
          [60, 0, 0],
          [90, 0, 1],
          [100, 1, 1],
        ],
        [2, null],
      ),
      usualLogLoad,
    );
    expect(reading.figures.alarms).toBe(2);
    expect(lists.frequent[0]).toMatchObject({ alarm: 'A0', raised: 2, longestMs: 90_000 });
    expect(priorities).toEqual([0, 2, 0, 0]);
  });

  it('acknowledges are timed where the log has them', () => {
    const { reading } = loadOfLog(
      log(
        [
          [0, 0, 0],
          [30, 0, 2],
          [40, 0, 1],
        ],
        [1],
      ),
      usualLogLoad,
    );
    expect(reading.figures.acknowledge).toMatchObject({ count: 1, longestMs: 30_000 });
  });

  it('a log over centuries is refused: one of its times is wrong', () => {
    expect(() =>
      loadOfLog(
        log(
          [
            [0, 0, 0],
            [5e9, 0, 1],
          ],
          [1],
        ),
        usualLogLoad,
      ),
    ).toThrow('more than 80 years');
  });
});
