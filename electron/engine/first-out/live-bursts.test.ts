import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { burstEventOf } from './burst-alarm.ts';
import { createLiveBursts, type LiveBursts, type LiveBurstsParts } from './live-bursts.ts';
import { programUrl } from '../testing/program-url.ts';

const realWorker = programUrl('electron/engine/first-out/first-out-worker.ts');
let open: LiveBursts | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const raisedAt = (seq: number, timeMs: number): AlarmEvent => ({ seq, alarm: `A-${seq}` as AlarmId, kind: 'raised', from: 'normal', to: 'active-unacked', timeMs, engineMs: timeMs, value: 1, quality: 0, uncertaintyMs: 1 });

/** `before`: how many events the journal holds at the start. */
function setUp(more: Partial<LiveBurstsParts> = {}, before = 0) {
  const clock = createVirtualClock();
  const raised = (seq: number): AlarmEvent => raisedAt(seq, clock.nowMs());
  const journal = Array.from({ length: before }, (_, at) => raised(at + 1));
  const log = createMemoryLog();
  const heard: (() => void)[] = [];
  const live = createLiveBursts({
    clock,
    log,
    worker: realWorker,
    journal: { since: async (seq, limit) => journal.filter((event) => event.seq > seq).slice(0, limit), lastSeq: async () => journal.at(-1)?.seq ?? 0 },
    source: () => ({}),
    burstEvent: (event) => burstEventOf(event, { tag: null, asset: null }),
    onGroups: () => {
      for (const call of heard.splice(0)) call();
    },
    ...more,
  });
  open = live;
  return { clock, log, live, journal, raised, changed: () => new Promise<void>((resolve) => heard.push(resolve)) };
}
/** Lets the clock run, so many ms a look, until the claim holds; the test's own time limit is the deadline. The thread works in its own time meanwhile. */
async function until(clock: { advance(ms: number): void }, claim: () => boolean, stepMs = 1): Promise<void> {
  while (!claim()) {
    clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('bursts of now', () => {
  it('are those of the journal before the start and of events since, each event once although both name it', async () => {
    const { clock, live, journal, raised } = setUp({}, 2);
    // Published while the journal is read back: the second is in both.
    live.take([journal[1] as AlarmEvent, raised(3), raised(4)]);
    await until(clock, () => live.groups[0]?.alarmCount === 4);
    expect(live.groups[0]?.members.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    clock.advance(100);
    live.take([raised(5)]);
    await until(clock, () => live.groups[0]?.alarmCount === 5);
    expect(live.groups).toHaveLength(1);
  });

  it('end by time alone when nothing more comes', async () => {
    const { clock, live, raised } = setUp();
    live.take([raised(1), raised(2), raised(3)]);
    await until(clock, () => live.groups[0]?.isOver === false);
    await until(clock, () => live.groups[0]?.isOver === true, 5000);
  });

  it('are found again from the journal when the thread ends, which is told once a time; alarms go on meanwhile', async () => {
    const { clock, live, log } = setUp({ worker: new URL(`data:text/javascript,${encodeURIComponent('throw new Error("no memory")')}`) });
    await until(clock, () => log.lines.filter(({ level }) => level === 'error').length >= 2, 20);
    expect(log.lines[0]?.sentence).toContain('no memory');
    expect(log.lines[0]?.sentence).toContain('started again; alarms are not affected');
    expect(live.groups).toEqual([]);
  });

  it('are not looked for every second for ever by a thread that cannot run', async () => {
    let read = 0;
    const broken = new URL(`data:text/javascript,${encodeURIComponent('throw new Error("no memory")')}`);
    const { clock, live, log } = setUp({ worker: broken, journal: { since: async () => [], lastSeq: async () => ++read } });
    await until(clock, () => clock.monotonicMs() >= 120_000, 50);
    expect(log.lines.filter(({ level }) => level === 'error').length).toBeLessThan(12);
    expect(read).toBeLessThan(12);
    // Closed while there is no thread: another plant starts none.
    await until(clock, () => live.thread === null, 0);
    await live.close();
    live.plantChanged();
    expect(live.thread).toBeNull();
  });

  it('are ranked again four times a second at most, however many events come', async () => {
    const { clock, live, raised, changed } = setUp();
    live.take([raised(1), raised(2), raised(3)]);
    await until(clock, () => live.groups.length === 1);
    let told = 0;
    let isOver = false;
    const listen = async (): Promise<void> => {
      while (!isOver) {
        await changed();
        told++;
      }
    };
    void listen();
    const beganMs = clock.monotonicMs();
    for (let seq = 4; seq < 124; seq++) {
      live.take([raised(seq)]);
      await until(clock, () => clock.monotonicMs() - beganMs >= (seq - 3) * 10);
    }
    const seconds = (clock.monotonicMs() - beganMs) / 1000;
    isOver = true;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(seconds * 4 + 1);
    await until(clock, () => live.groups[0]?.alarmCount === 123);
  });
});
