import { z } from 'zod';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import { RunEntry } from '#shared/model/runbook-run.ts';
import type { NewRecord } from '../records/records.ts';
import { indexStream, type RunRecords } from './run-records.ts';

const Begun = RunEntry.pick({ run: true, number: true, runbook: true, title: true, version: true, incident: true, alarm: true, asset: true, dry: true });
const Over = z.object({ run: z.string(), end: z.enum(['finished', 'aborted']) });

export type RunIndex = {
  /** By run, in the order they began. */
  readonly entries: ReadonlyMap<string, RunEntry>;
  /** Those that have not ended. */
  open(): readonly string[];
  /** A number for the next run, never given again by this engine. */
  takeNumber(): number;
  take(record: KeptRecord): void;
};

/** The list of all runs there ever were, from its own short records: some 200 bytes a run. */
export async function openRunIndex(records: Pick<RunRecords, 'readAll'>): Promise<RunIndex> {
  const entries = new Map<string, RunEntry>();
  let highest = 0;
  const index: RunIndex = {
    entries,
    open: () => [...entries.values()].filter(({ end }) => end === null).map(({ run }) => run),
    takeNumber: () => ++highest,
    take({ stream, kind, body, timeMs, user }) {
      if (stream !== indexStream) return;
      if (kind === 'run-begun') {
        const begun = Begun.safeParse(body);
        if (!begun.success) return;
        highest = Math.max(highest, begun.data.number);
        entries.set(begun.data.run, { ...begun.data, begunMs: timeMs, begunBy: user ?? '', endedMs: null, end: null, endedBy: null });
      } else if (kind === 'run-over') {
        const over = Over.safeParse(body);
        const entry = over.success ? entries.get(over.data.run) : undefined;
        if (over.success && entry !== undefined) entries.set(entry.run, { ...entry, endedMs: timeMs, end: over.data.end, endedBy: user });
      }
    },
  };
  for (const record of await records.readAll(indexStream)) index.take(record);
  return index;
}

export function indexRecord(entry: Omit<RunEntry, 'begunMs' | 'begunBy' | 'endedMs' | 'end' | 'endedBy'>, who: { readonly user: string; readonly role: string }): NewRecord {
  return { stream: indexStream, kind: 'run-begun', body: { ...entry }, who };
}
