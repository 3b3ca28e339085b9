import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmStanding, type AlarmState, alarmStates, type Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { AlarmBook } from '../../client/alarm-book.ts';
import { buildAlarmBook, createBookKeeper } from '../../client/alarm-book-keeper.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { type AlarmFilter, allActive, askedFilter, groupCounts, narrowings, rowTest, type StandingGroup } from './alarm-filter.ts';
import { currentRow, holdBurst, holdRows } from './held-rows.ts';
import { createRowList } from './row-list.ts';
import { eventOrder, orderOf, type SortKey, standardSort } from './row-order.ts';
import { chooseOne, chooseSpan, chooseToo, chosenRows, mostChosen } from './row-selection.ts';
import { rowWindow } from './use-row-window.ts';

const base = smallDirectory();
const directory = createDirectoryIndex({
  ...base,
  logic: { ...base.logic, classes: [{ id: 'safety', name: 'Safety' }] },
  assets: base.assets.map((asset) => (asset.id === 'U1' ? { ...asset, alarms: { class: 'safety' } } : asset)),
});
const standing = (alarm: string, state: AlarmState, seq: number, more: Partial<AlarmStanding> = {}): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq, ...more });
const book = (...list: AlarmStanding[]): AlarmBook => buildAlarmBook(new Map(list.map((one) => [one.alarm, one])), [], 9, directory);
type Narrowed = Partial<AlarmFilter> & { readonly group: StandingGroup };
const filtered = (from: AlarmBook, filter: Narrowed, sort = eventOrder): readonly AlarmRow[] => createRowList(rowTest({ ...allActive, ...filter }, directory), orderOf(sort)).of(from);
const ids = (rows: readonly AlarmRow[]): string[] => rows.map((row) => row.standing.alarm);

const now = book(standing('FT-1.HH', 'active-acked', 1), standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'active-unacked', 3), standing('TT-2.D', 'shelved', 4));

describe('the alarm filter', () => {
  it('shows active and still unacknowledged alarms, newest first', () => expect(ids(filtered(now, { group: 'active' }))).toEqual(['TT-2.H', 'FT-1.H', 'FT-1.HH']));
  it('shows by priority, by area with all below it, by kind, and by class as it is inherited', () => {
    expect(ids(filtered(now, { group: 'active', priorities: new Set<Priority>([1, 2]) }))).toEqual(['FT-1.H', 'FT-1.HH']);
    expect(ids(filtered(now, { group: 'active', area: 'U2' as AssetId }))).toEqual(['TT-2.H']);
    expect(ids(filtered(now, { group: 'active', kind: 'high-high' }))).toEqual(['FT-1.HH']);
    expect(ids(filtered(now, { group: 'active', class: 'safety' }))).toEqual(['FT-1.H', 'FT-1.HH']);
  });
  it('finds all words, in any case, in tag, message, asset and name of the alarm', () => {
    expect(ids(filtered(now, { group: 'active', text: ' flow HIGH p-1 ' }))).toEqual(['FT-1.H', 'FT-1.HH']);
    expect(ids(filtered(now, { group: 'active', text: 'flow tt-2' }))).toEqual([]);
    expect(ids(filtered(book(standing('GONE.H', 'active-unacked', 1)), { group: 'unacked', text: 'gone' }))).toEqual(['GONE.H']);
  });
  it('counts every group exactly, whatever is chosen', () => expect(groupCounts(now)).toEqual({ active: 3, unacked: 2, shelved: 1, suppressed: 0, 'out-of-service': 0 }));
  it('takes what a place asks for that opened the view', () => {
    const filter = askedFilter({ group: 'shelved', priorities: [1], asset: 'U1' });
    expect([filter.group, filter.area, narrowings(filter), narrowings(allActive)]).toEqual(['shelved', 'U1', 2, 0]);
  });
});

describe('the order of the list', () => {
  it('is by events, or by what a head is pressed for, equals newest first', () => {
    expect(ids(filtered(now, { group: 'active' }, { key: 'priority', isReversed: false }))).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.H']);
    expect(ids(filtered(now, { group: 'active' }, { key: 'tag', isReversed: true }))).toEqual(['TT-2.H', 'FT-1.H', 'FT-1.HH']);
    expect(ids(filtered(now, { group: 'active' }, { key: 'event', isReversed: true }))).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.H']);
  });
  it('is for hidden ones by when they were hidden: what was normal then has no time of raising', () => {
    const hiding = (sinceMs: number, untilMs: number | null) => ({ by: 'M. Ortega', reason: 'calibration', sinceMs, untilMs, isOneShot: false });
    const shelf = book(standing('FT-1.H', 'shelved', 0, { hiding: hiding(50, 900) }), standing('FT-1.HH', 'shelved', 8, { hiding: hiding(20, 500) }), standing('TT-2.H', 'shelved', 9, { hiding: hiding(30, null) }));
    expect(ids(filtered(shelf, { group: 'shelved' }, standardSort(true)))).toEqual(['FT-1.H', 'TT-2.H', 'FT-1.HH']);
    expect(ids(filtered(shelf, { group: 'shelved' }, { key: 'left', isReversed: false }))).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.H']);
  });
  it('is kept while alarms come, change and go, as if the list were made anew, also over books it never saw', () => {
    const names = ['FT-1.HH', 'FT-1.H', 'TT-2.H', 'TT-2.D', 'GONE.H'] as AlarmId[];
    const change = fc.record({ alarm: fc.constantFrom(...names), state: fc.constantFrom(...alarmStates), seq: fc.integer({ min: 1, max: 6 }) });
    const frame = fc.record({ changes: fc.array(change, { maxLength: 5 }), isSeen: fc.boolean() });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), fc.constantFrom<SortKey>('event', 'priority', 'state', 'asset'), fc.boolean(), (frames, key, isReversed) => {
        const keeper = createBookKeeper();
        keeper.reset([], [], 0, directory);
        const passes = rowTest({ ...allActive, group: 'active' }, directory);
        const list = createRowList(passes, orderOf({ key, isReversed }));
        for (const { changes, isSeen } of frames) {
          const next = keeper.apply(new Map(changes.map(({ alarm, state, seq }) => [alarm, standing(alarm, state, seq)])), [], 1);
          if (isSeen) expect(list.of(next)).toEqual(createRowList(passes, orderOf({ key, isReversed })).of(next));
        }
      }),
    );
  });
});

describe('a list with the pointer in it', () => {
  const passes = rowTest({ ...allActive, group: 'unacked' }, directory);
  const begin = () => {
    const keeper = createBookKeeper();
    const first = keeper.reset([standing('FT-1.H', 'returned-unacked', 2), standing('TT-2.H', 'active-unacked', 3)], [], 3, directory);
    const held = holdRows(filtered(first, { group: 'unacked' }), first, passes);
    if (held === null) throw new Error('nothing is held');
    const later = (...changes: AlarmStanding[]): AlarmBook => keeper.apply(new Map(changes.map((one) => [one.alarm, one.state === 'normal' ? null : one])), [], 9);
    return { held, later };
  };
  const states = (rows: readonly AlarmRow[], at: AlarmBook): unknown[] => rows.map((row) => [row.standing.alarm, currentRow(row, at).standing.state]);

  it('holds nothing while it is empty, so that alarms are seen at once', () => expect(holdRows([], now, passes)).toBeNull());
  it('keeps its rows in place, shows their new state, and lets new ones wait, counted', () => {
    const { held, later } = begin();
    const at = later(standing('TT-2.H', 'active-acked', 3), standing('FT-1.HH', 'active-unacked', 7));
    expect(states(held.rows, at)).toEqual([['TT-2.H', 'active-acked'], ['FT-1.H', 'returned-unacked']]);
    expect(held.waiting(at, [])).toBe(1);
    expect(held.waiting(later(standing('FT-1.HH', 'normal', 7)), [])).toBe(0);
  });
  it('keeps the row of an alarm that is gone, as cleared', () => {
    const { held, later } = begin();
    expect(states(held.rows, later(standing('FT-1.H', 'normal', 2)))).toEqual([['TT-2.H', 'active-unacked'], ['FT-1.H', 'normal']]);
  });
  it('lets a new occurrence of a shown alarm wait, so that an acknowledge never lands on it', () => {
    const { held, later } = begin();
    const at = later(standing('TT-2.H', 'active-unacked', 8));
    expect(currentRow(held.rows[0] as AlarmRow, at).standing.seq).toBe(3);
    expect(held.waiting(at, [])).toBe(1);
  });
  it('counts what waits exactly, also over more books than a book remembers', () => {
    const { held, later } = begin();
    let at = now;
    for (let turn = 0; turn < 40; turn++) at = later(standing('FT-1.HH', turn % 2 === 0 ? 'active-unacked' : 'normal', 10 + turn), standing('TT-2.D', 'active-unacked', 10 + turn));
    expect(held.waiting(at, [])).toBe(1);
  });
  it('lets those that join a burst wait', () => {
    const rows = filtered(now, { group: 'active' });
    expect(holdBurst(rows.slice(0, 2))?.waiting(now, rows)).toBe(1);
  });
});

describe('rows that are chosen', () => {
  const rows = filtered(now, { group: 'active' });
  const [first, second, third] = rows as [AlarmRow, AlarmRow, AlarmRow];
  it('are one, some more with Ctrl, or a span with Shift, from where it began', () => {
    expect([...chooseToo(chooseOne(first), third).chosen.keys()]).toEqual(['TT-2.H', 'FT-1.HH']);
    expect([...chooseToo(chooseToo(chooseOne(first), third), first).chosen.keys()]).toEqual(['FT-1.HH']);
    const span = chooseSpan(chooseOne(third), first, rows);
    expect([[...span.chosen.keys()], span.at, span.anchor]).toEqual([['TT-2.H', 'FT-1.H', 'FT-1.HH'], 'TT-2.H', 'FT-1.HH']);
    expect([...chooseSpan(span, second, rows).chosen.keys()]).toEqual(['FT-1.H', 'FT-1.HH']);
  });
  it('are those occurrences: an alarm raised anew is not chosen', () => {
    const again = book(standing('TT-2.H', 'active-unacked', 8), standing('FT-1.H', 'returned-unacked', 2));
    expect(ids(chosenRows(chooseSpan(chooseOne(first), second, rows), again))).toEqual(['FT-1.H']);
  });
  it('are never more than one command carries: there is no "all"', () => {
    const many = Array.from({ length: 700 }, (_, at) => ({ ...first, standing: standing(`T-${at}`, 'active-unacked', at) }));
    expect(chooseSpan(chooseOne(many[699] as AlarmRow), many[0] as AlarmRow, many).chosen.size).toBe(mostChosen);
  });
});

describe('the window of the list', () => {
  it('draws what is in sight and a little more, and knows which rows are wholly in sight', () => {
    expect(rowWindow(1000, 280, 28, 100_000)).toEqual({ first: 29, end: 52, firstWhole: 36, endWhole: 45 });
    expect(rowWindow(0, 280, 28, 3)).toEqual({ first: 0, end: 3, firstWhole: 0, endWhole: 3 });
    expect(rowWindow(0, 0, 28, 0)).toEqual({ first: 0, end: 0, firstWhole: 0, endWhole: 0 });
  });
});
