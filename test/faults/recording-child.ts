import { writeSync } from 'node:fs';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { openStore, type Store } from '#electron/engine/store/store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// A process made to be killed: records numbered samples and alarm events as fast as it is told to and prints, unbuffered,
//   w <n> <ms>   samples up to number n were handed to the historian, at this monotonic time
//   a <n>        samples up to number n are on disk
//   e <seq> <ms>   alarm events up to seq are on disk, since this monotonic time
//   s <state>    the store changed to this state
// Arguments: data folder, first sample number, first event number, 'after-commit' or 'before-commit' (the twin that lies).

const [dataDir = '', firstNumber = '1', firstEvent = '1', acknowledge = 'after-commit'] = process.argv.slice(2);
const clock = createSystemClock();
const print = (line: string): void => void writeSync(1, `${line}\n`);

const store = await openStore({
  dataDir,
  workerScript: programUrl('electron/engine/store/store-worker.ts'),
  clock,
  log: createMemoryLog(),
});
const committed = new Map<number, number>();
let upTo = Number(firstNumber) - 1;
const acknowledged = (first: number, newest: number): void => {
  committed.set(first, newest);
  const before = upTo;
  for (let next = committed.get(upTo + 1); next !== undefined; next = committed.get(upTo + 1)) upTo = next;
  if (upTo > before) print(`a ${upTo}`);
};
const watched: Store = {
  ...store,
  history: {
    ...store.history,
    append(columns) {
      const [first = 0, newest = 0] = [columns.value[0], columns.value.at(-1)];
      const sent = store.history.append(columns);
      // A refused block is sent again by the historian, maybe after the one behind it.
      if (acknowledge === 'after-commit') sent.committed.then(() => acknowledged(first, newest), () => undefined);
      return sent;
    },
  },
};
store.onStatus(({ state }) => print(`s ${state}`));
const tagIds = Array.from({ length: 20 }, (_, at) => `TAG-${at}`);
const historian = createHistorian({ store: watched, clock, log: createMemoryLog(), tagIds });

let number = Number(firstNumber);
let seq = Number(firstEvent);
const batch = createBatch(200);
setInterval(() => {
  batch.length = 0;
  for (let row = 0; row < 100; row++, number++) pushSample(batch, number % tagIds.length, number, number, 0);
  historian.write(batch);
  print(`w ${number - 1} ${performance.now()}`);
  if (acknowledge === 'before-commit') print(`a ${number - 1}`);
}, 10);

for (;;) {
  const event = {
    seq,
    alarm: 'A',
    kind: 'raised',
    from: 'normal',
    to: 'active-unacked',
    timeMs: seq,
    engineMs: seq,
    value: seq,
    quality: 0,
  } as AlarmEvent;
  const standing = {
    alarm: 'A',
    state: 'active-unacked',
    raisedMs: seq,
    returnedMs: null,
    acknowledgedMs: null,
    acknowledgedBy: null,
    value: seq,
    quality: 0,
    seq,
  } as AlarmStanding;
  try {
    await store.journal.append([event], [standing]);
    print(`e ${seq} ${performance.now()}`);
    seq++;
  } catch {
    // A disk in trouble: the same event again, as the alarm journal does it.
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
