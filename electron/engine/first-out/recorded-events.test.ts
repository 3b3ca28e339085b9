import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createRecordedEvents, mostEvents } from './recorded-events.ts';

const event = (seq: number, engineMs: number): AlarmEvent => ({ seq, alarm: `A-${seq % 7}`, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: engineMs, engineMs, value: 1, quality: 0 }) as AlarmEvent;

/** A journal as the store answers, which notes how often it was asked. */
function journalOf(all: AlarmEvent[]) {
  const asked: { fromMs: number; toMs: number }[] = [];
  return {
    asked,
    all,
    eventsIn: async ({ fromMs, toMs, limit }: { readonly fromMs: number; readonly toMs: number; readonly limit: number }) => {
      asked.push({ fromMs, toMs });
      return all.filter(({ engineMs }) => engineMs >= fromMs && engineMs <= toMs).slice(0, limit);
    },
  };
}
const seqs = (events: readonly AlarmEvent[]): readonly number[] => events.map(({ seq }) => seq);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('events of the journal for a stretch of time', () => {
  it('are each there once, however many pages they fill and however many fall into one millisecond', async () => {
    // 12,000 a millisecond apart, then 7,000 of one and the same.
    const journal = journalOf([...upTo(12_000).map((seq) => event(seq, 1000 + seq)), ...upTo(7000).map((at) => event(12_000 + at, 20_000)), event(19_001, 20_001)]);
    const recorded = createRecordedEvents(journal, () => 1e9);
    const { events, isWhole } = await recorded.in(0, 30_000);
    expect(isWhole).toBe(true);
    expect(seqs(events)).toEqual(upTo(19_001));
    expect(seqs((await recorded.in(1002, 1004)).events)).toEqual([2, 3, 4]);
  });

  it('are read once for a replay that plays on, and anew when an event came into what is kept', async () => {
    const journal = journalOf([event(1, 1000), event(2, 100_000)]);
    const recorded = createRecordedEvents(journal, () => 1e9);
    expect(seqs((await recorded.in(0, 50_000)).events)).toEqual([1]);
    const asked = journal.asked.length;
    expect(seqs((await recorded.in(100, 100_000)).events)).toEqual([1, 2]);
    expect(journal.asked).toHaveLength(asked);
    // The clock was set back: an event of now carries a time within the stretch.
    journal.all.splice(1, 0, event(3, 60_000));
    recorded.came(60_000);
    expect(seqs((await recorded.in(100, 100_000)).events)).toEqual([1, 3, 2]);
  });

  it('of the present are never kept, since more may come with the same times', async () => {
    const journal = journalOf([event(1, 1000)]);
    const recorded = createRecordedEvents(journal, () => 2000);
    expect(seqs((await recorded.in(0, 3000)).events)).toEqual([1]);
    journal.all.push(event(2, 2500));
    expect(seqs((await recorded.in(0, 3000)).events)).toEqual([1, 2]);
  });

  it('end at a bound, and say so', async () => {
    const journal = journalOf(upTo(mostEvents + 10).map((seq) => event(seq, seq)));
    const { events, isWhole } = await createRecordedEvents(journal, () => 1e9).in(0, 1e6);
    expect(isWhole).toBe(false);
    expect(events).toHaveLength(mostEvents);
  });
});
