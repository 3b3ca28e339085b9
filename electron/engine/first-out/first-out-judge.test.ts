import { describe, expect, it } from 'vitest';
import { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { Connection } from '#shared/model/logic.ts';
import type { BurstEvent } from './burst-alarm.ts';
import { burstLimits } from './burst-watch.ts';
import { createFirstOutJudge } from './first-out-judge.ts';

const machines = ['P-1', 'V-1', 'K-1', 'C-1', 'D-1'];
const source = {
  assets: machines.map((id) => AssetDefinition.parse({ id, name: id })),
  connections: machines.slice(1).map((to, at) => Connection.parse({ from: machines[at], to })),
  interlocks: [],
};
const t0 = Date.UTC(2026, 0, 5);
let seq = 0;
const raised = (machine: number, atMs: number, kind: 'raised' | 'returned' = 'raised'): BurstEvent => ({
  alarm: `${machines[machine]}.H` as AlarmId,
  seq: ++seq,
  kind,
  timeMs: t0 + atMs,
  uncertaintyMs: 1,
  tag: `${machines[machine]}.PV` as TagId,
  asset: machines[machine] as AssetId,
});
const cascade = (startMs: number): readonly BurstEvent[] => machines.map((_machine, at) => raised(at, startMs + at * 700));

describe('the judge of bursts', () => {
  it('gives the same burst live and from the record, and at each moment only what had come by then', () => {
    const judge = createFirstOutJudge(source);
    const events = cascade(0);
    judge.add(events);
    const [live] = judge.current(t0 + 4000, t0, 20).groups;
    expect(live).toMatchObject({ alarmCount: 5, isOver: false, ranked: [{ alarm: 'P-1.H' }, {}, {}, {}, {}] });
    const wanted = { fromMs: t0 - 1000, toMs: t0 + 4000, most: 20, from: 'newest' as const };
    expect(judge.recorded(events, wanted).groups).toEqual([live]);
    expect(judge.recorded(events.slice(0, 3), { ...wanted, toMs: t0 + 1500 }).groups[0]?.alarmCount).toBe(3);
    expect(judge.recorded(events.slice(0, 1), { ...wanted, toMs: t0 + 100 }).groups).toEqual([]);
    // Asking for the past changes nothing of the present.
    const { key, groups } = judge.current(t0 + 4000, t0, 20);
    expect(groups).toEqual([live]);
    // Who knows these groups is not sent them again; a return changes them.
    expect(judge.current(t0 + 4000, t0, 20, key)).toEqual({ key, groups: [] });
    judge.add([raised(2, 3900, 'returned')]);
    expect(judge.current(t0 + 4000, t0, 20, key).groups).toHaveLength(1);
  });

  it('ends a burst by time alone, keeps it in sight as long as it is wanted, newest first', () => {
    const judge = createFirstOutJudge(source);
    const hour = 3_600_000;
    judge.add(cascade(0));
    const overMs = t0 + burstLimits.quietMs + 60_000;
    expect(judge.current(overMs, t0, 20).groups[0]?.isOver).toBe(true);
    judge.add(cascade(hour));
    expect(judge.current(t0 + hour + 4000, t0, 20).groups.map(({ startMs }) => startMs)).toEqual([t0 + hour, t0]);
    expect(judge.current(t0 + hour + 4000, t0, 1).groups).toHaveLength(1);
    expect(judge.current(t0 + hour + 4000, t0 + hour, 20).groups).toHaveLength(1);
  });

  it('says where a stretch had more bursts than were wanted, the oldest first', () => {
    const judge = createFirstOutJudge(source);
    const hour = 3_600_000;
    const events = [0, 1, 2].flatMap((at) => cascade(at * hour));
    const all = { fromMs: t0, toMs: t0 + 4 * hour, from: 'oldest' as const };
    expect(judge.recorded(events, { ...all, most: 2 })).toMatchObject({ isWhole: false, groups: [{ startMs: t0 }, { startMs: t0 + hour }] });
    expect(judge.recorded(events, { ...all, most: 3 }).isWhole).toBe(true);
    expect(judge.recorded(events, { ...all, fromMs: t0 + hour + 100_000, most: 3 }).groups.map(({ startMs }) => startMs)).toEqual([t0 + 2 * hour]);
  });

  it('judges a recorded burst by the floods before it, not by what it has learnt since', () => {
    const strangers = { assets: source.assets, connections: [], interlocks: [Object.freeze({ id: 'I', name: 'I', causes: ['NONE' as AlarmId], effects: ['NONE' as AssetId] })] };
    const hour = 3_600_000;
    const judge = createFirstOutJudge(strangers);
    const first = cascade(0);
    judge.add(first);
    const before = judge.current(t0 + 4000, t0, 20).groups[0];
    expect(before?.members.every(({ via }) => via !== 'history')).toBe(true);
    judge.add(cascade(hour));
    judge.add(cascade(2 * hour));
    const [now] = judge.current(t0 + 2 * hour + 4000, t0, 20).groups;
    expect(now?.members.some(({ via }) => via === 'history')).toBe(true);
    expect(judge.recorded(first, { fromMs: t0, toMs: t0 + 4000, most: 1, from: 'newest' }).groups).toEqual([before]);
  });
});
