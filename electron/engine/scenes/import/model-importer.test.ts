import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binaryStl, cube, glb, stepOf, triangle } from '#test/support/foreign-models.ts';
import { readMeshFile } from '#shared/scene/mesh-file.ts';
import type { ImportedModel, KeptMesh } from './import-protocol.ts';
import type { Clock } from '../../ports.ts';
import { createMemoryLog, createVirtualClock } from '../../testing/virtual-ports.ts';
import { createModelImporter, type ModelImporterOptions } from './model-importer.ts';
import { programUrl } from '../../testing/program-url.ts';

const script = programUrl('electron/engine/scenes/import/import-worker.ts');
/** Sample files that come with the reader of STEP and IGES. */
const samples = join(dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')), 'test', 'testfiles');
let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'firstout-importer-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function meshAt({ file, hash, report }: KeptMesh): ImportedModel {
  const read = readMeshFile(new Uint8Array(readFileSync(file)));
  if (read === null) throw new Error('the mesh can not be read back');
  const { mesh } = read;
  return { mesh, report, hash };
}
function start(options: Partial<ModelImporterOptions> = {}) {
  const clock = createVirtualClock();
  const log = createMemoryLog();
  const importer = createModelImporter({ node: process.execPath, script, cacheDir: join(folder, 'cache'), clock, log, ...options });
  const loadFrom = async (root: string, name: string, signal?: AbortSignal) => {
    const answer = await importer.load({ path: join(root, name), root, up: null }, signal);
    return answer.ok ? { ok: true as const, model: meshAt(answer.kept) } : answer;
  };
  const load = (name: string, signal?: AbortSignal) => loadFrom(folder, name, signal);
  return { clock, log, importer, load, loadFrom };
}
const write = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes);
/** A script of a process that does as `source` says instead of reading a model. */
function scriptOf(source: string): URL {
  write('stand-in.cjs', source);
  return new URL(`file://${join(folder, 'stand-in.cjs')}`);
}
/** A script of the real process whose thread does as `source` says. */
const threadOf = (source: string): URL =>
  scriptOf(`if (require('node:worker_threads').isMainThread) import(${JSON.stringify(new URL('./import-process.ts', import.meta.url).href)}).then(({ serveImport }) => serveImport(require('node:url').pathToFileURL(__filename))); else { ${source} }`);
/** Time that stands still for all but looking at the process. */
function lookingClock(): Clock {
  return {
    ...createVirtualClock(),
    every(_ms, call) {
      const timer = setInterval(call, 5);
      return () => clearInterval(timer);
    },
  };
}
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Ended, but not yet asked after by whoever is its parent now.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
const kept = (): string[] => readdirSync(join(folder, 'cache'));

/** The process gives way to all others of the machine: on a busy one it takes its time, and no test is about how long. */
const patience = { timeout: 180_000 };

describe('the importer of models', patience, () => {
  it('reads a model in a process of its own and leaves nothing behind', async () => {
    const { importer, load, clock, log } = start();
    write('cube.stl', binaryStl(cube()));
    const answer = await load('cube.stl');
    expect(answer.ok && answer.model.report).toMatchObject({ format: 'stl', triangles: 12, trianglesRead: 12, vertices: 24 });
    expect(answer.ok && answer.model.hash).toMatch(/^[0-9a-f]{64}$/);
    await importer.close();
    expect(clock.pending).toBe(0);
    expect(log.lines).toEqual([]);
  });

  it('reads models of OpenCascade’s makers in their own units, with their colours and the tree of their assembly', async () => {
    const { importer, loadFrom } = start();
    const load = (path: string) => loadFrom(samples, path);
    // A cube of a metre, drawn in inches.
    const cubeOf = await load('cube-units/cube-in.step');
    if (!cubeOf.ok) throw new Error(cubeOf.sentence);
    cubeOf.model.mesh.bounds.forEach((value, n) => expect(value).toBeCloseTo(n < 3 ? 0 : 1, 5));
    expect(cubeOf.model.mesh.parts[0]).toMatchObject({ path: 'Part/Cube', baseColour: [204, 204, 204] });
    const assembly = await load('cax-if/as1_pe_203.stp');
    if (!assembly.ok) throw new Error(assembly.sentence);
    expect(assembly.model.report.triangles).toBe(3848);
    expect(assembly.model.mesh.parts).toHaveLength(18);
    expect(assembly.model.mesh.parts[0]).toMatchObject({ path: 'AS1_PE_ASM/PLATE', baseColour: [0, 255, 0] });
    expect(assembly.model.mesh.parts.filter(({ path }) => path.startsWith('AS1_PE_ASM/L_BRACKET_ASSEMBLY_ASM (2)/'))).toHaveLength(7);
    await importer.close();
  });

  it('refuses an assembly whose parts are in other files', async () => {
    const { importer } = start();
    const answer = await importer.load({ path: join(samples, 'cax-if/s1_pe_214/s1_pe_214.stp'), root: samples, up: null });
    expect(answer).toEqual({ ok: false, code: 'refused', sentence: 'The model s1_pe_214.stp is not drawn: it holds no surfaces of its own; parts in other files are not read. Export the whole assembly as one file.' });
    await importer.close();
  });

  it('refuses what is hostile with one sentence, and reads the next', async () => {
    const { importer, load, log } = start();
    write('bomb.stp', stepOf(Array.from({ length: 30 }, (_, n) => [[n, n + 1], [n, n + 1]] as const).flat()));
    write('cube.stl', binaryStl(cube()));
    const [bomb, none, good] = await Promise.all([load('bomb.stp'), load('absent.glb'), load('cube.stl')]);
    expect(bomb).toEqual({ ok: false, code: 'refused', sentence: 'The model bomb.stp is not drawn: its assemblies unfold to 2,147,483,647 parts, and at most 20000 are drawn. Export it in several files.' });
    expect(none).toMatchObject({ ok: false, code: 'refused', sentence: expect.stringContaining('ENOENT') });
    expect(good.ok).toBe(true);
    expect(log.lines).toEqual([]);
    await importer.close();
  });

  it('ends a model that takes too long, by the engine’s clock', async () => {
    const { importer, load, clock } = start({ script: scriptOf("process.send({ t: 'reading', format: 'step', bytes: 1000 }); for (;;);") });
    const answer = load('slow.stp');
    let answered = false;
    void answer.then(() => (answered = true));
    // The clock stands still until it is moved: however slow the machine, nothing is ended before its time.
    while (!answered) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(10_000);
    }
    expect(await answer).toMatchObject({ ok: false, code: 'refused', sentence: expect.stringMatching(/takes more than \d+ s|opened within 30 s/) });
    await importer.close();
    expect(clock.pending).toBe(0);
  });

  it('ends a model that takes more memory than it is given: of its heap, in one array that ends its process, or beside the heap', async () => {
    const tooMuch = { ok: false, code: 'refused', sentence: expect.stringContaining('it takes more memory than is given to one model. Export it in several files.') };
    const heap = start({ heapMb: 64, script: threadOf('const all = {}; for (let n = 0; ; n += 1) all[`key ${n}`] = { n };') });
    expect(await heap.load('many.glb')).toMatchObject(tooMuch);
    await heap.importer.close();
    // Node 24 ends the whole process here: were it the engine's, the plant would stand without one.
    const array = start({ heapMb: 64, script: threadOf('const all = []; for (let n = 0; ; n += 1) all[n] = n + 0.5;') });
    expect(await array.load('large.glb')).toMatchObject(tooMuch);
    await array.importer.close();
    const beside = start({ rssBytes: 400 * 1024 * 1024, clock: lookingClock(), script: threadOf('const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1));') });
    expect(await beside.load('wide.glb')).toMatchObject(tooMuch);
    await beside.importer.close();
  });

  it('ends a model that computes for longer than any may, whatever else the machine does meanwhile', async () => {
    const says = (threadMs: number, more = '') => scriptOf(`let looks = 0; process.send({ t: 'reading', format: 'step', bytes: 1024 * 1024 }); ${more} process.on('message', ({ t }) => t === 'look' && process.send({ t: 'usage', threadMs: looks++ * ${threadMs}, rssBytes: 1 }))`);
    const slow = start({ clock: lookingClock(), script: says(1751) });
    expect(await slow.load('slow.stp')).toEqual({ ok: false, code: 'refused', sentence: 'The model slow.stp is not drawn: computing its surfaces takes more than 1.75 s of processor time. Convert it once with npm run scene -- convert FILE, which takes its time, and show the .glb that makes.' });
    await slow.importer.close();
    // Somebody waits for it.
    const patient = start({ clock: lookingClock(), patienceMs: 60_000, script: says(30_001) });
    expect(await patient.load('slow.stp')).toMatchObject({ ok: false, sentence: expect.stringContaining('computing its surfaces takes more than 60 s of processor time') });
    await patient.importer.close();
    // What has been counted may be simplified, and takes the time for it from there.
    const large = start({ clock: lookingClock(), script: says(16_001, `process.send({ t: 'counted', triangles: 1e6, threadMs: 1500 });`) });
    expect(await large.load('large.stp')).toMatchObject({ ok: false, sentence: expect.stringContaining('simplifying it takes more than 18 s of processor time. Leave out') });
    await large.importer.close();
  });

  it('ends one whose decoder never comes back, within two seconds of its thread', async () => {
    // A function of WebAssembly that is a loop without an end: no timer of its own thread would ever run.
    const loop = '[0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]';
    const endless = start({ clock: lookingClock(), script: threadOf(`require('node:worker_threads').parentPort.postMessage({ t: 'reading', format: 'iges', bytes: 10 }); new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(${loop}))).exports.f();`) });
    expect(await endless.load('b.igs')).toMatchObject({ ok: false, sentence: expect.stringContaining('computing its surfaces takes more than 1.75 s') });
    await endless.importer.close();
  });

  it('remembers for ten minutes what cost time to refuse, as long as the file is the same: more consoles do not cost more', async () => {
    write('starts', '');
    write('slow.stp', 'one');
    const again = start({ clock: lookingClock(), script: scriptOf(`require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x'); process.send({ t: 'reading', format: 'step', bytes: 1 }); process.on('message', ({ t }) => t === 'look' && process.send({ t: 'usage', threadMs: 0, rssBytes: 1e12 }))`) });
    const starts = (): number => readFileSync(join(folder, 'starts'), 'utf8').length;
    const first = await again.load('slow.stp');
    expect([first.ok, await again.load('slow.stp'), starts()]).toEqual([false, first, 1]);
    write('slow.stp', 'other');
    await again.load('slow.stp');
    expect(starts()).toBe(2);
    await again.importer.close();
  });

  it('tells what a decoder breaks with in the log, and that there is no program to read with', async () => {
    const reasons: unknown[] = [];
    const log = { ...createMemoryLog(), error: (_about: string, _sentence: string, details?: Readonly<Record<string, unknown>>) => void reasons.push(details?.['reason']) };
    const broken = start({ log, script: scriptOf("throw new Error('a bug')") });
    expect(await broken.load('broken.glb')).toMatchObject({ ok: false, code: 'refused', sentence: expect.stringContaining('the log says how') });
    await broken.importer.close();
    const absent = start({ log, node: join(folder, 'no-node') });
    expect(await absent.load('cube.glb')).toMatchObject({ ok: false, code: 'refused' });
    expect(reasons).toEqual([expect.stringContaining('Error: a bug'), expect.stringContaining('ENOENT')]);
    await absent.importer.close();
  });

  it('leaves no process behind when the engine is killed, however busy the reader is', async () => {
    const script = threadOf("require('node:worker_threads').parentPort.postMessage({ t: 'reading', format: 'stl', bytes: process.pid }); for (;;);");
    // An engine of a few lines: it begins to read, and says which process does.
    const engine = spawn(process.execPath, ['-e', `const { fork } = require('node:child_process'); const child = fork(${JSON.stringify(fileURLToPath(script))}, [], { execArgv: [] }); child.on('message', ({ bytes }) => console.log(bytes)); child.send({ t: 'read', task: { heapMb: 100 } }); setInterval(() => undefined, 1000);`]);
    const pid = Number(String((await once(engine.stdout, 'data'))[0]));
    expect(isRunning(pid)).toBe(true);
    engine.kill('SIGKILL');
    while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('stops what is cancelled, and all at its end', async () => {
    const { importer, load } = start({ script: scriptOf('setInterval(() => undefined, 1000)') });
    const cancel = new AbortController();
    const [running, waiting] = [load('a.stl', cancel.signal), load('b.stl')];
    cancel.abort();
    expect(await running).toMatchObject({ code: 'cancelled' });
    const closed = importer.close();
    expect(await waiting).toMatchObject({ code: 'cancelled' });
    await closed;
    expect(await load('c.stl')).toMatchObject({ code: 'cancelled' });
  });

  it('takes sixty at a time and says when there are more', async () => {
    const { importer, load } = start({ script: scriptOf('setInterval(() => undefined, 1000)') });
    const all = Array.from({ length: 61 }, (_, n) => load(`${n}.stl`));
    expect(await all[60]).toMatchObject({ ok: false, code: 'busy' });
    await importer.close();
    expect((await Promise.all(all.slice(0, 60))).every((answer) => !answer.ok && answer.code === 'cancelled')).toBe(true);
  });
});

describe('meshes made before', patience, () => {
  it('are kept by what the file holds, and given again the same', async () => {
    const { importer, load } = start();
    write('cube.stl', binaryStl(cube()));
    const first = await load('cube.stl');
    expect(kept()).toHaveLength(1);
    const before = statSync(join(folder, 'cache', kept()[0] ?? '')).ino;
    write('same.stl', binaryStl(cube()));
    expect(await load('same.stl')).toEqual(first);
    expect(statSync(join(folder, 'cache', kept()[0] ?? '')).ino).toBe(before);
    write('cube.stl', binaryStl(cube(2)));
    const other = await load('cube.stl');
    expect(other.ok && other.model.mesh.bounds).toEqual([0, 0, 0, 2, 2, 2]);
    expect(kept()).toHaveLength(2);
    await importer.close();
  });

  it('are given at once to the next who asks, without a process, until the model or its mesh is another', async () => {
    write('starts', '');
    const mesh = join(folder, 'a.mesh');
    const made = { t: 'done', kept: { file: mesh, ino: '1', bytes: 3, hash: 'h', report: { format: 'glb', fileBytes: 1, trianglesRead: 1, triangles: 1, vertices: 3, notes: [] } }, cacheProblem: null };
    const { importer } = start({ script: scriptOf(`require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x'); require('node:fs').writeFileSync(${JSON.stringify(mesh)}, 'abc'); process.send(${JSON.stringify(made)}); setInterval(() => undefined, 1000)`) });
    const starts = async (name: string): Promise<number> => {
      expect(await importer.load({ path: join(folder, name), root: folder, up: null })).toEqual({ ok: true, kept: made.kept });
      return readFileSync(join(folder, 'starts'), 'utf8').length;
    };
    write('a.glb', 'one');
    expect([await starts('a.glb'), await starts('a.glb')]).toEqual([1, 1]);
    write('a.glb', 'another');
    expect([await starts('a.glb'), await starts('a.glb')]).toEqual([2, 2]);
    rmSync(mesh);
    expect([await starts('a.glb'), await starts('a.glb')]).toEqual([3, 3]);
    await importer.close();
  });

  it('are made anew where they are damaged, cut, or replaced by something else', async () => {
    const { importer, load } = start();
    write('cube.stl', binaryStl(cube()));
    const first = await load('cube.stl');
    const file = join(folder, 'cache', kept()[0] ?? '');
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[200] = (damaged[200] ?? 0) ^ 1;
    for (const bytes of [damaged, whole.subarray(0, 100), Buffer.from('something else')]) {
      writeFileSync(file, bytes);
      expect(await load('cube.stl')).toEqual(first);
      expect(readFileSync(file)).toEqual(whole);
    }
    await importer.close();
  });

  it('are made anew where a file beside the model changed', async () => {
    const { importer, load } = start();
    const { json, binary } = triangle();
    write('a.gltf', JSON.stringify({ ...json, buffers: [{ byteLength: 42, uri: 'a.bin' }] }));
    write('a.bin', binary);
    const first = await load('a.gltf');
    binary.writeFloatLE(5, 12);
    write('a.bin', binary);
    const second = await load('a.gltf');
    expect([first, second].map((answer) => answer.ok && answer.model.mesh.bounds[3])).toEqual([1, 5]);
    expect(first.ok && second.ok && first.model.hash === second.model.hash).toBe(false);
    await importer.close();
  });

  it('cost a sentence in the log and nothing else where they can’t be kept', async () => {
    write('cache', 'a file where the folder should be');
    const { importer, load, log } = start();
    write('one.glb', glb(triangle().json, triangle().binary));
    expect((await load('one.glb')).ok).toBe(true);
    expect(log.lines.map(({ level, sentence }) => [level, sentence])).toEqual([['warn', expect.stringMatching(/can't be kept in the data folder \(E/)]]);
    await importer.close();
  });
});
