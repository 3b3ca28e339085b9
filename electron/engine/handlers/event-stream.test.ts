import { describe, expect, it } from 'vitest';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { createListeners } from '../listeners.ts';
import type { EngineParts } from './engine-parts.ts';
import { openEvents } from './event-stream.ts';

const event = (seq: number): AlarmEvent => ({ seq, alarm: `A-${seq % 7}`, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: 1, quality: 0 }) as AlarmEvent;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A console's stream of alarm events over a journal in memory; `asked` counts what was read of it. */
function openStream(afterSeq: number, journal: AlarmEvent[], isReadable = true) {
  const alarmsPublished = createListeners<[readonly AlarmEvent[], readonly AlarmStanding[]]>(() => undefined);
  let asked = 0;
  const alarms = { get publishedSeq() { return journal.at(-1)?.seq ?? 0; }, standings: () => [], ofDevice: () => [], standingOf: () => null };
  const parts = {
    plant: () => ({ alarms }),
    alarmsPublished,
    store: {
      journal: {
        since: async (seq: number, limit: number) => {
          if (!isReadable) throw new Error('disk I/O error');
          const page = journal.filter((one) => one.seq > seq).slice(0, limit);
          asked += page.length;
          return page;
        },
      },
    },
  } as unknown as EngineParts;
  const stream = openEvents(parts, afterSeq, () => undefined);
  return {
    stream,
    get asked() {
      return asked;
    },
    publish(from: number, to: number): void {
      const events = Array.from({ length: to - from + 1 }, (_, at) => event(from + at));
      journal.push(...events);
      alarmsPublished.call(events, []);
    },
    /** Everything there is to take, with what the journal gives on the way. */
    async drain() {
      const seen: number[] = [];
      const gaps: unknown[] = [];
      for (let quiet = 0; quiet < 3; ) {
        const item = stream.take();
        if (item === null) {
          quiet++;
          await settle();
          continue;
        }
        quiet = 0;
        seen.push(...item.events.map(({ seq }) => seq));
        if (item.gap !== null) gaps.push(item.gap);
      }
      return { seen, gaps };
    },
  };
}
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

describe('the alarm events of a console', () => {
  it('that takes nothing for long are not kept in memory: it gets them from the journal, each once and in order', async () => {
    const rig = openStream(0, []);
    await settle();
    for (let from = 1; from < 50_000; from += 1000) rig.publish(from, from + 999);
    await settle();
    const before = rig.asked;
    expect(await rig.drain()).toEqual({ seen: upTo(50_000), gaps: [] });
    // What it had missed came from disk.
    expect(rig.asked - before).toBeGreaterThan(25_000);
    rig.publish(50_001, 50_003);
    expect(await rig.drain()).toEqual({ seen: [50_001, 50_002, 50_003], gaps: [] });
    rig.stream.close();
  });
  it('go on after a number with what the journal holds and what comes meanwhile, each once', async () => {
    const journal = Array.from({ length: 1200 }, (_, at) => event(at + 1));
    const rig = openStream(100, journal);
    rig.publish(1201, 1300);
    expect(await rig.drain()).toEqual({ seen: upTo(1300).slice(100), gaps: [] });
    rig.stream.close();
  });
  it('tell of everything that is missing, also where it is missing in two places', async () => {
    const rig = openStream(0, [event(1), event(2)], false);
    await settle();
    rig.publish(4, 5);
    rig.publish(9, 9);
    const { seen, gaps } = await rig.drain();
    expect(seen).toEqual([4, 5, 9]);
    expect(gaps).toEqual([{ fromSeq: 1, toSeq: 8 }]);
    rig.stream.close();
  });
});
