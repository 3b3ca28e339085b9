import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, TagId } from '#shared/model/ids.ts';
import { Connection } from '#shared/model/logic.ts';
import { FirstOutGroup } from '#shared/model/first-out.ts';
import type { BurstEvent } from './burst-alarm.ts';
import { findBursts } from './burst-watch.ts';
import { createPlantKnowledge, type KnowledgeSource } from './plant-knowledge.ts';
import { rankBurst } from './rank-burst.ts';
import { burstEvents, lubeTrip, station } from './testing/burst-events.ts';

function rank(events: readonly BurstEvent[], source: KnowledgeSource = station): FirstOutGroup {
  const knowledge = createPlantKnowledge(source);
  const bursts = findBursts(events, knowledge);
  expect(bursts).toHaveLength(1);
  const [burst] = bursts;
  if (burst === undefined) throw new Error('no burst');
  return FirstOutGroup.parse(rankBurst(burst.alarms(), knowledge, burst));
}
const chatter = (name: string, fromS: number, times: number): (readonly [string, number])[] =>
  Array.from({ length: times }, (_none, at) => [[name, fromS + at * 6] as const, [`-${name}`, fromS + at * 6 + 3] as const]).flat();

describe('first out of a burst', () => {
  it('is the lube pump, with figures that say why, and the rest hangs on it', () => {
    const group = rank(burstEvents(lubeTrip));
    expect(group.ranked[0]).toMatchObject({ alarm: 'P-A.FLT', tag: 'P-A.FLT', asset: 'P-A' });
    const texts = group.ranked[0]?.why.map(({ text }) => text) ?? [];
    expect(texts[0]).toBe('0.456 s before the next alarm in the group');
    expect(texts[1]).toBe("Upstream of 6 of 8 other alarms in the plant's topology");
    expect(group.ranked[0]?.score).toBeGreaterThan(2 * (group.ranked[1]?.score ?? 1));
    const via = Object.fromEntries(group.members.map(({ alarm, parent, via: by }) => [alarm, `${parent} ${by}`]));
    expect(via).toMatchObject({ 'P-A.FLT': 'null null', 'PT-1.L': 'P-A.FLT topology', 'P-B.FTS': 'PT-1.L interlock', 'PT-1.LL': 'PT-1.L same-asset', 'K-1.TRIP': 'PT-1.LL interlock', 'M-1.BRK': 'K-1.TRIP interlock' });
    expect(group.undecided).toEqual([]);
  });

  it('is not the chattering alarm of another machine that came before, and that is no consequence of it either', () => {
    const events = burstEvents([...chatter('STACK:AT-9.H', -20, 8), ['BOILER:LT-9.L', -3] as const, ...lubeTrip.slice(0, 7)].toSorted((a, b) => a[1] - b[1]));
    const group = rank(events);
    expect(group.ranked[0]?.alarm).toBe('P-A.FLT');
    const parents = group.members.filter(({ parent }) => parent === 'AT-9.H' || parent === 'LT-9.L').map(({ alarm }) => alarm);
    expect(parents).toEqual([]);
    expect(group.members.find(({ alarm }) => alarm === 'LT-9.L')).toMatchObject({ parent: null, via: null });
    const nuisance = group.ranked.find(({ alarm }) => alarm === 'AT-9.H');
    expect(nuisance?.why.some(({ text }) => text.includes('so it counts less'))).toBe(true);
  });

  it('names both where the clocks cannot tell them apart', () => {
    const events = burstEvents([['BOILER:PT-8.L', 0], ['P-A:P-A.FLT', 0.2], ['LUBE:PT-1.L', 3], ['LUBE:PT-1.LL', 4], ['K-1:K-1.TRIP', 4.1], ['STACK:FT-8.L', 5], ['STACK:TT-8.L', 6]], 500);
    const group = rank(events);
    expect(group.undecided).toContainEqual(expect.arrayContaining(['PT-8.L', 'P-A.FLT']));
    expect(group.ranked[0]?.why.some(({ kind, text }) => kind === 'clock' && text.includes('± 0.500 s'))).toBe(true);
  });

  it('trusts the order of one device whatever its clock, not that of two', () => {
    const events = burstEvents([['P-A:P-A.FLT', 0], ['P-B:P-B.FLT', 0.02], ['LUBE:PT-1.LL', 1], ['K-1:K-1.TRIP', 1.1]], 50);
    const oneClock = new Map(['P-A.FLT', 'P-B.FLT'].map((tag) => [tag as TagId, { source: 'MCC', commonMs: 50, lateMs: 0 }]));
    expect(rank(events).undecided).toEqual([['P-A.FLT', 'P-B.FLT']]);
    const known = rank(events, { ...station, clocks: oneClock });
    expect(known.undecided).toEqual([]);
    expect(known.ranked[0]?.alarm).toBe('P-A.FLT');
  });

  it('is the dip that was over at once but stopped three machines, not the first of these', () => {
    const events = burstEvents([['MCC:MCC.UV', 0], ['P-A:P-A.FLT', 0.03], ['P-B:P-B.FLT', 0.04], ['M-1:M-1.FLT', 0.05], ['-MCC:MCC.UV', 0.3], ['LUBE:PT-1.L', 0.6], ['K-1:XI-1.L', 1]]);
    expect(rank(events).ranked[0]?.alarm).toBe('MCC.UV');
  });

  it('goes by time and behaviour alone where nothing is known of the plant', () => {
    const group = rank(burstEvents([...chatter('X:NOISE', -12, 6), ...lubeTrip].toSorted((a, b) => a[1] - b[1])), {});
    expect(group.ranked[0]?.alarm).toBe('P-A.FLT');
    expect(group.ranked.at(-1)?.score).toBeLessThan((group.ranked[0]?.score ?? 0) / 3);
  });

  it('learns from earlier floods what the project does not know', () => {
    const events = burstEvents([['Q:A1', 0], ['R:B1', 4], ['S:C1', 5], ['T:D1', 6]]);
    const past = (cause: AlarmId, effect: AlarmId) => (cause === 'B1' && effect !== 'A1' ? { count: 5, of: 5 } : { count: 0, of: 5 });
    const source = { ...station, past };
    expect(rank(events, source).ranked[0]?.alarm).toBe('B1');
    expect(rank(events, source).members.find(({ alarm }) => alarm === 'C1')).toMatchObject({ parent: 'B1', via: 'history' });
  });

  it('does not depend on the order in which alarms are handed in, and keeps its scores between 0 and 1', () => {
    const knowledge = createPlantKnowledge(station);
    const [burst] = findBursts(burstEvents(lubeTrip), knowledge);
    const alarms = burst?.alarms() ?? [];
    const expected = rankBurst(alarms, knowledge);
    fc.assert(
      fc.property(fc.shuffledSubarray([...alarms], { minLength: alarms.length }), (mixed) => {
        const group = rankBurst(mixed, knowledge);
        expect(group).toEqual(expected);
        for (const { score } of group.ranked) expect(score).toBeGreaterThanOrEqual(0);
        for (const { score } of group.ranked) expect(score).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  it('finds the root of any tree of machines below noise of others', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 25 }), fc.nat(1_000_000), (draws, salt) => {
        // Machine n hangs on an earlier one; its alarm follows that one's by 0.5 to 3 s.
        const parent = draws.map((draw, at) => (at === 0 ? -1 : draw % at));
        const atS: number[] = [];
        for (const [at, draw] of draws.entries()) atS.push(at === 0 ? 20 : (atS[parent[at] ?? 0] ?? 0) + 0.5 + (draw % 251) / 100);
        const noise = Array.from({ length: 12 }, (_none, at) => chatter(`N-${at}:N-${at}.H`, ((salt * (at + 7)) % 3000) / 100, 4)).flat();
        const lines = [...draws.map((_draw, at) => [`M-${at}:M-${at}.L`, atS[at] ?? 0] as const), ...noise].toSorted((a, b) => a[1] - b[1]);
        const connections = parent.flatMap((from, at) => (from < 0 ? [] : [Connection.parse({ from: `M-${from}`, to: `M-${at}` })]));
        const assets = draws.map((_draw, at) => AssetDefinition.parse({ id: `M-${at}`, name: `M-${at}` }));
        const knowledge = createPlantKnowledge({ assets, connections });
        const largest = findBursts(burstEvents(lines), knowledge).toSorted((a, b) => b.alarmCount - a.alarmCount)[0];
        expect(rankBurst(largest?.alarms() ?? [], knowledge).ranked[0]?.alarm).toBe('M-0.L');
      }),
      { numRuns: 60 },
    );
  });
});
