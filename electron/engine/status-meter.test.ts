import { expect, it } from 'vitest';
import { AlarmEvent } from '#shared/model/alarm.ts';
import { createStatusMeter } from './status-meter.ts';
import { createVirtualClock } from './testing/virtual-ports.ts';

const readings = { samples: 0, tags: { total: 0, bad: 0, stale: 0, uncertain: 0 }, historian: { state: 'ok', sentence: '', queuedRows: 0, lostSamples: 0, bytes: 0 }, alarms: { standing: 0, unacknowledged: 0 }, clients: 0 } as const;

it('counts the alarms of the last ten minutes whatever is done to the clock of the machine', () => {
  const clock = createVirtualClock();
  const meter = createStatusMeter(clock, 'test');
  const raised = AlarmEvent.parse({ seq: 1, alarm: 'A', kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: 0, engineMs: clock.nowMs(), value: 1, quality: 0 });
  meter.raised([raised]);
  clock.stepWall(3_600_000);
  clock.advance(1000);
  meter.tick(0);
  expect(meter.read(readings).alarms.last10Min).toBe(1);
  clock.stepWall(-7_200_000);
  clock.advance(600_000);
  meter.tick(0);
  expect(meter.read(readings).alarms.last10Min).toBe(0);
});
