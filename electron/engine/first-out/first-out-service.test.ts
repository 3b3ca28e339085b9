import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { LogicFile } from '#shared/model/logic.ts';
import type { TripHistory, TripQuery, TripReset } from '../store/store.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createFirstOutService, type FirstOutParts, type FirstOutService } from './first-out-service.ts';
import { programUrl } from '../testing/program-url.ts';

const logic = LogicFile.parse({ tripGroups: [{ id: 'K-201', name: 'Compressor trip', alarms: ['A', 'B'] }] });
const raised = (seq: number, alarm: string): AlarmEvent => ({ seq, alarm: alarm as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs: seq, engineMs: seq, value: 1, quality: 0, uncertaintyMs: 0 });

let open: FirstOutService | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** Over a store in memory that keeps whoever asks it about trip groups waiting while it is slow. */
function setUp(isStill = false) {
  const clock = createVirtualClock();
  const journal: AlarmEvent[] = [];
  const resets: TripReset[] = [{ group: 'K-201', engineMs: 0, afterSeq: 0, user: null }];
  const waiting: (() => void)[] = [];
  let slowAt: 'reading' | 'writing' | null = null;
  const at = async ({ groups }: TripQuery): Promise<readonly TripHistory[]> => {
    const found = groups.map(({ group, alarms }) => {
      const reset = resets.findLast((one) => one.group === group) ?? null;
      return { group, reset, raised: alarms.flatMap((alarm) => journal.find((event) => event.alarm === alarm && event.seq > (reset?.afterSeq ?? 0)) ?? []) };
    });
    if (slowAt === 'reading') await new Promise<void>((resolve) => waiting.push(resolve));
    return found;
  };
  const add = async (more: readonly TripReset[]): Promise<void> => {
    resets.push(...more);
    if (slowAt === 'writing') await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const store = {
    journal: { since: async () => [], lastSeq: async () => 0, eventsIn: async () => [] },
    trips: { at, add, in: async () => [] },
  };
  const service = createFirstOutService({
    clock,
    log: createMemoryLog(),
    worker: programUrl('electron/engine/first-out/first-out-worker.ts'),
    store: store as unknown as FirstOutParts['store'],
    project: () => ({ assets: [], tags: [], alarms: [], logic: { ...logic, classes: [], states: [] } }) as unknown as ReturnType<FirstOutParts['project']>,
    clocks: () => new Map(),
    isActive: () => false,
    publishedSeq: () => journal.at(-1)?.seq ?? 0,
    writtenToMs: () => Number.POSITIVE_INFINITY,
    runbookOf: () => null,
    broughtAlong: () => null,
    isStill,
  });
  open = service;
  return {
    service,
    journal,
    resets,
    slow(what: 'reading' | 'writing'): void {
      slowAt = what;
    },
    quick(): void {
      slowAt = null;
      for (const go of waiting.splice(0)) go();
    },
  };
}
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a trip group of the running plant', () => {
  it('stays reset when it is reset while the project is read again', async () => {
    const { service, journal, slow, quick } = setUp();
    await settle();
    journal.push(raised(1, 'A'));
    service.take(journal);
    expect(service.current().trips).toMatchObject([{ group: 'K-201', first: ['A'] }]);
    slow('reading');
    service.projectChanged();
    await settle();
    const done = service.reset('K-201', 'Ada');
    await settle();
    quick();
    expect(await done).toEqual({ kind: 'done' });
    await settle();
    expect(service.current().trips).toEqual([]);
    journal.push(raised(2, 'B'));
    service.take(journal.slice(-1));
    expect(service.current().trips).toMatchObject([{ first: ['B'] }]);
  });
  it('holds an alarm that was held before and came again while the reset was written', async () => {
    const { service, journal, slow, quick } = setUp();
    await settle();
    journal.push(raised(1, 'A'));
    service.take(journal);
    slow('writing');
    const done = service.reset('K-201', 'Ada');
    await settle();
    journal.push(raised(2, 'A'));
    service.take(journal.slice(-1));
    quick();
    expect(await done).toEqual({ kind: 'done' });
    expect(service.current().trips).toMatchObject([{ first: ['A'], firstMs: 2 }]);
  });
  it('is not reset where no plant runs', async () => {
    const { service, resets } = setUp(true);
    expect(await service.reset('K-201', 'Ada')).toEqual({ kind: 'only-looked-at' });
    expect(resets).toHaveLength(1);
  });
});
