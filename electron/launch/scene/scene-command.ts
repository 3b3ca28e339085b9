import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '#electron/engine/ports.ts';
import { createModelImporter } from '#electron/engine/scenes/import/model-importer.ts';
import { readMeshFile } from '#shared/scene/mesh-file.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { modelLines } from './model-lines.ts';
import { readSceneCommand, sceneUsage, UsageError, type SceneCommand } from './scene-command-line.ts';

/** `npm run scene`: shows what a model becomes. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`${line}\n`);
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = readSceneCommand(process.argv.slice(2));
    if (command.kind === 'inspect') return await inspect(command);
    say(sceneUsage);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warn(`${error.message} See npm run scene -- --help.`);
    return 2;
  }
}

async function inspect({ file, up, json }: Extract<SceneCommand, { readonly kind: 'inspect' }>): Promise<number> {
  const log: Log = {
    info: () => undefined,
    warn: (_about, sentence) => warn(sentence),
    error: (_about, sentence, details) => warn(`${sentence} ${JSON.stringify(details ?? {})}`),
  };
  const importer = createModelImporter({ script: new URL('../../engine/scenes/import/import-worker.ts', import.meta.url), cacheDir: null, node: process.execPath, clock: createSystemClock(), log });
  const answer = await importer.load({ path: file, root: dirname(file), up });
  // Its folder goes with the importer.
  const model = answer.ok ? readMeshFile(new Uint8Array(await readFile(answer.kept.file))) : null;
  await importer.close();
  if (model === null) {
    warn(answer.ok ? `The mesh of ${file} can't be read back.` : answer.sentence);
    return 1;
  }
  const { mesh, report, hash } = model;
  if (json) say(JSON.stringify({ file, hash, report, bounds: mesh.bounds, coarseTriangles: mesh.coarseIndices.length / 3, parts: mesh.parts }, null, 2));
  else for (const line of modelLines(file, model)) say(line);
  return 0;
}
