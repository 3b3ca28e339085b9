import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlarmStanding, alarmStates } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import type { AlarmBook } from './alarm-book.ts';
import { buildAlarmBook, createBookKeeper } from './alarm-book-keeper.ts';
import { rollUpWords, worstOf } from './alarm-roll-up.ts';
import { createDirectoryIndex } from './directory-index.ts';

const directory = createDirectoryIndex(smallDirectory());
const names = ['FT-1.HH', 'FT-1.H', 'TT-2.H', 'TT-2.D', 'GONE.H'] as AlarmId[];
const standingOf = (alarm: AlarmId, state: AlarmStanding['state'], seq: number): AlarmStanding => ({ alarm, state, raisedMs: seq * 10, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: 1, quality: 0, seq });
const change = fc.record({ alarm: fc.constantFrom(...names), state: fc.constantFrom(...alarmStates), seq: fc.integer({ min: 1, max: 6 }) });
/** All of a book that does not depend on how it came about. */
const content = ({ version: _version, changes: _changes, ...rest }: AlarmBook) => ({ ...rest, byAlarm: Object.fromEntries(rest.byAlarm), byTag: Object.fromEntries(rest.byTag), byAsset: Object.fromEntries(rest.byAsset), hiddenByTag: Object.fromEntries(rest.hiddenByTag), hiddenByAsset: Object.fromEntries(rest.hiddenByAsset), below: Object.fromEntries(rest.below) });

describe('the alarm book that is moved on', () => {
  it('is after any changes what it would be made anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 }), (frames) => {
        const keeper = createBookKeeper();
        keeper.reset([], [], 0, directory);
        const standings = new Map<AlarmId, AlarmStanding>();
        frames.forEach((frame, seq) => {
          const changes = new Map<AlarmId, AlarmStanding | null>();
          for (const { alarm, state, seq: at } of frame) changes.set(alarm, state === 'normal' ? null : standingOf(alarm, state, at));
          for (const [alarm, standing] of changes) if (standing === null) standings.delete(alarm);
          else standings.set(alarm, standing);
          expect(content(keeper.apply(changes, [], seq))).toEqual(content(buildAlarmBook(standings, [], seq, directory)));
        });
      }),
    );
  });
  it('says what changed from one book to the next, so that lists can be moved on too', () => {
    const keeper = createBookKeeper();
    const first = keeper.reset([standingOf(names[0] as AlarmId, 'active-unacked', 1)], [], 1, directory);
    const next = keeper.apply(new Map([[names[0] as AlarmId, standingOf(names[0] as AlarmId, 'active-acked', 1)]]), [], 2);
    expect(first.changes).toEqual([]);
    expect(next.changes).toMatchObject([{ after: first.version, version: next.version, removed: [{ standing: { state: 'active-unacked' } }], added: [{ standing: { state: 'active-acked' } }] }]);
    expect(first.rows[0]?.standing.state).toBe('active-unacked');
  });
  it('counts what stands at an asset and below it, hidden ones too', () => {
    const book = buildAlarmBook(new Map([standingOf('FT-1.HH' as AlarmId, 'active-acked', 1), standingOf('FT-1.H' as AlarmId, 'shelved', 2), standingOf('TT-2.H' as AlarmId, 'returned-unacked', 3)].map((one) => [one.alarm, one])), [], 3, directory);
    const at = (asset: string) => book.below.get(asset as AssetId);
    expect(['HW', 'U1', 'P-1'].map((asset) => rollUpWords(at(asset) as never))).toEqual(['1 active, 1 unacknowledged, 1 shelved', '1 active, 1 shelved', '1 active, 1 shelved']);
    expect(worstOf(at('HW') as never)).toEqual({ priority: 1, state: 'active-acked' });
    expect(worstOf(at('U2') as never)).toEqual({ priority: 3, state: 'returned-unacked' });
    expect(at('LOST')).toBe(undefined);
  });
  it('knows a condition that a device brought along by the definition it came with', () => {
    const brought = { ...standingOf('GW-02:Overload' as AlarmId, 'active-unacked', 5), definition: { id: 'GW-02:Overload', kind: 'condition', tag: 'TT-2', asset: 'U2', priority: 2, message: 'Overload', onDelayMs: 0, offDelayMs: 0, latching: false, device: 'GW-02', source: 's', condition: 'c' } } as AlarmStanding;
    expect(buildAlarmBook(new Map([[brought.alarm, brought]]), [], 5, directory).rows[0]).toMatchObject({ priority: 2, asset: 'U2', tagIndex: 3, definition: { message: 'Overload' } });
  });
});
