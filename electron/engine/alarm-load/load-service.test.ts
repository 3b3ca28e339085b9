import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlarmDefinition, type AlarmEvent, type AlarmStanding } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { ProjectFile } from '#shared/model/project.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { Store } from '../store/store.ts';
import { createDataDir, openTestStore } from '../store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock, type VirtualClock } from '../testing/virtual-ports.ts';
import { loadReport } from './load-report.ts';
import { type AlarmLoadService, createAlarmLoad } from './load-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const startMs = Date.UTC(2026, 10, 28, 6);
let folder: ReturnType<typeof createDataDir>;
let store: Store;
let clock: VirtualClock;
let log: ReturnType<typeof createMemoryLog>;
let seq = 0;

beforeEach(async () => {
  folder = createDataDir();
  clock = createVirtualClock(startMs);
  log = createMemoryLog();
  seq = 0;
  store = await openTestStore(folder.dataDir, clock, log);
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const project = {
  file: ProjectFile.parse({ name: 'Works', alarms: { operators: 2 } }),
  assets: [
    AssetDefinition.parse({ id: 'W', name: 'Works', level: 'site' }),
    AssetDefinition.parse({ id: 'U1', name: 'Unit 1', level: 'area', parent: 'W' }),
    AssetDefinition.parse({ id: 'P-1', name: 'Pump', parent: 'U1' }),
  ],
  tags: [
    TagDefinition.parse({ id: 'T1', type: 'float', name: 'Flow', asset: 'P-1' }),
    TagDefinition.parse({ id: 'T2', type: 'float', name: 'Level', asset: 'W' }),
  ],
  alarms: [
    AlarmDefinition.parse({ id: 'A', tag: 'T1', priority: 2, message: 'Flow low', kind: 'low', limit: 1 }),
    AlarmDefinition.parse({ id: 'B', tag: 'T2', asset: 'W', priority: 1, message: 'Level high', kind: 'high', limit: 1 }),
    AlarmDefinition.parse({ id: 'C', tag: 'T2', priority: 3, message: 'Level low', kind: 'low', limit: 0 }),
  ],
};
const event = (alarm: string, from: AlarmEvent['from'], to: AlarmEvent['to'], atMs: number): AlarmEvent =>
  ({
    seq: ++seq,
    alarm,
    kind: to === 'active-unacked' ? 'raised' : 'returned',
    from,
    to,
    timeMs: startMs + atMs,
    engineMs: startMs + atMs,
    value: 1,
    quality: 0,
  }) as AlarmEvent;
const raised = (alarm: string, atMs: number): AlarmEvent => event(alarm, 'normal', 'active-unacked', atMs);
const returned = (alarm: string, atMs: number): AlarmEvent => event(alarm, 'active-unacked', 'normal', atMs);
const standing = (alarm: string, atMs: number): AlarmStanding =>
  ({
    alarm,
    state: 'active-unacked',
    raisedMs: startMs + atMs,
    returnedMs: null,
    acknowledgedMs: null,
    acknowledgedBy: null,
    value: 1,
    quality: 0,
    seq: 1,
  }) as AlarmStanding;
const open = (journal: Pick<Store['journal'], 'load' | 'loadMinutes'> = store.journal): AlarmLoadService =>
  createAlarmLoad({
    clock,
    log,
    journal,
    standings: () => store.standings(),
    project: () => project,
    deviceDefinition: () => undefined,
    lastSeq: seq,
  });

describe('the alarm load of a plant', () => {
  it('is told by priority, area and against the targets, for each operator', async () => {
    await store.journal.append(
      [
        raised('A', 0),
        returned('A', minute),
        raised('A', 2 * minute),
        raised('B', 3 * minute),
        raised('C', 4 * minute),
        raised('gone', 5 * minute),
      ],
      [],
    );
    clock.advance(hour);
    const answer = await open().load({ window: 'day', atMs: null });
    if (!answer.ok) throw new Error(answer.fault.message);
    const { figures, priorities, defined, areas, measures, operators } = answer.value;
    expect(operators).toBe(2);
    expect(figures).toMatchObject({ fromMs: startMs, toMs: startMs + hour, alarms: 5, distinct: 4 });
    expect(priorities).toEqual([1, 2, 1, 1]);
    expect(defined).toEqual([1, 1, 1, 0]);
    expect(areas).toEqual([
      { asset: 'U1', name: 'Unit 1', alarms: 2 },
      { asset: 'W', name: 'Works', alarms: 2 },
      { asset: null, name: 'Without an area', alarms: 1 },
    ]);
    expect(measures.find(({ id }) => id === 'per-hour')).toMatchObject({ value: 2.5, verdict: 'met' });
  });

  it('of a past moment knows nothing that came later', async () => {
    await store.journal.append([raised('A', 0), raised('B', 30 * minute)], []);
    clock.advance(hour);
    const answer = await open().load({ window: 'hour', atMs: startMs + 20 * minute });
    expect(answer.ok && answer.value.figures).toMatchObject({ alarms: 1, toMs: startMs + 20 * minute, standing: { atEnd: 1 } });
  });

  it('does not let an alarm stand that the project does not have any more', async () => {
    await store.journal.append([raised('A', 0), raised('gone', 0)], [standing('A', 0), standing('gone', 0)]);
    clock.advance(hour);
    const answer = await open().load({ window: 'hour', atMs: null });
    expect(answer.ok && answer.value.lists.standing.map(({ alarm }) => alarm)).toEqual(['A']);
  });

  it('nor one that a device brought along that the project does not have any more', async () => {
    const made = AlarmDefinition.parse({
      id: 'gone',
      tag: 'T1',
      kind: 'condition',
      device: 'PLC',
      source: 'E',
      condition: 'Fault',
      priority: 2,
      message: 'Drive fault',
    });
    await store.journal.append([raised('A', 0), raised('gone', 0)], [standing('A', 0), { ...standing('gone', 0), definition: made }]);
    clock.advance(hour);
    const answer = await open().load({ window: 'hour', atMs: null });
    expect(answer.ok && answer.value.lists.standing.map(({ alarm }) => alarm)).toEqual(['A']);
  });

  it('of more than three years is refused, and a span that lies ahead holds nothing', async () => {
    const service = open();
    expect(await service.load({ fromMs: startMs - 4 * 366 * 86_400_000, toMs: startMs })).toMatchObject({
      ok: false,
      fault: { code: 'too-large' },
    });
    expect(await service.load({ fromMs: startMs + hour, toMs: startMs + 2 * hour })).toMatchObject({
      ok: true,
      value: { figures: { alarms: 0 } },
    });
  });

  it('runs on from the journal: what came before the start counts once, and what comes afterwards', async () => {
    await store.journal.append([raised('A', 0), raised('B', minute)], []);
    clock.advance(5 * minute);
    const service = open();
    // Published while the past is still being read.
    const early = raised('C', 5 * minute);
    service.published([early]);
    await store.journal.append([early], []);
    await service.seeded;
    service.published([raised('A', 6 * minute), returned('A', 7 * minute)]);
    clock.advance(2 * minute);
    expect(service.now()).toMatchObject({ last10: 4, floodSinceMs: null, isWhole: true });
    expect(service.now().windows.find(({ id }) => id === 'day')).toMatchObject({ alarms: 4, fromMs: startMs });
  });

  it('counts from the start, and says so, where the journal cannot be read', async () => {
    const failing = { load: () => Promise.reject(new Error('disk')), loadMinutes: () => Promise.reject(new Error('disk')) };
    const service = open(failing);
    service.published([raised('A', 0)]);
    await service.seeded;
    expect(service.now()).toMatchObject({ last10: 1, isWhole: false });
    expect(log.lines.map(({ sentence }) => sentence)).toContain(
      'The alarms of the last 30 days could not be read, so the running figures begin now: disk',
    );
    expect(await service.load({ window: 'day', atMs: null })).toMatchObject({ ok: false, fault: { code: 'history-unavailable' } });
  });

  it('makes a report that names alarms, targets and where these come from', async () => {
    await store.journal.append([raised('A', 0), raised('gone', minute)], []);
    clock.advance(hour);
    const answer = await open().load({ window: 'day', atMs: null });
    if (!answer.ok) throw new Error(answer.fault.message);
    const report = loadReport('Works', answer.value, (alarm) =>
      alarm === 'A' ? { tag: 'T1', message: 'Flow low', priority: 2 } : { tag: '', message: 'Not in the project any more', priority: null },
    );
    expect(report.lines[0]).toBe('2026-11-28 06:00:00 to 2026-11-28 07:00:00 UTC, for 2 operators.');
    expect(report.lines[1]).toContain('The journal begins at');
    const section = (title: string) => report.sections.find((one) => one.title === title);
    expect(section('Figures and targets')?.rows.find(([name]) => name === 'Alarms an hour, an operator')).toEqual([
      'Alarms an hour, an operator',
      1,
      'an hour',
      'at most 6, 12 can be managed',
      'Met',
      expect.stringContaining('not read in the original'),
    ]);
    expect(section('Most frequent alarms')?.rows[0]?.slice(0, 6)).toEqual(['A', 'T1', 'Flow low', 2, 1, 50]);
    expect(section('Alarms in 10 minutes')?.rows).toHaveLength(6);
    for (const { columns, rows } of report.sections) for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});
