import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { binaryStl, cube } from '#test/support/foreign-models.ts';
import { readSceneCommand } from './scene-command-line.ts';

const run = (...argv: string[]) =>
  new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((done) => {
    const child = execFile(process.execPath, [fileURLToPath(new URL('scene-command.ts', import.meta.url)), ...argv], (_error, out, err) => done({ code: child.exitCode ?? -1, out, err }));
  });

describe('npm run scene', () => {
  it('reads what is asked for', () => {
    expect(readSceneCommand(['inspect', 'pump.glb'])).toEqual({ kind: 'inspect', file: resolve('pump.glb'), up: null, json: false });
    expect(readSceneCommand(['inspect', 'pump.stl', '--up', 'y', '--json'])).toEqual({ kind: 'inspect', file: resolve('pump.stl'), up: 'y', json: true });
    expect(readSceneCommand(['convert', 'pump.step'])).toEqual({ kind: 'convert', file: resolve('pump.step'), up: null, to: resolve('pump.glb'), minutes: 10 });
    expect(readSceneCommand(['convert', 'a.igs', '--to', 'b.GLB', '--minutes', '90'])).toEqual({ kind: 'convert', file: resolve('a.igs'), up: null, to: resolve('b.GLB'), minutes: 90 });
    expect(readSceneCommand(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [[], 'Say what to do: inspect or convert.'],
    [['look'], '“look” is neither inspect nor convert.'],
    [['inspect'], 'Name one file to inspect.'],
    [['inspect', 'a', 'b'], 'Name one file to inspect.'],
    [['inspect', 'a', '--up', 'x'], '--up is y or z.'],
    [['inspect', 'a', '--to', 'b.glb'], '--to and --minutes belong to convert.'],
    [['convert', 'a', '--json'], '--json belongs to inspect.'],
    [['convert', 'a', '--minutes', '0'], '--minutes is a number from 1 to 600.'],
    [['convert', 'a', '--to', 'a.stl'], '--to names a file that ends in .glb.'],
    [['inspect', 'a', '--down'], /^Unknown option '--down'/],
  ])('says what is wrong with %j', (argv, sentence) => expect(() => readSceneCommand(argv)).toThrow(sentence));

  it('makes a .glb of a STEP file, and overwrites nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstout-scene-'));
    const samples = join(dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')), 'test', 'testfiles');
    const ask = ['convert', join(samples, 'cube-units', 'cube-in.step'), '--to', join(folder, 'cube.glb')];
    expect(await run(...ask)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('cube.glb: 1 parts, 12 triangles') });
    const made = readFileSync(join(folder, 'cube.glb'));
    expect(await run(...ask)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is there already. Remove it') });
    expect(readFileSync(join(folder, 'cube.glb'))).toEqual(made);
    rmSync(folder, { recursive: true });
  }, 180_000);

  it('prints what a model becomes, and refuses with one sentence and exit code 1', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firstout-scene-'));
    writeFileSync(join(folder, 'cube.stl'), binaryStl(cube(2)));
    writeFileSync(join(folder, 'broken.stl'), binaryStl(cube(2)).subarray(0, 300));
    const good = await run('inspect', join(folder, 'cube.stl'));
    expect(good).toMatchObject({ code: 0, err: '' });
    expect(good.out).toContain('size       2 m east, 2 m north, 2 m up\n');
    expect(good.out).toContain('triangles  12 drawn of 12 read, no coarse level; 24 vertices\nleft out   STL knows no unit');
    expect(good.out).toContain('       12  none     2 × 2 × 2                 solid 1\n');
    const bad = await run('inspect', join(folder, 'broken.stl'));
    expect(bad).toEqual({ code: 1, out: '', err: 'The model broken.stl is not drawn: it says it has 12 triangles, and holds 4. Export it again from where it was drawn.\n' });
    rmSync(folder, { recursive: true });
  }, 180_000);
});
