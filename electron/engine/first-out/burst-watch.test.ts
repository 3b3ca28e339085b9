import { describe, expect, it } from 'vitest';
import { createBurstWatch, findBursts } from './burst-watch.ts';
import { createPlantKnowledge } from './plant-knowledge.ts';
import { burstEvents, lubeTrip, station } from './testing/burst-events.ts';

const knowledge = createPlantKnowledge(station);
const names = (lines: readonly (readonly [string, number])[], known = knowledge): string[][] => findBursts(burstEvents(lines), known).map((burst) => burst.alarms().map(({ alarm }) => alarm));

describe('the burst watch', () => {
  it('makes one burst of a trip, called after its first event, and ends it after a quiet quarter of an hour', () => {
    const watch = createBurstWatch(knowledge);
    const events = burstEvents(lubeTrip);
    for (const event of events) watch.add(event);
    const [burst] = watch.bursts;
    expect(watch.bursts).toHaveLength(1);
    expect(burst).toMatchObject({ id: 1, alarmCount: 9, isOver: false });
    watch.advance((events.at(-1)?.timeMs ?? 0) + 900_000);
    expect(burst?.isOver).toBe(false);
    watch.advance((events.at(-1)?.timeMs ?? 0) + 900_001);
    expect(burst?.isOver).toBe(true);
  });

  it('opens with three alarms within ten seconds, whatever they are, and not with two', () => {
    expect(names([['STACK:A', 0], ['FEED:B', 5]])).toEqual([]);
    expect(names([['STACK:A', 0], ['FEED:B', 5], ['M-1:C', 9]])).toEqual([['A', 'B', 'C']]);
    expect(names([['STACK:A', 0], ['FEED:B', 8], ['BOILER:C', 16]])).toEqual([]);
  });

  it('joins what is linked however slowly it comes: a bearing that wears for minutes', () => {
    expect(names([['K-1:VI-1.H', 0], ['K-1:VT-1.H', 200], ['K-1:TT-1.H', 500]])).toEqual([['VI-1.H', 'VT-1.H', 'TT-1.H']]);
    expect(names([['K-1:VI-1.H', 0], ['STACK:AT-9.H', 200], ['FEED:FT-1.L', 2200]])).toEqual([]);
  });

  it('takes in the linked precursor that came before the burst, not the stranger', () => {
    expect(names([['P-A:II-1.H', -40], ['BOILER:LT-9.L', -300], ...lubeTrip].toSorted((a, b) => Number(a[1]) - Number(b[1])) as (readonly [string, number])[])).toEqual([
      ['II-1.H', 'P-A.FLT', 'PT-1.L', 'P-B.FTS', 'PT-1.LL', 'K-1.TRIP', 'M-1.BRK', 'XI-1.L', 'PT-2.H', 'FT-1.L'],
    ]);
  });

  it('opens with two alarms if an interlock links them', () => {
    expect(names([['LUBE:PT-1.LL', 0], ['K-1:K-1.TRIP', 12]])).toEqual([['PT-1.LL', 'K-1.TRIP']]);
  });

  it('is not opened nor kept open by an alarm that comes again and again', () => {
    const noise = Array.from({ length: 60 }, (_none, at) => [['STACK:AT-9.H', at * 20] as const, ['-STACK:AT-9.H', at * 20 + 5] as const]).flat();
    expect(names(noise)).toEqual([]);
    const [burst] = findBursts(burstEvents([...noise, ...lubeTrip.map(([name, atS]) => [name, atS + 600] as const)].toSorted((a, b) => a[1] - b[1])), knowledge);
    expect(burst?.isOver).toBe(true);
    const member = burst?.alarms().find(({ alarm }) => alarm === 'AT-9.H');
    expect(member === undefined || member.raisesBefore > 20).toBe(true);
  });

  it('counts raises within a minute and keeps the first return', () => {
    const [burst] = findBursts(burstEvents([...lubeTrip, ['-V-1:PT-2.H', 8], ['V-1:PT-2.H', 9], ['-V-1:PT-2.H', 10], ['V-1:PT-2.H', 80]]), knowledge);
    expect(burst?.alarms().find(({ alarm }) => alarm === 'PT-2.H')).toMatchObject({ raises: 3, raisesPerMin: 2, returnedMs: 1_800_000_008_000 });
  });

  it('makes two bursts of two trips an hour apart', () => {
    const bursts = findBursts(burstEvents([...lubeTrip, ...lubeTrip.map(([name, atS]) => [name, atS + 3600] as const)]), knowledge);
    expect(bursts.map(({ id, alarmCount }) => [id, alarmCount])).toEqual([[1, 9], [10, 9]]);
  });

  it('begins another burst where a plant that was restored fails again, and not while one alarm of the first still stands', () => {
    const alarms = lubeTrip.map(([name]) => name);
    const restored = alarms.map((name, at) => [`-${name}`, 60 + at] as const);
    const again = [['V-1:PT-2.H', 90], ['FEED:FT-1.L', 92], ['K-1:K-1.TRIP', 93]] as const;
    const two = findBursts(burstEvents([...lubeTrip, ...restored, ...again]), knowledge);
    expect(two.map(({ alarmCount }) => alarmCount)).toEqual([9, 3]);
    expect(two.map(({ startMs }) => startMs)).toEqual([two[0]?.startMs, 1_800_000_090_000]);
    expect(findBursts(burstEvents([...lubeTrip, ...restored.slice(1), ...again]), knowledge).map(({ alarmCount }) => alarmCount)).toEqual([9]);
    // Back to normal for less than ten seconds is not restored.
    expect(findBursts(burstEvents([...lubeTrip, ...restored, ...again.map(([name, atS]) => [name, atS - 15] as const)]), knowledge)).toHaveLength(1);
  });

  it('joins by time alone where nothing is known of the plant', () => {
    const blind = createPlantKnowledge({});
    expect(names([['A:A', 0], ['B:B', 2], ['C:C', 4], ['D:D', 100], ['E:E', 300]], blind)).toEqual([['A', 'B', 'C', 'D']]);
  });
});
