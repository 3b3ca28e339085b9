import { describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmStanding } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import type { Suppressor, Truth } from './design-suppression.ts';
import type { Actor, HideRequest } from './hide-requests.ts';
import { type Disk, type RigOptions, startAlarms, story } from '../../../test/support/alarm-rig.ts';

const minute = 60_000;
const high = AlarmId.parse('LT-1.H');
const trip = AlarmId.parse('K-1.TRIP');
const flow = AlarmId.parse('FT-1.L');
const definitions = [
  AlarmDefinition.parse({ id: high, tag: 'LT-1', kind: 'high', limit: 90, priority: 2, message: 'Level high', reAlarmMin: 30 }),
  AlarmDefinition.parse({ id: trip, tag: 'K-1', kind: 'trip', state: 1, priority: 1, message: 'Compressor tripped', latching: true }),
  AlarmDefinition.parse({ id: flow, tag: 'FT-1', kind: 'low', limit: 10, priority: 3, message: 'Flow low' }),
];
const [LT, K, FT, RUN, MODE] = [0, 1, 2, 3, 4];
const tags = ['LT-1', 'K-1', 'FT-1', 'P-1.RUN', 'MODE'];
const anna: Actor = { user: 'Anna', role: 'operate' };
const lea: Actor = { user: 'Lea', role: 'lead' };
const shelf = (forMs: number, more: Partial<Extract<HideRequest, { kind: 'shelve' }>> = {}): HideRequest => ({ kind: 'shelve', forMs, isOneShot: false, reason: 'Sensor is being cleaned', ...more });
const start = (options: Partial<RigOptions> = {}) => startAlarms({ definitions, tags, ...options });
const flush = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Suppresses alarms while the last good sample of a tag is 0, as `{P-1.RUN} == 0` would. */
function whileStopped(reason: string, alarms: readonly number[], tag = RUN as number) {
  const now: Truth = { value: Number.NaN, quality: Q.badWaitingForInitialData, timeMs: Number.NaN };
  const suppressor: Suppressor = { reason, inputs: [tag], alarms, evaluate: (out) => void Object.assign(out, { ...now, value: now.value === 0 ? 1 : 0 }) };
  return { suppressor, set: (value: number, timeMs: number, quality: number = Q.good) => void Object.assign(now, { value, timeMs, quality }) };
}

describe('shelving', () => {
  it('hides an alarm with its reason, who shelved it and until when, and shows it again when the time is up', async () => {
    const { engine, clock, seen, feed } = start();
    feed(LT, 1, 95);
    expect(await engine.hide(shelf(15 * minute), [high], anna)).toEqual({ done: [high], refused: [] });
    expect(engine.standings()).toMatchObject([
      { state: 'shelved', raisedMs: 1, isConditionTrue: true, hiding: { by: 'Anna', reason: 'Sensor is being cleaned', sinceMs: 1_000_000, untilMs: 1_000_000 + 15 * minute, isOneShot: false } },
    ]);
    clock.advance(15 * minute - 1);
    await engine.settled();
    expect(seen).toHaveLength(2);
    clock.advance(251);
    await engine.settled();
    expect(story(seen)).toEqual(['1 LT-1.H raised', '2 LT-1.H shelved', '3 LT-1.H unshelved']);
    expect(seen[1]).toMatchObject({ user: 'Anna', comment: 'Sensor is being cleaned', uncertaintyMs: 0, hiding: { by: 'Anna' } });
    expect(seen[2]).toMatchObject({ from: 'shelved', to: 'active-unacked', comment: 'The time was up.', value: 95 });
    expect(seen[2]).not.toHaveProperty('user');
    // It is looked at anew: an acknowledge for what was seen before does not count.
    expect((await engine.act('acknowledge', [{ alarm: high, seq: 1 }], 'Anna', '')).done).toEqual([]);
    expect((await engine.act('acknowledge', [{ alarm: high, seq: 3 }], 'Anna', '')).done).toEqual([high]);
  });
  it('refuses what is too long, forbidden, done already, without a lead, or of no alarm, each with its sentence', async () => {
    const { engine } = start({ maxShelveMinOf: (alarm) => [480, 480, 0][alarm] ?? 0 });
    const gone = AlarmId.parse('GONE');
    const refused = async (request: HideRequest, alarm: AlarmId, actor = anna) => (await engine.hide(request, [alarm], actor)).refused[0]?.reason;
    expect(await refused(shelf(481 * minute), high)).toBe('This alarm may be shelved for 8 hours at most.');
    expect(await refused(shelf(minute), flow, lea)).toBe('This alarm must not be shelved.');
    expect(await refused(shelf(minute), trip)).toBe('Only a lead may shelve an alarm of priority 1.');
    expect(await refused(shelf(minute), trip, lea)).toBeUndefined();
    expect(await refused(shelf(minute), trip, lea)).toBe('Already shelved by Lea.');
    expect(await refused(shelf(minute), gone)).toBe('This alarm is not in the project any more.');
    expect(await refused({ kind: 'unshelve' }, high)).toBe('The alarm is not shelved.');
    expect(await refused({ kind: 'take-over', comment: '' }, high)).toBe('The alarm is neither shelved nor out of service.');
    expect(await refused({ kind: 'return-to-service' }, high, lea)).toBe('The alarm is not out of service.');
    // What can be done of several is done.
    expect(await engine.hide(shelf(minute), [high, trip, gone, high], lea)).toMatchObject({ done: [high], refused: [{ alarm: trip }, { alarm: gone }, { alarm: high, reason: 'Already shelved by Lea.' }] });
  });
  it('ends on the minute although the machine’s clock is set, and tells the new time of day', async () => {
    for (const stepMs of [3_600_000, -3_600_000]) {
      const { engine, clock, disk, seen } = start();
      await engine.hide(shelf(10 * minute), [high], anna);
      clock.advance(minute);
      clock.stepWall(stepMs);
      clock.advance(minute);
      await engine.settled();
      expect(disk.standings.get(high)?.hiding).toMatchObject({ sinceMs: 1_000_000 + stepMs, untilMs: 1_000_000 + 10 * minute + stepMs });
      clock.advance(8 * minute - 1);
      await engine.settled();
      expect(seen).toHaveLength(1);
      clock.advance(251);
      await engine.settled();
      expect(story(seen)).toEqual(['1 LT-1.H shelved', '2 LT-1.H unshelved']);
      expect(clock.pending).toBe(0);
    }
  });
  it('goes on over a restart, ends at once where its time was up meanwhile, and never lasts longer than was granted', async () => {
    const shelved = async (): Promise<Disk> => {
      const before = start();
      before.feed(LT, 1, 95);
      await before.engine.hide(shelf(10 * minute), [high], anna);
      return before.disk;
    };
    const after = async (nowMs: number) => {
      const rig = start({ disk: await shelved() });
      rig.clock.stepWall(nowMs - rig.clock.nowMs());
      const again = start({ disk: rig.disk, clock: rig.clock });
      expect(again.engine.standings()).toMatchObject([{ alarm: high, state: 'shelved', hiding: { by: 'Anna' } }]);
      return again;
    };
    const late = await after(1_000_000 + 11 * minute);
    late.clock.advance(250);
    await late.engine.settled();
    expect(late.seen).toMatchObject([{ kind: 'unshelved', to: 'active-unacked' }]);

    const early = await after(1_000_000 + 4 * minute);
    early.clock.advance(6 * minute - 1);
    await early.engine.settled();
    expect(early.seen).toEqual([]);
    early.clock.advance(251);
    await early.engine.settled();
    expect(story(early.seen)).toEqual(['3 LT-1.H unshelved']);

    const setBack = await after(1_000_000 - 10 * 365 * 1440 * minute);
    setBack.clock.advance(10 * minute + 250);
    await setBack.engine.settled();
    expect(story(setBack.seen)).toEqual(['3 LT-1.H unshelved']);
  });
  it('one-shot ends as soon as the condition is gone, or when the time is up if that is sooner', async () => {
    const { engine, clock, seen, feed } = start();
    feed(LT, 1, 95);
    await engine.hide(shelf(15 * minute, { isOneShot: true }), [high, flow], anna);
    feed(LT, 2, 80);
    await engine.settled();
    expect(story(seen)).toEqual(['1 LT-1.H raised', '2 LT-1.H shelved', '3 FT-1.L shelved', '4 LT-1.H unshelved']);
    expect(seen[3]).toMatchObject({ to: 'normal', comment: 'The condition is gone.' });
    feed(LT, 3, 95);
    await engine.settled();
    expect(seen[4]).toMatchObject({ alarm: high, kind: 'raised' });
    clock.advance(15 * minute + 250);
    await engine.settled();
    expect(seen.filter(({ alarm }) => alarm === flow)).toMatchObject([{ kind: 'shelved' }, { kind: 'unshelved', comment: 'The time was up.' }]);
  });
  it('goes on judging what is hidden: consoles and the next start know whether it holds, the journal has no line of it', async () => {
    const { engine, disk, seen, published, feed } = start();
    await engine.hide(shelf(15 * minute), [high], anna);
    feed(LT, 7, 95);
    await engine.settled();
    expect(published.at(-1)).toMatchObject({ events: [], standings: [{ alarm: high, state: 'shelved', isConditionTrue: true, raisedMs: 7, value: 95, seq: 0 }] });
    expect(disk.standings.get(high)).toMatchObject({ isConditionTrue: true });
    feed(LT, 8, 50);
    await engine.settled();
    expect(published.at(-1)).toMatchObject({ events: [], standings: [{ isConditionTrue: false, returnedMs: 8 }] });
    expect(seen).toHaveLength(1);
    expect(engine.publishedSeq).toBe(1);
    feed(LT, 9, 95);
    const again = start({ disk });
    await engine.settled();
    void again;
    await engine.hide({ kind: 'unshelve' }, [high], anna);
    expect(seen[1]).toMatchObject({ kind: 'unshelved', user: 'Anna', to: 'active-unacked', value: 95 });
  });
  it('is handed over: somebody else answers from then on, and the journal has both', async () => {
    const { engine, seen } = start();
    await engine.hide(shelf(15 * minute), [high], anna);
    await engine.hide({ kind: 'remove-from-service', reason: 'Repair' }, [flow], lea);
    expect(await engine.hide({ kind: 'take-over', comment: 'Late shift' }, [high, flow], { user: 'Max', role: 'operate' })).toEqual({ done: [high, flow], refused: [] });
    expect(engine.standings()).toMatchObject([
      { state: 'shelved', hiding: { by: 'Max', reason: 'Sensor is being cleaned', untilMs: 1_000_000 + 15 * minute } },
      { state: 'out-of-service', hiding: { by: 'Max', reason: 'Repair' } },
    ]);
    expect(seen[2]).toMatchObject({ kind: 'handed-over', from: 'shelved', to: 'shelved', user: 'Max', comment: 'Late shift' });
    expect((await engine.hide({ kind: 'take-over', comment: '' }, [high], { user: 'Max', role: 'operate' })).refused).toEqual([{ alarm: high, reason: 'You answer for this alarm already.' }]);
  });
  it('stays when the alarm’s definition is edited', async () => {
    const before = start();
    await before.engine.hide(shelf(10 * minute), [high], anna);
    const edited = definitions.map((each) => (each.id === high ? AlarmDefinition.parse({ ...each, limit: 92, priority: 1, maxShelveMin: 0, message: 'Level too high' }) : each));
    const after = start({ disk: before.disk, definitions: edited, maxShelveMinOf: () => 0 });
    expect(after.engine.standings()).toMatchObject([{ alarm: high, state: 'shelved', hiding: { by: 'Anna', untilMs: 1_000_000 + 10 * minute } }]);
    after.feed(LT, 5, 95);
    after.clock.advance(10 * minute + 250);
    await after.engine.settled();
    expect(after.seen).toMatchObject([{ kind: 'unshelved', to: 'active-unacked' }]);
  });
  it('is only looked at in a recording: no shelf ends there and nothing is written', async () => {
    const before = start();
    await before.engine.hide(shelf(10 * minute), [high], anna);
    const recording = start({ disk: before.disk, isStill: true });
    const lines = before.disk.commits;
    recording.clock.advance(60 * minute);
    await recording.engine.settled();
    expect(recording.engine.standings()).toMatchObject([{ state: 'shelved' }]);
    expect(before.disk.commits).toBe(lines);
    expect(recording.clock.pending).toBe(0);
  });
});

describe('suppression by design', () => {
  it('keeps the consequence of a stop from being raised by the very samples of the stop', async () => {
    const stopped = whileStopped('P-1 stands still', [2]);
    const { engine, seen } = start({ suppressors: [stopped.suppressor] });
    const batch = createBatch(2);
    // Even where the low flow comes first in the batch.
    pushSample(batch, FT, 10, 2, Q.good);
    pushSample(batch, RUN, 11, 0, Q.good);
    stopped.set(0, 11);
    engine.apply(batch);
    await engine.settled();
    expect(seen).toMatchObject([{ alarm: flow, kind: 'suppressed', from: 'normal', to: 'suppressed', timeMs: 11, comment: 'P-1 stands still', hiding: { by: null, reason: 'P-1 stands still', untilMs: null } }]);
    expect(engine.standings()).toMatchObject([{ alarm: flow, state: 'suppressed', isConditionTrue: true, raisedMs: 10 }]);
  });
  it('shows the alarm as its condition is when the suppression ends, not as it was', async () => {
    const stopped = whileStopped('P-1 stands still', [2]);
    const { engine, seen, feed } = start({ suppressors: [stopped.suppressor] });
    stopped.set(0, 1);
    feed(RUN, 1, 0);
    feed(FT, 2, 2);
    const batch = createBatch(2);
    pushSample(batch, RUN, 20, 1, Q.good);
    pushSample(batch, FT, 20, 50, Q.good);
    stopped.set(1, 20);
    engine.apply(batch);
    await engine.settled();
    expect(seen.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['suppressed suppressed', 'unsuppressed normal']);
    stopped.set(0, 30);
    feed(RUN, 30, 0);
    feed(FT, 31, 2);
    stopped.set(1, 40);
    feed(RUN, 40, 1);
    await engine.settled();
    expect(seen.slice(2).map(({ kind, to }) => `${kind} ${to}`)).toEqual(['suppressed suppressed', 'unsuppressed active-unacked']);
  });
  it('says nothing of tags that were not heard yet after a start, and goes by what is known when the time for it is over', async () => {
    for (const comesLate of [true, false]) {
      const lost = whileStopped('The link is lost', [2]);
      let isHeard = false;
      const { engine, seen, feed, clock } = start({ suppressors: [{ ...lost.suppressor, isHeard: () => isHeard }] });
      lost.set(0, 1);
      feed(RUN, 1, 0);
      await engine.settled();
      expect(seen).toEqual([]);
      if (comesLate) {
        isHeard = true;
        lost.set(1, 2);
        feed(RUN, 2, 1);
      }
      clock.advance(15_000);
      await engine.settled();
      expect(seen.map(({ kind }) => kind)).toEqual(comesLate ? [] : ['suppressed']);
      engine.close();
    }
  });
  it('gives a consequence its on-delay to go after its cause, and raises it when it stays', async () => {
    for (const isGone of [true, false]) {
      const stopped = whileStopped('P-1 stands still', [2]);
      const delayed = definitions.map((one) => (one.id === flow ? { ...one, onDelayMs: 5000 } : one));
      const { engine, seen, feed, clock } = start({ definitions: delayed, suppressors: [stopped.suppressor] });
      stopped.set(0, 1);
      feed(RUN, 1, 0);
      feed(FT, 2, 2);
      clock.advance(60_000);
      stopped.set(1, 60_002);
      feed(RUN, 60_002, 1);
      clock.advance(2000);
      if (isGone) feed(FT, 62_002, 50);
      clock.advance(3000);
      await engine.settled();
      expect(seen.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['suppressed suppressed', `unsuppressed ${isGone ? 'normal' : 'active-unacked'}`]);
      engine.close();
    }
  });
  it('hides nothing on bad or stale data', async () => {
    for (const quality of [Q.badNoCommunication, Q.uncertainLastUsable, Q.uncertain]) {
      const stopped = whileStopped('P-1 stands still', [2]);
      const { engine, feed } = start({ suppressors: [stopped.suppressor] });
      stopped.set(0, 1);
      feed(RUN, 1, 0);
      feed(FT, 2, 2);
      stopped.set(0, 3, quality);
      feed(RUN, 3, 0, quality);
      await engine.settled();
      expect(engine.standings()).toMatchObject([{ alarm: flow, state: 'active-unacked' }]);
    }
  });
  it('says which of several reasons holds, and ends with the last', async () => {
    const one = whileStopped('P-1 stands still', [2, 0]);
    const other = whileStopped('Plant state: cleaning', [2], MODE);
    const { engine, seen, feed } = start({ suppressors: [one.suppressor, other.suppressor] });
    const reason = () => engine.standingOf(flow)?.hiding?.reason;
    one.set(0, 1);
    feed(RUN, 1, 0);
    other.set(0, 2);
    feed(MODE, 2, 0);
    await engine.settled();
    expect(reason()).toBe('P-1 stands still; Plant state: cleaning');
    one.set(1, 3);
    feed(RUN, 3, 1);
    await engine.settled();
    expect(reason()).toBe('Plant state: cleaning');
    other.set(1, 4);
    feed(MODE, 4, 1);
    await engine.settled();
    expect(engine.standings()).toEqual([]);
    expect(story(seen)).toEqual(['1 FT-1.L suppressed', '2 LT-1.H suppressed', '3 LT-1.H unsuppressed', '4 FT-1.L unsuppressed']);
  });
  it('and a shelf at once: the alarm is hidden until both ended, and never shown in between', async () => {
    const stopped = whileStopped('P-1 stands still', [2]);
    const { engine, seen, published, feed, clock } = start({ suppressors: [stopped.suppressor] });
    feed(FT, 1, 2);
    await engine.hide(shelf(15 * minute), [flow], anna);
    stopped.set(0, 5);
    feed(RUN, 5, 0);
    await engine.settled();
    expect(engine.standings()).toMatchObject([{ state: 'shelved', hiding: { by: 'Anna' }, alsoHidden: [{ state: 'suppressed', hiding: { reason: 'P-1 stands still' } }] }]);
    clock.advance(15 * minute + 250);
    await engine.settled();
    expect(engine.standings()).toMatchObject([{ state: 'suppressed', hiding: { by: null, reason: 'P-1 stands still' } }]);
    await engine.hide({ kind: 'remove-from-service', reason: 'Repair' }, [flow], lea);
    stopped.set(1, 9);
    feed(RUN, 9, 1);
    await engine.settled();
    expect(engine.standings()).toMatchObject([{ state: 'out-of-service', hiding: { by: 'Lea' } }]);
    await engine.hide({ kind: 'return-to-service' }, [flow], lea);
    expect(seen.map(({ kind, from, to }) => `${kind}: ${from} > ${to}`)).toEqual([
      'raised: normal > active-unacked',
      'shelved: active-unacked > shelved',
      'suppressed: shelved > shelved',
      'unshelved: shelved > suppressed',
      'removed-from-service: suppressed > suppressed',
      'unsuppressed: suppressed > out-of-service',
      'returned-to-service: out-of-service > active-unacked',
    ]);
    const shown = published.flatMap(({ standings }) => standings).map(({ state }: AlarmStanding) => state);
    expect(shown.slice(1, -1).every((state) => ['shelved', 'suppressed', 'out-of-service'].includes(state))).toBe(true);
  });
  it('stays over a restart until what decides it was heard, and 15 s at most: a start raises no flood of what is hidden by design', async () => {
    const before = start({ suppressors: [((one) => (one.set(0, 1), one.suppressor))(whileStopped('P-1 stands still', [2]))] });
    before.feed(RUN, 1, 0);
    before.feed(FT, 2, 2);
    await before.engine.settled();

    const heard = whileStopped('P-1 stands still', [2]);
    const after = start({ disk: before.disk, suppressors: [heard.suppressor] });
    after.feed(FT, 10, 2);
    after.feed(RUN, 10, Number.NaN, Q.badWaitingForInitialData);
    after.clock.advance(5000);
    await after.engine.settled();
    expect(after.seen).toEqual([]);
    heard.set(0, 11);
    after.feed(RUN, 11, 0);
    after.clock.advance(60_000);
    await after.engine.settled();
    expect(after.seen).toEqual([]);
    expect(after.engine.standings()).toMatchObject([{ state: 'suppressed', isConditionTrue: true }]);

    const silent = start({ disk: before.disk, suppressors: [whileStopped('P-1 stands still', [2]).suppressor] });
    silent.clock.advance(14_999);
    await silent.engine.settled();
    expect(silent.seen).toEqual([]);
    silent.clock.advance(1);
    await silent.engine.settled();
    expect(silent.seen).toMatchObject([{ kind: 'unsuppressed', to: 'active-unacked' }]);
  });
  it('ends at once when the project does not ask for it any more', async () => {
    const before = start({ suppressors: [((one) => (one.set(0, 1), one.suppressor))(whileStopped('P-1 stands still', [2]))] });
    before.feed(RUN, 1, 0);
    await before.engine.settled();
    const after = start({ disk: before.disk });
    after.feed(LT, 5, 1);
    await after.engine.settled();
    expect(after.seen).toMatchObject([{ alarm: flow, kind: 'unsuppressed', to: 'normal' }]);
  });
});

describe('an alarm that lasts', () => {
  it('comes again after its re-alarm time, as the same activation that nobody has acknowledged, and a late acknowledge does not count', async () => {
    const { engine, seen, feed, clock } = start();
    feed(LT, 1, 95);
    await engine.act('acknowledge', [{ alarm: high, seq: 1 }], 'Anna', '');
    clock.advance(30 * minute + 250);
    await engine.settled();
    expect(seen[2]).toMatchObject({ kind: 're-alarmed', from: 'active-acked', to: 'active-unacked' });
    expect(engine.standings()).toMatchObject([{ state: 'active-unacked', raisedMs: 1, acknowledgedBy: null, seq: 3 }]);
    expect((await engine.act('acknowledge', [{ alarm: high, seq: 1 }], 'Ben', '')).refused).toEqual([{ alarm: high, reason: 'The alarm came again meanwhile; look at the new occurrence first.' }]);
    await engine.act('acknowledge', [{ alarm: high, seq: 3 }], 'Ben', '');
    feed(LT, 2, 1);
    clock.advance(60 * minute);
    await engine.settled();
    expect(story(seen)).toEqual(['1 LT-1.H raised', '2 LT-1.H acknowledged', '3 LT-1.H re-alarmed', '4 LT-1.H acknowledged', '5 LT-1.H returned']);
  });
  it('has its re-alarm over a restart', async () => {
    const before = start();
    before.feed(LT, 1, 95);
    await before.engine.act('acknowledge', [{ alarm: high, seq: 1 }], 'Anna', '');
    before.clock.advance(20 * minute);
    const after = start({ disk: before.disk, clock: before.clock });
    after.clock.advance(10 * minute + 250);
    await flush();
    expect(after.seen).toMatchObject([{ kind: 're-alarmed' }]);
  });
  it('that latches needs an acknowledge and a reset, in either order, and neither does for the other', async () => {
    const { engine, seen, feed } = start();
    feed(K, 1, 1);
    expect((await engine.act('reset', [{ alarm: trip, seq: 1 }], 'Lea', '')).refused).toEqual([{ alarm: trip, reason: 'Only a latched alarm whose condition is gone can be reset.' }]);
    feed(K, 2, 0);
    await engine.act('acknowledge', [{ alarm: trip, seq: 1 }], 'Lea', '');
    expect(engine.standings()).toMatchObject([{ state: 'latched-acked' }]);
    await engine.act('reset', [{ alarm: trip, seq: 1 }], 'Lea', '');
    expect(engine.standings()).toEqual([]);
    feed(K, 3, 1);
    feed(K, 4, 0);
    await engine.act('reset', [{ alarm: trip, seq: 5 }], 'Lea', '');
    expect(engine.standings()).toMatchObject([{ state: 'returned-unacked' }]);
    await engine.act('acknowledge', [{ alarm: trip, seq: 5 }], 'Lea', '');
    expect(engine.standings()).toEqual([]);
    expect(seen.map(({ kind }) => kind)).toEqual(['raised', 'returned', 'acknowledged', 'reset', 'raised', 'returned', 'reset', 'acknowledged']);
  });
  it('carries what its time is worth: the source’s uncertainty for the plant, none for people', async () => {
    const { engine, seen, feed } = start({ uncertaintyMsOf: (tag, timeMs) => (tag === LT ? 50 + timeMs : undefined) });
    feed(LT, 7, 95);
    feed(FT, 7, 1);
    await engine.act('acknowledge', [{ alarm: high, seq: 1 }], 'Anna', '');
    expect(seen).toMatchObject([{ uncertaintyMs: 57 }, { alarm: flow }, { uncertaintyMs: 0 }]);
    expect(seen[1]).not.toHaveProperty('uncertaintyMs');
    expect(engine.standingOf(high)).toMatchObject({ uncertaintyMs: 57 });
  });
});
