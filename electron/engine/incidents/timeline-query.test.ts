import { expect, it } from 'vitest';
import { incidentAt } from '#shared/incident/fold-incident.ts';
import { AssetId } from '#shared/model/ids.ts';
import { IncidentId, type IncidentRecord } from '#shared/model/incident.ts';
import type { RunRecord } from '#shared/model/runbook-run.ts';
import { findTimeline, type TimelineRuns } from './timeline-query.ts';

const t0 = 1_000_000_000;
const minute = 60_000;
const asset = AssetId.parse('K-1');
const own = (seq: number, timeMs: number, event: IncidentRecord['event']): IncidentRecord => ({ seq, incident: IncidentId.parse('INC-0002'), opId: null, timeMs, sourceMs: null, user: 'Lena', role: 'lead', event });
const records = [
  own(1, t0, { kind: 'opened', title: 'Trip', severity: 2, origin: { kind: 'asset', asset }, commander: null, assets: [asset], links: [], startMs: t0, uncertaintyMs: null, everyMin: null }),
  own(2, t0 + minute, { kind: 'link', link: { kind: 'run', run: 'r1' } }),
];
const runRecord = (seq: number, timeMs: number, event: object): RunRecord => ({ seq, timeMs, who: { user: 'Ben', role: 'operate', place: '' }, op: null, event }) as RunRecord;
const ofRun = [runRecord(10, t0 - 20 * minute, { kind: 'began', number: 7, plan: { runbook: { id: 'RB-1', title: 'Lube oil lost', phases: [] }, hash: '' }, incident: null, alarm: null, asset: null, reason: '' }), runRecord(11, t0 - 19 * minute, { kind: 'action-begun', step: 'start', item: 0, tag: 'P-1.CMD', value: 1, reason: '' })];
const runs: TimelineRuns = { past: () => [], records: (run) => Promise.resolve(run === 'r1' ? { records: ofRun, reachSeq: 11, hasMore: false } : null) };
const write = (seq: number, afterMs: number, subject: string) => ({ seq, timeMs: t0 + afterMs, user: 'Ben', role: 'operate', action: 'tag.write', subject, detail: '{}', result: 'done' });
const lines = [write(3, -30 * minute, 'P-1.CMD'), write(4, -19 * minute, 'P-1.CMD'), write(5, -18 * minute, 'SP-1'), write(6, -minute, 'SP-1'), write(7, -30_000, 'U2.SP')];

/** Numbers of the writes on the timeline, where the incident before it was closed at that time. */
async function writes(of: readonly IncidentRecord[], closedBeforeMs: number | null): Promise<readonly string[]> {
  const incident = incidentAt(of);
  if (incident === null) throw new Error('it was not opened');
  const store = { journal: { search: () => Promise.resolve({ events: [], nextBeforeSeq: null }) }, audit: { in: (span: { readonly fromMs: number; readonly toMs: number }) => Promise.resolve(lines.filter(({ timeMs }) => timeMs >= span.fromMs && timeMs <= span.toMs)) }, notes: { in: () => Promise.resolve([]) } };
  const scope = { alarms: new Set<string>(), factsOf: () => null, isTagInside: (tag: string) => tag === 'SP-1', isAssetInside: () => true };
  const { entries } = await findTimeline(store as unknown as Parameters<typeof findTimeline>[0], runs, { incident, records: of, scope, nowMs: t0 + 5 * minute, closedBeforeMs });
  return entries.flatMap(({ source, key }) => (source === 'action' ? [key] : []));
}

it('what a linked run wrote is on the timeline from the run’s beginning, what others wrote only from its lead', async () => {
  expect(await writes(records, null)).toEqual(['action:4', 'action:6']);
  expect(await writes(records.slice(0, 1), null)).toEqual(['action:6']);
});

it('the lead of two minutes ends where the incident before on the same assets was closed', async () => {
  expect(await writes(records, t0 - 40_000)).toEqual(['action:4']);
});
