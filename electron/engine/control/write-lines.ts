import { z } from 'zod';
import type { TagId } from '#shared/model/ids.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';

/** The action under which every write stands in the audit log. */
export const writeAction = 'tag.write';

const value = z.union([z.number(), z.string()]);
/** What the audit log keeps of a write: enough to know after a crash what was to be, and to look whether it came about. */
export const WriteDetail = z.object({
  value,
  /** As the console writes them, with their unit. */
  after: z.string(),
  before: z.string(),
  beforeValue: value.nullable(),
  reason: z.string(),
  place: z.string(),
  device: z.string(),
  /** Null where nothing is read back. */
  expected: z.object({ feedback: z.string(), value, tolerance: z.number() }).nullable(),
  feedbackTimeoutMs: z.number(),
});
export type WriteDetail = z.infer<typeof WriteDetail>;

/** The detail of a line; null for one that is none of ours, as of an older version. */
export function readDetail(text: string): WriteDetail | null {
  try {
    const parsed = WriteDetail.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export type WriteLines = {
  /** Commits who is about to write what; resolves with its number. Rejects where it could not be put on disk. */
  begin(session: Session, tag: TagId, detail: WriteDetail): Promise<number>;
  /** How it ended; resolves when that is on disk. Where it cannot be put there the log of the engine has it, and the next start asks the device. */
  end(seq: number, who: { readonly user: string; readonly role: string }, tag: TagId, result: string, shown: string | null): Promise<void>;
  /** An attempt that was refused. */
  refused(session: Session, tag: string, asked: Readonly<Record<string, unknown>>, result: string): void;
  /** Resolves when every end handed over is on disk or given up. */
  settled(): Promise<void>;
};

/** Writes in the audit log: one line before, one after. */
export function createWriteLines(audit: Store['audit'], clock: Clock, log: Log): WriteLines {
  const open = new Set<Promise<void>>();
  const track = (work: Promise<unknown>, what: string): Promise<void> => {
    const done: Promise<void> = work
      .then(() => undefined, (error: unknown) => log.error('audit', `${what} could not be written to the audit log: ${String(error)}`))
      .finally(() => open.delete(done));
    open.add(done);
    return done;
  };
  const line = (who: { readonly user: string; readonly role: string }, subject: string, detail: unknown) => ({
    timeMs: clock.nowMs(),
    user: who.user,
    role: who.role,
    action: writeAction,
    subject,
    detail: JSON.stringify(detail),
  });
  return {
    begin: (session, tag, detail) => audit.append({ ...line(session, tag, detail), result: null, intent: null }),
    end(seq, who, tag, result, shown) {
      return track(audit.append({ ...line(who, tag, { shown }), result, intent: seq }), `The end of the write ${seq} to ${tag} by ${who.user} (${result})`);
    },
    refused(session, tag, asked, result) {
      const both = async (): Promise<void> => {
        const intent = await audit.append({ ...line(session, tag, asked), result: null, intent: null });
        await audit.append({ ...line(session, tag, {}), result, intent });
      };
      void track(both(), `A refused write to ${tag} by ${session.user} (${result})`);
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
