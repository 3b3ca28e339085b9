import { writeSync } from 'node:fs';
import type { HistoryStore } from '#electron/engine/store/store-types.ts';
import { openHistoryStation, type ServerAddress } from '../support/history-station.ts';

// A process made to be killed: records numbered samples as fast as this machine commits them and sends them to a server.
// Prints, unbuffered,
//   a <n>   samples up to number n are on this machine's disk
//   k       the server has committed blocks, and this machine is about to be told that it may let go of them
// Arguments: data folder, the server as JSON, first number, schema, 'hold' (never lets go, so that it dies in between) or 'run'.

const [dataDir = '', server = '{}', first = '1', schema = 'kill', mode = 'run'] = process.argv.slice(2);
const print = (line: string): void => void writeSync(1, `${line}\n`);
const watch = (history: HistoryStore): HistoryStore => ({
  ...history,
  async keepBlocksFrom(seq) {
    if (seq === 0) return history.keepBlocksFrom(seq);
    print('k');
    if (mode === 'hold') await new Promise(() => undefined);
    return history.keepBlocksFrom(seq);
  },
});
const station = await openHistoryStation({ dataDir, postgres: JSON.parse(server) as ServerAddress, settings: { schema }, watch });
let number = Number(first);
for (;;) {
  const samples = Array.from({ length: 40 }, () => ({ tag: `T${number % 7}`, timeMs: 1.79e12 + number, value: number++ }));
  await station.record(samples);
  print(`a ${number - 1}`);
}
