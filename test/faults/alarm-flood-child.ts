import { writeSync } from 'node:fs';
import { createAlarmEngine } from '#electron/engine/alarms/alarm-engine.ts';
import { openStore } from '#electron/engine/store/store.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { AlarmDefinition, type AlarmStanding } from '#shared/model/alarm.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// A process made to be killed: alarms come and go in a flood, and two people acknowledge, reset, shelve and unshelve what
// they see, on the real alarm engine over the real store. Prints, unbuffered,
//   e <seq> <ms>            the journal has events up to seq on disk, at this monotonic time
//   a <alarm> <occurrence>  the acknowledge of this occurrence was answered
//   h <alarm> <user> <until>  the shelving was answered
// Arguments: data folder, seed, 'after-commit' or 'before-commit' (the twin that lies: answers before the disk has it).

const [dataDir = '', seed = '1', answered = 'after-commit'] = process.argv.slice(2);
const isLying = answered === 'before-commit';
const alarmCount = 400;
const clock = createSystemClock();
const random = createSeededRandom(Number(seed));
const print = (line: string): void => void writeSync(1, `${line}\n`);

const definitions = Array.from({ length: alarmCount }, (_, at) =>
  AlarmDefinition.parse({ id: `A-${at}`, tag: `T-${at}`, kind: 'discrete', state: 1, priority: 2, message: 'Flood', latching: at % 3 === 0 }),
);
const store = await openStore({ dataDir, workerScript: programUrl('electron/engine/store/store-worker.ts'), clock, log: createMemoryLog() });
const engine = createAlarmEngine({
  definitions,
  tagIndexOf: (tag) => Number(tag.slice(2)),
  tagCount: alarmCount,
  clock,
  log: createMemoryLog(),
  journal: {
    async append(events, standings) {
      if (isLying) await new Promise<void>((resolve) => clock.after(100, resolve));
      await store.journal.append(events, standings);
      const last = events.at(-1);
      if (last !== undefined) print(`e ${last.seq} ${performance.now()}`);
    },
  },
  restored: await store.standings(),
  lastSeq: await store.journal.lastSeq(),
  publish: () => undefined,
});

const pick = (from: readonly AlarmStanding[]): readonly AlarmStanding[] => from.filter(() => random() < 8 / (from.length + 1));
const people = async (user: string): Promise<void> => {
  for (;;) {
    const seen = engine.standings();
    const shelved = seen.filter(({ state }) => state === 'shelved');
    const unacked = pick(seen.filter(({ state }) => state.endsWith('unacked'))).map(({ alarm, seq }) => ({ alarm, seq }));
    const latched = pick(seen.filter(({ state }) => state === 'latched-acked')).map(({ alarm, seq }) => ({ alarm, seq }));
    const forMs = 60_000 + Math.floor(random() * 1000);
    const acknowledging = engine.act('acknowledge', unacked, user, '');
    const resetting = engine.act('reset', latched, user, '');
    const shelving = engine.hide({ kind: 'shelve', forMs, isOneShot: false, reason: 'Flood' }, pick(seen).slice(0, 1).map(({ alarm }) => alarm), { user, role: 'lead' });
    // At once: the other one may unshelve it before the answer is here.
    const untilMs = new Map(seen.map(({ alarm }) => [alarm, engine.currentOf(alarm)?.hiding?.untilMs ?? 0]));
    const unshelving = engine.hide({ kind: 'unshelve' }, shelved.length > 20 ? pick(shelved).map(({ alarm }) => alarm) : [], { user, role: 'lead' });
    if (isLying) for (const { alarm, seq } of unacked) print(`a ${alarm} ${seq}`);
    const { done } = await acknowledging;
    if (!isLying) for (const { alarm, seq } of unacked) if (done.includes(alarm)) print(`a ${alarm} ${seq}`);
    await resetting;
    for (const alarm of (await shelving).done) print(`h ${alarm} ${user} ${untilMs.get(alarm)}`);
    await unshelving;
    await new Promise<void>((resolve) => clock.after(3, resolve));
  }
};
const isOn = new Uint8Array(alarmCount);
const batch = createBatch(32);
clock.every(5, () => {
  batch.length = 0;
  for (let row = 0; row < 16; row++) {
    const tag = Math.floor(random() * alarmCount);
    isOn[tag] = 1 - (isOn[tag] ?? 0);
    pushSample(batch, tag, clock.nowMs(), isOn[tag] ?? 0, 0);
  }
  engine.apply(batch);
});
await Promise.all([people('Anna'), people('Ben')]);
