import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Handover } from '#shared/model/handover.ts';
import { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { Incident, IncidentAddition, IncidentCommand, IncidentRecord } from '#shared/model/incident.ts';
import type { TimelineCursor, TimelineEntry } from '#shared/model/incident-timeline.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { verifyChain } from '#electron/engine/store/records/verify-chain.ts';
import { type ModbusDevice, startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, type EngineRig, startEngine, until } from '../support/engine-rig.ts';
import { writeTag } from '../support/write-tag.ts';

// Real engines with real files: on a busy machine a start takes seconds.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const files = (port: number): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Lube works\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n  - { id: K-1, name: Compressor, parent: U1 }\n  - { id: U2, name: Unit 2, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000, reconnectMaxMs: 500 }\n    groups: { default: { periodMs: 50 } }\n`,
  'tags/t.yaml': `tags:
  - { id: PT-1, name: Lube pressure, asset: K-1, device: PLC-1, address: 'holding:0', unit: bar }
  - { id: LT-2, name: Level, asset: U2, device: PLC-1, address: 'holding:1' }
  - { id: SP-1, name: Setpoint, asset: U1, type: int, device: PLC-1, address: 'holding:2', range: [0, 1000], writable: true, write: { feedbackTimeoutMs: 2000 } }
`,
  'alarms/a.yaml': `alarms:
  - { id: PT-1.L, tag: PT-1, kind: low, limit: 10, priority: 1, message: Lube oil pressure low, onDelayMs: 0 }
  - { id: LT-2.H, tag: LT-2, kind: high, limit: 50, priority: 3, message: Level high }
`,
  'runbooks/rb-1.md': '---\nid: RB-1\ntitle: Lube oil lost\nversion: "1"\nseverity: 2\nminutes: 5\nroles: [operator]\n---\n## Check\n:::step[Look at the strainer]{#look}\n:::\n',
});
const [k1, u1, u2] = [AssetId.parse('K-1'), AssetId.parse('U1'), AssetId.parse('U2')];
const low = AlarmId.parse('PT-1.L');
const op = (): string => randomUUID();
const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
type Client = RpcClient<FirstoutContract>;

let device: ModbusDevice;
let folder: ReturnType<typeof createProjectFolder>;
let rig: EngineRig;
beforeEach(async () => {
  device = await startModbusDevice();
  device.holding[0] = 40;
  folder = createProjectFolder(files(device.port));
  rig = await startEngine(folder);
});
afterEach(async () => {
  await rig.stop();
  await device.stop();
  folder.remove();
});

async function valueOf<Value>(asked: Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: { readonly code: string; readonly message: string } }>): Promise<Value> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
  return answer.value;
}
/** What the console of this person has of it now. */
const get = async (client: Client, incident: Incident['id']): Promise<Incident> => (await valueOf(client.call('incident.get', { incident }))).incident;

/** Lets the pressure go, and waits for the alarm. */
async function raise(client: Client): Promise<void> {
  device.holding[0] = 2;
  for (;;) {
    const { standings } = await valueOf(client.call('alarms.standing', {}));
    if (standings.some(({ alarm }) => alarm === low)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('an incident on a running plant', () => {
  it('is opened from an alarm in one gesture, led to its end, and is told as it was at any time', async () => {
    const lead = rig.connect('lead', 'Lena');
    const operator = rig.connect('operate', 'Omar');
    const open: Incident[][] = [];
    const records: IncidentRecord[] = [];
    lead.open('incident.open', {}, { onItem: ({ incidents }) => void open.push([...incidents]) });
    operator.open('incident.events', { afterSeq: 0 }, { onItem: (item) => void records.push(...item.records) });
    await raise(lead);

    const opId = op();
    const begun = await valueOf(operator.call('incident.begin', { opId, origin: { kind: 'alarm', alarm: low }, severity: 2, assets: [], links: [], everyMin: 20 }));
    expect(await valueOf(operator.call('incident.begin', { opId, origin: { kind: 'alarm', alarm: low }, severity: 2, assets: [], links: [], everyMin: 20 }))).toEqual({ ...begun, isAgain: true });
    const incident = begun.incident;
    expect(await get(lead, incident)).toMatchObject({ id: 'INC-0001', title: 'Lube oil pressure low', commander: null, assets: [k1], openedBy: 'Omar', stage: 'protect' });
    await until(() => open.at(-1)?.length === 1);

    // The lead takes it, gives a task; the operator reports, with a photo that is there and one that is not.
    const command = (act: IncidentCommand) => decided(lead, act, incident);
    await command({ kind: 'commander', to: 'Lena', reason: '' });
    await command({ kind: 'task', text: 'Look at the strainer', to: 'Omar', dueMs: null });
    const photo = await valueOf(operator.call('record.attach', { type: 'image/png', name: 'strainer.png', body: picture }));
    const add = (act: IncidentAddition) => added(operator, act, incident);
    expect(await add({ kind: 'note', text: 'Strainer is full', asset: k1, attachments: [photo] })).toMatchObject({ ok: true });
    expect(await add({ kind: 'note', text: 'x', attachments: [{ ...photo, hash: 'a'.repeat(64) }] })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await add({ kind: 'note', text: 'x', tags: [TagId.parse('NO-1')] })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect((await valueOf(lead.call('record.attachment', { hash: photo.hash }))).body).toEqual(picture);

    // Not by whom it is not for: an operator does not lead, a viewer adds nothing but sees all.
    const viewer = rig.connect('view', 'Vera');
    expect(await decided(operator, { kind: 'severity', severity: 1, reason: 'x' }, incident)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await added(viewer, { kind: 'note', text: 'x' }, incident)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await get(viewer, incident)).toMatchObject({ commander: 'Lena' });

    // Two leads at once: one wins, the other is told.
    const other = rig.connect('lead', 'Luis');
    const { seq } = await get(lead, incident);
    const both = await Promise.all([lead, other].map((client, at) => client.call('incident.command', { opId: op(), incident, seenSeq: seq, act: { kind: 'severity', severity: at === 0 ? 1 : 3, reason: 'Vapour' } })));
    expect(both.map((answer) => (answer.ok ? 'ok' : answer.fault.code)).sort()).toEqual(['conflict', 'ok']);
    // What was refused stands in the audit log with who asked and why, as a refused write does.
    await vi.waitFor(async () => {
      const { actions } = await valueOf(lead.call('actions.in', { span: { fromMs: 0, toMs: Date.now() + 1000 }, limit: 500 }));
      const refusedOf = actions.filter(({ action, subject }) => action.startsWith('incident.') && subject === incident).map(({ action, user, result }) => `${action} ${user} ${result?.split(':')[0]}`);
      expect(refusedOf).toEqual(expect.arrayContaining(['incident.add Omar not-found', 'incident.command Omar forbidden', 'incident.add Vera forbidden', expect.stringMatching(/^incident\.command (Lena|Luis) conflict$/)]));
    }, 30_000);

    // A runbook run for it, acknowledged, written, and a precursor found later.
    const run = op();
    await valueOf(operator.call('runbook.begin', { run, runbook: 'RB-1', hash: null, incident, alarm: null, asset: null, reason: '' }));
    const { standings } = await valueOf(operator.call('alarms.standing', {}));
    await valueOf(operator.call('alarm.acknowledge', { occurrences: standings.map(({ alarm, seq: at }) => ({ alarm, seq: at })), comment: 'seen' }));
    expect(await writeTag(operator, TagId.parse('SP-1'), 45, 'More oil')).toMatchObject({ ok: true });
    const before = (await get(lead, incident)).startMs - 60_000;
    await valueOf(add({ kind: 'precursor', text: 'Current rose', atMs: before, tag: TagId.parse('PT-1') }));
    const atMs = Date.now();
    // What follows is of a later millisecond.
    await until(() => Date.now() > atMs);
    await valueOf(add({ kind: 'asset', asset: u1, why: 'Feed stopped' }));

    // Not closed while the task is open; closed, it is open no more, and what was known before is still told.
    expect(await command({ kind: 'close', cause: 'Strainer', actions: ['Clean weekly'], downtimeMin: 12, carriedOver: [] })).toMatchObject({ ok: false, fault: { code: 'open-tasks' } });
    expect(await command({ kind: 'close', cause: 'Strainer', actions: ['Clean weekly'], downtimeMin: 12, carriedOver: ['T1'] })).toMatchObject({ ok: true });
    await until(() => open.at(-1)?.length === 0);
    const closed = await get(lead, incident);
    expect(closed).toMatchObject({ state: 'closed', precursorMs: before, closed: { by: 'Lena', downtimeMin: 12 }, tasks: [{ id: 'T1', state: 'carried-over' }] });
    expect((await valueOf(lead.call('incident.at', { incident, atMs }))).incident).toMatchObject({ state: 'open', tasks: [{ state: 'open' }], assets: [k1] });
    expect((await valueOf(lead.call('incident.list', { state: 'closed', beforeNumber: null, limit: 10 }))).incidents).toMatchObject([{ id: 'INC-0001', commander: 'Lena' }]);

    // The timeline has all of it, by source time, in pages, and what belongs to another unit is not on it.
    const entries = await timeline(lead, incident, 3);
    expect(entries.map(({ timeMs }) => timeMs)).toEqual(entries.map(({ timeMs }) => timeMs).toSorted((a, b) => b - a));
    expect(entries.map(({ source, what }) => `${source} ${what}`)).toEqual(expect.arrayContaining(['alarm raised', 'alarm acknowledged', 'action tag.write', 'incident opened', 'incident note', 'incident precursor', 'incident close']));
    expect(entries.find(({ source }) => source === 'run')).toMatchObject({ run, user: 'Omar', text: 'Runbook Lube oil lost begun (run 1)' });
    expect(entries.find(({ isPrecursor }) => isPrecursor)).toMatchObject({ timeMs: before, text: 'Current rose' });
    expect(entries.find(({ what }) => what === 'tag.write')).toMatchObject({ user: 'Omar', text: expect.stringContaining('More oil') as string });
    expect(entries.find(({ what }) => what === 'note')?.attachments).toEqual([photo]);
    expect((await valueOf(lead.call('incident.timeline', { incident, before: null, groups: ['alarms'], isWholePlant: true, limit: 1000 }))).entries.every(({ group }) => group === 'alarms')).toBe(true);
    const { report } = await valueOf(lead.call('incident.report', { incident }));
    expect(report.figures).toMatchObject({ alarms: 1, acknowledgements: 1, writes: 1, precursors: 1, downtimeMin: 12 });
    expect(report.openActions).toMatchObject([{ id: 'T1' }]);

    // The operator's console saw each record once, in order; the chain holds and ends as the report says.
    await until(() => records.some(({ event }) => event.kind === 'close'));
    expect(records.map((record) => record.seq)).toEqual([...new Set(records.map((record) => record.seq))].toSorted((a, b) => a - b));
    const check = verifyChain(folder.dataDir, [{ seq: report.chain.seq, hash: report.chain.head }]);
    expect(check).toMatchObject({ broken: null, badAttachments: [] });
  });

  it('goes on after a restart where it was, and its number is not given again', async () => {
    const lead = rig.connect('lead', 'Lena');
    const opId = op();
    const asked = { opId, origin: { kind: 'asset', asset: k1 } as const, severity: 3 as const, title: 'Smell of oil', assets: [], links: [], everyMin: null };
    const { incident } = await valueOf(lead.call('incident.begin', asked));
    await valueOf(decided(lead, { kind: 'task', text: 'Find it', to: 'Omar', dueMs: null }, incident));
    const before = await get(lead, incident);
    await rig.stop();
    rig = await startEngine(folder);
    const again = rig.connect('lead', 'Lena');
    expect(await get(again, incident)).toEqual(before);
    // The answer was lost with the line: sent again it is the same one.
    expect(await valueOf(again.call('incident.begin', asked))).toMatchObject({ incident, isAgain: true });
    expect((await valueOf(again.call('incident.begin', { ...asked, opId: op() }))).incident).toBe('INC-0002');
    expect(await rig.connect('lead', 'Luis').call('incident.begin', asked)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
  });
});

describe('an incident behind another one', () => {
  it('shows nothing of that one where it stood at the same assets, and a run begun before either once somebody links it', async () => {
    const lead = rig.connect('lead', 'Lena');
    const operator = rig.connect('operate', 'Omar');
    const run = op();
    await valueOf(operator.call('runbook.begin', { run, runbook: 'RB-1', hash: null, incident: null, alarm: low, asset: k1, reason: '' }));
    await valueOf(operator.call('note.write', { fromMs: Date.now(), toMs: null, text: 'Float sticks', tags: [], asset: u2 }));
    await raise(lead);
    const begin = async (origin: { readonly kind: 'alarm'; readonly alarm: AlarmId } | { readonly kind: 'asset'; readonly asset: AssetId }) => (await valueOf(lead.call('incident.begin', { opId: op(), origin, severity: 2, assets: [], links: [], everyMin: null }))).incident;
    const first = await begin({ kind: 'alarm', alarm: low });
    await valueOf(decided(lead, { kind: 'close', cause: 'Strainer', actions: [], downtimeMin: null, carriedOver: [] }, first));
    const closedMs = (await get(lead, first)).closed?.atMs ?? Number.NaN;
    await until(() => Date.now() > closedMs);

    // Unit 1 holds the compressor; unit 2 has nothing to do with it, and keeps its two minutes.
    const [same, other] = [await begin({ kind: 'asset', asset: u1 }), await begin({ kind: 'asset', asset: u2 })];
    const told = async (incident: Incident['id']) => (await timeline(lead, incident, 100)).map(({ source, text }) => `${source} ${text}`);
    expect(await told(first)).toContain('alarm Lube oil pressure low');
    expect(await told(same)).toEqual([expect.stringMatching(/^incident Incident opened/)]);
    expect(await told(other)).toEqual([expect.stringMatching(/^incident Incident opened/), 'note Float sticks']);
    expect((await valueOf(lead.call('incident.report', { incident: same }))).report.figures.alarms).toBe(0);

    await valueOf(added(operator, { kind: 'link', link: { kind: 'run', run } }, same));
    const linked = await timeline(lead, same, 100);
    expect(linked.find(({ what }) => what === 'link')).toMatchObject({ user: 'Omar', run, text: expect.stringMatching(/^Linked: run 1 of RB-1 Lube oil lost, begun by Omar .* before the incident was opened$/) as string });
    expect(linked.find(({ source }) => source === 'run')).toMatchObject({ run, user: 'Omar', text: 'Runbook Lube oil lost begun (run 1)' });
  });
});

describe('a handover', () => {
  it('writes itself, and is accepted item by item by somebody else', async () => {
    const lead = rig.connect('lead', 'Lena');
    const next = rig.connect('lead', 'Luis');
    let newest: Handover | null = null;
    next.open('handover.newest', {}, { onItem: ({ handover }) => void (newest = handover) });
    await raise(lead);
    await valueOf(lead.call('incident.begin', { opId: op(), origin: { kind: 'alarm', alarm: low }, severity: 2, assets: [], links: [], everyMin: null }));
    await valueOf(lead.call('alarm.shelve', { alarms: [AlarmId.parse('LT-2.H')], forMs: 3_600_000, isOneShot: false, reason: 'Float sticks' }));
    await valueOf(lead.call('alarm.removeFromService', { alarms: [low], reason: 'Transmitter swapped' }));
    await valueOf(lead.call('note.write', { fromMs: Date.now(), toMs: null, text: 'Contractor on site', tags: [], asset: null }));
    const ids = ['incident/INC-0001', 'shelved/LT-2.H', 'out-of-service/PT-1.L', 'note/1'];
    expect((await valueOf(lead.call('handover.draft', {}))).draft.items.map(({ id }) => id)).toEqual(ids);

    const opId = op();
    const written = await valueOf(lead.call('handover.write', { opId, comment: 'Quiet otherwise' }));
    expect(await valueOf(lead.call('handover.write', { opId, comment: 'Quiet otherwise' }))).toEqual({ ...written, isAgain: true });
    const { handover } = written;
    const accept = (client: Client, items: readonly string[], as = op()) => client.call('handover.accept', { opId: as, handover, items: [...items], comment: '' });
    expect(await accept(lead, ids)).toMatchObject({ ok: false, fault: { code: 'same-person' } });
    expect(await accept(next, ['incident/INC-0009'])).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    const first = op();
    expect(await accept(next, ids.slice(0, 2), first)).toMatchObject({ ok: true, value: { isAgain: false } });
    expect(await accept(next, ids.slice(0, 2), first)).toMatchObject({ ok: true, value: { isAgain: true } });
    expect(await accept(rig.connect('lead', 'Mia'), ids.slice(1, 3))).toMatchObject({ ok: false, fault: { code: 'conflict', message: 'shelved/LT-2.H was accepted by Luis already, so nothing was changed.' } });
    expect(await accept(next, ids.slice(2))).toMatchObject({ ok: true });
    await until(() => newest?.isComplete === true);

    // The head of the chain that it carries is found again, and tells a cut-off end from a whole one.
    const [kept] = (await valueOf(next.call('handover.list', { limit: 1 }))).handovers;
    if (kept === undefined) throw new Error('no handover');
    expect(verifyChain(folder.dataDir, [{ seq: kept.chain.seq, hash: kept.chain.head }]).broken).toBeNull();
    // What is handed over next: notes since then only.
    expect((await valueOf(next.call('handover.draft', {}))).draft.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
  });
});

/** As somebody decides who looks at what stands now. */
async function decided(client: Client, act: IncidentCommand, incident: Incident['id']) {
  const { seq } = await get(client, incident);
  return client.call('incident.command', { opId: op(), incident, seenSeq: seq, act });
}
const added = (client: Client, act: IncidentAddition, incident: Incident['id']) => client.call('incident.add', { opId: op(), incident, seenSeq: 0, act });
/** The whole timeline, a few entries a page. */
async function timeline(client: Client, incident: Incident['id'], limit: number): Promise<readonly TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  let before: TimelineCursor | null = null;
  do {
    const page: { entries: TimelineEntry[]; next: TimelineCursor | null } = await valueOf(client.call('incident.timeline', { incident, before, isWholePlant: false, limit }));
    all.push(...page.entries);
    before = page.next;
  } while (before !== null);
  return all;
}
