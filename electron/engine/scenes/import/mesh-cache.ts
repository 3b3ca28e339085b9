import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meshFileVersion } from '#shared/scene/mesh-file.ts';
import type { ImportedModel, KeptMesh } from './import-protocol.ts';
import { packMesh, unpackMesh } from './mesh-file.ts';
import type { ModelFiles } from './model-files.ts';

/** All meshes kept, together: the ones used longest ago make room. */
export const cacheBytes = 512 * 1024 * 1024;
const cacheFiles = 500;
const ending = '.mesh';

const nameOf = ({ ownHash }: ModelFiles, up: 'y' | 'z' | null): string => `${ownHash}-${up ?? 'as-usual'}-${meshFileVersion}${ending}`;

/**
 * The mesh made of these files before; null where there is none, a file it was made of is another by now, or it is
 * damaged, and then it is taken away. Used now, it is the last to make room.
 */
export function keptMesh(dir: string, files: ModelFiles, up: 'y' | 'z' | null, nowMs: number): KeptMesh | null {
  const file = join(dir, nameOf(files, up));
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return null;
  }
  // A buffer of its own: small reads share one with others, where numbers need not begin at a multiple of four.
  const kept = unpackMesh(bytes.byteOffset % 4 === 0 ? (bytes as Buffer<ArrayBuffer>) : new Uint8Array(bytes));
  if (kept === null) {
    rmSync(file, { force: true });
    return null;
  }
  if (kept.used.some(([name, hash]) => hashOf(files, name) !== hash)) return null;
  try {
    utimesSync(file, nowMs / 1000, nowMs / 1000);
  } catch {
    // Then it makes room a little earlier.
  }
  return { file, ino: inoOf(file), bytes: bytes.length, hash: kept.hash, report: kept.report };
}

function hashOf(files: ModelFiles, name: string): string | null {
  try {
    return files.hashBeside(name);
  } catch {
    return null;
  }
}

const inoOf = (file: string): string => String(statSync(file, { bigint: true }).ino);

type Keep = {
  readonly cacheDir: string | null;
  /** Takes what the cache can't. */
  readonly scratchDir: string;
  readonly files: ModelFiles;
  readonly up: 'y' | 'z' | null;
  readonly model: ImportedModel;
};

/**
 * Puts a mesh on the disk: into the cache or, where there is none or it takes none, into the scratch folder, with a
 * sentence, as that costs time at the next start. Throws where neither takes it.
 */
export function keepMesh({ cacheDir, scratchDir, files, up, model }: Keep): { readonly kept: KeptMesh; readonly cacheProblem: string | null } {
  const bytes = packMesh(model, files.used());
  const put = (dir: string): KeptMesh => {
    mkdirSync(dir, { recursive: true });
    const file = join(dir, nameOf(files, up));
    writeFileSync(`${file}.part`, bytes, { flush: true });
    renameSync(`${file}.part`, file);
    return { file, ino: inoOf(file), bytes: bytes.length, hash: model.hash, report: model.report };
  };
  if (cacheDir === null) return { kept: put(scratchDir), cacheProblem: null };
  try {
    mkdirSync(cacheDir, { recursive: true });
    makeRoom(cacheDir, bytes.length);
    return { kept: put(cacheDir), cacheProblem: null };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    return { kept: put(scratchDir), cacheProblem: `The mesh made of the model can't be kept in the data folder (${why}), so that it is made anew at each start.` };
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
