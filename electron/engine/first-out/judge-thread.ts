import { Worker } from 'node:worker_threads';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { Clock } from '../ports.ts';
import type { BurstEvent } from './burst-alarm.ts';
import type { PlantSource, Wanted } from './first-out-judge.ts';
import type { Stretch } from './recorded-events.ts';
import { type FromJudge, keptStretches, type ToJudge } from './worker-protocol.ts';

export type Judged = { readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean; readonly key: string };

export type JudgeThread = {
  plant(source: PlantSource): void;
  events(events: readonly BurstEvent[]): void;
  /** Without groups where their key is the known one. Rejects when the thread ends before it answers. */
  current(nowMs: number, sinceMs: number, most: number, knownKey: string): Promise<Judged>;
  /** Bursts of a stretch of the journal from events with an engine time from `lookFromMs` to the end of what is wanted. What the thread has of it already is not sent again. */
  recorded(stretch: Stretch, lookFromMs: number, wanted: Wanted): Promise<Judged>;
  /** Ends it at once; questions under way reject. */
  close(): Promise<void>;
};

type Waiting = { readonly resolve: (judged: Judged) => void; readonly reject: (error: Error) => void };

export type JudgeThreadParts = {
  readonly script: URL;
  readonly clock: Pick<Clock, 'after'>;
  readonly burstEvent: (event: AlarmEvent) => BurstEvent | null;
  /** Called once when the thread ends by itself, with the reason. */
  readonly onEnd: (reason: string) => void;
};

/** Events of a long stretch go over so many at a time: 2,000 take this thread some 5 ms, then samples have their turn. */
const sliceEvents = 2000;

/** Starts the thread that finds and ranks bursts. */
export function startJudgeThread({ script, clock, burstEvent, onEnd }: JudgeThreadParts): JudgeThread {
  const worker = new Worker(script);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isOver = false;
  let reason = 'it ended by itself';

  worker.on('message', (message: FromJudge) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.t === 'groups') asked?.resolve(message);
    else asked?.reject(new Error(message.reason));
  });
  worker.on('error', (error: unknown) => void (reason = error instanceof Error ? error.message : String(error)));
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      for (const { reject } of waiting.values()) reject(new Error(`First-out stopped: ${reason}`));
      waiting.clear();
      if (!isOver) onEnd(reason);
      isOver = true;
      resolve();
    });
  });
  const say = (message: ToJudge): void => void (isOver || worker.postMessage(message));
  const ask = (make: (id: number) => ToJudge): Promise<Judged> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(new Error(`First-out stopped: ${reason}`));
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      say(make(id));
    });

  let stretches = new WeakMap<Stretch, { readonly number: number; count: number }>();
  let lastStretch = 0;
  let epoch = 0;
  let sending: Promise<unknown> = Promise.resolve();
  /** Sends what the thread does not have of a stretch yet; gives back its number. */
  const sent = async (stretch: Stretch): Promise<number> => {
    const mine = epoch;
    let known = stretches.get(stretch);
    // The thread keeps a handful: one that was not asked for lately is sent again.
    if (known === undefined || known.number <= lastStretch - keptStretches) stretches.set(stretch, (known = { number: ++lastStretch, count: 0 }));
    do {
      const slice = stretch.events.slice(known.count, known.count + sliceEvents);
      known.count += slice.length;
      const events: BurstEvent[] = [];
      const engineMs: number[] = [];
      for (const event of slice) {
        const burst = burstEvent(event);
        if (burst === null) continue;
        events.push(burst);
        engineMs.push(event.engineMs);
      }
      say({ t: 'stretch', stretch: known.number, events, engineMs: Float64Array.from(engineMs) });
      if (known.count < stretch.events.length) await new Promise<void>((resolve) => clock.after(0, resolve));
      if (mine !== epoch) throw new Error('The project was read again; ask once more.');
    } while (known.count < stretch.events.length && !isOver);
    return known.number;
  };

  return {
    plant(source) {
      epoch++;
      stretches = new WeakMap();
      say({ t: 'plant', source });
    },
    events: (events) => say({ t: 'events', events }),
    current: (nowMs, sinceMs, most, knownKey) => ask((id) => ({ t: 'current', id, nowMs, sinceMs, most, knownKey })),
    recorded(stretch, lookFromMs, wanted) {
      const answer = sending.then(async () => {
        const number = await sent(stretch);
        return ask((id) => ({ t: 'recorded', id, stretch: number, lookFromMs, wanted }));
      });
      // The next stretch is sent when this one is there: with more of them the thread would forget the first.
      sending = answer.then(
        () => undefined,
        () => undefined,
      );
      return answer;
    },
    async close() {
      isOver = true;
      await worker.terminate();
      await gone;
    },
  };
}
