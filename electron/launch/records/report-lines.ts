import type { ChainReport } from '#electron/engine/store/records/verify-chain.ts';

/** A head as it is noted on paper, NUMBER:HASH; throws a sentence at anything else. */
export function readNoted(text: string): { readonly seq: number; readonly hash: string } {
  const found = /^(\d{1,15}):([0-9a-fA-F]{64})$/.exec(text.trim());
  if (found === null) throw new Error(`"${text.slice(0, 100)}" is no head: write the number of the record, a colon and the 64 hex digits of its hash.`);
  return { seq: Number(found[1]), hash: (found[2] as string).toLowerCase() };
}

/** What was found, in sentences. */
export function reportLines({ file, records, first, last, earlierLines, broken, breaks, attachments, badAttachments }: ChainReport): readonly string[] {
  const at = (timeMs: number): string => new Date(timeMs).toISOString();
  const lines = [`${records} records in ${file}.`];
  if (first !== null && last !== null) {
    lines.push(`First: ${first.seq} of ${at(first.timeMs)}, ${first.hash}`, `Last:  ${last.seq} of ${at(last.timeMs)}, ${last.hash}`);
    lines.push(`Note the last as ${last.seq}:${last.hash} — whether the end was cut off later can be told against it alone.`);
  }
  if (earlierLines !== null && earlierLines > 0) lines.push(`Records 1 to ${earlierLines} were lines of the audit log before there was a chain: it vouches for them from their move on, not for the time before.`);
  if (attachments > 0) lines.push(`${attachments} attachments.`);
  lines.push(broken === null ? 'The chain holds: every record is what was written, in its order, with none missing between.' : `The chain is broken${breaks > 1 ? ` in ${breaks} places, first here` : ''}: ${broken.sentence}`);
  return [...lines, ...badAttachments];
}
