import { describe, expect, it } from 'vitest';
import type { AlarmStanding, Hiding } from '../model/alarm.ts';
import { AlarmId, AssetId } from '../model/ids.ts';
import { type Incident, IncidentId, type IncidentRecord } from '../model/incident.ts';
import { draftHandover, type HandoverFacts } from './draft-handover.ts';
import { foldHandover } from './fold-handover.ts';
import { incidentAt } from './fold-incident.ts';

const t0 = Date.UTC(2026, 10, 29, 6);
const hour = 3_600_000;
const record = (id: string, seq: number, event: IncidentRecord['event']): IncidentRecord => ({ seq, incident: IncidentId.parse(id), opId: null, timeMs: t0 - hour + seq, sourceMs: null, user: 'Lena', role: 'lead', event });
const incident = (id: string, ...events: readonly IncidentRecord['event'][]): Incident =>
  incidentAt([{ kind: 'opened' as const, title: `Trip ${id}`, severity: 2 as const, origin: { kind: 'asset' as const, asset: AssetId.parse('K-1') }, commander: null, assets: [], links: [], startMs: t0, uncertaintyMs: null, everyMin: 20 }, ...events].map((event, at) => record(id, at + 1, event))) as Incident;
const hiding = (reason: string, sinceMs: number, untilMs: number | null): Hiding => ({ by: 'Omar', reason, sinceMs, untilMs, isOneShot: false });
const standing = (alarm: string, more: Partial<AlarmStanding>): AlarmStanding => ({ alarm: AlarmId.parse(alarm), state: 'active-unacked', raisedMs: t0, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq: 1, ...more });
const nothing: HandoverFacts = { nowMs: t0, sinceMs: null, incidents: [], openActions: [], runs: [], standings: [], messageOf: (alarm) => `Message of ${alarm}`, forced: [], notes: [] };
const task = { kind: 'task', text: 'Find the leak', to: 'Omar', dueMs: t0 + hour } as const;

describe('what a handover says', () => {
  it('names open incidents with who leads and what is to be done, and what was carried over from closed ones', () => {
    const open = incident('INC-0002', task);
    const closed = incident('INC-0001', task, { kind: 'close', cause: 'x', actions: [], downtimeMin: null, carriedOver: ['T1'] });
    const { items } = draftHandover({ ...nothing, incidents: [open], openActions: [closed] });
    expect(items.map(({ id, text }) => [id, text])).toEqual([
      ['incident/INC-0002', 'Trip INC-0002, severity 2, stage protect, led by nobody yet; 1 open task, Omar: Find the leak'],
      ['open-action/INC-0001.T1', 'Find the leak, for Omar (Trip INC-0001)'],
    ]);
  });
  it('names an alarm once for each way in which it is hidden, with who, why and until when, and no others', () => {
    const shelved = standing('A', { state: 'shelved', hiding: hiding('Float sticks', t0 - 2 * hour, t0 + hour), alsoHidden: [{ state: 'suppressed', hiding: { ...hiding('Unit is down', t0 - hour, null), by: null } }] });
    const { items } = draftHandover({ ...nothing, standings: [shelved, standing('B', {}), standing('C', { state: 'out-of-service', hiding: hiding('Swapped', t0 - hour, null) })] });
    expect(items.map(({ id, by, untilMs }) => [id, by, untilMs])).toEqual([['shelved/A', 'Omar', t0 + hour], ['out-of-service/C', 'Omar', null], ['suppressed/A', null, null]]);
    expect(items[0]?.text).toBe('Message of A: Float sticks');
  });
  it('names forced values and running runbooks, and notes written since the last one that nobody withdrew', () => {
    const note = (seq: number, madeMs: number, isWithdrawn = false) => ({ seq, fromMs: 0, toMs: null, madeMs, user: 'Omar', text: `Note ${seq}`, tags: [], asset: null, withdrawn: isWithdrawn ? { atMs: t0, user: 'Omar' } : null });
    const { items } = draftHandover({
      ...nothing,
      sinceMs: t0 - hour,
      forced: [{ tag: 'XV-1', name: 'Valve', value: 'Open', sinceMs: null }],
      runs: [{ run: 'r1', runbook: 'RB-1', number: 4, title: 'Lube oil', step: 'Start pump B', state: 'paused', begunMs: t0 - hour, by: 'Lena', locks: [{ asset: 'P-1', reference: 'L-17' }, { asset: 'P-2', reference: 'L-18' }] }],
      notes: [note(1, t0 - 2 * hour), note(2, t0 - 1000), note(3, t0 - 500, true)],
    });
    expect(items.map(({ id, text }) => [id, text])).toEqual([['run/r1', 'Lube oil, run 4, paused, at step Start pump B; locked out: P-1 (L-17), P-2 (L-18)'], ['forced/XV-1', 'Valve is set by hand to Open'], ['note/2', 'Note 2']]);
  });
  it('lists 500 of a kind, the oldest, and counts the rest', () => {
    const many = Array.from({ length: 620 }, (_none, at) => ({ tag: `T-${at}`, name: `Tag ${at}`, value: '1', sinceMs: t0 - at }));
    const draft = draftHandover({ ...nothing, forced: many });
    expect(draft.items).toHaveLength(500);
    expect(draft.items[0]?.id).toBe('forced/T-619');
    expect(draft.more).toEqual([{ kind: 'forced', count: 120 }]);
  });
  it('is complete when each item was accepted; who was first has accepted it, and what is not on it counts for nothing', () => {
    const { items, ...rest } = draftHandover({ ...nothing, forced: ['A', 'B'].map((tag) => ({ tag, name: tag, value: '1', sinceMs: null })) });
    const kept = (seq: number, kind: string, user: string, body: object) => ({ seq, stream: 'handover:HO-0001', kind, opId: null, timeMs: t0 + seq, sourceMs: null, user, role: 'lead', body: JSON.parse(JSON.stringify(body)) as Record<string, string>, hash: '' });
    const written = foldHandover(null, kept(1, 'written', 'Lena', { comment: '', draft: { ...rest, items }, chain: { seq: 0, head: '' } }));
    const once = foldHandover(written, kept(4, 'accepted', 'Luis', { items: ['forced/A', 'forced/A', 'forced/Z'], comment: 'seen' }));
    expect(once).toMatchObject({ isComplete: false, accepted: [{ item: 'forced/A', by: 'Luis', comment: 'seen' }] });
    const both = foldHandover(once, kept(5, 'accepted', 'Mia', { items: ['forced/A', 'forced/B'], comment: '' }));
    expect(both).toMatchObject({ isComplete: true, accepted: [{ by: 'Luis' }, { item: 'forced/B', by: 'Mia' }] });
    expect(foldHandover(both, kept(5, 'accepted', 'Mia', { items: ['forced/B'], comment: '' }))).toBe(both);
  });
});
