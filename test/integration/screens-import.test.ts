import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import DxfParser from 'dxf-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { type DrawingImport, DrawingName } from '#shared/contract/screens.ts';
import type { Job } from '#shared/contract/exchange.ts';
import { importDrawing } from '#shared/screen/import/import-drawing.ts';
import { readDxf } from '#shared/screen/import/read-dxf.ts';
import { driverTypes } from '#electron/engine/drivers/registry.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { createProjectFolder, startEngine, type EngineRig } from '../support/engine-rig.ts';
import { fuxaSample } from '../support/fuxa-sample.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const fuxaBytes = bytesOf(`\uFEFF${JSON.stringify(fuxaSample)}`);
const plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><path d="M0 9H90" stroke="black" stroke-width="3"/></svg>';

describe('A FUXA project', () => {
  const made = importDrawing({ format: 'fuxa', name: 'plant.fuxap', width: 1512 }, fuxaBytes);
  const text = (path: string): string => made.files.find((file) => file.path === path)?.text ?? '';
  const told = (outcome: string): string[] => made.report.filter((line) => line.outcome === outcome).map(({ count, what, why }) => `${count} ${what}: ${why}`);

  it('becomes a project that loads without a single problem in screens, tags, devices and alarms', async () => {
    const files = Object.fromEntries([...made.files.map(({ path, text: content }): [string, string] => [path, content]), ...made.screens.map(({ screen, svg }): [string, string] => [`screens/${screen}.svg`, svg])]);
    const folder = createProjectFolder({ 'project.yaml': 'name: Taken over\n', ...files });
    undo.push(folder.remove);
    const project = await loadProject(folder.projectDir, { driverTypes });
    expect(project.problems).toEqual([]);
    expect(project.tags.map(({ id, type, address }) => [id, type, address ?? null])).toEqual([
      ['LT-201', 'float', 'holding:100:float32'],
      ['P-201-Run', 'bool', 'coil:0'],
      ['Speed', 'float', 'input:6:uint16'],
      ['Energy', 'float', 'holding:200:int32@BADC'],
      ['Strange', 'int', null],
      ['LT-201-2', 'float', 'ns=2;s=Evaporator.LT-201'],
      ['yes', 'text', 'ns=2;i=77'],
      ['Door', 'bool', null],
    ]);
    expect(project.tags.find(({ id }) => id === 'Speed')?.scale).toEqual({ raw: [0, 27648], eu: [0, 1450] });
    expect(project.tags.find(({ id }) => id === 'Energy')?.scale).toEqual({ raw: [0, 10], eu: [0, 1] });
    expect(project.tags.find(({ id }) => id === 'LT-201')).toMatchObject({ decimals: 2, deadband: 0.5, writable: false });
    expect(project.devices).toMatchObject([{ driver: 'modbus', options: { host: '192.168.1.10', port: 1502, unit: 3 }, groups: { default: { periodMs: 500 } } }, { driver: 'opcua', options: { endpoint: 'opc.tcp://10.0.0.5:4840' }, enabled: false }]);
    expect(project.alarms).toMatchObject([
      { id: 'LT-201.HIGHHIGH', kind: 'expression', expression: '{LT-201} >= 10.0 && {LT-201} <= 99.0', priority: 1, message: 'Level very high', onDelayMs: 5000 },
      { id: 'LT-201.LOW', kind: 'expression', expression: '{LT-201} >= -5.0 && {LT-201} <= 1.5', priority: 3 },
      { id: 'P-201-Run.HIGH', kind: 'discrete', state: 0, priority: 2, message: 'Pump stopped' },
    ]);
  });

  it('has its widgets as parts of the console where they stood, and its views linked', () => {
    const svg = made.screens[0]?.svg ?? '';
    expect(made.screens.map(({ screen, title }) => [screen, title])).toEqual([['main-view', 'Main view'], ['store', 'Store']]);
    // Twice as large as it was: 756 wide became 1512.
    expect(svg).toContain('<g data-symbol="indicator" data-tag="LT-201" data-length="300" transform="translate(80 80)"/>');
    expect(svg).toMatch(/<g data-symbol="value" data-tag="LT-201" data-show="plain" data-align="middle" transform="translate\([\d.]+ 120\)"\/>/);
    expect(svg).toContain('<g data-symbol="link" data-screen="store" data-label="To store" data-width="180" transform="translate(600 70)"/>');
    expect(svg).toContain('<path class="pipe-main" data-flow="P-201-Run" d="M20 600H400"/>');
    expect(svg).toMatch(/<g data-symbol="valve" data-open="Door" data-label="none" data-name="XV-1" data-size="80" transform="translate\(480 600\)"\/>/);
    expect(svg).toContain('data-bind-visible="!({LT-201} &gt;= 0.0 &amp;&amp; {LT-201} &lt;= 2.0)"');
    expect(svg).toMatch(/<g data-symbol="trend" data-minutes="15" data-width="400" data-height="240" transform="translate\(1000 400\)">\n\s+<g data-tag="LT-201" data-label="Brine"\/>/);
    expect(svg).not.toContain('##');
    expect(svg).not.toContain('BUTTON');
  });

  it('says of everything that was left out or changed why, and makes no tag writable', () => {
    const leftOut = told('left-out');
    for (const line of [
      '1 devices (SiemensS7): there is no driver for SiemensS7 here yet; their tags stand in tags/fuxa.yaml without an address',
      '1 own_ctrl-iframe: nothing of a screen is fetched from elsewhere',
      '1 widgets (value): their tag is not in the project',
      '1 actions (blink): nothing on a screen flashes but an alarm',
      '1 events that write: writes go from the faceplate only',
      '1 events (onrunscript): scripts never run',
      '1 alarms: their tag is not in the project here',
      '1 actions of alarms: an alarm calls the operator and does nothing by itself',
      '1 scripts: scripts never run; calculated tags and conditions are expressions',
      '1 views: cards and maps are not drawings; use a layout of the console',
      '1 lines of charts: their tags are no numbers, or not in the project',
    ])
      expect(leftOut).toContain(line);
    expect(told('changed')).toContain('1 tags: proposed without an address: there is no Modbus value of FUXA\'s type Int64MBE here');
    expect(made.suggestions.map(({ sentence }) => sentence)).toEqual(expect.arrayContaining(['Its scale in FUXA went from 0 to 12: give LT-201 that range, if it is its measuring range.', 'It was shown in "m": give LT-201 that unit.', 'A click on it wrote P-201-Run in FUXA: make the tag writable, with its limits and interlock, if it is to be written here.']));
    expect(text('tags/fuxa.yaml')).not.toContain('writable');
    expect(JSON.stringify(made)).not.toContain('hidden');
  });

  it.each([
    ['no JSON', '{', /not JSON/],
    ['another JSON', '[1]', /has no views/],
    ['views that are no drawings', JSON.stringify({ hmi: { views: [{ id: 'a', name: 'a', profile: { width: 10, height: 10 }, svgcontent: '<svg><svg>' }] } }), null],
  ])('is refused, or its view left out, where it is %s', (_, content, sentence) => {
    const take = () => importDrawing({ format: 'fuxa', name: 'x.fuxap', width: 1000 }, bytesOf(content));
    if (sentence === null) expect(take()).toMatchObject({ screens: [], report: [{ outcome: 'left-out', what: 'views' }] });
    else expect(take).toThrow(sentence);
  });
});

describe('A DXF plan', () => {
  it('is read as another reader reads it: the same entities with the same places', () => {
    const groups: readonly (readonly [number, string | number])[] = [
      [0, 'SECTION'], [2, 'BLOCKS'], [0, 'BLOCK'], [8, '0'], [2, 'V'], [70, 0], [10, 0], [20, 0], [30, 0], [3, 'V'], [1, ''], [0, 'LINE'], [8, '0'], [10, 0], [20, 0], [11, 1], [21, 1], [0, 'ENDBLK'], [8, '0'], [0, 'ENDSEC'],
      [0, 'SECTION'], [2, 'ENTITIES'],
      [0, 'LINE'], [8, 'Piping'], [10, 1.5], [20, -2], [30, 0], [11, 30], [21, 4], [31, 0],
      [0, 'CIRCLE'], [8, 'Tanks'], [10, 5], [20, 6], [30, 0], [40, 2.25],
      [0, 'LWPOLYLINE'], [8, 'Piping'], [90, 3], [70, 0], [10, 0], [20, 0], [42, 0.5], [10, 10], [20, 0], [10, 10], [20, 10],
      [0, 'POLYLINE'], [8, 'Piping'], [66, 1], [10, 0], [20, 0], [70, 1], [0, 'VERTEX'], [8, 'Piping'], [10, 1], [20, 1], [0, 'VERTEX'], [8, 'Piping'], [10, 2], [20, 5], [0, 'SEQEND'], [8, 'Piping'],
      [0, 'INSERT'], [8, 'Valves'], [2, 'V'], [10, 7], [20, 8], [50, 90],
      [0, 'TEXT'], [8, 'Text'], [10, 3], [20, 3], [40, 1], [1, 'P-201'],
      [0, 'ENDSEC'], [0, 'EOF'],
    ];
    const text = groups.map(([code, value]) => `${code}\n${value}\n`).join('');
    const ours = readDxf(bytesOf(text), 'plan.dxf');
    const theirs = new DxfParser().parseSync(text);
    expect(ours.entities.map(({ type }) => type)).toEqual(theirs?.entities.map(({ type }) => type));
    expect(ours.entities.map(({ codes, values }) => values[codes.indexOf(8)])).toEqual(theirs?.entities.map(({ layer }) => layer));
    const placed = JSON.stringify(theirs?.entities);
    for (const { codes, values } of ours.entities) for (const [at, code] of codes.entries()) if (code === 10 && values[at] !== '0') expect(placed).toContain(`"x":${Number(values[at])}`);
    expect(ours.entities[3]?.parts.map(({ values }) => values.slice(1).map(Number))).toEqual([[1, 1], [2, 5]]);
    expect([...ours.blocks.keys()]).toEqual(Object.keys(theirs?.blocks ?? {}).map((name) => name.toLowerCase()));
  });
});

describe('An import through the engine', () => {
  async function newRig() {
    const folder = createProjectFolder({ 'project.yaml': 'name: Brine\n' });
    undo.push(folder.remove);
    const rig = await startEngine(folder, { isOffline: true });
    undo.push(() => rig.stop());
    return { ...rig, ...folder };
  }
  const ended = (rig: EngineRig, id: string): Promise<Job> =>
    new Promise((resolve) => {
      const stream = rig.client.open('jobs.state', {}, {
        onItem: ({ jobs }) => {
          const job = jobs.find((one) => one.id === id);
          if (job === undefined || job.state === 'waiting' || job.state === 'running') return;
          stream.close();
          resolve(job);
        },
      });
    });
  async function start(rig: EngineRig, format: 'svg' | 'fuxa' | 'dxf', name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const opened = await rig.client.call('screens.importOpen', { name, format, bytes: bytes.length });
    if (!opened.ok) throw new Error(opened.fault.message);
    for (let offset = 0; offset < bytes.length; offset += 1_000_000) {
      const done = await rig.client.call('import.piece', { upload: opened.value.upload, offset, bytes: bytes.slice(offset, offset + 1_000_000) });
      if (!done.ok) throw new Error(done.fault.message);
    }
    const started = await rig.client.call('screens.importStart', { upload: opened.value.upload, width: 1512 });
    if (!started.ok) throw new Error(started.fault.message);
    return started.value.job;
  }
  const made = async (rig: EngineRig, job: string): Promise<DrawingImport> => {
    const answer = await rig.client.call('screens.imported', { job });
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer.value;
  };

  it('is a job with an end in a sentence; what it made is saved as a screen by whoever asked', async () => {
    const rig = await newRig();
    const job = await start(rig, 'svg', 'Brine hall.svgz', Uint8Array.from(gzipSync(plain)));
    expect(await ended(rig, job)).toMatchObject({ kind: 'import', title: 'Brine hall.svgz', state: 'done', sentence: '1 screen made.' });
    const { screens } = await made(rig, job);
    expect(screens).toMatchObject([{ kind: 'screen', screen: 'brine-hall', problems: [] }]);
    const svg = screens[0]?.svg ?? '';
    expect(await rig.client.call('screens.create', { kind: 'screen', screen: DrawingName.parse('brine-hall'), svg, note: 'From Brine hall.svgz', source: 'import' })).toMatchObject({ ok: true });
    expect(readFileSync(join(rig.projectDir, 'screens/brine-hall.svg'), 'utf8')).toBe(svg);
    expect(await rig.client.call('job.remove', { job })).toMatchObject({ ok: true });
    expect(await rig.client.call('screens.imported', { job })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('tells what it left out, refuses in a sentence, and needs the role engineer', async () => {
    const rig = await newRig();
    const fuxa = await ended(rig, await start(rig, 'fuxa', 'plant.fuxap', Uint8Array.from(fuxaBytes)));
    expect(fuxa.sentence).toMatch(/^2 screens and 4 other files made; \d+ things of the drawing were left out, the list says which\.$/);
    const wrong = await start(rig, 'dxf', 'plan.dxf', bytesOf('no plan at all\nx\n'));
    expect(await ended(rig, wrong)).toMatchObject({ state: 'failed', sentence: 'plan.dxf is no DXF file: line 1 should be a group code and is "no plan at all".' });
    expect(await rig.client.call('screens.imported', { job: wrong })).toMatchObject({ ok: false, fault: { code: 'not-ready' } });
    const bomb = await ended(rig, await start(rig, 'svg', 'bomb.svgz', Uint8Array.from(gzipSync(Buffer.alloc(80 * 1024 * 1024)))));
    expect(bomb).toMatchObject({ state: 'failed', sentence: 'bomb.svgz cannot be unpacked, or holds more than 64 MB.' });
    expect(await rig.connect('lead').call('screens.importOpen', { name: 'x.svg', format: 'svg', bytes: 10 })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });

  it('is cancelled while it runs, and nothing of it is left', async () => {
    const rig = await newRig();
    const levels = Array.from({ length: 9 }, (_, level) => `<g id="l${level}">${(level === 0 ? '<rect width="5" height="5"/>' : `<use href="#l${level - 1}"/>`).repeat(9)}</g>`).join('');
    const job = await start(rig, 'svg', 'deep.svg', bytesOf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 500"><defs>${levels}</defs><use href="#l8"/></svg>`));
    await rig.client.call('job.cancel', { job });
    expect((await ended(rig, job)).state).toBe('cancelled');
    expect(await rig.client.call('screens.imported', { job })).toMatchObject({ ok: false });
  });
});

describe('npm run screens', () => {
  const run = async (...args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> => {
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../electron/launch/screens/screens-command.ts'), ...args]);
      return { code: 0, out: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
      return { code, out: stdout + stderr };
    }
  };
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'firstout-screens-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  it('imports into a folder of its own with a report, and never over anything', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'plant.fuxap'), fuxaBytes);
    const out = join(folder, 'out');
    const first = await run('import', join(folder, 'plant.fuxap'), '--out', out);
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('2 screens and 4 other files are in') as string });
    expect(['screens/main-view.svg', 'screens/store.svg', 'tags/fuxa.yaml', 'devices/fuxa.yaml', 'assets/fuxa.yaml', 'alarms/fuxa.yaml'].filter((path) => !existsSync(join(out, path)))).toEqual([]);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('| Left out | 1 | scripts |');
    expect(await run('import', join(folder, 'plant.fuxap'), '--out', out)).toMatchObject({ code: 1, out: expect.stringContaining('holds files already') as string });
    expect(await run('import', join(folder, 'plant.txt'), '--out', out)).toMatchObject({ code: 2 });
  });

  it('checks drawings, and tells what differs between two', async () => {
    const folder = createProjectFolder({ 'project.yaml': 'name: Brine\n', 'screens/good.svg': plain, 'screens/bad.svg': plain.replace('<path', '<g data-symbol="value" data-tag="NO-1"/>\n<path') });
    undo.push(folder.remove);
    const checked = await run('check', '--project', folder.projectDir);
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/screens\/bad\.svg:1: .*NO-1/);
    const differ = await run('diff', join(folder.projectDir, 'screens/good.svg'), join(folder.projectDir, 'screens/bad.svg'));
    expect(differ).toMatchObject({ code: 0, out: expect.stringContaining('NO-1') as string });
  });
});
