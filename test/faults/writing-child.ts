import { writeSync } from 'node:fs';
import { TagId } from '#shared/model/ids.ts';
import { startEngine } from '../support/engine-rig.ts';
import { writeTag } from '../support/write-tag.ts';

// A process made to be killed while it writes: waits until every write before has an end, then writes numbers one after the
// other as fast as they are confirmed, and prints, unbuffered,
//   ready        no write is open, and the tag is read
//   w <n>        n is about to be written
//   o <n> <how>  how that ended
// Arguments: project folder, data folder, tag, first number.

const [projectDir = '', dataDir = '', tagId = '', first = '1'] = process.argv.slice(2);
const tag = TagId.parse(tagId);
const print = (line: string): void => void writeSync(1, `${line}\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const rig = await startEngine({ projectDir, dataDir });

for (;;) {
  const [history, selection] = await Promise.all([rig.client.call('control.history', { tag, limit: 200 }), rig.client.call('control.select', { tag, value: Number(first) })]);
  const isClosed = history.ok && history.value.writes.every(({ result }) => result !== null);
  if (isClosed && selection.ok && selection.value.token !== null) break;
  await pause(10);
}
print('ready');
for (let number = Number(first); ; number++) {
  print(`w ${number}`);
  const answer = await writeTag(rig.client, tag, number, `Round of ${first}`);
  print(`o ${number} ${answer.ok ? answer.value.outcome : answer.fault.code}`);
  await pause(1);
}
