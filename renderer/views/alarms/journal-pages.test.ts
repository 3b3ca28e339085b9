import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { appendOlder, fetchNewer, pageSize, putNewer, upTo } from './journal-pages.ts';

const event = (seq: number): AlarmEvent => ({ seq, alarm: 'A' as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: null, quality: 0 });
/** A journal of events 1 to `last`, asked as the engine is. */
const journal = (last: number): Pick<ConsoleClient, 'call'> => ({
  call: ((_name: string, { beforeSeq, limit }: { beforeSeq: number | null; limit: number }) => {
    const top = Math.min(last, (beforeSeq ?? Infinity) - 1);
    return Promise.resolve({ ok: true, value: { events: Array.from({ length: Math.max(0, Math.min(limit, top)) }, (_, at) => event(top - at)) } });
  }) as never,
});
const seqs = (events: readonly AlarmEvent[]): readonly number[] => events.map(({ seq }) => seq);

describe('the alarm journal of a moment', () => {
  it('begins with the last event up to the moment, never with a later one', async () => {
    const answer = await fetchNewer(journal(1000), null, 300);
    expect(answer).toMatchObject({ ok: true, isWhole: false });
    expect(answer.ok && [answer.events[0]?.seq, answer.events.length]).toEqual([300, pageSize]);
  });
  it('reads on from what is held to the moment, page by page, each event once', async () => {
    const answer = await fetchNewer(journal(1000), 100, 700);
    const all = answer.ok ? putNewer([event(100), event(99)], answer.events) : [];
    expect(seqs(all)).toEqual(Array.from({ length: 602 }, (_, at) => 700 - at));
  });
  it('hides what came after the moment, and shows nothing where all of it did', () => {
    const held = [event(9), event(7), event(4)];
    expect([9, 8, 7, 4, 3].map((seq) => seqs(upTo(held, seq)))).toEqual([[9, 7, 4], [7, 4], [7, 4], [4], []]);
    expect(upTo(held, 9)).toBe(held);
  });
  it('knows when nothing older exists', async () => expect(await fetchNewer(journal(3), null, 3)).toMatchObject({ ok: true, isWhole: true }));
  it('puts older events behind once', () => expect(seqs(appendOlder([event(5), event(4)], [event(4), event(3)]))).toEqual([5, 4, 3]));
});
