import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '#shared/contract/exchange.ts';
import { AlarmId, TagId } from '#shared/model/ids.ts';
import { openRecording } from '#electron/engine/exchange/open-recording.ts';
import { fileEntry, isPathBelow, recordingEntry } from '#electron/engine/exchange/recording-format.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { startModbusDevice } from '../simulators/modbus-device.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';
import { writeTag } from '../support/write-tag.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// A span of one console as one file, opened on another: values, alarms, actions and notes are the same at any moment.
const storeWorker = programUrl('electron/engine/store/store-worker.ts');
const level = TagId.parse('LT-201');
const files = (port: number) => ({
  'project.yaml': 'name: Brine station\n',
  'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n',
  'devices/d.yaml': `devices:\n  - id: PLC-1\n    name: Brine PLC\n    driver: modbus\n    options: { host: 127.0.0.1, port: ${port}, timeoutMs: 3000 }\n    groups: { default: { periodMs: 20 } }\n`,
  'tags/t.yaml': [
    'tags:',
    "  - { id: LT-201, name: Brine level, asset: U200, device: PLC-1, address: 'holding:0', unit: '%', scale: { raw: [0, 1000], eu: [0, 100] }, writable: true }",
    "  - { id: P-201.RUN, name: Runs, asset: U200, type: bool, device: PLC-1, address: 'coil:3' }",
    '',
  ].join('\n'),
  'alarms/a.yaml': [
    'alarms:',
    '  - { id: LT-201.H, tag: LT-201, kind: high, limit: 90, deadband: 1, priority: 2, message: Brine level high }',
    '  - { id: P-201.STOPPED, tag: P-201.RUN, kind: discrete, state: 0, priority: 3, message: Pump stopped }',
    '',
  ].join('\n'),
  'logic/l.yaml': 'tripGroups:\n  - { id: FEED, name: Feed trip, alarms: [LT-201.H, P-201.STOPPED] }\n',
});
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const take = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: { readonly message: string } }): T => {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};
function ended(rig: EngineRig, id: string): Promise<Job> {
  return new Promise((resolve) => {
    const stream = rig.client.open('jobs.state', {}, {
      onItem: ({ jobs }) => {
        const job = jobs.find((one) => one.id === id);
        if (job === undefined || job.state === 'waiting' || job.state === 'running') return;
        stream.close();
        resolve(job);
      },
    });
  });
}
const tempDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'firstout-opened-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};
const open = (file: string, root: string) =>
  openRecording({ file, projectDir: join(root, 'project'), dataDir: join(root, 'data'), storeWorker, clock: createSystemClock(), log: createMemoryLog() });

/** All a console shows of one moment. */
async function momentOf(rig: EngineRig, atMs: number) {
  const { revision, tags } = take(await rig.client.call('project.directory', {}));
  const values = take(await rig.client.call('history.at', { revision, tags: tags.map((_tag, index) => index), atMs }));
  const alarms = take(await rig.client.call('alarms.standingAt', { atMs }));
  const { trips } = take(await rig.client.call('firstOut.at', { atMs }));
  return { trips, tags: tags.map(({ id }) => id), timeMs: [...values.timeMs], value: [...values.value], quality: [...values.quality], standings: alarms.standings };
}

describe('a recording', () => {
  it('opened on another console shows the same values, alarms, actions and notes at twenty random moments', async () => {
    const device = await startModbusDevice();
    undo.push(() => device.stop());
    const folder = createProjectFolder(files(device.port));
    undo.push(folder.remove);
    const rig = await startEngine(folder);
    undo.push(rig.stop);
    let [seen, heard] = [0, 0];
    const { revision } = take(await rig.client.call('project.directory', {}));
    rig.client.open('tags.values', { revision, tags: [0, 1] }, { onItem: (item) => void (seen += item.tag.length) });
    rig.client.open('alarms.events', { afterSeq: 0 }, { onItem: (item) => void (heard += item.events.length) });
    // The pump's alarm stands before the span begins; the level's comes and goes within it.
    await until(() => heard >= 1);
    const fromMs = Date.now() + 1;
    await until(() => Date.now() > fromMs + 50);
    for (let round = 0; round < 12; round++) {
      device.holding[0] = round % 3 === 1 ? 950 + round : 100 + round;
      const [was, events] = [seen, heard];
      await until(() => seen > was && (round % 3 === 0 || heard > events));
      if (round === 4) take(await rig.client.call('alarm.acknowledge', { occurrences: [{ alarm: AlarmId.parse('LT-201.H'), seq: heard }], comment: 'seen' }));
      if (round === 6) expect(await writeTag(rig.client, level, 33)).toMatchObject({ ok: true });
    }
    take(await rig.client.call('note.write', { fromMs: fromMs + 10, toMs: null, text: 'Valve stuck', tags: [level], asset: null }));
    await until(() => Date.now() > fromMs + 400);
    const toMs = Date.now();
    // What is asked next is itself an action: not one of the span's last millisecond.
    await until(() => Date.now() > toMs);

    const { job: id } = take(await rig.client.call('recording.start', { span: { fromMs, toMs }, title: 'Brine incident' }));
    const job = await ended(rig, id);
    expect(job).toMatchObject({ state: 'done', kind: 'recording', file: { name: 'Brine-incident.firstout' } });
    const root = tempDir();
    const file = join(root, 'incident.firstout');
    copyFileSync(join(folder.dataDir, 'exports', `${id}.firstout`), file);
    expect(readdirSync(join(folder.dataDir, 'exports'))).toEqual([`${id}.firstout`]);

    const facts = await open(file, root);
    expect(facts).toMatchObject({ title: 'Brine incident', plant: 'Brine station', fromMs, toMs, madeBy: 'Lead' });
    const other = await startEngine({ projectDir: join(root, 'project'), dataDir: join(root, 'data') }, { recording: facts });
    undo.push(other.stop);
    expect(take(await other.client.call('project.directory', {})).recording).toEqual(facts);
    const random = createSeededRandom(7);
    let stood = 0;
    for (let at = 0; at < 20; at++) {
      const atMs = at === 0 ? fromMs : at === 1 ? toMs : fromMs + random() * (toMs - fromMs);
      const here = await momentOf(rig, atMs);
      expect(await momentOf(other, atMs)).toEqual(here);
      expect(here.standings.some(({ alarm }) => alarm === 'P-201.STOPPED')).toBe(true);
      stood += here.standings.filter(({ alarm }) => alarm === 'LT-201.H').length;
    }
    expect(stood).toBeGreaterThan(0);
    expect((await momentOf(other, toMs)).trips).toMatchObject([{ group: 'FEED' }]);
    const span = { fromMs, toMs };
    const inSpan = take(await other.client.call('alarms.eventsIn', { span, limit: 5000 }));
    expect(inSpan.events).toEqual(take(await rig.client.call('alarms.eventsIn', { span, limit: 5000 })).events);
    expect(inSpan.events.length).toBeGreaterThan(4);
    const actions = take(await other.client.call('actions.in', { span, limit: 500 })).actions;
    expect(actions.map(({ action, result }) => [action, result])).toEqual([['alarm.acknowledge', 'done'], ['tag.write', 'done'], ['note.write', 'done']]);
    expect(take(await other.client.call('notes.in', { span, limit: 500 })).notes).toMatchObject([{ text: 'Valve stuck', user: 'Lead', tags: [level] }]);

    // It stays what it is: every command on the plant is refused in the engine, whoever asks, and nothing is added.
    const refused = { ok: false, fault: { code: 'forbidden' } };
    const before = await momentOf(other, toMs + 1e9);
    expect(await other.client.call('control.select', { tag: level, value: 1 })).toMatchObject(refused);
    expect(await other.client.call('alarm.acknowledge', { occurrences: [{ alarm: AlarmId.parse('LT-201.H'), seq: 1 }], comment: '' })).toMatchObject(refused);
    expect(await other.client.call('note.write', { fromMs, toMs: null, text: 'x' , tags: [], asset: null })).toMatchObject(refused);
    expect(await other.client.call('import.open', { name: 'x.csv', format: 'csv', bytes: 10 })).toMatchObject(refused);
    const health = await new Promise<number>((resolve) => other.client.open('devices.health', {}, { onItem: ({ links }) => resolve(links.length) }));
    expect(health).toBe(0);
    // Two seconds' status: what an engine on a plant does by itself would have been done.
    let statuses = 0;
    other.client.open('system.status', {}, { onItem: () => void statuses++ });
    await until(() => statuses > 2);
    expect(await momentOf(other, toMs + 1e9)).toEqual(before);
    // A recording can be exported from, and recorded from.
    const again = take(await other.client.call('recording.start', { span: { fromMs: fromMs + 20, toMs }, title: 'Part' }));
    expect(await ended(other, again.job)).toMatchObject({ state: 'done' });
  }, 180_000);

  it('is refused with a sentence when it is none, damaged, of a newer version, or hostile', async () => {
    const root = tempDir();
    const file = join(root, 'x.firstout');
    const refusal = async (): Promise<string> => {
      const message = await open(file, root).then(() => 'it was opened', (error: unknown) => (error instanceof Error ? error.message : String(error)));
      expect(readdirSync(root).filter((name) => name !== 'x.firstout' && name !== 'made')).toEqual([]);
      return message;
    };
    expect(await refusal()).toContain("can't be read");
    writeFileSync(file, 'time,tag,value\n');
    expect(await refusal()).toContain('is not a Firstout recording');
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(100_000, 7)]));
    expect(await refusal()).toMatch(/damaged|can't be opened|not a Firstout recording/);

    const facts = { title: 'T', plant: 'P', fromMs: 1, toMs: 2, madeMs: 3, madeBy: 'M' };
    const gz = (text: string | Buffer): string => gzipSync(text).toString('base64');
    const make = async (entry: unknown, entries: readonly unknown[]): Promise<void> => {
      rmSync(join(root, 'made'), { recursive: true, force: true });
      const store = await openTestStore(join(root, 'made'), createSystemClock(), createMemoryLog());
      for (const [at, one] of entries.entries()) await store.meta.set(fileEntry(at), JSON.stringify(one));
      if (entry !== null) await store.meta.set(recordingEntry, JSON.stringify(entry));
      await store.close();
      copyFileSync(join(root, 'made', 'firstout.db'), file);
      rmSync(join(root, 'made'), { recursive: true, force: true });
    };
    const whole = { path: 'project.yaml', gzip: gz('name: P\n') };
    await make(null, []);
    expect(await refusal()).toContain('is not a Firstout recording');
    await make({ format: 2, facts, files: 1 }, [whole]);
    expect(await refusal()).toContain('newer version');
    for (const path of ['../evil.yaml', '/etc/evil', 'a/../../evil', 'C:\\evil', 'a\\b', 'tags/nul', '.git/hooks/x', 'a//b', 'a\0b', '']) {
      expect(isPathBelow(path)).toBe(false);
      if (path !== '../evil.yaml' && path !== '/etc/evil') continue;
      await make({ format: 1, facts, files: 2 }, [whole, { path, gzip: gz('x') }]);
      expect(await refusal()).toContain('lead out of its folder');
    }
    await make({ format: 1, facts, files: 2 }, [whole, { path: 'tags/bomb.yaml', gzip: gz(Buffer.alloc(80 * 1024 * 1024)) }]);
    expect(await refusal()).toContain('larger than a project');
    await make({ format: 1, facts, files: 1 }, [{ path: 'tags/a.yaml', gzip: gz('x') }]);
    expect(await refusal()).toContain('no project.yaml');
    await make({ format: 1, facts, files: 2 }, [whole]);
    expect(await refusal()).toContain('is missing');
    await make({ format: 1, facts, files: 1 }, [whole]);
    expect(await open(file, root)).toEqual(facts);
  }, 180_000);
});
