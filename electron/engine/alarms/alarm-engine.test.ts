import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { createDisk, startAlarms, story } from '../../../test/support/alarm-rig.ts';

const id = AlarmId.parse('PT-2312.LL');
const definitions = [
  AlarmDefinition.parse({ id, tag: 'PT-2312', kind: 'low-low', limit: 1.1, deadband: 0.05, priority: 1, message: 'Lube oil header pressure low-low' }),
  AlarmDefinition.parse({ id: 'P-231A.FLT', tag: 'P-231A.FLT', kind: 'discrete', state: 1, priority: 2, message: 'Overload trip' }),
];
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

const start = (disk = createDisk()) => startAlarms({ definitions, disk });

describe('the alarm engine', () => {
  it('shows a transition only after the journal has it, in order, with source and engine time', async () => {
    const { engine, feed, seen, disk } = start();
    feed(0, 500.5, 1.04);
    expect(seen).toEqual([]);
    await engine.settled();
    expect(disk.events).toEqual(seen);
    expect(seen[0]).toMatchObject({ seq: 1, alarm: id, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: 500.5, engineMs: 1_000_000, value: 1.04 });
    expect(engine.standings()).toMatchObject([{ alarm: id, state: 'active-unacked', seq: 1, raisedMs: 500.5 }]);
  });
  it('follows an operator through acknowledge and return', async () => {
    const { engine, feed, seen } = start();
    feed(0, 1, 1);
    expect(await engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Lead', 'seen')).toEqual({ done: [id], refused: [] });
    feed(0, 2, 2);
    await engine.settled();
    expect(story(seen)).toEqual(['1 PT-2312.LL raised', '2 PT-2312.LL acknowledged', '3 PT-2312.LL returned']);
    expect(seen[1]).toMatchObject({ user: 'Lead', comment: 'seen' });
    expect(engine.standings()).toEqual([]);
  });
  it('lets one of two acknowledging operators win and tells the other who it was', async () => {
    const { engine, feed } = start();
    feed(0, 1, 1);
    const [first, second] = await Promise.all([engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Anna', ''), engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Ben', '')]);
    expect(first.done).toEqual([id]);
    expect(second).toEqual({ done: [], refused: [{ alarm: id, reason: 'Already acknowledged by Anna.' }] });
  });
  it('never lets an acknowledge land on a newer occurrence', async () => {
    const { engine, feed } = start();
    feed(0, 1, 1);
    feed(0, 2, 2);
    feed(0, 3, 1);
    const { done, refused } = await engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Lead', '');
    expect(done).toEqual([]);
    expect(refused[0]?.reason).toContain('came again');
  });
  it('keeps an active alarm when the link is lost and shows no false one when it comes back', async () => {
    const { engine, feed, seen } = start();
    feed(0, 1, 1);
    feed(0, 2, Number.NaN, Q.badNotConnected);
    feed(1, 2, Number.NaN, Q.badNotConnected);
    await engine.settled();
    expect(story(seen)).toEqual(['1 PT-2312.LL raised']);
    feed(0, 3, 1.02);
    feed(1, 3, 0);
    await engine.settled();
    expect(seen).toHaveLength(1);
  });
  it('goes on after a restart where it stood: no second raise, and the return is noticed', async () => {
    const before = start();
    before.feed(0, 1, 1);
    before.feed(1, 2, 1);
    await before.engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Lead', '');
    const after = start(before.disk);
    expect(after.engine.standings().map((one) => [one.alarm, one.state])).toEqual([
      ['PT-2312.LL', 'active-acked'],
      ['P-231A.FLT', 'active-unacked'],
    ]);
    after.feed(0, 10, 1);
    after.feed(1, 11, 0);
    await after.engine.settled();
    expect(story(after.seen)).toEqual(['4 P-231A.FLT returned']);
  });
  it('writes a flood in a handful of commits, numbered without a gap', async () => {
    const { engine, disk, clock } = start();
    const batch = createBatch(2000);
    for (let row = 0; row < 2000; row++) pushSample(batch, 1, row, row % 2 === 0 ? 1 : 0, Q.good);
    engine.apply(batch);
    clock.advance(1);
    await engine.settled();
    expect(disk.events.map((event) => event.seq)).toEqual(Array.from({ length: 2000 }, (_, at) => at + 1));
    expect(disk.commits).toBeLessThan(5);
  });
  it('shows the alarms of the plant within 250 ms though the disk is slow, but an acknowledge only when it is kept', async () => {
    const { engine, feed, seen, disk, clock } = start();
    disk.set('slow');
    feed(0, 1, 1);
    await flush();
    expect(seen).toEqual([]);
    clock.advance(250);
    expect(story(seen)).toEqual(['1 PT-2312.LL raised']);
    let isDone = false;
    const ack = engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Lead', '').then(() => (isDone = true));
    await flush();
    clock.advance(1000);
    await flush();
    expect(isDone).toBe(false);
    disk.set('good');
    await ack;
    expect(story(seen)).toEqual(['1 PT-2312.LL raised', '2 PT-2312.LL acknowledged']);
  });
  it('shows alarms while the disk is broken, says so once, and loses nothing when it works again', async () => {
    const { engine, feed, seen, disk, clock, log } = start();
    disk.set('broken');
    feed(0, 1, 1);
    await flush();
    feed(1, 2, 1);
    await flush();
    expect(story(seen)).toEqual(['1 PT-2312.LL raised']);
    for (let second = 0; second < 3; second++) {
      clock.advance(1000);
      await flush();
    }
    expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
    expect(story(seen)).toEqual(['1 PT-2312.LL raised', '2 P-231A.FLT raised']);
    disk.set('good');
    clock.advance(1000);
    await engine.settled();
    expect(disk.events.map((event) => event.seq)).toEqual([1, 2]);
    expect(story(seen)).toEqual(['1 PT-2312.LL raised', '2 P-231A.FLT raised']);
  });
});
