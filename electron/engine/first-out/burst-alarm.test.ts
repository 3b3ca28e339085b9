import { expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { burstEventOf } from './burst-alarm.ts';
import { createFirstOutJudge } from './first-out-judge.ts';

const t0 = Date.UTC(2026, 0, 5);
const day = 86_400_000;
let seq = 0;
const raised = (alarm: string, engineMs: number, timeMs = engineMs): AlarmEvent => ({ seq: ++seq, alarm: alarm as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs, engineMs, value: 1, quality: 0, uncertaintyMs: 5 });
const burstEvents = (events: readonly AlarmEvent[]) => events.flatMap((event) => burstEventOf(event, { tag: null, asset: null }) ?? []);

it('one stamp a day ahead breaks no burst that comes after it, nor keeps one open', () => {
  const judge = createFirstOutJudge({});
  judge.add(burstEvents([raised('AHEAD', t0, t0 + day)]));
  judge.current(t0, t0 - day, 20);
  judge.add(burstEvents(['A', 'B', 'C'].map((alarm, at) => raised(alarm, t0 + 600_000 + at * 1000))));
  expect(judge.current(t0 + 603_000, t0 - day, 20).groups).toMatchObject([{ alarmCount: 3, isOver: false }]);
  judge.add(burstEvents([raised('D', t0 + 620_000)]));
  expect(judge.current(t0 + 621_000, t0 - day, 20).groups).toMatchObject([{ alarmCount: 4, isOver: false, lastMs: t0 + 620_000 }]);
  expect(judge.current(t0 + 3_600_000, t0 - day, 20).groups).toMatchObject([{ alarmCount: 4, isOver: true }]);
});

it('stamps somewhat ahead keep their distances, which tell the order', () => {
  expect(burstEvents([raised('A', t0, t0 + 1500), raised('B', t0, t0 + 1540)]).map(({ timeMs }) => timeMs - t0)).toEqual([1500, 1540]);
});
