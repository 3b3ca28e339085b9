import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftHandover } from '#shared/incident/draft-handover.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { IncidentOpening, IncidentRecord } from '#shared/model/incident.ts';
import { openRecords, type Records } from '../records/records.ts';
import type { Store } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { beganMs, closeBefore } from './incident-before.ts';
import { createHandovers } from './handover-service.ts';
import { createIncidents, type IncidentService } from './incident-service.ts';

const lena = { user: 'Lena', role: 'lead' };
const omar = { user: 'Omar', role: 'lead' };
const minute = 60_000;
const clock = createVirtualClock();
const log = createMemoryLog();
const opening = (everyMin: number | null): IncidentOpening => ({ kind: 'opened', title: 'Trip', severity: 2, origin: { kind: 'asset', asset: AssetId.parse('K-1') }, commander: 'Lena', assets: [], links: [], startMs: clock.nowMs(), uncertaintyMs: null, everyMin });

describe('incidents over the records', () => {
  let dir: ReturnType<typeof createDataDir>;
  let store: Store;
  let records: Records;
  let service: IncidentService;
  const written: IncidentRecord[] = [];
  const open = async (): Promise<void> => {
    service = await createIncidents({ records, clock, log, isStill: false });
    service.onChange((record) => written.push(record));
  };
  beforeAll(async () => {
    dir = createDataDir();
    store = await openTestStore(dir.dataDir, clock, log);
    records = await openRecords({ store, clock, log, isStill: false });
    await open();
  });
  afterAll(async () => {
    await service.close();
    await store.close();
    dir.remove();
  });
  /** Resolves with the next record of an incident. */
  const next = (): Promise<IncidentRecord> =>
    new Promise((resolve) => {
      const stop = service.onChange((record) => {
        stop();
        resolve(record);
      });
    });

  it('write down that a status update did not come, how many are missing after a long stop, and none twice', async () => {
    const begun = await service.begin(opening(20), 'op-00001', lena);
    if (!begun.ok) throw new Error(begun.fault.message);
    const { incident } = begun.value;
    clock.advance(19 * minute);
    const missed = next();
    clock.advance(minute);
    expect((await missed).event).toMatchObject({ kind: 'update-missed', count: 1 });
    // The engine is away for an hour and a bit.
    await service.close();
    clock.advance(65 * minute);
    await open();
    const later = next();
    clock.advance(1000);
    expect(await later).toMatchObject({ user: null, event: { kind: 'update-missed', count: 3 } });
    expect(await service.get(incident)).toMatchObject({ missedUpdates: 4, updates: 0 });
    const told = await service.act({ incident, opId: 'op-00002', seenSeq: 0, act: { kind: 'update', text: 'Pump B runs', to: '' } }, omar);
    expect(told.ok).toBe(true);
    const at = clock.nowMs();
    clock.advance(19 * minute);
    expect(await service.get(incident)).toMatchObject({ updates: 1, missedUpdates: 4, missedInRow: 0, lastUpdateMs: at, updateDueMs: at + 20 * minute });
  });

  it('give each its own number, however many are opened at once, and the same one for the same act', async () => {
    const answers = await Promise.all(['op-10001', 'op-10002', 'op-10001', 'op-10003'].map((op) => service.begin(opening(null), op, lena)));
    const ids = answers.map((answer) => (answer.ok ? answer.value.incident : answer.fault.code));
    expect(ids).toEqual(['INC-0002', 'INC-0003', 'INC-0002', 'INC-0004']);
    expect(service.list({ state: 'open', beforeNumber: 4, limit: 2 }).map(({ id }) => id)).toEqual(['INC-0003', 'INC-0002']);
  });

  it('decide one act after the other: of two who close, one does, and the other is told that it is closed', async () => {
    const begun = await service.begin(opening(null), 'op-20001', lena);
    if (!begun.ok) throw new Error(begun.fault.message);
    const { incident, seq } = begun.value;
    const close = { kind: 'close', cause: 'x', actions: [], downtimeMin: null, carriedOver: [] } as const;
    const asked = (opId: string, who: typeof lena) => service.act({ incident, opId, seenSeq: seq, act: { ...close, actions: [], carriedOver: [] } }, who);
    const [first, second, again] = await Promise.all([asked('op-20002', lena), asked('op-20003', omar), asked('op-20002', lena)]);
    expect(first).toMatchObject({ ok: true, value: { isAgain: false } });
    expect(second).toMatchObject({ ok: false, fault: { code: 'closed', message: `${incident} was closed by Lena.` } });
    expect(again).toMatchObject({ ok: true, value: { isAgain: true, seq: first.ok ? first.value.seq : 0 } });
    // Closed ones are known after a start without being read whole, and can still be looked at.
    await service.close();
    await open();
    expect(service.list({ state: 'closed', beforeNumber: null, limit: 10 })).toMatchObject([{ id: incident, state: 'closed' }]);
    expect(await service.get(incident)).toMatchObject({ state: 'closed', closed: { by: 'Lena' } });
  });

  it('pass over one whose beginning was lost, say so, and do not give its number again', async () => {
    await records.append({ stream: 'incident:INC-0007', kind: 'note', body: { text: 'what is left of it' }, who: lena });
    await service.close();
    await open();
    expect(log.lines.some(({ sentence }) => sentence.includes('incident:INC-0007 does not begin as an incident does'))).toBe(true);
    expect(await service.begin(opening(null), 'op-25001', lena)).toMatchObject({ ok: true, value: { incident: 'INC-0008' } });
  });

  it('hand over: a second handover looks back to the first, and one that is written twice at once is one', async () => {
    const handovers = await createHandovers({ records, log, draft: (sinceMs) => Promise.resolve(draftHandover({ nowMs: clock.nowMs(), sinceMs, incidents: service.open(), openActions: [], runs: [], standings: [], messageOf: (alarm) => alarm, forced: [], notes: [] })) });
    const [one, same] = await Promise.all([handovers.write('op-30001', '', lena), handovers.write('op-30001', '', lena)]);
    expect([one, same]).toMatchObject([{ value: { handover: 'HO-0001', isAgain: false } }, { value: { handover: 'HO-0001', isAgain: true } }]);
    const head = handovers.newest()?.chain;
    expect(head).toMatchObject({ seq: (one.ok ? one.value.seq : 0) - 1 });
    const at = clock.nowMs();
    clock.advance(minute);
    await handovers.write('op-30002', '', omar);
    expect(handovers.newest()).toMatchObject({ id: 'HO-0002', writtenBy: 'Omar', draft: { sinceMs: at }, isComplete: false });
    await handovers.close();
    const fresh = await createHandovers({ records, log, draft: () => Promise.reject(new Error('not asked')) });
    expect(fresh.newest()?.id).toBe('HO-0002');
    expect((await fresh.list(10)).map(({ id }) => id)).toEqual(['HO-0002', 'HO-0001']);
    await fresh.close();
  });

  it('begin where the one before them on the same assets ended, unless what began them came earlier or that one goes on', async () => {
    const [first, other] = [AssetId.parse('P-7'), AssetId.parse('P-8')];
    const begun = async (op: string, asset: AssetId, startMs = clock.nowMs()) => {
      const put = await service.begin({ ...opening(null), origin: { kind: 'asset', asset }, assets: [asset], startMs }, op, lena);
      const one = put.ok ? await service.get(put.value.incident) : null;
      if (one === null) throw new Error('it was not opened');
      return one;
    };
    const before = await begun('op-22001', first);
    await service.act({ incident: before.id, opId: 'op-22002', seenSeq: before.seq, act: { kind: 'close', cause: 'x', actions: [], downtimeMin: null, carriedOver: [] } }, lena);
    const closedMs = clock.nowMs();
    clock.advance(minute);
    const next = await begun('op-22003', first);
    const lead = (incident: typeof next) => closeBefore(service, incident, ({ assets }) => assets.some((asset) => incident.assets.includes(asset)));
    expect(beganMs(next)).toBe(closedMs + minute);
    expect(await lead(next)).toBe(closedMs);
    expect(await lead(await begun('op-22004', other))).toBeNull();
    // What began it stood while the one before was open: it is told from there on.
    expect(await lead(await begun('op-22005', first, closedMs - 1000))).toBeNull();
    expect(await lead({ ...next, precursorMs: closedMs - 1000 })).toBeNull();
    expect(await lead({ ...next, startMs: next.startMs + 2 * minute, openedMs: next.openedMs + 2 * minute })).toBeNull();
    const { seq } = (await service.get(before.id)) ?? before;
    await service.act({ incident: before.id, opId: 'op-22006', seenSeq: seq, act: { kind: 'reopen', reason: 'not over' } }, lena);
    expect(await lead(next)).toBeNull();
    await service.act({ incident: before.id, opId: 'op-22007', seenSeq: seq + 1000, act: { kind: 'close', cause: 'x', actions: [], downtimeMin: null, carriedOver: [] } }, lena);
  });
});
