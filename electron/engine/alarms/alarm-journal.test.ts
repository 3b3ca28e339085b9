import { describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmEvent } from '#shared/model/alarm.ts';
import { createDisk, startAlarms, story } from '../../../test/support/alarm-rig.ts';

const definitions = ['A', 'B', 'C'].map((tag) => AlarmDefinition.parse({ id: `${tag}.H`, tag, kind: 'high', limit: 1, priority: 2, message: `${tag} high` }));
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the alarm journal on a disk that hangs', () => {
  it('shows an alarm that comes while the commit before it has not ended', async () => {
    const { feed, seen, disk, clock, engine } = startAlarms({ definitions });
    disk.set('slow');
    feed(0, 1, 2);
    await flush();
    clock.advance(300);
    feed(1, 2, 2);
    await flush();
    clock.advance(300);
    expect(story(seen)).toEqual(['1 A.H raised', '2 B.H raised']);
    expect(engine.writtenToMs).toBeLessThan(seen[0]?.engineMs ?? 0);
    disk.set('good');
    await engine.settled();
    expect(story(seen)).toEqual(['1 A.H raised', '2 B.H raised']);
    expect(story(disk.events)).toEqual(['1 A.H raised', '2 B.H raised']);
    expect(engine.writtenToMs).toBe(Number.POSITIVE_INFINITY);
  });
  it('keeps no alarm from the screen for the sake of an acknowledge before it that is not on disk', async () => {
    const { feed, seen, disk, clock, engine } = startAlarms({ definitions });
    feed(0, 1, 2);
    await engine.settled();
    disk.set('slow');
    let isDone = false;
    const answer = engine.act('acknowledge', [{ alarm: definitions[0]?.id ?? ('' as never), seq: 1 }], 'Anna', '').then(() => (isDone = true));
    feed(1, 2, 2);
    await flush();
    clock.advance(1000);
    expect(story(seen)).toEqual(['1 A.H raised']);
    clock.advance(1000);
    expect(story(seen)).toEqual(['1 A.H raised', '2 A.H acknowledged', '3 B.H raised']);
    await flush();
    expect(isDone).toBe(false);
    disk.set('good');
    await answer;
    await engine.settled();
    expect(story(disk.events)).toEqual(story(seen));
  });
  it('tries no more than a bounded part of what waits again each second, and loses none of it', async () => {
    const disk = createDisk();
    let most = 0;
    const append = disk.append;
    disk.append = (events: readonly AlarmEvent[], standings) => {
      most = Math.max(most, events.length);
      return append(events, standings);
    };
    const { feed, seen, clock, engine } = startAlarms({ definitions, disk });
    disk.set('broken');
    feed(0, 0, 2);
    await flush();
    for (let round = 0; round < 15_000; round++) {
      feed(1, round, 2);
      feed(1, round, 0);
    }
    for (let second = 0; second < 3; second++) {
      clock.advance(1000);
      await flush();
    }
    expect(seen).toHaveLength(30_001);
    disk.set('good');
    clock.advance(1000);
    await engine.settled();
    expect(most).toBeLessThanOrEqual(10_000);
    expect(disk.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 30_001 }, (_, at) => at + 1));
  });
  it('writes an event whose time is no number with the time it was judged, rather than block all behind it', async () => {
    const { feed, disk, engine, clock } = startAlarms({ definitions });
    feed(0, Number.NaN, 2);
    feed(1, 5, 2);
    await engine.settled();
    expect(disk.events.map(({ alarm, timeMs }) => [alarm, timeMs])).toEqual([['A.H', clock.nowMs()], ['B.H', 5]]);
    expect(disk.events[0]?.uncertaintyMs).toBeUndefined();
  });
});
