import { parentPort } from 'node:worker_threads';
import { createFirstOutJudge } from './first-out-judge.ts';
import type { FromJudge, ToJudge } from './worker-protocol.ts';

// The script of the thread that finds and ranks bursts: a thousand alarms take it a tenth of a second, which the engine has not.
if (parentPort === null) throw new Error('The first-out worker runs in a worker thread only.');
const port = parentPort;
let judge = createFirstOutJudge({});
const say = (message: FromJudge): void => port.postMessage(message);

port.on('message', (message: ToJudge) => {
  switch (message.t) {
    case 'plant':
      judge = createFirstOutJudge(message.source);
      return;
    case 'events':
      return judge.add(message.events);
    case 'current':
      return answer(message.id, () => ({ ...judge.current(message.nowMs, message.sinceMs, message.most, message.knownKey), isWhole: true }));
    case 'recorded':
      return answer(message.id, () => ({ ...judge.recorded(message.events, message.wanted), key: '' }));
  }
});

function answer(id: number, work: () => Omit<Extract<FromJudge, { t: 'groups' }>, 't' | 'id'>): void {
  try {
    say({ t: 'groups', id, ...work() });
  } catch (error) {
    say({ t: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
