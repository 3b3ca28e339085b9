import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '../model/alarm.ts';
import { AlarmId, AssetId, TagId } from '../model/ids.ts';
import { type Incident, IncidentId, type IncidentRecord } from '../model/incident.ts';
import type { TimelineEntry } from '../model/incident-timeline.ts';
import { incidentAt } from './fold-incident.ts';
import { incidentReport } from './incident-report.ts';
import { timelineOrder, timelinePage } from './timeline.ts';
import { actionEntry, alarmEntry, incidentEntry, noteEntry } from './timeline-entries.ts';

const t0 = Date.UTC(2026, 10, 18, 14, 32, 6, 904);
const start = { startMs: t0, openedMs: t0 + 20_000, tasks: [] };
const asset = AssetId.parse('P-231A');
const facts = { message: 'Motor overload trip', tag: TagId.parse('P-231A.TRIP'), asset };
const alarm = (seq: number, kind: AlarmEvent['kind'], afterMs: number, more: Partial<AlarmEvent> = {}): AlarmEvent => ({ seq, alarm: AlarmId.parse('P-231A.OL'), kind, from: 'normal', to: 'active-unacked', timeMs: t0 + afterMs, engineMs: t0 + afterMs + 40, value: 1, quality: 0, ...more });
const own = (seq: number, afterMs: number, event: IncidentRecord['event'], sourceMs: number | null = null): IncidentRecord => ({ seq, incident: IncidentId.parse('INC-0001'), opId: null, timeMs: t0 + afterMs, sourceMs, user: 'Lena', role: 'lead', event });

describe('entries of an incident\'s timeline', () => {
  it('say what an alarm did, when it happened, how exact that is, and that it was heard of late', () => {
    expect(alarmEntry(alarm(5, 'raised', 456, { uncertaintyMs: 12 }), facts, start)).toMatchObject({ key: 'alarm:5', group: 'alarms', offsetMs: 456, uncertaintyMs: 12, writtenMs: null, text: 'Motor overload trip', asset });
    expect(alarmEntry(alarm(6, 'acknowledged', 9000, { user: 'Lena', comment: 'seen' }), facts, start)).toMatchObject({ group: 'actions', user: 'Lena', uncertaintyMs: 0, text: 'Motor overload trip, acknowledged: seen' });
    expect(alarmEntry(alarm(7, 'raised', -5000, { engineMs: t0 + 60_000 }), null, start)).toMatchObject({ text: 'P-231A.OL', uncertaintyMs: null, writtenMs: t0 + 60_000, offsetMs: -5000 });
  });
  it('say of a write what was before and after, and that nobody knows how it ended', () => {
    const line = { seq: 9, timeMs: t0 + 100, user: 'Omar', action: 'tag.write', subject: 'FIC-1.SP', detail: JSON.stringify({ before: '40 m³/h', after: '45 m³/h', reason: 'More feed' }), result: null };
    expect(actionEntry(line, start).text).toBe('FIC-1.SP written from 40 m³/h to 45 m³/h (More feed): how it ended is not known');
    expect(actionEntry({ ...line, detail: '{"cut', result: 'done' }, start).text).toBe('FIC-1.SP written: done');
  });
  it('stand where what was told happened, not where it was written, and mark precursors', () => {
    const found = incidentEntry(own(20, 3_600_000, { kind: 'precursor', text: 'II-231A rose above 125 %', atMs: t0 - 38_000 }, t0 - 38_000), start);
    expect(found).toMatchObject({ timeMs: t0 - 38_000, offsetMs: -38_000, writtenMs: t0 + 3_600_000, isPrecursor: true, uncertaintyMs: null, group: 'notes' });
    expect(incidentEntry(own(21, 5000, { kind: 'note', text: 'x' }), start)).toMatchObject({ timeMs: t0 + 5000, writtenMs: null, isPrecursor: false, uncertaintyMs: 0 });
    expect(noteEntry({ seq: 3, fromMs: t0, toMs: null, madeMs: t0, user: 'Omar', text: 'Leak', tags: [], asset: null, withdrawn: { atMs: t0, user: 'Lena' } }, start).text).toBe('Leak (withdrawn by Lena)');
  });
});

it('a run that is linked is named as people call it, with who began it and how long before the incident was opened', () => {
  const linked = own(22, 40_000, { kind: 'link', link: { kind: 'run', run: '0f1e' } });
  const named = (begunAfterMs: number, begunBy = 'Ben') => incidentEntry(linked, start, () => ({ number: 7, runbook: 'RB-1', title: 'Lube oil lost', begunMs: t0 + begunAfterMs, begunBy })).text;
  expect(named(-20_000)).toBe('Linked: run 7 of RB-1 Lube oil lost, begun by Ben 40 s before the incident was opened');
  expect(named(20_000 - 200 * 60_000, '')).toBe('Linked: run 7 of RB-1 Lube oil lost, begun 3 h 20 min before the incident was opened');
  expect(named(30_000)).toBe('Linked: run 7 of RB-1 Lube oil lost, begun by Ben');
  expect(incidentEntry(linked, start)).toMatchObject({ text: 'Linked: run 0f1e', run: '0f1e', user: 'Lena', group: 'actions' });
});

const keys = fc.uniqueArray(fc.tuple(fc.constantFrom('alarm', 'action', 'run', 'note', 'incident'), fc.integer({ min: 1, max: 400 })), { maxLength: 120, selector: ([source, seq]) => `${source}:${seq}` });
const entries = keys.chain((some) =>
  fc.array(fc.integer({ min: 0, max: 20 }), { minLength: some.length, maxLength: some.length }).map((times) =>
    some.map(([source, seq], at): TimelineEntry => ({ ...alarmEntry(alarm(seq, 'raised', times[at] ?? 0), null, start), key: `${source}:${seq}`, source: source as TimelineEntry['source'], group: source === 'note' ? 'notes' : source === 'alarm' ? 'alarms' : 'actions' })),
  ),
);

describe('pages of a timeline', () => {
  it('give every entry once, newest first, whatever their length, though many have the same time', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 30 }), (all, limit) => {
        const got: TimelineEntry[] = [];
        for (let before = null as { timeMs: number; key: string } | null, isMore = true; isMore; ) {
          const page = timelinePage(all, { before, groups: null, limit });
          got.push(...page.entries);
          before = page.next;
          isMore = before !== null;
        }
        expect(got).toEqual([...all].sort((a, b) => timelineOrder(b, a)));
        expect(new Set(got.map(({ key }) => key)).size).toBe(all.length);
      }),
      { numRuns: 100 },
    );
  });
  it('give only the groups asked for', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(timelinePage(all, { before: null, groups: ['notes'], limit: 1000 }).entries).toHaveLength(all.filter(({ group }) => group === 'notes').length);
      }),
      { numRuns: 30 },
    );
  });
  it('have one order: of any three, entries never chase each other', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const sorted = [...all].sort(timelineOrder);
        for (let at = 1; at < sorted.length; at++) expect(timelineOrder(sorted[at - 1] as TimelineEntry, sorted[at] as TimelineEntry)).toBeLessThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the figures of a report', () => {
  const opening: IncidentRecord = own(1, 60_000, { kind: 'opened', title: 'Trip', severity: 2, origin: { kind: 'asset', asset }, commander: 'Lena', assets: [asset], links: [], startMs: t0, uncertaintyMs: null, everyMin: null });
  const closing = own(9, 3_600_000, { kind: 'close', cause: 'Overload', actions: [], downtimeMin: 42, carriedOver: [] });
  const incident = incidentAt([opening, closing]) as Incident;
  const timeline = [
    alarmEntry(alarm(1, 'raised', 0), facts, incident),
    alarmEntry(alarm(2, 'raised', 2000), facts, incident),
    alarmEntry(alarm(3, 'acknowledged', 10_000, { user: 'Lena' }), facts, incident),
    alarmEntry(alarm(4, 'raised', 20_000), facts, incident),
    alarmEntry(alarm(5, 'acknowledged', 50_000, { user: 'Lena' }), facts, incident),
    alarmEntry(alarm(6, 'raised', 700_000), facts, incident),
    incidentEntry(own(4, 300_000, { kind: 'update', text: 'x', to: '' }), incident),
    actionEntry({ seq: 5, timeMs: t0, user: 'Omar', action: 'tag.write', subject: 'A', detail: '{}', result: 'done' }, incident),
  ];
  const report = incidentReport({ incident, timeline: [...timeline].reverse(), isWhole: true, madeMs: t0, chain: { seq: 9, head: 'f'.repeat(64) } });

  it('are counted from the entries it shows, by hand as by the engine', () => {
    expect(report.figures).toEqual({ toOpenMs: 60_000, toFirstUpdateMs: 300_000, toCloseMs: 3_600_000, downtimeMin: 42, updates: 0, missedUpdates: 0, alarms: 4, mostIn10Min: 3, differentAlarms: 1, acknowledgements: 2, medianAckMs: 20_000, writes: 1, notes: 0, precursors: 0 });
  });
  it('stand with the timeline oldest first, and moments to show pictures of', () => {
    expect(report.timeline.map(({ offsetMs }) => offsetMs)).toEqual([0, 0, 2000, 10_000, 20_000, 50_000, 300_000, 700_000]);
    expect(report.moments.map(({ what, timeMs }) => [what, timeMs - t0])).toEqual([['start', 0], ['peak', 0], ['opened', 60_000], ['closed', 3_600_000]]);
  });
  it('are none where nothing happened', () => {
    const empty = incidentReport({ incident: incidentAt([opening]) as Incident, timeline: [], isWhole: true, madeMs: t0, chain: { seq: 9, head: '' } });
    expect(empty.figures).toMatchObject({ alarms: 0, mostIn10Min: 0, medianAckMs: null, toFirstUpdateMs: null, toCloseMs: null, downtimeMin: null });
  });
});
