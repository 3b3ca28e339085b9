import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { binaryStl, cube } from '#test/support/foreign-models.ts';
import { readMeshFile } from '#shared/scene/mesh-file.ts';
import { cacheBytes, keepMesh, keptMesh } from './mesh-cache.ts';
import { openModelFiles, wholeHash } from './model-files.ts';
import { readModel } from './read-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstout-meshes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the folder of meshes', () => {
  it('stays within its bytes: the one used longest ago makes room, half-written ones first, and files of others stay', async () => {
    const dir = join(folder, 'cache');
    mkdirSync(dir);
    const large = (name: string, usedS: number, bytes: number): void => {
      writeFileSync(join(dir, name), '');
      truncateSync(join(dir, name), bytes);
      utimesSync(join(dir, name), usedS, usedS);
    };
    large('old.mesh', 1000, cacheBytes / 2);
    large('new.mesh', 2000, cacheBytes / 2);
    large('cut.mesh.part', 3000, 10);
    writeFileSync(join(dir, 'notes.txt'), 'not ours');
    writeFileSync(join(folder, 'cube.stl'), binaryStl(cube()));
    const files = openModelFiles(join(folder, 'cube.stl'), folder);
    const model = { ...(await readModel(files, null)), hash: wholeHash(files.ownHash, files.used()) };
    const made = keepMesh({ cacheDir: dir, scratchDir: join(folder, 'scratch'), files, up: null, model });
    expect(made.cacheProblem).toBeNull();
    expect(readdirSync(dir).toSorted()).toEqual([expect.stringMatching(/^[0-9a-f]{64}-as-usual-\d+\.mesh$/), 'new.mesh', 'notes.txt']);
    expect(keptMesh(dir, files, null, 5_000_000)).toEqual(made.kept);
    expect(readMeshFile(new Uint8Array(readFileSync(made.kept.file)))).toMatchObject(model);
    expect(keptMesh(dir, files, 'y', 5_000_000)).toBeNull();
  });
});
