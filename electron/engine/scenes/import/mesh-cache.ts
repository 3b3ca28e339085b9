import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportedModel } from './import-protocol.ts';
import { meshFileVersion, packMesh, unpackMesh } from './mesh-file.ts';
import type { ModelFiles } from './model-files.ts';

/** All meshes kept, together: the ones used longest ago make room. */
export const cacheBytes = 512 * 1024 * 1024;
const cacheFiles = 500;
const ending = '.mesh';

const pathOf = (dir: string, { ownHash }: ModelFiles, up: 'y' | 'z' | null): string => join(dir, `${ownHash}-${up ?? 'as-usual'}-${meshFileVersion}${ending}`);

/**
 * The mesh made of these files before; null where there is none, a file it was made of is another by now, or it is
 * damaged, and then it is taken away. Used now, it is the last to make room.
 */
export function keptMesh(dir: string, files: ModelFiles, up: 'y' | 'z' | null, nowMs: number): ImportedModel | null {
  const path = pathOf(dir, files, up);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  // A buffer of its own: small reads share one with others, and the columns go to another thread.
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  const kept = unpackMesh(own);
  if (kept === null) {
    rmSync(path, { force: true });
    return null;
  }
  if (kept.used.some(([name, hash]) => hashOf(files, name) !== hash)) return null;
  try {
    utimesSync(path, nowMs / 1000, nowMs / 1000);
  } catch {
    // Then it makes room a little earlier.
  }
  // A copy of each, as four views of one buffer can't be handed over one by one.
  const { mesh } = kept.model;
  return { ...kept.model, mesh: { ...mesh, positions: mesh.positions.slice(), normals: mesh.normals.slice(), indices: mesh.indices.slice(), coarseIndices: mesh.coarseIndices.slice() } };
}

function hashOf(files: ModelFiles, name: string): string | null {
  try {
    return files.hashBeside(name);
  } catch {
    return null;
  }
}

/** Keeps a mesh; gives a sentence where that is not possible, which costs time at the next start and nothing else. */
export function keepMesh(dir: string, files: ModelFiles, up: 'y' | 'z' | null, model: ImportedModel): string | null {
  try {
    mkdirSync(dir, { recursive: true });
    const bytes = packMesh(model, files.used());
    if (bytes.length > cacheBytes / 2) return null;
    makeRoom(dir, bytes.length);
    const path = pathOf(dir, files, up);
    writeFileSync(`${path}.part`, bytes, { flush: true });
    renameSync(`${path}.part`, path);
    return null;
  } catch (error) {
    return `The mesh made of the model can't be kept in the data folder (${(error as NodeJS.ErrnoException).code ?? String(error)}), so that it is made anew each time.`;
  }
}

function makeRoom(dir: string, needed: number): void {
  const found = readdirSync(dir).flatMap((name) => {
    if (!/\.mesh(?:\.part)?$/.test(name)) return [];
    const { size, mtimeMs } = statSync(join(dir, name));
    // What was left half written goes first.
    return [{ name, size, usedMs: name.endsWith(ending) ? mtimeMs : 0 }];
  });
  let bytes = found.reduce((sum, { size }) => sum + size, needed);
  let count = found.length + 1;
  for (const { name, size, usedMs } of found.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (usedMs !== 0 && bytes <= cacheBytes && count <= cacheFiles) break;
    rmSync(join(dir, name), { force: true });
    bytes -= size;
    count -= 1;
  }
}
