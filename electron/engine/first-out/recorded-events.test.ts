import { describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createVirtualClock } from '../testing/virtual-ports.ts';
import { createRecordedEvents, mostEvents, type Stretch } from './recorded-events.ts';

const event = (seq: number, engineMs: number): AlarmEvent => ({ seq, alarm: `A-${seq % 7}`, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: engineMs, engineMs, value: 1, quality: 0 }) as AlarmEvent;

/** A journal as the store answers, which notes what it was asked. */
function setUp(all: AlarmEvent[], nowMs = 1e12) {
  const asked: { fromMs: number; toMs: number }[] = [];
  const journal = {
    eventsIn: async ({ fromMs, toMs, limit }: { readonly fromMs: number; readonly toMs: number; readonly limit: number }) => {
      asked.push({ fromMs, toMs });
      return all.filter(({ engineMs }) => engineMs >= fromMs && engineMs <= toMs).slice(0, limit);
    },
  };
  const clock = createVirtualClock(nowMs);
  return { all, asked, clock, recorded: createRecordedEvents(journal, clock) };
}
const seqs = ({ events }: Stretch): readonly number[] => events.map(({ seq }) => seq);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('events of the journal for a stretch of time', () => {
  it('are each there once, however many pages they fill and however many fall into one millisecond', async () => {
    // 12,000 a millisecond apart, then 7,000 of one and the same.
    const { recorded } = setUp([...upTo(12_000).map((seq) => event(seq, 1000 + seq)), ...upTo(7000).map((at) => event(12_000 + at, 20_000)), event(19_001, 20_001)]);
    const stretch = await recorded.stretch(0, 30_000);
    expect(stretch.isWhole).toBe(true);
    expect(seqs(stretch)).toEqual(upTo(19_001));
    recorded.close();
  });

  it('are read once for a replay that plays on, which adds what is behind them, and anew when an event came into what is kept', async () => {
    const { recorded, asked, all } = setUp([event(1, 1000), event(2, 100_000), event(3, 900_000)]);
    const first = await recorded.stretch(0, 50_000);
    expect(seqs(first)).toEqual([1, 2]);
    const before = asked.length;
    expect(await recorded.stretch(100, 100_000)).toBe(first);
    expect(asked).toHaveLength(before);
    // Asked at once by two consoles, it grows once.
    const [one, two] = await Promise.all([recorded.stretch(200, 1_000_000), recorded.stretch(200, 1_000_000)]);
    expect([one, two]).toEqual([first, first]);
    expect(seqs(first)).toEqual([1, 2, 3]);
    // The clock was set back: an event of now carries a time within the stretch.
    all.splice(1, 0, event(4, 60_000));
    recorded.came(60_000);
    expect(seqs(await recorded.stretch(100, 100_000))).toEqual([1, 4, 2]);
    recorded.close();
  });

  it('of the present are never kept, since more may come with the same times', async () => {
    const { recorded, all } = setUp([event(1, 1000)], 2000);
    expect(seqs(await recorded.stretch(0, 3000))).toEqual([1]);
    all.push(event(2, 2500));
    expect(seqs(await recorded.stretch(0, 3000))).toEqual([1, 2]);
    recorded.close();
  });

  it('are kept only as far as all of them are on disk, however slow that is', async () => {
    const all = [event(1, 1000)];
    let writtenToMs = 40_000;
    const journal = { eventsIn: async ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) => all.filter(({ engineMs }) => engineMs >= fromMs && engineMs <= toMs) };
    const recorded = createRecordedEvents(journal, createVirtualClock(1e12), () => writtenToMs);
    expect(seqs(await recorded.stretch(0, 60_000))).toEqual([1]);
    // Shown long ago, written only now.
    all.push(event(2, 50_000));
    writtenToMs = Number.POSITIVE_INFINITY;
    expect(seqs(await recorded.stretch(0, 60_000))).toEqual([1, 2]);
    recorded.close();
  });

  it('are forgotten when nobody has asked for ten minutes', async () => {
    const { recorded, clock, asked } = setUp([event(1, 1000)]);
    await recorded.stretch(0, 5000);
    clock.advance(599_000);
    await recorded.stretch(0, 5000);
    expect(asked).toHaveLength(1);
    clock.advance(600_001);
    await recorded.stretch(0, 5000);
    expect(asked).toHaveLength(2);
    recorded.close();
    expect(clock.pending).toBe(0);
  });

  it('end at a bound, and say so', async () => {
    const { recorded } = setUp(upTo(mostEvents + 10).map((seq) => event(seq, seq)));
    const stretch = await recorded.stretch(0, 1e6);
    expect(stretch.isWhole).toBe(false);
    expect(stretch.events).toHaveLength(mostEvents);
    recorded.close();
  });

  it('that cannot be read are an error for who asked, and read again for the next', async () => {
    let isFailing = true;
    const recorded = createRecordedEvents({
      eventsIn: async () => {
        if (isFailing) throw new Error('The disk is away.');
        return [event(1, 5)];
      },
    }, createVirtualClock(1e12));
    await expect(recorded.stretch(0, 10)).rejects.toThrow('The disk is away.');
    isFailing = false;
    expect(seqs(await recorded.stretch(0, 10))).toEqual([1]);
    recorded.close();
  });
});
