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

it('a clock of the engine that was a day ahead and is set back spoils no burst from then on', () => {
  const judge = createFirstOutJudge({});
  const shown = (nowMs: number) => judge.current(nowMs, nowMs - 4 * 3_600_000, 20).groups.map(({ alarmCount, isOver }) => [alarmCount, isOver]);
  judge.add(burstEvents(['A', 'B', 'C'].map((alarm, at) => raised(alarm, t0 + day + at * 1000))));
  judge.add(burstEvents([raised('ALONE', t0 + day + 1_000_000)]));
  expect(shown(t0 + day + 1_000_000)).toEqual([[3, true]]);
  // What was of the wrong time is over, and no part of what comes.
  expect(shown(t0)).toEqual([]);
  judge.add(burstEvents([raised('A', t0 + 1000), raised('E', t0 + 2000)]));
  expect(shown(t0 + 3000)).toEqual([]);
  judge.add(burstEvents([raised('F', t0 + 4000)]));
  expect(shown(t0 + 5000)).toEqual([[3, false]]);
  judge.add(burstEvents([raised('G', t0 + 20_000)]));
  expect(shown(t0 + 21_000)).toEqual([[4, false]]);
  expect(shown(t0 + 3_600_000)).toEqual([[4, true]]);
});

it('a burst under way when the clock is set back is over, and the next is one of its own', () => {
  const judge = createFirstOutJudge({});
  judge.add(burstEvents(['A', 'B', 'C'].map((alarm, at) => raised(alarm, t0 + day + at * 1000))));
  expect(judge.current(t0 + day + 3000, t0, 20).groups).toMatchObject([{ isOver: false }]);
  judge.current(t0, t0 - day, 20);
  judge.add(burstEvents(['D', 'E', 'F'].map((alarm, at) => raised(alarm, t0 + at * 1000))));
  expect(judge.current(t0 + 3000, t0 - 3_600_000, 20).groups).toMatchObject([{ alarmCount: 3, startMs: t0, isOver: false }]);
});

it('stamps somewhat ahead keep their distances, which tell the order', () => {
  expect(burstEvents([raised('A', t0, t0 + 1500), raised('B', t0, t0 + 1540)]).map(({ timeMs }) => timeMs - t0)).toEqual([1500, 1540]);
});

it('an alarm the design hides keeps no burst open, though it comes back out of hiding without a return; one that is still there does', () => {
  const hidden = (alarm: string, engineMs: number): AlarmEvent => ({ ...raised(alarm, engineMs), kind: 'suppressed', from: 'active-unacked', to: 'suppressed' });
  const shown = (alarm: string, engineMs: number, to: AlarmEvent['to']): AlarmEvent => ({ ...raised(alarm, engineMs), kind: 'unsuppressed', from: 'suppressed', to });
  const returned = (alarm: string, engineMs: number): AlarmEvent => ({ ...raised(alarm, engineMs), kind: 'returned', from: 'active-unacked', to: 'returned-unacked' });
  const bursts = (to: AlarmEvent['to']) => {
    const judge = createFirstOutJudge({});
    judge.add(burstEvents([...['A', 'B', 'C'].map((alarm, at) => raised(alarm, t0 + at * 1000)), hidden('C', t0 + 4000), returned('A', t0 + 8000), returned('B', t0 + 8000), shown('C', t0 + 9000, to)]));
    judge.add(burstEvents(['D', 'E', 'F'].map((alarm, at) => raised(alarm, t0 + 20_000 + at * 1000))));
    return judge.current(t0 + 23_000, t0 - 3_600_000, 20).groups.map(({ alarmCount }) => alarmCount);
  };
  expect(bursts('normal')).toEqual([3, 3]);
  expect(bursts('active-unacked')).toEqual([6]);
});
