import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { createMemoryLog, createVirtualClock } from '../../testing/virtual-ports.ts';
import { createDataDir, openTestStore } from '../testing/open-test-store.ts';

const event = (seq: number, alarm: string, kind: 'raised' | 'returned', engineMs: number): AlarmEvent =>
  ({ seq, alarm, kind, from: kind === 'raised' ? 'normal' : 'active-acked', to: kind === 'raised' ? 'active-unacked' : 'normal', timeMs: engineMs - 5, engineMs, value: 1, quality: 0 }) as AlarmEvent;
const groups = [{ group: 'G', alarms: ['A', 'B', 'C'] }, { group: 'NEW', alarms: ['A'] }];

async function openStore() {
  const dir = createDataDir();
  const store = await openTestStore(dir.dataDir, createVirtualClock(), createMemoryLog());
  onTestFinished(async () => {
    await store.close();
    dir.remove();
  });
  return store;
}

describe('resets of trip groups', () => {
  it('give each group its newest reset and the first event that raised each alarm since, as of any moment', async () => {
    const store = await openStore();
    await store.journal.append([event(1, 'A', 'raised', 100), event(2, 'A', 'returned', 150)], []);
    await store.trips.add([{ group: 'G', engineMs: 10, afterSeq: 0, user: null }]);
    expect(await store.trips.at({ groups, atMs: 120 })).toMatchObject([{ group: 'G', reset: { afterSeq: 0, user: null }, raised: [{ seq: 1 }] }, { group: 'NEW', reset: null, raised: [] }]);
    await store.trips.add([{ group: 'G', engineMs: 200, afterSeq: 2, user: 'Ada' }]);
    expect((await store.trips.at({ groups, atMs: 250 }))[0]).toMatchObject({ reset: { user: 'Ada' }, raised: [] });
    await store.journal.append([event(3, 'B', 'raised', 300), event(4, 'A', 'raised', 310), event(5, 'A', 'returned', 320), event(6, 'A', 'raised', 330)], []);
    expect((await store.trips.at({ groups, atMs: 400 }))[0]?.raised.map(({ seq }) => seq)).toEqual([4, 3]);
    expect((await store.trips.at({ groups, atMs: 305 }))[0]?.raised.map(({ seq }) => seq)).toEqual([3]);
    // Before the reset the moment is as it was.
    expect((await store.trips.at({ groups, atMs: 199 }))[0]?.raised.map(({ seq }) => seq)).toEqual([1]);
    expect((await store.trips.at({ groups, atMs: 5 }))[0]?.reset).toBeNull();
    expect(await store.trips.in({ fromMs: 10, toMs: 200 })).toEqual([{ group: 'G', engineMs: 200, afterSeq: 2, user: 'Ada' }]);
  });

  it('count by journal number, so that a clock set back an hour loses no alarm behind a reset', async () => {
    const store = await openStore();
    await store.trips.add([{ group: 'G', engineMs: 3_600_000, afterSeq: 0, user: 'Ada' }]);
    await store.journal.append([event(1, 'C', 'raised', 1000)], []);
    expect((await store.trips.at({ groups, atMs: 4_000_000 }))[0]?.raised.map(({ seq }) => seq)).toEqual([1]);
  });
  it('are in the order they were made, so that the last one counts though the clock was set back before it', async () => {
    const store = await openStore();
    await store.trips.add([{ group: 'G', engineMs: 3_600_000, afterSeq: 0, user: null }]);
    await store.journal.append([event(1, 'A', 'raised', 3_601_000), event(2, 'A', 'returned', 2000), event(3, 'B', 'raised', 1000)], []);
    await store.trips.add([{ group: 'G', engineMs: 3000, afterSeq: 2, user: 'Ada' }]);
    expect((await store.trips.at({ groups, atMs: Number.MAX_SAFE_INTEGER }))[0]).toMatchObject({ reset: { user: 'Ada' }, raised: [{ seq: 3 }] });
  });
});
