import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { AlarmStanding, Hiding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { Role } from '#shared/rpc/define.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { hideDialog } from './alarm-hiding.ts';
import { rowActions } from './alarm-row-actions.ts';
import { type AlarmRow, rowOf } from './alarm-rows.ts';
import type { ConsoleClient } from './console-client.ts';
import { createDirectoryIndex } from './directory-index.ts';

const directory = createDirectoryIndex(smallDirectory());
const hiddenBy = (by: string | null): Hiding => ({ by, reason: 'calibration', sinceMs: 1, untilMs: null, isOneShot: false });
const row = (alarm: string, state: AlarmStanding['state'], more: Partial<AlarmStanding> = {}): AlarmRow =>
  rowOf({ alarm: alarm as AlarmId, state, raisedMs: 1, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq: 1, ...more }, directory);
function as(role: Role, isReplay = false) {
  const asked: [string, unknown][] = [];
  const client = {
    call: (name: string, input: unknown) => {
      asked.push([name, input]);
      return Promise.resolve({ ok: true, value: { done: [], refused: [] } });
    },
    link: createStore(() => ({ state: 'live', session: { role, user: 'Mine' } })),
    timeline: { state: createStore(() => ({ mode: isReplay ? 'replay' : 'live', recording: null })) },
  } as unknown as Pick<ConsoleClient, 'call' | 'link' | 'timeline'>;
  return { client, asked };
}
const idsOf = (actions: ReturnType<typeof rowActions>): readonly string[] => actions.map(({ id }) => id);

describe('what can be done to alarms', () => {
  it('follows from how they stand', () => {
    const { client } = as('lead');
    expect(idsOf(rowActions(client, [row('FT-1.H', 'active-unacked')]))).toEqual(['acknowledge', 'shelve', 'out-of-service']);
    expect(idsOf(rowActions(client, [row('FT-1.H', 'latched-acked')]))).toEqual(['reset', 'shelve', 'out-of-service']);
    expect(idsOf(rowActions(client, [row('FT-1.H', 'shelved', { hiding: hiddenBy('Other') })]))).toEqual(['unshelve', 'take-over', 'out-of-service']);
    expect(idsOf(rowActions(client, [row('FT-1.H', 'out-of-service', { hiding: hiddenBy('Mine') })]))).toEqual(['shelve', 'return']);
    // What the design hides nobody unshelves; a shelf behind it can be ended.
    expect(idsOf(rowActions(client, [row('FT-1.H', 'suppressed', { hiding: hiddenBy(null) })]))).toEqual(['shelve', 'out-of-service']);
    expect(idsOf(rowActions(client, [row('FT-1.H', 'suppressed', { hiding: hiddenBy(null), alsoHidden: [{ state: 'shelved', hiding: hiddenBy('Other') }] })]))).toContain('unshelve');
    expect(rowActions(client, [row('FT-1.H', 'normal')])).toEqual([]);
  });
  it('is done to those of several it fits', () => {
    const { client, asked } = as('operate');
    const actions = rowActions(client, [row('FT-1.H', 'active-unacked'), row('TT-2.H', 'active-acked'), row('TT-2.D', 'shelved', { hiding: hiddenBy('Other') })]);
    actions.find(({ id }) => id === 'acknowledge')?.run();
    actions.find(({ id }) => id === 'unshelve')?.run();
    expect(asked).toEqual([
      ['alarm.acknowledge', { occurrences: [{ alarm: 'FT-1.H', seq: 1 }], comment: '' }],
      ['alarm.unshelve', { alarms: ['TT-2.D'] }],
    ]);
    actions.find(({ id }) => id === 'shelve')?.run();
    expect(hideDialog.getState().dialog).toMatchObject({ kind: 'shelve', rows: [{ standing: { alarm: 'FT-1.H' } }, { standing: { alarm: 'TT-2.H' } }] });
  });
  it('is refused by role with its reason: priority 1 and the service need a lead', () => {
    const refusal = (role: Role, id: string, ...rows: AlarmRow[]): string | null | undefined => rowActions(as(role).client, rows).find((one) => one.id === id)?.refusal;
    const [urgent, high] = [row('FT-1.HH', 'active-unacked'), row('FT-1.H', 'active-unacked')];
    expect(refusal('operate', 'shelve', urgent)).toBe('Shelving an alarm of priority 1 needs the role lead; this console has operate.');
    expect(refusal('operate', 'shelve', urgent, high)).toBeNull();
    expect(refusal('lead', 'shelve', urgent)).toBeNull();
    expect(refusal('operate', 'out-of-service', high)).toBe('Taking an alarm out of service needs the role lead; this console has operate.');
    expect(refusal('view', 'acknowledge', high)).toBe('Acknowledging needs the role operate; this console has view.');
  });
  it('is nothing while the past is shown, and each letter means one thing for an alarm', () => {
    const rows = [row('FT-1.HH', 'active-unacked'), row('FT-1.H', 'shelved', { hiding: hiddenBy('Other') }), row('TT-2.H', 'latched-acked')];
    expect(rowActions(as('engineer', true).client, rows).every(({ refusal }) => refusal !== null)).toBe(true);
    for (const one of rows) {
      const letters = rowActions(as('engineer').client, [one]).map(({ letter }) => letter);
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
});
