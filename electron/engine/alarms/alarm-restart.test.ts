import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createDisk, type Disk, startAlarms, story } from '../../../test/support/alarm-rig.ts';
import type { Suppressor } from './design-suppression.ts';
import { hidingReasons } from './device-conditions/follow.ts';

const id = AlarmId.parse('E-1.FLT');
const condition = AlarmDefinition.parse({ id, tag: 'E-1', kind: 'condition', device: 'PLC', source: 'E-1', condition: 'Fault', priority: 2, message: 'Drive fault' });
const values = [0, 0];
/** While tag 1 is 1. */
const stopped: Suppressor = {
  reason: 'Plant state: stopped',
  inputs: [1],
  alarms: [0],
  evaluate(out) {
    Object.assign(out, { value: values[1], quality: Q.good, timeMs: 5 });
  },
};
const start = (disk: Disk, suppressors: readonly Suppressor[], definitions: readonly AlarmDefinition[] = [condition]) => {
  const rig = startAlarms({ definitions, tags: ['E-1', 'STATE'], disk, suppressors });
  return {
    ...rig,
    state(value: number): void {
      values[1] = value;
      rig.feed(1, 5, value);
    },
  };
};
const isActive = { timeMs: 4, value: Number.NaN, quality: Q.good };

describe('an alarm its device judges', () => {
  it('does not stay suppressed by design over a restart in which the reason ended', async () => {
    const before = start(createDisk(), [stopped]);
    before.state(1);
    before.engine.report(id, 'condition-true', isActive);
    await before.engine.settled();
    expect(before.engine.standings()).toMatchObject([{ state: 'suppressed', isConditionTrue: true }]);
    const after = start(before.disk, [stopped]);
    after.state(0);
    await after.engine.settled();
    expect(story(after.seen)).toEqual(['2 E-1.FLT unsuppressed']);
    expect(after.engine.standings()).toMatchObject([{ state: 'active-unacked' }]);
  });
  it('does not stay suppressed by design when the project suppresses it no more', async () => {
    const before = start(createDisk(), [stopped]);
    before.state(1);
    before.engine.report(id, 'condition-true', isActive);
    await before.engine.settled();
    const after = start(before.disk, []);
    after.clock.advance(15_000);
    await after.engine.settled();
    expect(after.engine.standings()).toMatchObject([{ state: 'active-unacked' }]);
  });
  it('stays hidden over a restart where its device hides it, until that says otherwise', async () => {
    const before = start(createDisk(), [stopped]);
    before.engine.report(id, 'suppress', { ...isActive, hiding: { by: null, reason: hidingReasons.shelved, sinceMs: 4, untilMs: null, isOneShot: false } });
    await before.engine.settled();
    const after = start(before.disk, [stopped]);
    after.state(0);
    after.clock.advance(15_000);
    await after.engine.settled();
    expect(after.engine.standings()).toMatchObject([{ state: 'suppressed' }]);
  });
});

describe('an alarm a device brought along whose standing does not say what it is', () => {
  it('stands as soon as it is known again, and its shelf ends', async () => {
    const before = start(createDisk(), [], []);
    before.engine.know(condition);
    before.engine.report(id, 'condition-true', isActive);
    await before.engine.hide({ kind: 'shelve', forMs: 60_000, isOneShot: false, reason: 'x' }, [id], { user: 'Anna', role: 'lead' });
    for (const [alarm, { definition: _definition, ...standing }] of before.disk.standings) before.disk.standings.set(alarm, standing);
    const after = start(before.disk, [], []);
    after.engine.know(condition);
    expect(after.engine.standings()).toMatchObject([{ state: 'shelved', definition: { id } }]);
    after.clock.advance(61_000);
    await after.engine.settled();
    expect(after.engine.standings()).toMatchObject([{ state: 'active-unacked' }]);
  });
});

describe('an alarm that the project made one of another kind', () => {
  it('does not stand for ever as active when it is one of change of state by now', async () => {
    const high = AlarmDefinition.parse({ id, tag: 'E-1', kind: 'high', limit: 1, priority: 2, message: 'High' });
    const before = start(createDisk(), [], [high]);
    before.feed(0, 1, 2);
    await before.engine.settled();
    const after = start(before.disk, [], [AlarmDefinition.parse({ id, tag: 'E-1', kind: 'change-of-state', priority: 2, message: 'Changed' })]);
    after.feed(0, 2, 2);
    await after.engine.settled();
    expect(story(after.seen)).toEqual(['2 E-1.FLT returned']);
    expect(await after.engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Anna', '')).toEqual({ done: [id], refused: [] });
    expect(after.engine.standings()).toEqual([]);
  });
});

describe('alarms that are only looked at', () => {
  it('are neither acknowledged nor hidden: nothing is written where no plant runs', async () => {
    const high = AlarmDefinition.parse({ id, tag: 'E-1', kind: 'high', limit: 1, priority: 2, message: 'High' });
    const before = start(createDisk(), [], [high]);
    before.feed(0, 1, 2);
    await before.engine.settled();
    const { engine, disk } = startAlarms({ definitions: [high], disk: before.disk, isStill: true });
    const reason = 'Nothing can be done with alarms here: no plant runs, its records are only looked at.';
    const refused = { done: [], refused: [{ alarm: id, reason }] };
    expect(await engine.act('acknowledge', [{ alarm: id, seq: 1 }], 'Anna', '')).toEqual(refused);
    expect(await engine.hide({ kind: 'shelve', forMs: 60_000, isOneShot: false, reason: 'x' }, [id], { user: 'Anna', role: 'lead' })).toEqual(refused);
    expect(disk.events).toHaveLength(1);
  });
});

describe('an alarm with a great many reasons to be suppressed', () => {
  it('names the first of them and says how many more there are', async () => {
    const high = AlarmDefinition.parse({ id, tag: 'E-1', kind: 'high', limit: 1, priority: 2, message: 'High' });
    const rig = start(createDisk(), Array.from({ length: 2000 }, (_, at) => ({ ...stopped, reason: `Group ${at}` })), [high]);
    rig.state(1);
    await rig.engine.settled();
    expect(rig.engine.standings()[0]?.hiding?.reason).toBe('Group 0; Group 1; Group 2; and 1997 more');
    expect(rig.seen[0]?.comment?.length).toBeLessThan(100);
  });
});

describe('a shelf that is handed over in the moment the clock is set', () => {
  it.each([-3_600_000, 3_600_000])('by %d ms lasts as long as was granted', async (byMs) => {
    const high = AlarmDefinition.parse({ id, tag: 'E-1', kind: 'high', limit: 1, priority: 2, message: 'High' });
    const { engine, clock, seen } = start(createDisk(), [], [high]);
    await engine.hide({ kind: 'shelve', forMs: 900_000, isOneShot: false, reason: 'x' }, [id], { user: 'Anna', role: 'operate' });
    clock.advance(300_000);
    clock.stepWall(byMs);
    await engine.hide({ kind: 'take-over', comment: '' }, [id], { user: 'Ben', role: 'operate' });
    clock.advance(599_000);
    await engine.settled();
    expect(story(seen)).toEqual(['1 E-1.FLT shelved', '2 E-1.FLT handed-over']);
    clock.advance(1500);
    await engine.settled();
    expect(story(seen).at(-1)).toBe('3 E-1.FLT unshelved');
  });
});
