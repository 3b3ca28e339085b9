import { statSync } from 'node:fs';
import type { Clock } from '../../ports.ts';
import type { ImportAnswer, KeptMesh, ModelFile } from './import-protocol.ts';

/** Answers of this engine, by file as it is on the disk: ten consoles that open a scene do not start ten processes. */
export type Remembered = {
  /** What became of this very file before; null where it has to be looked at. */
  answer(file: ModelFile): ImportAnswer | null;
  made(file: ModelFile, kept: KeptMesh): void;
  /** Of a refusal that cost time or memory; one found by counting is as quickly found again. */
  refused(file: ModelFile, answer: ImportAnswer): void;
};

/** How long such a refusal stands, ms: a file it names may have been mended meanwhile. */
const refusedMs = 10 * 60_000;
const most = 500;

export function createRemembered(clock: Pick<Clock, 'monotonicMs'>): Remembered {
  const known = new Map<string, { readonly stamp: string; /** Of its mesh. */ readonly keptStamp: string | null; readonly untilMs: number; readonly answer: ImportAnswer }>();
  const keyOf = ({ path, up }: ModelFile): string => `${up} ${path}`;
  const put = (file: ModelFile, untilMs: number, answer: ImportAnswer): void => {
    const stamp = stampOf(file.path);
    const key = keyOf(file);
    known.delete(key);
    if (stamp !== null) known.set(key, { stamp, keptStamp: answer.ok ? stampOf(answer.kept.file) : null, untilMs, answer });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  };
  return {
    answer(file) {
      const before = known.get(keyOf(file));
      if (before === undefined || before.untilMs <= clock.monotonicMs() || before.stamp !== stampOf(file.path)) return null;
      return before.answer.ok && stampOf(before.answer.kept.file) !== before.keptStamp ? null : before.answer;
    },
    made(file, kept) {
      // Of a .gltf the files it names may be others while it is the same.
      if (kept.report.format !== 'gltf') put(file, Infinity, { ok: true, kept });
    },
    refused: (file, answer) => put(file, clock.monotonicMs() + refusedMs, answer),
  };
}

function stampOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${ino}:${size}:${mtimeNs}`;
  } catch {
    return null;
  }
}
