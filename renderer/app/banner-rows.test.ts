import { describe, expect, it } from 'vitest';
import type { AlarmStanding } from '#shared/model/alarm.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createDirectoryIndex } from '../client/directory-index.ts';
import { createFakeConsole } from '../testing/fake-console.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { bannerRows } from './banner-rows.ts';

const id = (text: string): AlarmId => text as AlarmId;
const directory = createDirectoryIndex(smallDirectory());

/** A console whose plant raised these alarms, in this order. */
async function after(...alarms: readonly string[]) {
  const { timers, engine, client } = createFakeConsole();
  await timers.settle();
  for (const alarm of alarms) {
    await timers.advance(500);
    engine.raise(alarm);
  }
  await timers.paint();
  return { engine, client, timers, book: () => client.alarms.getState() };
}
const group = (first: readonly string[], members: readonly string[], isOver = false): FirstOutGroup => ({
  id: 1,
  startMs: 0,
  lastMs: 0,
  isOver,
  alarmCount: members.length,
  ranked: [...first, ...members.filter((one) => !first.includes(one))].map((alarm, at) => ({ alarm: id(alarm), seq: at + 1, tag: null, asset: null, timeMs: at, uncertaintyMs: 1, score: 0.5, why: [] })),
  undecided: first.slice(1).map((alarm): [AlarmId, AlarmId] => [id(first[0] ?? ''), id(alarm)]),
  members: members.map((alarm, at) => ({ alarm: id(alarm), seq: at + 1, timeMs: at, uncertaintyMs: 1, parent: null, via: null })),
  runbook: null,
});
const alarms = (rows: readonly { readonly standing: AlarmStanding }[]): readonly string[] => rows.map(({ standing }) => standing.alarm);

describe('rows of the banner', () => {
  it('pin the first-out of an open burst before alarms of higher priority', async () => {
    const { client, book } = await after('TT-2.H', 'FT-1.H', 'FT-1.HH');
    expect(alarms(bannerRows(book(), [], directory, 4).rows)).toEqual(['FT-1.HH', 'FT-1.H', 'TT-2.H']);
    const pinned = bannerRows(book(), [group(['TT-2.H'], ['TT-2.H', 'FT-1.H', 'FT-1.HH'])], directory, 2);
    expect(alarms(pinned.rows)).toEqual(['TT-2.H', 'FT-1.HH']);
    expect([...pinned.first]).toEqual(['TT-2.H']);
    client.close();
  });

  it('keep it there when it is acknowledged and gone, while its burst is open', async () => {
    const { engine, client, timers, book } = await after('TT-2.H', 'FT-1.H');
    const seq = book().byAlarm.get(id('TT-2.H'))?.standing.seq ?? 0;
    await client.call('alarm.acknowledge', { occurrences: [{ alarm: id('TT-2.H'), seq }], comment: '' });
    engine.clear('TT-2.H');
    await timers.paint();
    const { rows } = bannerRows(book(), [group(['TT-2.H'], ['TT-2.H', 'FT-1.H'])], directory, 4);
    expect(alarms(rows)).toEqual(['TT-2.H', 'FT-1.H']);
    expect(rows[0]).toMatchObject({ priority: 3, tag: 'TT-2', standing: { state: 'normal' } });
    client.close();
  });

  it('pin one where the clocks cannot tell and mark the others where they stand, and none of a burst that is over and acknowledged', async () => {
    const { client, book } = await after('TT-2.D', 'TT-2.H', 'FT-1.H', 'FT-1.HH');
    const two = bannerRows(book(), [group(['TT-2.D', 'TT-2.H'], ['TT-2.D', 'TT-2.H', 'FT-1.H'])], directory, 4);
    expect(alarms(two.rows)).toEqual(['TT-2.D', 'FT-1.HH', 'FT-1.H', 'TT-2.H']);
    expect([...two.first]).toEqual(['TT-2.D', 'TT-2.H']);
    expect(bannerRows(book(), [group(['GONE'], ['GONE'], true)], directory, 4).flood).toBeNull();
    client.close();
  });
});
