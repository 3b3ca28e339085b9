import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { FromImport, ImportTask } from './import-protocol.ts';
import { wasmPages } from './limits.ts';
import { keepMesh, keptMesh } from './mesh-cache.ts';
import { openModelFiles, wholeHash } from './model-files.ts';
import { ModelRefused } from './model-refused.ts';
import { readModel } from './read-model.ts';
import { limitWasmMemory } from './wasm-memory.ts';

// The script of the thread that reads one model.
limitWasmMemory(wasmPages);

async function run({ path, root, up, cacheDir, nowMs }: ImportTask, port: MessagePort): Promise<void> {
  const answer = await answerTo();
  port.postMessage(answer, answer.t === 'done' ? columnsOf(answer.model.mesh) : []);
  port.close();

  async function answerTo(): Promise<FromImport> {
    try {
      const files = openModelFiles(path, root);
      port.postMessage({ t: 'reading', format: files.format, bytes: files.bytes.length } satisfies FromImport);
      const kept = cacheDir === null ? null : keptMesh(cacheDir, files, up, nowMs);
      if (kept !== null) return { t: 'done', model: kept, cacheProblem: null };
      const model = { ...(await readModel(files, up)), hash: wholeHash(files.ownHash, files.used()) };
      return { t: 'done', model, cacheProblem: cacheDir === null ? null : keepMesh(cacheDir, files, up, model) };
    } catch (error) {
      if (error instanceof ModelRefused) return { t: 'refused', reason: error.message, advice: error.advice };
      return { t: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }
}

/** None of the columns shares its memory. */
function columnsOf({ positions, normals, indices, coarseIndices }: SceneMesh): ArrayBuffer[] {
  return [positions, normals, indices, coarseIndices].flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

if (parentPort === null) throw new Error('The model reader runs in a worker thread only.');
void run(workerData as ImportTask, parentPort);
