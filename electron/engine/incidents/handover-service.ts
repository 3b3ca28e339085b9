import { foldHandover, handoverPrefix, streamOfHandover } from '#shared/incident/fold-handover.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { type Handover, type HandoverDraft, HandoverId } from '#shared/model/handover.ts';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { Log } from '../ports.ts';
import type { Records, Who } from '../records/records.ts';

export type HandoverDone = { readonly handover: HandoverId; readonly seq: number; readonly isAgain: boolean };
export type AcceptAsked = { readonly opId: string; readonly handover: HandoverId; readonly items: readonly string[]; readonly comment: string };

export type HandoverService = {
  /** Writes down what the next shift is to know, as it is now, with the newest record of the chain. */
  write(opId: string, comment: string, who: NonNullable<Who>): Promise<Result<HandoverDone, 'conflict'>>;
  /** Accepts items, all of them or none. */
  accept(asked: AcceptAsked, who: NonNullable<Who>): Promise<Result<HandoverDone, 'not-found' | 'conflict' | 'same-person'>>;
  draft(): Promise<HandoverDraft>;
  newest(): Handover | null;
  /** Newest first. */
  list(limit: number): Promise<readonly Handover[]>;
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
};

/** `draft` is given when the handover before was written; null for the first. */
type Options = { readonly records: Pick<Records, 'append' | 'read' | 'readAll' | 'streams' | 'onRecord' | 'settle' | 'head'>; readonly log: Log; readonly draft: (sinceMs: number | null) => Promise<HandoverDraft> };

const numberOf = (id: string): number => Number(id.slice('HO-'.length));

/** Handovers of this plant. One is written by who leaves and accepted, item by item, by who comes. */
export async function createHandovers({ records, log, draft }: Options): Promise<HandoverService> {
  const listeners = new Set<() => void>();
  /** By operation id of their first record. */
  const written = new Map<string, HandoverId>();
  const states = new Map<string, Handover>();
  let highest = 0;
  let tail: Promise<unknown> = Promise.resolve();

  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const answer = tail.then(work);
    tail = answer.catch(() => undefined);
    return answer;
  };
  const take = (record: KeptRecord): void => {
    if (!record.stream.startsWith(handoverPrefix)) return;
    const id = record.stream.slice(handoverPrefix.length);
    const state = foldHandover(states.get(id) ?? null, record);
    if (state === null) return;
    states.set(id, state);
    highest = Math.max(highest, numberOf(id));
    if (record.kind === 'written' && record.opId !== null) written.set(record.opId, state.id);
    for (const listener of listeners) listener();
  };
  const stop = records.onRecord(take);
  /** A handover is read whole when it is wanted: there are thousands, and mostly the newest is. */
  const load = async (id: HandoverId): Promise<Handover | null> => {
    const there = states.get(id);
    if (there !== undefined) return there;
    let state: Handover | null = null;
    for (const record of await records.readAll(streamOfHandover(id))) state = foldHandover(state, record);
    if (state !== null) states.set(id, state);
    return state;
  };
  const all: HandoverId[] = [];
  for (const { stream, first } of await records.streams(handoverPrefix)) {
    const id = HandoverId.safeParse(stream.slice(handoverPrefix.length));
    // The number of one whose beginning was lost with a damaged file is not given again either.
    if (id.success) highest = Math.max(highest, numberOf(id.data));
    if (!id.success || first.kind !== 'written') {
      log.warn('handover', `${stream} does not begin as a handover does, so it is not shown.`);
      continue;
    }
    all.push(id.data);
    if (first.opId !== null) written.set(first.opId, id.data);
  }
  const newestId = all.reduce<HandoverId | undefined>((best, id) => (best === undefined || numberOf(id) > numberOf(best) ? id : best), undefined);
  if (newestId !== undefined) await load(newestId);

  const newest = (): Handover | null => [...states.values()].reduce<Handover | null>((best, one) => (best === null || numberOf(one.id) > numberOf(best.id) ? one : best), null);
  const draftNow = (): Promise<HandoverDraft> => draft(newest()?.writtenMs ?? null);

  return {
    write: (opId, comment, who) =>
      inTurn(async () => {
        await records.settle();
        const before = written.get(opId);
        if (before !== undefined) {
          const state = await load(before);
          const [first] = await records.read(streamOfHandover(before), 0, 1);
          if (state === null || first?.user !== who.user) return refused('conflict', 'The number of this act was used for another one before, so nothing was written.', 'Do it once more: a new number is made for it.');
          return ok({ handover: before, seq: first.seq, isAgain: true });
        }
        const made = await draftNow();
        const { seq, hash } = await records.head();
        const id = HandoverId.parse(`HO-${String(++highest).padStart(4, '0')}`);
        const put = await records.append({ stream: streamOfHandover(id), kind: 'written', body: { comment, draft: made, chain: { seq, head: hash } }, who, opId }, 0);
        return put.ok ? ok({ handover: id, seq: put.value.seq, isAgain: put.value.isAgain }) : put;
      }),
    accept: ({ opId, handover: id, items, comment }, who) =>
      inTurn(async () => {
        await records.settle();
        const state = await load(id);
        if (state === null) return refused('not-found', `There is no handover ${id}.`);
        const isKnown = state.accepted.some(({ by }) => by === who.user) && (await records.readAll(streamOfHandover(id))).some((record) => record.opId === opId);
        if (!isKnown) {
          if (state.writtenBy === who.user) return refused('same-person', `${id} was written by ${who.user}, and is accepted by who comes.`, 'Let the next lead accept it under their own name.');
          const unknown = items.find((item) => !state.draft.items.some((one) => one.id === item));
          if (unknown !== undefined) return refused('not-found', `${id} has no item ${unknown}.`);
          const taken = state.accepted.find(({ item }) => items.includes(item));
          if (taken !== undefined) return refused('conflict', `${taken.item} was accepted by ${taken.by} already, so nothing was changed.`, 'Accept the others.');
        }
        const put = await records.append({ stream: streamOfHandover(id), kind: 'accepted', body: { items, comment }, who, opId }, isKnown ? undefined : state.seq);
        return put.ok ? ok({ handover: id, seq: put.value.seq, isAgain: put.value.isAgain }) : put;
      }),
    draft: draftNow,
    newest,
    async list(limit) {
      const ids = [...new Set([...all, ...[...states.values()].map(({ id }) => id)])].sort((a, b) => numberOf(b) - numberOf(a)).slice(0, limit);
      const found: Handover[] = [];
      for (const id of ids) {
        const state = await load(id);
        if (state !== null) found.push(state);
      }
      return found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      await tail;
      stop();
      listeners.clear();
    },
  };
}
