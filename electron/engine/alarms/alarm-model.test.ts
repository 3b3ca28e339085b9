import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmState, type AlarmStanding } from '#shared/model/alarm.ts';
import { foldEvent } from '#shared/model/alarm-fold.ts';
import { Q } from '#shared/model/quality.ts';
import { createVirtualClock } from '../testing/virtual-ports.ts';
import type { Suppressor } from './design-suppression.ts';
import { createDisk, startAlarms, type AlarmRig } from '../../../test/support/alarm-rig.ts';

// The engine against a reference that is built another way: not the nine states of the standard but, as OPC UA Part 9 does
// it, separate truths (active, acknowledged, latched) and a list of what hides the alarm, on the same random histories.
const reAlarmMin = 30;
const names = ['A', 'B'] as const;
const definitions = [
  AlarmDefinition.parse({ id: 'A', tag: 'A', kind: 'discrete', state: 1, priority: 2, message: 'A', reAlarmMin }),
  AlarmDefinition.parse({ id: 'B', tag: 'B', kind: 'discrete', state: 1, priority: 2, message: 'B', latching: true, reAlarmMin }),
];
const tags = ['A', 'B', 'S'];

type Hide = { readonly kind: 'shelved' | 'suppressed' | 'out-of-service'; by: string | null; readonly endsMin: number; readonly isOneShot: boolean };

class Reference {
  condition = false;
  isActive = false;
  isAcked = true;
  isLatched = false;
  ackedBy: string | null = null;
  ackedMin = 0;
  hides: Hide[] = [];
  readonly latches: boolean;
  constructor(latches: boolean) {
    this.latches = latches;
  }
  get state(): AlarmState {
    const hide = this.hides[0];
    if (hide !== undefined) return hide.kind;
    if (this.isActive) return this.isAcked ? 'active-acked' : 'active-unacked';
    if (this.isLatched) return this.isAcked ? 'latched-acked' : 'latched-unacked';
    return this.isAcked ? 'normal' : 'returned-unacked';
  }
  private raise(): void {
    this.isActive = true;
    this.isAcked = false;
    this.ackedBy = null;
    this.isLatched = false;
  }
  turn(isTrue: boolean): void {
    if (this.condition === isTrue) return;
    this.condition = isTrue;
    if (this.hides.length > 0) {
      if (!isTrue) this.unhide(this.hides.filter(({ isOneShot }) => isOneShot));
    } else if (isTrue) this.raise();
    else {
      this.isActive = false;
      this.isLatched = this.latches;
    }
  }
  acknowledge(by: string, nowMin: number): void {
    if (this.hides.length > 0 || this.isAcked) return;
    this.isAcked = true;
    this.ackedBy = by;
    this.ackedMin = nowMin;
  }
  reset(): void {
    if (this.hides.length === 0 && !this.isActive) this.isLatched = false;
  }
  hide(hide: Hide): void {
    if (this.hides.some(({ kind }) => kind === hide.kind)) return;
    this.hides.push(hide);
  }
  unhide(ended: readonly Hide[]): void {
    if (ended.length === 0) return;
    this.hides = this.hides.filter((hide) => !ended.includes(hide));
    if (this.hides.length > 0) return;
    this.isActive = false;
    this.isAcked = true;
    this.isLatched = false;
    if (this.condition) this.raise();
  }
  end(kind: Hide['kind']): void {
    this.unhide(this.hides.filter((hide) => hide.kind === kind));
  }
  handOver(by: string): void {
    for (const hide of this.hides) if (hide.by !== null) hide.by = by;
  }
  pass(nowMin: number): void {
    this.unhide(this.hides.filter(({ endsMin }) => endsMin <= nowMin));
    if (this.hides.length === 0 && this.isActive && this.isAcked && nowMin >= this.ackedMin + reAlarmMin) {
      this.isAcked = false;
      this.ackedBy = null;
    }
  }
}

const which = fc.constantFrom(0, 1);
const user = fc.constantFrom('Anna', 'Ben');
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('turn' as const), which, on: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('acknowledge' as const), which, user }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('reset' as const), which, user }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('shelve' as const), which, user, minutes: fc.integer({ min: 1, max: 40 }), isOneShot: fc.boolean() }) },
  fc.record({ what: fc.constantFrom('unshelve' as const, 'remove-from-service' as const, 'return-to-service' as const, 'take-over' as const), which, user }),
  { weight: 2, arbitrary: fc.record({ what: fc.constant('suppress' as const), how: fc.constantFrom('on' as const, 'off' as const, 'bad' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 12 }) }) },
  fc.record({ what: fc.constant('restart' as const) }),
);

/** Runs one history on engine and reference; throws where they differ. Gives back the number of journal lines. */
async function run(commands: readonly (typeof command extends fc.Arbitrary<infer Command> ? Command : never)[]): Promise<number> {
  const disk = createDisk();
  const clock = createVirtualClock(1e12);
  const signal = { value: 0, quality: Q.badWaitingForInitialData as number };
  const suppressors: Suppressor[] = [{ reason: 'S', inputs: [2], alarms: [0, 1], evaluate: (out) => void Object.assign(out, signal, { timeMs: Number.NaN }) }];
  const boot = (): AlarmRig => startAlarms({ definitions, tags, disk, clock, suppressors });
  let rig = boot();
  const references = definitions.map(({ latching }) => new Reference(latching));
  let nowMin = 0;
  let timeMs = 0;
  for (const each of commands) {
    timeMs++;
    switch (each.what) {
      case 'turn':
        rig.feed(each.which, timeMs, each.on ? 1 : 0);
        references[each.which]?.turn(each.on);
        break;
      case 'acknowledge':
      case 'reset': {
        const { id } = definitions[each.which] as AlarmDefinition;
        await rig.engine.act(each.what, [{ alarm: id, seq: rig.engine.currentOf(id)?.seq ?? 0 }], each.user, '');
        if (each.what === 'reset') references[each.which]?.reset();
        else references[each.which]?.acknowledge(each.user, nowMin);
        break;
      }
      case 'shelve':
      case 'unshelve':
      case 'remove-from-service':
      case 'return-to-service':
      case 'take-over': {
        const request = each.what === 'shelve' ? { kind: each.what, forMs: each.minutes * 60_000, isOneShot: each.isOneShot, reason: 'R' } : { kind: each.what, reason: 'R', comment: '' };
        await rig.engine.hide(request, [(definitions[each.which] as AlarmDefinition).id], { user: each.user, role: 'lead' });
        const reference = references[each.which];
        if (each.what === 'shelve') reference?.hide({ kind: 'shelved', by: each.user, endsMin: nowMin + each.minutes, isOneShot: each.isOneShot });
        if (each.what === 'remove-from-service') reference?.hide({ kind: 'out-of-service', by: each.user, endsMin: Infinity, isOneShot: false });
        if (each.what === 'unshelve') reference?.end('shelved');
        if (each.what === 'return-to-service') reference?.end('out-of-service');
        if (each.what === 'take-over') reference?.handOver(each.user);
        break;
      }
      case 'suppress':
        Object.assign(signal, { value: each.how === 'off' ? 0 : 1, quality: each.how === 'bad' ? Q.badNoCommunication : Q.good });
        rig.feed(2, timeMs, signal.value, signal.quality);
        for (const reference of references) {
          if (each.how === 'on') reference.hide({ kind: 'suppressed', by: null, endsMin: Infinity, isOneShot: false });
          else reference.end('suppressed');
        }
        break;
      case 'pass':
        // A quarter of a second more than the minutes, by which deadlines may be late.
        clock.advance(each.minutes * 60_000 + 250 * each.minutes);
        nowMin += each.minutes;
        for (const reference of references) reference.pass(nowMin);
        break;
      case 'restart':
        await rig.engine.settled();
        rig.engine.close();
        rig = boot();
        if (signal.quality !== Q.badWaitingForInitialData) rig.feed(2, timeMs, signal.value, signal.quality);
        break;
    }
    await rig.engine.settled();
    references.forEach((reference, at) => {
      const standing = rig.engine.standingOf((definitions[at] as AlarmDefinition).id) as AlarmStanding;
      const hides = standing.hiding === undefined ? [] : [{ state: standing.state, hiding: standing.hiding }, ...(standing.alsoHidden ?? [])];
      const has = [standing.state, hides.map(({ state, hiding }) => [state, hiding.by]), standing.state.startsWith('active') ? standing.acknowledgedBy : null];
      const wants = [reference.state, reference.hides.map(({ kind, by }) => [kind, by]), reference.state.startsWith('active') ? reference.ackedBy : null];
      expect(has, `${names[at]} after ${JSON.stringify(each)}`).toEqual(wants);
      if (standing.state !== 'normal') expect(standing.isConditionTrue).toBe(reference.condition);
    });
  }
  // The journal alone, numbered without a gap, tells the same, and so does what the next start would begin with.
  const told = new Map<string, AlarmStanding>();
  for (const [at, event] of disk.events.entries()) {
    expect(event.seq).toBe(at + 1);
    expect(event.from).toBe(told.get(event.alarm)?.state ?? 'normal');
    told.set(event.alarm, foldEvent(told.get(event.alarm), event));
  }
  for (const { id } of definitions) {
    const { state, seq, hiding, alsoHidden } = told.get(id) ?? { state: 'normal' as const, seq: 0, hiding: undefined, alsoHidden: undefined };
    const kept = disk.standings.get(id);
    expect(kept?.state ?? 'normal').toBe(state);
    if (kept !== undefined) expect([kept.seq, kept.hiding, kept.alsoHidden]).toEqual([seq, hiding, alsoHidden]);
  }
  rig.engine.close();
  expect(clock.pending).toBe(0);
  return disk.events.length;
}

describe('the alarm engine beside a reference built another way', () => {
  it('stands as the reference does after every step of any history, over restarts', async () => {
    let lines = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async (commands) => {
        // Quarters of a second would add up to a minute.
        fc.pre(commands.reduce((sum, each) => sum + (each.what === 'pass' ? each.minutes : 0), 0) < 200);
        lines += await run(commands);
      }),
      { numRuns: Number(process.env['ALARM_MODEL_RUNS'] ?? 2000), seed: 20_261_128 },
    );
    // Most of it must not be refusals.
    expect(lines).toBeGreaterThan(2000 * 5);
  }, 600_000);
});
