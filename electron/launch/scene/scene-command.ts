import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '#electron/engine/ports.ts';
import { createModelImporter } from '#electron/engine/scenes/import/model-importer.ts';
import { type MeshFile, readMeshFile } from '#shared/scene/mesh-file.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { meshGlb } from './mesh-glb.ts';
import { modelLines } from './model-lines.ts';
import { readSceneCommand, sceneUsage, UsageError, type SceneCommand } from './scene-command-line.ts';

/** `npm run scene`: shows what a model becomes, and makes a .glb of it. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`${line}\n`);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = readSceneCommand(process.argv.slice(2));
    if (command.kind === 'inspect') return await inspect(command);
    if (command.kind === 'convert') return await convert(command);
    say(sceneUsage);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warn(`${error.message} See npm run scene -- --help.`);
    return 2;
  }
}

async function inspect({ file, up, json }: Extract<SceneCommand, { readonly kind: 'inspect' }>): Promise<number> {
  const model = await read({ file, up });
  if (model === null) return 1;
  const { mesh, report, hash } = model;
  if (json) say(JSON.stringify({ file, hash, report, bounds: mesh.bounds, coarseTriangles: mesh.coarseIndices.length / 3, parts: mesh.parts }, null, 2));
  else for (const line of modelLines(file, model)) say(line);
  return 0;
}

async function convert({ file, up, to, minutes }: Extract<SceneCommand, { readonly kind: 'convert' }>): Promise<number> {
  const model = await read({ file, up }, minutes * 60_000);
  if (model === null) return 1;
  const bytes = meshGlb(model.mesh);
  try {
    await writeFile(to, bytes, { flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    warn(isThere ? `${to} is there already. Remove it, or name another with --to.` : `${to} can't be written: ${(error as Error).message}.`);
    return 1;
  }
  say(`${to}: ${model.mesh.parts.length.toLocaleString('en')} parts, ${model.report.triangles.toLocaleString('en')} triangles, ${bytes.length.toLocaleString('en')} bytes.`);
  for (const note of model.report.notes) say(`Left out or changed: ${note}.`);
  return 0;
}

/** A model as a console would have it; null where it is refused, which is said. `patienceMs`: processor time it may take where that is more than a console gives. */
async function read({ file, up }: { readonly file: string; readonly up: 'y' | 'z' | null }, patienceMs?: number): Promise<MeshFile | null> {
  const log: Log = {
    info: () => undefined,
    warn: (_about, sentence) => warn(sentence),
    error: (_about, sentence, details) => warn(`${sentence} ${JSON.stringify(details ?? {})}`),
  };
  const script = new URL('../../engine/scenes/import/import-worker.ts', import.meta.url);
  const importer = createModelImporter({ script, cacheDir: null, node: process.execPath, clock: createSystemClock(), log, ...(patienceMs === undefined ? {} : { patienceMs }) });
  const answer = await importer.load({ path: file, root: dirname(file), up });
  // Its folder goes with the importer.
  const model = answer.ok ? readMeshFile(new Uint8Array(await readFile(answer.kept.file))) : null;
  await importer.close();
  if (model === null) warn(answer.ok ? `The mesh of ${file} can't be read back.` : answer.sentence);
  return model;
}
