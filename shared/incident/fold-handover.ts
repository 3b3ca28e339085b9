import { type Handover, HandoverAccepted, HandoverId, HandoverWritten } from '../model/handover.ts';
import type { KeptRecord } from '../model/kept-record.ts';

export const handoverPrefix = 'handover:';
export const streamOfHandover = (id: string): string => `${handoverPrefix}${id}`;

/** The handover after one more of its records; null before the first. Who accepted an item first has accepted it. */
export function foldHandover(before: Handover | null, { seq, stream, kind, timeMs, user, body }: KeptRecord): Handover | null {
  if (before === null) {
    const id = HandoverId.safeParse(stream.slice(handoverPrefix.length));
    const written = HandoverWritten.safeParse(body);
    if (kind !== 'written' || !id.success || !written.success) return null;
    return { id: id.data, seq, writtenMs: timeMs, writtenBy: user ?? '', ...written.data, accepted: [], isComplete: written.data.draft.items.length === 0 };
  }
  if (kind !== 'accepted' || seq <= before.seq) return before;
  const some = HandoverAccepted.safeParse(body);
  if (!some.success) return before;
  const known = new Set(before.accepted.map(({ item }) => item));
  const there = new Set(before.draft.items.map(({ id }) => id));
  const fresh = [...new Set(some.data.items)].filter((item) => there.has(item) && !known.has(item));
  const accepted = [...before.accepted, ...fresh.map((item) => ({ item, by: user ?? '', atMs: timeMs, comment: some.data.comment }))];
  return { ...before, seq, accepted, isComplete: accepted.length === before.draft.items.length };
}
