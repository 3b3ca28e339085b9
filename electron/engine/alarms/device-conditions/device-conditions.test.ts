import { describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmStanding } from '#shared/model/alarm.ts';
import type { ConditionAction, DeviceCondition } from '#shared/model/device-condition.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createVirtualClock } from '../../testing/virtual-ports.ts';
import { createDisk, startAlarms, story } from '../../../../test/support/alarm-rig.ts';
import { createDeviceConditions } from './device-conditions.ts';
import { withoutStrays } from './strays.ts';

const tags = ['T7.LEVEL', 'PLC-1.LINK'];
const high: DeviceCondition = {
  key: 'nsu=urn:plant;s=Tank7.High',
  source: 'Tank7',
  condition: 'High',
  tag: 'T7.LEVEL',
  message: 'Tank 7 is high',
  limit: '',
  severity: 700,
  timeMs: 500_000,
  turnedMs: 500_000,
  ackedMs: 500_000,
  isActive: true,
  isAcked: false,
  isLatching: false,
  hiddenBy: null,
  quality: Q.good,
  user: null,
  comment: '',
};
const highId = AlarmId.parse('PLC-1:Tank7.High');
const gone: DeviceCondition = { ...high, isActive: false, timeMs: 510_000, turnedMs: 510_000 };

/** What alarms were about, kept as long as the test holds it. */
function remember() {
  const kept = new Map<string, AlarmDefinition>();
  return { known: () => [...kept.values()], keep: (definition: AlarmDefinition) => void kept.set(definition.id, definition) };
}

/** A device that takes what is asked of it, or refuses, and the alarm engine that follows it. */
function start(definitions: readonly AlarmDefinition[] = [], disk = createDisk(), madeAlarms = remember(), mostMade?: number) {
  const clock = createVirtualClock(1_000_000);
  const asked: string[] = [];
  let answer: () => Promise<Result<null, string>> = () => Promise.resolve(ok(null));
  const open = (alarms: readonly AlarmDefinition[]) => {
    const started = startAlarms({
      definitions: alarms,
      tags,
      disk,
      clock,
      restored: withoutStrays([...disk.standings.values()], [{ id: 'PLC-1' }], alarms),
      atDevice: { act: (...given) => devices.act(...given), released: (alarm) => devices.released(alarm) },
    });
    devices.attach({ alarms: started.engine, definitions: alarms, hasTag: (tag) => tags.includes(tag), hasDevice: (device) => device === 'PLC-1', uncertaintyMsOf: () => 12 });
    return started;
  };
  const devices = createDeviceConditions({
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    linkTagOf: (device) => `${device}.LINK`,
    madeAlarms,
    ...(mostMade === undefined ? {} : { mostMade }),
    actAtDevice(device, action: ConditionAction, key, comment) {
      asked.push(`${device} ${action} ${key} ${comment}`);
      return answer();
    },
  });
  let alarms = open(definitions);
  return {
    devices,
    asked,
    disk,
    clock,
    get engine() {
      return alarms.engine;
    },
    get seen() {
      return alarms.seen;
    },
    answers(next: typeof answer) {
      answer = next;
    },
    reload(next: readonly AlarmDefinition[]) {
      alarms.engine.close();
      alarms = open(next);
    },
    says: (condition: DeviceCondition) => devices.take('PLC-1', { kind: 'changed', condition }),
    whole: (...conditions: DeviceCondition[]) => devices.take('PLC-1', { kind: 'whole', conditions, timeMs: 900_000 }),
    lose: () => devices.take('PLC-1', { kind: 'lost', quality: Q.badNotConnected }),
    standing: async (id: string = highId): Promise<AlarmStanding | undefined> => {
      await alarms.engine.settled();
      return alarms.engine.standings().find(({ alarm }) => alarm === id);
    },
  };
}
const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a condition of a device', () => {
  it('is an alarm that brings its definition along: id, place, priority and words of the device', async () => {
    const rig = start();
    rig.says(high);
    expect(await rig.standing()).toMatchObject({
      state: 'active-unacked',
      raisedMs: 500_000,
      uncertaintyMs: 12,
      quality: Q.good,
      definition: { id: highId, kind: 'condition', device: 'PLC-1', source: 'Tank7', condition: 'High', tag: 'T7.LEVEL', priority: 2, message: 'Tank 7 is high' },
    });
    expect(rig.seen).toEqual([expect.objectContaining({ kind: 'raised', timeMs: 500_000, engineMs: 1_000_000, uncertaintyMs: 12, value: null })]);
  });

  it('is the project’s alarm where that names it, with the project’s priority and words', async () => {
    const own = AlarmDefinition.parse({ id: 'LAH-7', tag: 'T7.LEVEL', kind: 'condition', device: 'PLC-1', source: 'Tank7', condition: 'High', priority: 1, message: 'Tank 7 overflows' });
    const rig = start([own]);
    rig.says(high);
    expect(await rig.standing('LAH-7')).toMatchObject({ state: 'active-unacked' });
    expect((await rig.standing('LAH-7'))!.definition).toBeUndefined();
    expect(await rig.standing()).toBeUndefined();
  });

  it('returns, is acknowledged by somebody else there, and the journal names who and when', async () => {
    const rig = start();
    rig.says(high);
    rig.says(gone);
    rig.says({ ...gone, isAcked: true, timeMs: 520_000, ackedMs: 520_000, user: 'relief', comment: 'on my way' });
    expect(await rig.standing()).toBeUndefined();
    expect(rig.seen.map(({ kind, timeMs, user, comment }) => [kind, timeMs, user, comment])).toEqual([
      ['raised', 500_000, undefined, undefined],
      ['returned', 510_000, undefined, undefined],
      ['acknowledged', 520_000, 'relief', 'on my way'],
    ]);
  });

  it('of a limit says in the journal which limit it was', async () => {
    const rig = start();
    rig.says({ ...high, limit: 'HighHigh' });
    rig.says(gone);
    await rig.engine.settled();
    expect(rig.seen.map(({ comment }) => comment)).toEqual(['HighHigh', undefined]);
  });

  it('said again as it was changes nothing', async () => {
    const rig = start();
    for (let times = 0; times < 3; times++) rig.says(high);
    rig.whole(high);
    await rig.standing();
    expect(story(rig.seen)).toEqual(['1 PLC-1:Tank7.High raised']);
  });

  it('has the severity the device gives it now, without a line in the journal', async () => {
    const rig = start();
    rig.says(high);
    rig.says({ ...high, severity: 950, message: 'Tank 7 is very high' });
    expect((await rig.standing())!.definition).toMatchObject({ priority: 1, message: 'Tank 7 is very high' });
    rig.says({ ...gone, severity: 1, message: 'Tank 7 is normal again' });
    expect((await rig.standing())!.definition).toMatchObject({ priority: 1, message: 'Tank 7 is very high' });
    expect(rig.seen).toHaveLength(2);
  });

  it('without a tag of the project stands at the link of its device', async () => {
    const rig = start();
    rig.says({ ...high, tag: null });
    expect((await rig.standing())!.definition).toMatchObject({ tag: 'PLC-1.LINK' });
  });

  it('that shares both names with another is an alarm of its own', async () => {
    const rig = start();
    rig.whole({ ...high, key: 'b' }, { ...high, key: 'a', message: 'the first by its key' });
    expect((await rig.standing())!.definition).toMatchObject({ message: 'the first by its key' });
    expect(await rig.standing('PLC-1:Tank7.High:2')).toBeDefined();
  });
});

describe('an acknowledge here', () => {
  it('is one at the device, with the name of who did it; it is done when the device’s event is in the journal', async () => {
    const rig = start();
    rig.says(high);
    await rig.engine.settled();
    let isDone = false;
    const acted = rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', 'closing the valve').then((handled) => {
      isDone = true;
      return handled;
    });
    await flush();
    expect(rig.asked).toEqual(['PLC-1 acknowledge nsu=urn:plant;s=Tank7.High ana: closing the valve']);
    // The device has taken it, and until it says so the alarm stands as it stood.
    expect(isDone).toBe(false);
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked' });
    rig.says({ ...high, isAcked: true, ackedMs: 530_000, user: 'console', comment: 'ana: closing the valve' });
    expect(await acted).toEqual({ done: [highId], refused: [] });
    expect(await rig.standing()).toMatchObject({ state: 'active-acked', acknowledgedBy: 'ana', acknowledgedMs: 530_000 });
    expect(rig.disk.events.at(-1)).toMatchObject({ kind: 'acknowledged', user: 'ana', comment: 'closing the valve' });
  });

  it('the device refuses is refused with its reason, and nothing changes', async () => {
    const rig = start();
    rig.says(high);
    rig.answers(() => Promise.resolve(refused('rejected-by-device', 'PLC-1 already has it acknowledged.', 'Look again.')));
    expect(await rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '')).toEqual({ done: [], refused: [{ alarm: highId, reason: 'PLC-1 already has it acknowledged. Look again.' }] });
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked' });
    expect(rig.seen).toHaveLength(1);
  });

  it('of an older occurrence never reaches the device', async () => {
    const rig = start();
    rig.says(high);
    rig.says(gone);
    rig.says({ ...high, timeMs: 520_000, turnedMs: 520_000 });
    const { refused: kept } = await rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '');
    expect(kept[0]!.reason).toMatch(/came again meanwhile/);
    expect(rig.asked).toEqual([]);
  });

  it('by a second operator at the same time is told who is at it', async () => {
    const rig = start();
    rig.says(high);
    let answer: (result: Result<null, string>) => void = () => undefined;
    rig.answers(() => new Promise((resolve) => (answer = resolve)));
    const first = rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '');
    const second = await rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ben', '');
    expect(second.refused).toEqual([{ alarm: highId, reason: 'ana is handling this alarm at this moment.' }]);
    rig.says({ ...high, isAcked: true, comment: 'Acknowledged by ana' });
    answer(ok(null));
    expect((await first).done).toEqual([highId]);
  });

  it('while somebody else’s acknowledge comes in leaves the line to the one who was first', async () => {
    const rig = start();
    rig.says(high);
    let answer: (result: Result<null, string>) => void = () => undefined;
    rig.answers(() => new Promise((resolve) => (answer = resolve)));
    const ours = rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '');
    rig.says({ ...high, isAcked: true, user: 'relief', comment: 'mine' });
    answer(refused('rejected-by-device', 'PLC-1 already has it acknowledged.'));
    expect((await ours).refused).toHaveLength(1);
    expect(await rig.standing()).toMatchObject({ acknowledgedBy: 'relief' });
  });

  it('the device took is done even if its event does not come within five seconds', async () => {
    const rig = start();
    rig.says(high);
    const acted = rig.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '');
    await flush();
    rig.clock.advance(5001);
    expect((await acted).done).toEqual([highId]);
    // Nothing is invented: it stands unacknowledged until the device says otherwise.
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked' });
  });

  it('and a reset confirm an alarm that wants a confirmation', async () => {
    const rig = start();
    rig.says({ ...high, isLatching: true });
    rig.says({ ...gone, isLatching: true });
    expect(await rig.standing()).toMatchObject({ state: 'latched-unacked' });
    rig.says({ ...gone, isLatching: true, isAcked: true, user: 'relief' });
    expect(await rig.standing()).toMatchObject({ state: 'latched-acked' });
    const reset = rig.engine.act('reset', [{ alarm: highId, seq: 1 }], 'ana', '');
    await flush();
    expect(rig.asked).toEqual(['PLC-1 reset nsu=urn:plant;s=Tank7.High Reset by ana']);
    rig.says({ ...gone, isAcked: true, comment: 'Reset by ana' });
    expect((await reset).done).toEqual([highId]);
    expect(rig.seen.at(-1)).toMatchObject({ kind: 'reset', user: 'ana', to: 'normal' });
  });
});

describe('while the link is down', () => {
  it('alarms stand as they were, of bad quality, and none clears', async () => {
    const rig = start();
    rig.says(high);
    rig.lose();
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked', quality: Q.badNotConnected });
    expect(rig.seen).toHaveLength(1);
    rig.whole(high);
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked', quality: Q.good });
    expect(rig.seen).toHaveLength(1);
  });

  it('what happened meanwhile is settled by the refresh, with the times the device knows', async () => {
    const rig = start();
    rig.says(high);
    rig.says({ ...high, key: 'other', condition: 'Low', isAcked: true, user: 'relief' });
    rig.lose();
    rig.whole({ ...high, timeMs: 720_000, turnedMs: 700_000, isAcked: true, ackedMs: 720_000, user: 'relief' });
    await rig.standing();
    expect(rig.seen.slice(3).map(({ alarm, kind, timeMs, user }) => [alarm, kind, timeMs, user])).toEqual([
      // It turned inactive and active again unseen: another occurrence.
      [highId, 'returned', 700_000, undefined],
      [highId, 'raised', 700_000, undefined],
      [highId, 'acknowledged', 720_000, 'relief'],
      // Not named any more: over.
      ['PLC-1:Tank7.Low', 'returned', 900_000, undefined],
    ]);
    expect(await rig.standing('PLC-1:Tank7.Low')).toBeUndefined();
  });

  it('an unacknowledged alarm that is not named any more says why it is gone', async () => {
    const rig = start();
    rig.says(high);
    rig.lose();
    rig.whole();
    expect(await rig.standing()).toBeUndefined();
    expect(rig.seen.at(-1)).toMatchObject({ kind: 'acknowledged', comment: 'PLC-1 no longer reports it.' });
    expect(rig.seen.at(-1)!.user).toBeUndefined();
  });

  it('the engine may start again: alarms a device brought along stand as they stood, of bad quality, until it is heard', async () => {
    const before = start();
    before.says(high);
    await before.engine.settled();
    const after = start([], before.disk);
    expect(await after.standing()).toMatchObject({ state: 'active-unacked', quality: Q.badNotConnected, definition: { device: 'PLC-1' } });
    const { refused: kept } = await after.engine.act('acknowledge', [{ alarm: highId, seq: 1 }], 'ana', '');
    expect(kept[0]!.reason).toMatch(/has not reported this alarm since the console started/);
    after.whole(high);
    expect(await after.standing()).toMatchObject({ state: 'active-unacked', quality: Q.good, seq: 1 });
    expect(after.seen).toEqual([]);
  });
});

describe('an alarm no project names', () => {
  it('that is over can still be read about after a start', async () => {
    const madeAlarms = remember();
    const before = start([], createDisk(), madeAlarms);
    before.says(high);
    before.says({ ...gone, isAcked: true });
    await before.engine.settled();
    const after = start([], before.disk, madeAlarms);
    expect(after.engine.standingOf(highId)).toMatchObject({ state: 'normal', definition: { message: 'Tank 7 is high' } });
    after.says(high);
    expect(await after.standing()).toMatchObject({ state: 'active-unacked' });
  });
});

describe('hiding', () => {
  it('at the device hides here, with where it lies, and is never shown in between', async () => {
    const rig = start();
    rig.says({ ...high, hiddenBy: 'shelved' });
    expect(await rig.standing()).toMatchObject({ state: 'suppressed', isConditionTrue: true, hiding: { by: null, reason: 'Shelved at the device' } });
    rig.says({ ...high, isAcked: true, user: 'relief' });
    await rig.engine.settled();
    expect(story(rig.seen)).toEqual(['1 PLC-1:Tank7.High suppressed', '2 PLC-1:Tank7.High unsuppressed', '3 PLC-1:Tank7.High acknowledged']);
    expect(await rig.standing()).toMatchObject({ state: 'active-acked', acknowledgedBy: 'relief' });
  });

  it('here ends where the device has the alarm by then, in one go', async () => {
    const rig = start();
    rig.says(high);
    await rig.engine.hide({ kind: 'shelve', forMs: 600_000, isOneShot: false, reason: 'noisy' }, [highId], { user: 'ana', role: 'operate' });
    rig.says({ ...high, isAcked: true, ackedMs: 600_000, user: 'relief' });
    expect(await rig.standing()).toMatchObject({ state: 'shelved' });
    await rig.engine.hide({ kind: 'unshelve' }, [highId], { user: 'ana', role: 'operate' });
    expect(await rig.standing()).toMatchObject({ state: 'active-acked', acknowledgedBy: 'relief' });
    expect(story(rig.seen).slice(-2)).toEqual(['3 PLC-1:Tank7.High unshelved', '4 PLC-1:Tank7.High acknowledged']);
  });

  it('of a condition switched off at the device ends when a refresh names it no longer', async () => {
    const rig = start();
    rig.says(high);
    rig.says({ ...high, isActive: false, isAcked: true, hiddenBy: 'disabled' });
    expect(await rig.standing()).toMatchObject({ state: 'suppressed', hiding: { reason: 'Switched off at the device' }, isConditionTrue: false });
    rig.whole();
    expect(await rig.standing()).toBeUndefined();
  });
});

describe('a new revision of the project', () => {
  const own = AlarmDefinition.parse({ id: 'LAH-7', tag: 'T7.LEVEL', kind: 'condition', device: 'PLC-1', source: 'Tank7', condition: 'High', priority: 1, message: 'Tank 7 overflows' });

  it('finds the alarms of a device where they stood', async () => {
    const rig = start();
    rig.says(high);
    await rig.engine.settled();
    rig.reload([]);
    expect(await rig.standing()).toMatchObject({ state: 'active-unacked', seq: 1, quality: Q.good, definition: { id: highId } });
    expect(rig.seen).toEqual([]);
  });

  it('that names a condition takes it over under its own id', async () => {
    const rig = start();
    rig.says(high);
    await rig.engine.settled();
    rig.reload([own]);
    expect(await rig.standing('LAH-7')).toMatchObject({ state: 'active-unacked', raisedMs: 500_000 });
    expect(await rig.standing()).toBeUndefined();
  });

  it('while the link is down does not make its alarms look good', async () => {
    const rig = start();
    rig.says(high);
    rig.lose();
    await rig.engine.settled();
    rig.reload([]);
    expect(await rig.standing()).toMatchObject({ quality: Q.badNotConnected });
  });
});

describe('a device that goes on inventing conditions', () => {
  const over = (condition: DeviceCondition): DeviceCondition => ({ ...condition, isActive: false, isAcked: true, timeMs: 510_000, turnedMs: 510_000 });

  it('which has a new one for every occurrence has a handful of alarms for them, and each occurrence is raised', async () => {
    const rig = start();
    for (let at = 0; at < 200; at++) {
      const one = { ...high, key: `occurrence ${at}` };
      rig.says(one);
      rig.says(over(one));
    }
    await rig.engine.settled();
    expect(rig.seen.filter(({ kind }) => kind === 'raised')).toHaveLength(200);
    expect(rig.engine.definitions.length).toBeLessThanOrEqual(16);
    // Those that stand at once are told apart, however many they are.
    for (let at = 0; at < 40; at++) rig.says({ ...high, key: `at once ${at}` });
    await rig.engine.settled();
    expect(rig.engine.standings()).toHaveLength(40);
  });

  it('is followed on when there were as many as can be, as far as they are over', async () => {
    const rig = start([], createDisk(), remember(), 10);
    for (let at = 0; at < 25; at++) {
      const one = { ...high, key: `k${at}`, source: `Batch ${at}` };
      rig.says(one);
      rig.says(over(one));
    }
    for (let at = 0; at < 12; at++) rig.says({ ...high, key: `s${at}`, source: `Standing ${at}` });
    await rig.engine.settled();
    expect(rig.seen.filter(({ kind }) => kind === 'raised')).toHaveLength(35);
    expect(rig.engine.standings()).toHaveLength(10);
    // What is forgotten leaves its place to the next: nothing grows without end.
    expect(rig.engine.definitions.length).toBeLessThanOrEqual(20);
    rig.says(over({ ...high, key: 's0', source: 'Standing 0' }));
    rig.clock.advance(1000);
    rig.says({ ...high, key: 's11', source: 'Standing 11' });
    await rig.engine.settled();
    expect(rig.seen.at(-1)).toMatchObject({ alarm: expect.stringContaining('Standing_11'), kind: 'raised' });
  });
});
