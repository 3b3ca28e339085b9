import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { createJournalReader, type JournalState, pageSize, upTo } from './journal-reader.ts';

const event = (seq: number): AlarmEvent => ({ seq, alarm: 'A' as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: null, quality: 0 });
type Asked = { readonly beforeSeq: number; readonly filter?: { readonly text?: string } };

/** A journal of events 1 to `last`, asked as the engine is: a filter looks at `stretch` events a call; "n" keeps every n-th. */
function journal(stretch = 1000) {
  const asked: number[] = [];
  const at = { last: 0, isFailing: false };
  let hold: Promise<void> | null = null;
  const call = async (_name: string, { beforeSeq, filter }: Asked): Promise<unknown> => {
    asked.push(beforeSeq);
    const last = at.last;
    if (hold !== null) await hold;
    if (at.isFailing) return { ok: false, fault: { code: 'history-unavailable', message: 'The journal cannot be read.' } };
    const every = Number(filter?.text ?? 1);
    const top = Math.min(last, beforeSeq - 1);
    const low = filter === undefined ? 0 : Math.max(0, top - stretch);
    const found: AlarmEvent[] = [];
    let seq = top;
    for (; seq > low && found.length < pageSize; seq--) if (seq % every === 0) found.push(event(seq));
    return { ok: true, value: { events: found, nextBeforeSeq: seq <= 0 ? null : seq + 1 } };
  };
  return { client: { call } as unknown as Pick<ConsoleClient, 'call'>, asked, at, holdUntil: (promise: Promise<void> | null) => void (hold = promise) };
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
};
function open(from = journal()) {
  const seen: JournalState[] = [];
  const reader = createJournalReader(from.client, (state) => seen.push(state));
  return { ...from, reader, now: () => seen.at(-1) as JournalState, seen };
}
const seqs = (state: JournalState): readonly number[] => state.events.map(({ seq }) => seq);
const down = (from: number, to: number): readonly number[] => Array.from({ length: from - to + 1 }, (_, at) => from - at);

describe('the alarm journal of a moment', () => {
  it('begins with the last event up to the moment, never with a later one, and reads on when asked', async () => {
    const { reader, now, at } = open();
    at.last = 1000;
    reader.show({ filter: null, seq: 700, epoch: 0 });
    await settle();
    expect(seqs(now())).toEqual(down(700, 501));
    reader.older();
    await settle();
    expect([seqs(now()), now().nextBeforeSeq, now().isSearching]).toEqual([down(700, 301), 301, false]);
  });
  it('follows as the journal grows, page by page, each event once', async () => {
    const { reader, now, at } = open();
    at.last = 100;
    reader.show({ filter: null, seq: 100, epoch: 0 });
    await settle();
    at.last = 900;
    reader.show({ filter: null, seq: 700, epoch: 0 });
    await settle();
    expect([seqs(now()), now().nextBeforeSeq]).toEqual([down(700, 1), null]);
  });
  it('asks one question at a time in a flood, and the next takes all that came meanwhile', async () => {
    const { reader, now, at, asked, holdUntil } = open();
    at.last = 10;
    reader.show({ filter: null, seq: 10, epoch: 0 });
    await settle();
    let go = (): void => undefined;
    holdUntil(new Promise((resolve) => (go = resolve)));
    const before = asked.length;
    for (let seq = 11; seq <= 60; seq++) {
      at.last = seq;
      reader.show({ filter: null, seq, epoch: 0 });
    }
    await settle();
    expect(asked.length - before).toBe(1);
    holdUntil(null);
    go();
    await settle();
    expect([seqs(now()), asked.length - before]).toEqual([down(60, 1), 2]);
  });
  it('begins anew after a jump to another moment, and an answer of before it is not taken', async () => {
    const { reader, now, at, holdUntil } = open();
    at.last = 500;
    let go = (): void => undefined;
    holdUntil(new Promise((resolve) => (go = resolve)));
    reader.show({ filter: null, seq: 500, epoch: 0 });
    await settle();
    holdUntil(null);
    reader.show({ filter: null, seq: 50, epoch: 1 });
    go();
    await settle();
    expect(seqs(now())).toEqual(down(50, 1));
  });
  it('hides what came after the moment', () => {
    const held = [event(9), event(7), event(4)];
    expect([9, 8, 7, 4, 3].map((seq) => upTo(held, seq).map((one) => one.seq))).toEqual([[9, 7, 4], [7, 4], [7, 4], [4], []]);
    expect(upTo(held, 9)).toBe(held);
  });
});

describe('a filtered search of the journal', () => {
  it('asks on, stretch by stretch, until it has a page, and says how far it has searched', async () => {
    const { reader, now, at, seen } = open(journal(1000));
    at.last = 30_000;
    reader.show({ filter: { text: '100' }, seq: 30_000, epoch: 0 });
    await settle();
    expect(seqs(now())).toEqual(Array.from({ length: 200 }, (_, n) => 30_000 - n * 100));
    expect(now()).toMatchObject({ nextBeforeSeq: 10_001, isSearching: false });
    expect(new Set(seen.map(({ nextBeforeSeq }) => nextBeforeSeq)).size).toBeGreaterThan(15);
  });
  it('goes on from where it was stopped, and misses nothing', async () => {
    const { reader, now, at, holdUntil } = open(journal(500));
    at.last = 5000;
    let go = (): void => undefined;
    holdUntil(new Promise((resolve) => (go = resolve)));
    reader.show({ filter: { text: '50' }, seq: 5000, epoch: 0 });
    await settle();
    reader.stop();
    go();
    holdUntil(null);
    await settle();
    expect(now()).toMatchObject({ isSearching: false, nextBeforeSeq: 5001 });
    reader.older();
    await settle();
    expect([seqs(now()), now().nextBeforeSeq]).toEqual([Array.from({ length: 100 }, (_, n) => 5000 - n * 50), null]);
  });
  it('ends with one sentence when the journal cannot be read, and asks again when there is news', async () => {
    const { reader, now, at, asked } = open();
    at.last = 10;
    at.isFailing = true;
    reader.show({ filter: null, seq: 10, epoch: 0 });
    await settle();
    expect([now().problem, now().isSearching, asked.length]).toEqual(['The journal cannot be read.', false, 1]);
    at.isFailing = false;
    at.last = 11;
    reader.show({ filter: null, seq: 11, epoch: 0 });
    reader.older();
    await settle();
    expect([now().problem, seqs(now())]).toEqual([null, down(11, 1)]);
  });
  it('finds in any order of growing, reading on and stopping each event that passes once, newest first', async () => {
    const move = fc.oneof(fc.record({ grow: fc.integer({ min: 1, max: 900 }) }), fc.constant('older' as const), fc.constant('stop' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 12 }), fc.constantFrom('1', '3', '40'), fc.integer({ min: 1, max: 2000 }), async (moves, text, stretch) => {
        const { reader, now, at } = open(journal(stretch));
        at.last = 300;
        reader.show({ filter: { text }, seq: 300, epoch: 0 });
        for (const one of moves) {
          if (one === 'older') reader.older();
          else if (one === 'stop') reader.stop();
          else {
            at.last += one.grow;
            reader.show({ filter: { text }, seq: at.last, epoch: 0 });
          }
          if (moves.length % 2 === 0) await settle();
        }
        reader.show({ filter: { text }, seq: at.last, epoch: 0 });
        for (let turn = 0; turn < 30 && now().nextBeforeSeq !== null; turn++) {
          reader.older();
          await settle();
        }
        await settle();
        const every = Number(text);
        expect(seqs(now())).toEqual(down(Math.floor(at.last / every), 1).map((n) => n * every));
      }),
      { numRuns: 60 },
    );
  });
});
