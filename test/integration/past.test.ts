import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { AlarmEvent, AlarmEventKind, AlarmState } from '#shared/model/alarm.ts';
import { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { openStore } from '#electron/engine/store/store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// Alarms, actions and notes of a past that was written before the engine started, asked through the contract.
const hour = 3_600_000;
/** A whole hour long before this test runs, so that nothing the engine does now falls into it. */
const t0 = Math.floor(Date.UTC(2026, 0, 5) / hour) * hour;
const files = {
  'project.yaml': 'name: Past works\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit }\n',
  'tags/t.yaml': "tags:\n  - { id: LT-1, name: Level, asset: U1, unit: '%', expression: '40 + 2' }\n",
  'alarms/a.yaml':
    'alarms:\n  - { id: LT-1.H, tag: LT-1, kind: high, limit: 90, priority: 2, message: Level high }\n  - { id: LT-1.HH, tag: LT-1, kind: high, limit: 95, priority: 1, message: Level high-high }\n',
};
const moves: Readonly<Partial<Record<AlarmEventKind, readonly [AlarmState, AlarmState]>>> = {
  raised: ['normal', 'active-unacked'],
  acknowledged: ['active-unacked', 'active-acked'],
  returned: ['active-acked', 'normal'],
};
const journal: AlarmEvent[] = [];
/** Adds an event at this many ms after t0; field time is 20 ms before the engine's. */
function happened(alarm: string, kind: AlarmEventKind, afterMs: number): void {
  const [from, to] = moves[kind] ?? ['normal', 'normal'];
  const user = kind === 'acknowledged' ? { user: 'Lead' } : {};
  journal.push({ seq: journal.length + 1, alarm: AlarmId.parse(alarm), kind, from, to, timeMs: t0 + afterMs - 20, engineMs: t0 + afterMs, value: 96, quality: 0, ...user });
}
happened('LT-1.H', 'raised', 1000);
happened('LT-1.HH', 'raised', 2000);
happened('LT-1.H', 'acknowledged', 3000);
happened('GONE.H', 'raised', 4000);
// The clock is set back by a minute: later numbers carry earlier times.
happened('LT-1.H', 'returned', -57_000);
happened('LT-1.H', 'raised', -56_000);
happened('LT-1.H', 'acknowledged', 60_000);
// A burst in one and the same millisecond.
for (let i = 0; i < 40; i++) happened('LT-1.HH', 'raised', 70_000);
for (let i = 0; i < 100; i++) happened('LT-1.H', 'raised', 100_000 + i * 30_000);

describe('the past through the contract', () => {
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  let client: RpcClient<FirstoutContract>;
  const valueOf = async <Value>(asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: { readonly message: string } }>): Promise<Value> => {
    const answer = await asked;
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  };
  const span = (fromMs: number, toMs: number) => ({ fromMs: t0 + fromMs, toMs: t0 + toMs });
  const inOrder = (events: readonly AlarmEvent[]): readonly number[] => events.toSorted((a, b) => a.engineMs - b.engineMs || a.seq - b.seq).map(({ seq }) => seq);

  beforeAll(async () => {
    folder = createProjectFolder(files);
    const workerScript = programUrl('electron/engine/store/store-worker.ts');
    const store = await openStore({ dataDir: folder.dataDir, workerScript, clock: createSystemClock(), log: createMemoryLog() });
    await store.journal.append(journal, []);
    const line = { timeMs: t0 + 5000, user: 'Lead', role: 'operate', action: 'tag.write', subject: 'LT-1.SP', detail: '{}', result: null, intent: null };
    const intent = await store.audit.append(line);
    await store.audit.append({ ...line, timeMs: t0 + 5100, result: 'done', intent });
    await store.audit.append({ ...line, timeMs: t0 + 6000, subject: 'LT-2.SP' });
    await store.close();
    rig = await startEngine(folder);
    client = rig.client;
  });
  afterAll(async () => {
    await rig?.stop();
    folder?.remove();
  });

  it('pages through the events of a span in the order of time, each once, however small the page and although the clock was set back', async () => {
    const asked = span(-hour, 2 * hour);
    const expected = inOrder(journal);
    for (const limit of [1, 7, 39, 10_000]) {
      const seqs: number[] = [];
      let fromMs = asked.fromMs;
      let pages = 0;
      while (fromMs < asked.toMs) {
        const { events, reachMs } = await valueOf(client.call('alarms.eventsIn', { span: { fromMs, toMs: asked.toMs }, limit }));
        // Everything up to reachMs was given; asking again from there must neither lose nor double.
        expect(reachMs).toBeGreaterThan(fromMs);
        seqs.push(...events.map(({ seq }) => seq));
        fromMs = reachMs;
        expect(++pages).toBeLessThan(1000);
      }
      expect(seqs).toEqual(expected);
    }
  });

  it('says where every alarm of the project stood at a time, by the time events carry, not by their number', async () => {
    const at = async (afterMs: number) => {
      const { standings, seq } = await valueOf(client.call('alarms.standingAt', { atMs: t0 + afterMs }));
      return { seq, standings: standings.map(({ alarm, state, acknowledgedBy, raisedMs }) => [alarm as string, state, acknowledgedBy, raisedMs - t0]) };
    };
    expect(await at(-60_000)).toEqual({ seq: 0, standings: [] });
    expect(await at(-50_000)).toEqual({ seq: 6, standings: [['LT-1.H', 'active-unacked', null, -56_020]] });
    expect(await at(1999)).toEqual({ seq: 1, standings: [['LT-1.H', 'active-unacked', null, 980]] });
    // GONE.H is not in the project: it would stand for ever.
    expect(await at(5000)).toEqual({
      seq: 4,
      standings: [
        ['LT-1.H', 'active-acked', 'Lead', 980],
        ['LT-1.HH', 'active-unacked', null, 1980],
      ],
    });
  });

  it('counts in its columns exactly the alarms raised in the span, by priority, those no longer defined as 4', async () => {
    const asked = span(0, hour);
    const width = 180;
    const { counts } = await valueOf(client.call('alarms.density', { span: asked, width }));
    const expected = new Uint32Array(4 * width);
    for (const { alarm, kind, engineMs } of journal) {
      if (kind !== 'raised' || engineMs < asked.fromMs || engineMs > asked.toMs) continue;
      const priority = alarm === 'LT-1.H' ? 2 : alarm === 'LT-1.HH' ? 1 : 4;
      const column = Math.min(width - 1, Math.floor((engineMs - asked.fromMs) / (hour / width)));
      expected[(priority - 1) * width + column] = (expected[(priority - 1) * width + column] ?? 0) + 1;
    }
    expect([...counts]).toEqual([...expected]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(143);
  });

  it('finds the alarm raised next after and before a time, never the one at it, and none at the ends', async () => {
    const next = async (afterMs: number, direction: 1 | -1) => {
      const { event } = await valueOf(client.call('alarms.nextRaised', { atMs: t0 + afterMs, direction }));
      return event === null ? null : event.engineMs - t0;
    };
    expect(await next(-hour, -1)).toBeNull();
    expect([await next(-hour, 1), await next(-56_000, 1), await next(1000, 1), await next(70_000, 1)]).toEqual([-56_000, 1000, 2000, 100_000]);
    expect([await next(100_000, -1), await next(70_000, -1), await next(1000, -1)]).toEqual([70_000, 4000, -56_000]);
    expect(await next(100_000 + 99 * 30_000, 1)).toBeNull();
  });

  it('tells what people did, oldest first, with how it ended, or that nobody knows', async () => {
    const { actions } = await valueOf(client.call('actions.in', { span: span(0, hour), limit: 10 }));
    expect(actions.map(({ subject, user, result }) => [subject, user, result])).toEqual([
      ['LT-1.SP', 'Lead', 'done'],
      ['LT-2.SP', 'Lead', null],
    ]);
    const newest = await valueOf(client.call('actions.in', { span: span(0, hour), limit: 1 }));
    expect(newest.actions.map(({ subject }) => subject)).toEqual(['LT-2.SP']);
  });

  it('keeps notes as they were written, tells every console of a new one, and shows withdrawn ones as withdrawn', async () => {
    const other = rig.connect('view');
    let version = -1;
    other.open('notes.version', {}, { onItem: (item) => (version = item.version) });
    await until(() => version === 0);
    const note = { fromMs: t0 + 1000, toMs: t0 + 9000, text: '  Level drifted  ', tags: [TagId.parse('LT-1')], asset: AssetId.parse('U1') };
    const { seq } = await valueOf(client.call('note.write', note));
    await until(() => version === 1);
    const read = async (fromMs: number, toMs: number) => (await valueOf(other.call('notes.in', { span: span(fromMs, toMs), limit: 10 }))).notes;
    expect(await read(8999, 20_000)).toMatchObject([{ seq, text: 'Level drifted', user: 'Lead', tags: ['LT-1'], asset: 'U1', withdrawn: null }]);
    expect(await read(9001, 20_000)).toEqual([]);
    expect(await other.call('note.write', note)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    await valueOf(client.call('note.withdraw', { seq }));
    await until(() => version === 2);
    expect(await read(0, 20_000)).toMatchObject([{ seq, withdrawn: { user: 'Lead' } }]);
    expect(await client.call('note.withdraw', { seq })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('refuses a note that ends before it begins, on a tag or asset that is not there, or of nothing', async () => {
    const note = { fromMs: t0, toMs: null, text: 'Note', tags: [], asset: null };
    const codeOf = async (over: object) => {
      const answer = await client.call('note.write', { ...note, ...over });
      return answer.ok ? 'written' : answer.fault.code;
    };
    expect([await codeOf({ toMs: t0 - 1 }), await codeOf({ tags: ['XX-1'] }), await codeOf({ asset: 'U9' }), await codeOf({ text: '   ' })]).toEqual(['bad-input', 'not-found', 'not-found', 'bad-input']);
  });

  it('gives a superseded question up', async () => {
    const abort = new AbortController();
    const asked = client.call('alarms.standingAt', { atMs: t0 }, { signal: abort.signal });
    abort.abort();
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
  });
});
