import type { WriteRecord } from '#shared/contract/control.ts';
import type { RunEventOf } from '#shared/model/runbook-run.ts';

export type WriteEnd = Pick<RunEventOf<'action-ended'>, 'outcome' | 'sentence'>;

/**
 * What became of a write that an engine before this one began in a run, by the write service's own lines: it asks the device
 * after a start. Null while that goes on. No line at all: the engine ended before the write was begun, nothing was sent.
 * @param writes to the tag, newest first. @param begun number of the record that begins it in the run: lines of the write come after it.
 * @param startedMs when this engine began: later writes are others.
 */
export function endOfLeft(writes: readonly WriteRecord[], { tag, user, begun, startedMs }: { readonly tag: string; readonly user: string; readonly begun: number; readonly startedMs: number }): WriteEnd | null {
  const write = writes.filter((one) => one.seq > begun && one.user === user && one.timeMs < startedMs).at(-1);
  if (write === undefined) return { outcome: 'refused', sentence: `The engine ended before ${tag} was written; nothing was sent.` };
  const { result } = write;
  if (result === null) return null;
  if (result.startsWith('done')) return { outcome: 'confirmed', sentence: `${tag}: ${result}.` };
  const kind = /^(unconfirmed|in-doubt): /.exec(result)?.[1];
  const sentence = result.replace(/^[a-z-]+: /, '');
  return kind === 'unconfirmed' || kind === 'in-doubt' ? { outcome: kind, sentence } : { outcome: 'refused', sentence };
}
