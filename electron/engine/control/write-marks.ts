import { z } from 'zod';
import { WriteMark } from '#shared/model/control.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { ControlPlant } from './control-plant.ts';
import { type Expected, lookAt, type Seen } from './read-back.ts';

/** A mark and what takes it away. */
const KeptMark = z.object({
  mark: WriteMark,
  role: z.string(),
  /** Null where nothing shows whether the write took effect: somebody has to put the mark away. */
  expected: z.object({ feedback: z.string(), value: z.union([z.number(), z.string()]), tolerance: z.number() }).nullable(),
});
type KeptMark = z.infer<typeof KeptMark>;

const metaName = 'control.marks';
const mostMarks = 200;

export type WriteMarks = {
  readonly list: readonly WriteMark[];
  /** Puts a mark at a tag, in place of one it had. `afterMs`: values heard before it say nothing, monotonic. */
  put(mark: WriteMark, role: string, expected: Expected | null, afterMs: number): void;
  /** Takes the mark of a tag away, since a later write to it was confirmed. */
  clear(tag: TagId): void;
  dismiss(tag: TagId, seq: number): boolean;
  /** Takes away what its feedback agrees with by now. */
  look(plant: ControlPlant): void;
  /** Resolves when what is marked is on disk. */
  settled(): Promise<void>;
};

export type WriteMarksOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly meta: Store['meta'];
  readonly changed: () => void;
  /** Told of a mark that went because its feedback agreed. */
  readonly agreed: (mark: WriteMark, role: string, seen: Seen) => void;
};

/** Writes that were not confirmed, one a tag at most, kept over a restart. The newest 200; an older one is then in the audit log alone. */
export async function openWriteMarks({ clock, log, meta, changed, agreed }: WriteMarksOptions): Promise<WriteMarks> {
  const marks = new Map<string, KeptMark & { readonly afterMs: number }>();
  const stored = await meta.get(metaName).catch(() => null);
  for (const kept of parse(stored)) marks.set(kept.mark.tag, { ...kept, afterMs: clock.monotonicMs() });

  let saving: Promise<void> = Promise.resolve();
  const save = (): void => {
    const text = JSON.stringify([...marks.values()].map(({ mark, role, expected }) => ({ mark, role, expected })));
    saving = saving
      .then(() => meta.set(metaName, text))
      .catch((error: unknown) => log.error('control', `Which writes are not confirmed could not be kept for the next start: ${String(error)}`));
    changed();
  };
  return {
    get list() {
      return [...marks.values()].map(({ mark }) => mark).toSorted((a, b) => b.timeMs - a.timeMs);
    },
    put(mark, role, expected, afterMs) {
      marks.delete(mark.tag);
      for (const tag of marks.keys()) {
        if (marks.size < mostMarks) break;
        marks.delete(tag);
      }
      marks.set(mark.tag, { mark, role, expected, afterMs });
      save();
    },
    clear(tag) {
      if (marks.delete(tag)) save();
    },
    dismiss(tag, seq) {
      if (marks.get(tag)?.mark.seq !== seq) return false;
      marks.delete(tag);
      save();
      return true;
    },
    look(plant) {
      let isChanged = false;
      for (const [tag, { mark, role, expected, afterMs }] of marks) {
        if (expected === null) continue;
        const seen = lookAt(plant, expected as Expected, afterMs);
        if (!seen.agrees) continue;
        marks.delete(tag);
        isChanged = true;
        agreed(mark, role, seen);
      }
      if (isChanged) save();
    },
    async settled() {
      await saving;
    },
  };
}

function parse(text: string | null): readonly KeptMark[] {
  if (text === null) return [];
  try {
    const parsed = z.array(KeptMark).max(mostMarks).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}
