import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlarmEvent, alarmEventKinds, type Hiding } from '#shared/model/alarm.ts';
import { AlarmId } from '#shared/model/ids.ts';
import { createSeededRandom } from '../../testing/virtual-ports.ts';
import { openDatabase } from '../open-database.ts';
import type { JournalQuery } from '../store-types.ts';
import { createDataDir } from '../testing/open-test-store.ts';
import { journalSearch } from './journal-search.ts';
import { journalReader, journalWriter } from './journal-table.ts';

const all: Omit<JournalQuery, 'limit'> = { beforeSeq: null, span: null, alarms: null, exceptAlarms: null, kinds: null, user: null, text: null };
const size = 45_000;
const t0 = Date.UTC(2026, 5, 1);
const hiding: Hiding = { by: 'Anna', reason: 'Sensor is being cleaned', sinceMs: t0, untilMs: t0 + 60_000, isOneShot: true };

/** A journal of 45,000 lines over 100 alarms; the clock was set back twice, and once ran a day ahead for a while. */
function journal(): readonly AlarmEvent[] {
  const random = createSeededRandom(20_261_128);
  return Array.from({ length: size }, (_, at): AlarmEvent => {
    const user = random() < 0.1 ? { user: random() < 0.5 ? 'Anna' : 'Ben' } : {};
    const comment = random() < 0.02 ? { comment: 'Ventil klemmt' } : {};
    const engineMs = t0 + at * 1000 - (at > 15_000 ? 3_600_000 : 0) - (at > 30_000 ? 60_000 : 0) + (at > 20_000 && at < 20_300 ? 86_400_000 : 0);
    return {
      seq: at + 1,
      alarm: AlarmId.parse(at % 11_111 === 7 ? 'RARE.X' : `A-${Math.floor(random() * 100)}`),
      kind: alarmEventKinds[Math.floor(random() * alarmEventKinds.length)] ?? 'raised',
      from: 'normal',
      to: 'active-unacked',
      timeMs: engineMs - 20,
      engineMs,
      value: null,
      quality: 0,
      ...user,
      ...comment,
      ...(at % 2 === 0 ? { uncertaintyMs: at % 100 } : {}),
      ...(at % 1000 === 0 ? { hiding } : {}),
    };
  });
}

describe('looking through the alarm journal', () => {
  const events = journal();
  let dir: ReturnType<typeof createDataDir>;
  let db: ReturnType<typeof openDatabase>['db'];
  let search: ReturnType<typeof journalSearch>;
  let looks = 0;
  beforeAll(() => {
    dir = createDataDir();
    ({ db } = openDatabase(dir.dataDir));
    db.transaction(() => journalWriter(db)(events, []))();
    search = journalSearch(db, () => void looks++);
  });
  afterAll(() => {
    db.close();
    dir.remove();
  });
  /** All pages of a query, and how many there were. */
  const pages = (query: JournalQuery) => {
    const found: AlarmEvent[] = [];
    let count = 0;
    for (let beforeSeq: number | null = query.beforeSeq, isMore = true; isMore; count++) {
      const page = search({ ...query, beforeSeq });
      expect(page.events.length).toBeLessThanOrEqual(query.limit);
      if (page.nextBeforeSeq !== null && beforeSeq !== null) expect(page.nextBeforeSeq).toBeLessThan(beforeSeq);
      found.push(...page.events);
      beforeSeq = page.nextBeforeSeq;
      isMore = beforeSeq !== null;
    }
    return { found, count };
  };
  const wanted = (query: JournalQuery): readonly AlarmEvent[] =>
    events
      .filter(({ seq, engineMs, alarm, kind, user, comment }) => {
        const needle = query.text?.needle ?? '';
        const isNamed = query.text === null || query.text.alarms.includes(alarm) || [alarm, user ?? '', comment ?? ''].some((words) => words.toLowerCase().includes(needle));
        return (
          isNamed &&
          seq < (query.beforeSeq ?? Infinity) &&
          (query.span === null || (engineMs >= query.span.fromMs && engineMs <= query.span.toMs)) &&
          (query.alarms?.includes(alarm) ?? true) &&
          !(query.exceptAlarms?.includes(alarm) ?? false) &&
          (query.kinds?.includes(kind) ?? true) &&
          (query.user === null || query.user.toLowerCase() === user?.toLowerCase())
        );
      })
      .toReversed();

  it('keeps uncertainty and what hides an alarm with each line', () => {
    expect(journalReader(db).since(0, 3)).toEqual(events.slice(0, 3));
    expect(events[0]).toMatchObject({ uncertaintyMs: 0, hiding: { by: 'Anna' } });
    expect(events[1]).not.toHaveProperty('uncertaintyMs');
  });

  const someAlarms = fc.array(fc.oneof(fc.integer({ min: 0, max: 99 }).map((n) => `A-${n}`), fc.constant('RARE.X')), { maxLength: 60 });
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const query = fc.record({
    beforeSeq: maybe(fc.integer({ min: 1, max: size + 10 })),
    limit: fc.constantFrom(100, 1000),
    span: maybe(fc.tuple(fc.integer({ min: -10_000, max: size + 100_000 }), fc.integer({ min: 0, max: 40_000 })).map(([from, length]) => ({ fromMs: t0 + from * 1000, toMs: t0 + (from + length) * 1000 }))),
    alarms: maybe(someAlarms),
    exceptAlarms: maybe(someAlarms),
    kinds: maybe(fc.subarray([...alarmEventKinds], { minLength: 1 })),
    user: maybe(fc.constantFrom('Anna', 'ben', 'Nobody')),
    text: maybe(fc.record({ needle: fc.constantFrom('klemmt', 'a-7', 'rare', 'nothing of this'), alarms: someAlarms })),
  });
  it('finds exactly the lines that fit, newest first, each once, over as many calls as it takes, although the clock was set', () => {
    fc.assert(
      fc.property(query, (asked) => {
        const expected = wanted(asked);
        // Short answers ask for more calls, long ones would make this test long.
        fc.pre(expected.length < 60 * asked.limit);
        expect(pages(asked).found.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
      }),
      { numRuns: 300, seed: 20_261_128 },
    );
  });
  it('looks at a bounded stretch a call, and may find nothing in it', () => {
    const nothing = { ...all, limit: 10, user: 'Nobody' };
    const first = search(nothing);
    expect(first).toEqual({ events: [], nextBeforeSeq: size - 20_000 + 1 });
    expect(pages(nothing)).toEqual({ found: [], count: 3 });
  });
  it('finds the lines of one alarm without looking at those of others', () => {
    const before = looks;
    const found = search({ ...all, limit: 10, alarms: ['RARE.X'] });
    expect(found.events.map(({ seq }) => seq)).toEqual([44_452, 33_341, 22_230, 11_119, 8].filter((seq) => seq <= size));
    expect(found.nextBeforeSeq).toBeNull();
    expect(looks - before).toBe(1);
  });
  it('begins at the last line of a span and ends at its first, however long the journal is', () => {
    const span = { fromMs: t0 + 1_000_000, toMs: t0 + 1_100_000 };
    const before = looks;
    const { found, count } = pages({ ...all, limit: 1000, span, user: 'Nobody' });
    expect([found.length, count]).toEqual([0, 1]);
    expect(looks - before).toBeLessThanOrEqual(1);
    expect(search({ ...all, limit: 10, span: { fromMs: t0 - 9e9, toMs: t0 - 8e9 } })).toEqual({ events: [], nextBeforeSeq: null });
  });
});
