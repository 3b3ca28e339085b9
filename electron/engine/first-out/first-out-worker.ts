import { parentPort } from 'node:worker_threads';
import type { BurstEvent } from './burst-alarm.ts';
import { createFirstOutJudge } from './first-out-judge.ts';
import { type FromJudge, keptStretches, type ToJudge } from './worker-protocol.ts';

// The script of the thread that finds and ranks bursts: a thousand alarms take it a tenth of a second, which the engine has not.
if (parentPort === null) throw new Error('The first-out worker runs in a worker thread only.');
const port = parentPort;
let judge = createFirstOutJudge({});
const stretches = new Map<number, { readonly events: BurstEvent[]; readonly engineMs: number[] }>();
const say = (message: FromJudge): void => port.postMessage(message);

port.on('message', (message: ToJudge) => {
  switch (message.t) {
    case 'plant':
      judge = createFirstOutJudge(message.source);
      stretches.clear();
      return;
    case 'events':
      return judge.add(message.events);
    case 'current':
      return answer(message.id, () => ({ ...judge.current(message.nowMs, message.sinceMs, message.most, message.knownKey), isWhole: true }));
    case 'stretch':
      return take(message.stretch, message.events, message.engineMs);
    case 'recorded':
      return answer(message.id, () => ({ ...judge.recorded(eventsOf(message.stretch, message.lookFromMs, message.wanted.toMs), message.wanted), key: '' }));
  }
});

function take(number: number, events: readonly BurstEvent[], engineMs: Float64Array): void {
  let stretch = stretches.get(number);
  if (stretch === undefined) {
    stretches.set(number, (stretch = { events: [], engineMs: [] }));
    while (stretches.size > keptStretches) stretches.delete(stretches.keys().next().value as number);
  }
  for (const [at, event] of events.entries()) {
    stretch.events.push(event);
    stretch.engineMs.push(engineMs[at] as number);
  }
}

/** Only what the engine had judged by then. */
function eventsOf(number: number, fromMs: number, toMs: number): readonly BurstEvent[] {
  const stretch = stretches.get(number);
  if (stretch === undefined) throw new Error('The stretch of the journal was forgotten meanwhile.');
  return stretch.events.filter((_event, at) => (stretch.engineMs[at] as number) >= fromMs && (stretch.engineMs[at] as number) <= toMs);
}

function answer(id: number, work: () => Omit<Extract<FromJudge, { t: 'groups' }>, 't' | 'id'>): void {
  try {
    say({ t: 'groups', id, ...work() });
  } catch (error) {
    say({ t: 'failed', id, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
