import { writeSync } from 'node:fs';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import type { Clock } from '#electron/engine/ports.ts';
import { openStore, type Store } from '#electron/engine/store/store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { busyStepMs, busyTags, spaceMb } from './read-busy-recording.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// A process made to be killed while history is tidied: its clock follows the samples, some hours in a second, so that chunks
// close, summaries are built, old samples are dropped and, with 'shed', space is made, all the time. Prints
//   a <n>     samples up to number n are on disk
//   d <n>     chunks dropped so far, for being old or for space
// Arguments: data folder, first sample number, 'keep' or 'shed'.

const [dataDir = '', firstNumber = '1', space = 'keep'] = process.argv.slice(2);
let number = Number(firstNumber);
const clockMs = (): number => number * busyStepMs;
const clock: Clock = {
  nowMs: clockMs,
  monotonicMs: clockMs,
  after(ms, call) {
    const timer = setTimeout(call, ms / 10_000);
    return () => clearTimeout(timer);
  },
  every(ms, call) {
    const timer = setInterval(call, ms / 10_000);
    return () => clearInterval(timer);
  },
};
const print = (line: string): void => void writeSync(1, `${line}\n`);
const store = await openStore({ dataDir, workerScript: programUrl('electron/engine/store/store-worker.ts'), clock, log: createMemoryLog() });
let upTo = number - 1;
let drops = 0;
const committed = new Map<number, number>();
const watched: Store = {
  ...store,
  history: {
    ...store.history,
    append(columns) {
      const [first = 0, newest = 0] = [columns.value[0], columns.value.at(-1)];
      const sent = store.history.append(columns);
      sent.committed.then(
        () => {
          committed.set(first, newest);
          for (let next = committed.get(upTo + 1); next !== undefined; next = committed.get(upTo + 1)) upTo = next;
          print(`a ${upTo}`);
        },
        () => undefined,
      );
      return sent;
    },
    async dropBefore(beforeMs, of) {
      const dropped = await store.history.dropBefore(beforeMs, of);
      if (dropped > 0) print(`d ${(drops += dropped)}`);
      return dropped;
    },
    async shedOldest(bytes) {
      const shed = await store.history.shedOldest(bytes);
      if (shed.goneBeforeMs !== null) print(`d ${++drops}`);
      return shed;
    },
  },
};
const historian = createHistorian({
  store: watched,
  clock,
  log: createMemoryLog(),
  tagIds: Array.from({ length: busyTags }, (_, at) => `TAG-${at}`),
  retentionDays: 1,
  ...(space === 'shed' ? { maxMb: spaceMb } : {}),
});
const batch = createBatch(200);
setInterval(() => {
  // Not more than is written: the clock must not run away from what is on disk.
  if (number - upTo > 20_000) return;
  batch.length = 0;
  for (let row = 0; row < 200; row++, number++) pushSample(batch, number % busyTags, number * busyStepMs, number, 0);
  historian.write(batch);
}, 4);
