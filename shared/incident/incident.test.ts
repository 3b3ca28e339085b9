import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssetId } from '../model/ids.ts';
import { type Incident, IncidentAddition, IncidentCommand, type IncidentEvent, IncidentId, type IncidentOpening, type IncidentRecord } from '../model/incident.ts';
import { decideIncident } from './decide-incident.ts';
import { foldIncident, incidentAt, readIncidentRecord } from './fold-incident.ts';

const id = IncidentId.parse('INC-0147');
const t0 = Date.UTC(2026, 10, 18, 14, 32, 7);
const minute = 60_000;
const opening: IncidentOpening = {
  kind: 'opened',
  title: 'K-201 trip, lube oil lost',
  severity: 2,
  origin: { kind: 'asset', asset: AssetId.parse('K-201') },
  commander: 'Lena',
  assets: [AssetId.parse('K-201')],
  links: [],
  startMs: t0 - 38_000,
  uncertaintyMs: 2,
  everyMin: 20,
};
const record = (seq: number, event: IncidentEvent, user: string | null = 'Lena', timeMs = t0 + seq * 1000): IncidentRecord => ({ seq, incident: id, opId: null, timeMs, sourceMs: 'atMs' in event ? (event.atMs ?? null) : null, user, role: user === null ? null : 'lead', event });
const fold = (...records: readonly IncidentRecord[]): Incident => {
  const state = incidentAt(records);
  if (state === null) throw new Error('not open');
  return state;
};
const opened = record(1, opening);

/** Plays acts as the engine does: each decided on what stands, numbered with gaps, later each time. */
function play(acts: readonly Act[]): readonly IncidentRecord[] {
  const records: IncidentRecord[] = [opened];
  let state = fold(opened);
  for (const [at, act] of acts.entries()) {
    const seq = 2 + at * 3;
    if (!decideIncident(state, act, { seenSeq: state.seq, nowMs: t0 + seq * 1000 }).ok) continue;
    const next = record(seq, act);
    records.push(next);
    state = foldIncident(state, next) ?? state;
  }
  return records;
}
const task = fc.integer({ min: 1, max: 6 }).map((n) => `T${n}`);
/** As acts come over the line. */
const Act = IncidentAddition.or(IncidentCommand);
type Act = IncidentAddition | IncidentCommand;
const words = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '').map((text) => text.trim());
const person = fc.constantFrom('Lena', 'Omar', 'Field 1');
const due = fc.option(fc.integer({ min: t0, max: t0 + 3_600_000 }), { nil: null });
const act: fc.Arbitrary<Act> = fc
  .oneof(
    fc.record({ kind: fc.constant('note' as const), text: words }),
    fc.record({ kind: fc.constant('update' as const), text: words, to: fc.constant('') }),
    fc.record({ kind: fc.constant('precursor' as const), text: words, atMs: fc.integer({ min: t0 - 3_600_000, max: t0 }) }),
    fc.record({ kind: fc.constant('severity' as const), severity: fc.constantFrom(1 as const, 2 as const, 3 as const), reason: words }),
    fc.record({ kind: fc.constant('commander' as const), to: person, reason: fc.constant('') }),
    fc.record({ kind: fc.constant('assignment' as const), role: fc.constantFrom('Field', 'Electrical'), person: fc.option(person, { nil: null }) }),
    fc.record({ kind: fc.constant('task' as const), text: words, to: person, dueMs: due }),
    fc.record({ kind: fc.constant('task-change' as const), task, to: person, dueMs: due, reason: words }),
    fc.record({ kind: fc.constant('task-drop' as const), task, reason: words }),
    fc.record({ kind: fc.constant('task-done' as const), task, result: fc.constant('') }),
    fc.record({ kind: fc.constant('interval' as const), everyMin: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }) }),
    fc.record({ kind: fc.constant('close' as const), cause: words, actions: fc.constant([]), downtimeMin: fc.constant(null), carriedOver: fc.uniqueArray(task, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('reopen' as const), reason: words }),
  )
  .map((one) => Act.parse(one));
const acts = fc.array(act, { maxLength: 40 });

describe('an incident as its records add up to it', () => {
  it('is the same whether folded at once, one by one, twice, or from what the records keep as JSON', () => {
    fc.assert(
      fc.property(acts, (some) => {
        const records = play(some);
        const state = fold(...records);
        expect(records.reduce<Incident | null>((before, one) => foldIncident(foldIncident(before, one), one), null)).toEqual(state);
        const kept = records.map(({ seq, timeMs, user, role, sourceMs, event: { kind, ...body } }) => ({ seq, stream: `incident:${id}`, kind, opId: null, timeMs, sourceMs, user, role, body: JSON.parse(JSON.stringify(body)) as object as Record<string, string>, hash: '' }));
        expect(incidentAt(kept.map((one) => readIncidentRecord(one)).filter((one) => one !== null))).toEqual(state);
      }),
      { numRuns: 150 },
    );
  });

  it('is at any time what its records up to then say, so replay shows what was known', () => {
    fc.assert(
      fc.property(acts, fc.nat(120), (some, s) => {
        const records = play(some);
        const untilMs = t0 + s * 1000;
        const upTo = records.filter(({ timeMs }) => timeMs <= untilMs);
        expect(incidentAt(records, untilMs)).toEqual(upTo.length === 0 ? null : fold(...upTo));
      }),
      { numRuns: 100 },
    );
  });

  it('is never closed with an open task, carries only open ones over, and keeps its clock while it is open', () => {
    fc.assert(
      fc.property(acts, (some) => {
        let state: Incident | null = null;
        for (const one of play(some)) {
          const before: Incident | null = state;
          state = foldIncident(state, one);
          if (state === null) throw new Error('not open');
          expect(state.tasks.length).toBeGreaterThanOrEqual(before?.tasks.length ?? 0);
          if (state.state === 'open') {
            expect(state.updateDueMs === null).toBe(state.everyMin === null);
            expect(state.tasks.some((done) => done.state === 'carried-over')).toBe(false);
          } else {
            expect(state.updateDueMs).toBeNull();
            expect(state.tasks.filter((left) => left.state === 'open')).toEqual([]);
            expect(state.closed).not.toBeNull();
          }
          for (const ended of before?.tasks.filter(({ state: was }) => was === 'done' || was === 'dropped') ?? []) expect(state.tasks).toContainEqual(ended);
          expect(state.entries).toBe((before?.entries ?? 0) + 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leaves out a record of a version that says what this one does not know, and goes on behind it', () => {
    const kept = { seq: 2, stream: `incident:${id}`, kind: 'teleported', opId: null, timeMs: t0, sourceMs: null, user: 'Lena', role: 'lead', body: {}, hash: '' };
    expect(readIncidentRecord(kept)).toBeNull();
    expect(readIncidentRecord({ ...kept, kind: 'note', body: { text: 'x' }, stream: 'run:1' })).toBeNull();
  });
});

describe('the clock for status updates', () => {
  it('begins with the incident, again with each update, and stands while it is closed', () => {
    const state = fold(opened);
    expect(state.updateDueMs).toBe(t0 + 1000 + 20 * minute);
    const updated = fold(opened, record(5, { kind: 'update', text: 'Pump B runs', to: 'Plant manager' }, 'Omar', t0 + 7 * minute));
    expect(updated).toMatchObject({ updateDueMs: t0 + 27 * minute, updates: 1, lastUpdateMs: t0 + 7 * minute });
    const missed = foldIncident(updated, record(6, { kind: 'update-missed', dueMs: t0 + 27 * minute, count: 2 }, null, t0 + 50 * minute));
    expect(missed).toMatchObject({ missedUpdates: 2, missedInRow: 2, updateDueMs: t0 + 67 * minute });
    expect(fold(opened, record(2, { kind: 'interval', everyMin: null }))).toMatchObject({ updateDueMs: null });
  });
});

describe('what can be done on an incident', () => {
  const decide = (state: Incident, one: unknown, seenSeq = state.seq) => {
    const answer = decideIncident(state, Act.parse(one), { seenSeq, nowMs: t0 + 3_600_000 });
    return answer.ok ? 'ok' : answer.fault;
  };
  const withTask = fold(opened, record(2, { kind: 'task', text: 'Isolate motor', to: 'Electrical', dueMs: null }), record(5, { kind: 'note', text: 'Smell of oil' }, 'Omar'));
  const close = { kind: 'close', cause: 'Overload', actions: [], downtimeMin: 40, carriedOver: [] } as const;

  it('is refused to a lead who has not seen what another decided, while notes of others are in nobody\'s way', () => {
    expect(decide(withTask, { kind: 'severity', severity: 1, reason: 'Fire' }, 1)).toMatchObject({ code: 'conflict' });
    expect(decide(withTask, { kind: 'severity', severity: 1, reason: 'Fire' }, 2)).toBe('ok');
    expect(decide(withTask, { kind: 'note', text: 'Late note' }, 0)).toBe('ok');
  });
  it('is not to close it while a task is open, unless it is carried over', () => {
    expect(decide(withTask, close)).toMatchObject({ code: 'open-tasks', message: 'INC-0147 still has an open task: T1 (Electrical).' });
    expect(decide(withTask, { ...close, carriedOver: ['T1'] })).toBe('ok');
    expect(decide(withTask, { ...close, carriedOver: ['T1', 'T2'] })).toMatchObject({ code: 'not-found' });
  });
  it('is little once it is closed: notes and what is found out later, the end of open actions, and opening it again', () => {
    const closed = fold(opened, record(2, { kind: 'task', text: 'Isolate motor', to: 'Electrical', dueMs: null }), record(3, IncidentCommand.parse({ ...close, carriedOver: ['T1'] })));
    expect(decide(closed, { kind: 'severity', severity: 1, reason: 'x' })).toMatchObject({ code: 'closed' });
    expect(decide(closed, { kind: 'update', text: 'x', to: '' })).toMatchObject({ code: 'closed' });
    expect(decide(closed, { kind: 'precursor', text: 'Current rose', atMs: t0 - minute })).toBe('ok');
    expect(decide(closed, { kind: 'task-done', task: 'T1', result: '' })).toBe('ok');
    expect(decide(closed, { kind: 'reopen', reason: 'Tripped again' })).toBe('ok');
    expect(decide(fold(opened), { kind: 'reopen', reason: 'x' })).toMatchObject({ code: 'conflict' });
  });
  it('is not to end a task twice, and the second is told who was first', () => {
    const done = fold(opened, record(2, { kind: 'task', text: 'Look', to: 'Omar', dueMs: null }), record(3, { kind: 'task-done', task: 'T1', result: 'dry' }, 'Omar'));
    expect(decide(done, { kind: 'task-done', task: 'T1', result: '' })).toMatchObject({ code: 'conflict', message: 'Task T1 of INC-0147 is done already, by Omar.' });
    expect(decide(done, { kind: 'task-drop', task: 'T9', reason: 'x' })).toMatchObject({ code: 'not-found' });
  });
  it('is not to write down what has not happened yet', () => {
    expect(decide(fold(opened), { kind: 'note', text: 'x', atMs: t0 + 7_200_000 })).toMatchObject({ code: 'bad-input' });
  });
  it('is refused where it is too long, names what is no name, or says more than its kind knows', () => {
    expect(IncidentAddition.safeParse({ kind: 'note', text: 'x'.repeat(2001) }).success).toBe(false);
    expect(IncidentAddition.safeParse({ kind: 'note', text: 'x', severity: 1 }).success).toBe(false);
    expect(IncidentCommand.safeParse({ kind: 'task-drop', task: '../1', reason: 'x' }).success).toBe(false);
    expect(IncidentAddition.safeParse({ kind: 'reading', name: 'dp', value: Number.NaN, unit: 'bar' }).success).toBe(false);
  });
});
