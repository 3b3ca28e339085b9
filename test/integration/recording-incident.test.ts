import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, vi } from 'vitest';
import { AssetId } from '#shared/model/ids.ts';
import { openRecording } from '#electron/engine/exchange/open-recording.ts';
import { recordingEntry } from '#electron/engine/exchange/recording-format.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createProjectFolder, type EngineRig, startEngine, until } from '../support/engine-rig.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// An incident's span as one file: its board, timeline and run are there on another console, and what was changed in it is told.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
const storeWorker = programUrl('electron/engine/store/store-worker.ts');
const files = {
  'project.yaml': 'name: Lube works\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n  - { id: K-1, name: Compressor, parent: U1 }\n',
  'runbooks/rb-1.md': '---\nid: RB-1\ntitle: Lube oil lost\nversion: "1"\nseverity: 2\nminutes: 5\nroles: [operator]\n---\n## Check\n:::step[Look at the strainer]{#look}\n:::\n',
};
const k1 = AssetId.parse('K-1');
const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const take = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: { readonly message: string } }): T => {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};
/** A later millisecond than all before. */
const nextMs = async (): Promise<number> => {
  const now = Date.now();
  await until(() => Date.now() > now + 1);
  return now + 1;
};
const open = (file: string, root: string, log = createMemoryLog()) => openRecording({ file, projectDir: join(root, 'project'), dataDir: join(root, 'data'), storeWorker, clock: createSystemClock(), log });

async function start(): Promise<EngineRig & { readonly dataDir: string }> {
  const folder = createProjectFolder(files);
  undo.push(folder.remove);
  const rig = await startEngine(folder);
  undo.push(rig.stop);
  return { ...rig, dataDir: folder.dataDir };
}

/** Records a span; gives back the file, in a folder of its own. */
async function record({ client, dataDir }: EngineRig & { readonly dataDir: string }, span: { readonly fromMs: number; readonly toMs: number }): Promise<{ readonly file: string; readonly root: string; readonly sentence: string }> {
  const { job: id } = take(await client.call('recording.start', { span, title: 'Lube oil' }));
  const sentence = await new Promise<string>((resolve, reject) => {
    client.open('jobs.state', {}, {
      onItem({ jobs }) {
        const job = jobs.find((one) => one.id === id);
        if (job?.state === 'done') resolve(job.sentence);
        if (job?.state === 'failed') reject(new Error(job.sentence));
      },
    });
  });
  const root = mkdtempSync(join(tmpdir(), 'firstout-recorded-'));
  undo.push(() => rmSync(root, { recursive: true, force: true }));
  const file = join(root, 'lube.firstout');
  copyFileSync(join(dataDir, 'exports', `${id}.firstout`), file);
  return { file, root, sentence };
}

it('an incident recorded with its span shows its board, timeline and run on another console as they were, and takes nothing more', async () => {
  const rig = await start();
  const [lead, operator] = [rig.connect('lead', 'Lena'), rig.connect('operate', 'Omar')];
  const begin = (title: string) => lead.call('incident.begin', { opId: randomUUID(), origin: { kind: 'asset', asset: k1 }, severity: 2, title, assets: [], links: [], everyMin: null });
  const close = async (incident: Parameters<typeof lead.call<'incident.get'>>[1]['incident']) =>
    take(await lead.call('incident.command', { opId: randomUUID(), incident, seenSeq: take(await lead.call('incident.get', { incident })).incident.seq, act: { kind: 'close', cause: 'Strainer', actions: ['Clean weekly'], downtimeMin: 12, carriedOver: [] } }));
  // One that was over before, and one that was opened before and goes on.
  await close(take(await begin('Long over')).incident);
  await nextMs();
  const { incident } = take(await begin('Lube oil lost'));
  const fromMs = await nextMs();
  const photo = take(await operator.call('record.attach', { type: 'image/png', name: 'strainer.png', body: picture }));
  take(await operator.call('incident.add', { opId: randomUUID(), incident, seenSeq: 0, act: { kind: 'note', text: 'Strainer is full', asset: k1, attachments: [photo] } }));
  const run = randomUUID();
  take(await operator.call('runbook.begin', { run, runbook: 'RB-1', hash: null, incident, alarm: null, asset: null, reason: '' }));
  take(await lead.call('handover.write', { opId: randomUUID(), comment: 'Strainer' }));
  const middleMs = await nextMs();
  await nextMs();
  take(await operator.call('incident.add', { opId: randomUUID(), incident, seenSeq: 0, act: { kind: 'note', text: 'Strainer changed' } }));
  const toMs = await nextMs();
  await nextMs();
  await close(incident);

  const { file, root, sentence } = await record(rig, { fromMs, toMs });
  expect(sentence).toContain('1 incident, 1 run of a runbook');
  const facts = await open(file, root);
  expect(facts).not.toHaveProperty('recordsProblem');
  const other = await startEngine({ projectDir: join(root, 'project'), dataDir: join(root, 'data') }, { recording: facts });
  undo.push(other.stop);
  const there = other.connect('lead', 'Lena');
  expect(take(await there.call('incident.list', { state: 'all', beforeNumber: null, limit: 10 })).incidents).toMatchObject([{ id: incident, state: 'open', title: 'Lube oil lost' }]);
  for (const atMs of [fromMs, middleMs, toMs]) {
    expect(take(await there.call('incident.at', { incident, atMs }))).toEqual(take(await lead.call('incident.at', { incident, atMs })));
    const asked = { incident, before: null, isWholePlant: false, limit: 1000, atMs };
    const entries = take(await there.call('incident.timeline', asked)).entries;
    expect(entries).toEqual(take(await lead.call('incident.timeline', asked)).entries);
    if (atMs === toMs) expect(entries.map(({ text }) => text)).toEqual(expect.arrayContaining([expect.stringContaining('Strainer changed'), expect.stringContaining('Runbook Lube oil lost begun')]));
  }
  const steps = { run, afterSeq: 0, limit: 100, untilMs: toMs };
  expect(take(await there.call('runbook.records', steps))).toEqual(take(await operator.call('runbook.records', steps)));
  expect(take(await there.call('record.attachment', { hash: photo.hash })).body).toEqual(picture);
  expect(take(await there.call('handover.list', { limit: 5 })).handovers).toMatchObject([{ id: 'HO-0001', writtenBy: 'Lena' }]);
  const refused = { ok: false, fault: { code: 'forbidden' } };
  expect(await there.call('incident.add', { opId: randomUUID(), incident, seenSeq: 0, act: { kind: 'note', text: 'x' } })).toMatchObject(refused);
  expect(await there.call('runbook.act', { opId: randomUUID(), run, seenSeq: 0, act: { kind: 'pause', reason: 'x' } })).toMatchObject(refused);
  // A recording of a recording keeps them.
  const again = await record({ ...other, dataDir: join(root, 'data') }, { fromMs, toMs });
  expect(again.sentence).toContain('1 incident, 1 run of a runbook');
});

it('a recording whose records were changed says so, one with more than an engine writes is refused, and one of the first format opens', async () => {
  const rig = await start();
  const fromMs = await nextMs();
  const { incident } = take(await rig.client.call('incident.begin', { opId: randomUUID(), origin: { kind: 'report', by: 'Omar' }, severity: 1, title: 'Smell of oil', assets: [], links: [], everyMin: null }));
  take(await rig.client.call('incident.add', { opId: randomUUID(), incident, seenSeq: 0, act: { kind: 'note', text: 'Nobody was hurt' } }));
  const { file, root } = await record(rig, { fromMs, toMs: Date.now() + 1 });
  const changed = join(root, 'changed.firstout');
  const change = (sql: string): void => {
    copyFileSync(file, changed);
    const db = new DatabaseSync(changed);
    db.exec(sql);
    db.close();
  };
  change(`UPDATE record SET body = replace(body, 'Nobody was hurt', 'Nobody was here') WHERE kind = 'note'`);
  const log = createMemoryLog();
  expect((await open(changed, root, log)).recordsProblem).toMatch(/^Record \d+ \(incident:INC-0001, note, Lead\) is not what was written/);
  const refusal = (): Promise<string> => open(changed, root).then(() => 'it was opened', (error: unknown) => (error instanceof Error ? error.message : String(error)));
  change(`INSERT INTO attachment (hash, bytes, type, body) VALUES ('${'a'.repeat(64)}', 3, 'image/png', zeroblob(9000000))`);
  expect(await refusal()).toContain('an attachment of 9000000 bytes');
  // As versions before this one wrote them.
  change(`DELETE FROM record WHERE stream <> 'audit'; UPDATE meta SET value = json_remove(json_set(value, '$.format', 1), '$.chain') WHERE name = '${recordingEntry}'`);
  const facts = await open(changed, root);
  const older = await startEngine({ projectDir: join(root, 'project'), dataDir: join(root, 'data') }, { recording: facts });
  undo.push(older.stop);
  expect(take(await older.client.call('incident.list', { state: 'all', beforeNumber: null, limit: 10 })).incidents).toEqual([]);
});
