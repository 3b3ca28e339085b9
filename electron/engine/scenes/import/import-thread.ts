import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ImportTask } from './import-protocol.ts';
import { patientWasmPages, wasmPages } from './limits.ts';
import { keepMesh, keptMesh } from './mesh-cache.ts';
import { openModelFiles, wholeHash } from './model-files.ts';
import { ModelRefused } from './model-refused.ts';
import { readModel } from './read-model.ts';
import { limitWasmMemory } from './wasm-memory.ts';

/** Reads the model this thread was started for, puts its mesh on the disk and says where. */
export async function readInThread(): Promise<void> {
  const task = workerData as ImportTask;
  limitWasmMemory(task.isPatient ? patientWasmPages : wasmPages);
  const say = (message: FromThread): void => parentPort?.postMessage(message);
  try {
    say(await meshOf(task, say));
  } catch (error) {
    if (error instanceof ModelRefused) say({ t: 'refused', reason: error.message, advice: error.advice });
    else say({ t: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function meshOf({ path, root, up, cacheDir, scratchDir, nowMs, isPatient }: ImportTask, say: (message: FromThread) => void): Promise<FromThread> {
  const files = openModelFiles(path, root, isPatient);
  say({ t: 'reading', format: files.format, bytes: files.bytes.length });
  const before = cacheDir === null ? null : keptMesh(cacheDir, files, up, nowMs);
  if (before !== null) return { t: 'done', kept: before, cacheProblem: null };
  const made = await readModel(files, up, (triangles) => say({ t: 'counted', triangles, threadMs: threadMs() }));
  const model = { ...made, hash: wholeHash(files.ownHash, files.used()) };
  return { t: 'done', ...keepMesh({ cacheDir, scratchDir, files, up, model }) };
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
