import { Worker } from 'node:worker_threads';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { BurstEvent } from './burst-alarm.ts';
import type { PlantSource, Wanted } from './first-out-judge.ts';
import type { FromJudge, ToJudge } from './worker-protocol.ts';

export type Judged = { readonly groups: readonly FirstOutGroup[]; readonly isWhole: boolean; readonly key: string };

export type JudgeThread = {
  plant(source: PlantSource): void;
  events(events: readonly BurstEvent[]): void;
  /** Without groups where their key is the known one. Rejects when the thread ends before it answers. */
  current(nowMs: number, sinceMs: number, most: number, knownKey: string): Promise<Judged>;
  recorded(events: readonly BurstEvent[], wanted: Wanted): Promise<Judged>;
  /** Ends it at once; questions under way reject. */
  close(): Promise<void>;
};

type Waiting = { readonly resolve: (judged: Judged) => void; readonly reject: (error: Error) => void };

/** Starts the thread that finds and ranks bursts. `onEnd` is called once when it ends by itself, with the reason. */
export function startJudgeThread(script: URL, onEnd: (reason: string) => void): JudgeThread {
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

  return {
    plant: (source) => say({ t: 'plant', source }),
    events: (events) => say({ t: 'events', events }),
    current: (nowMs, sinceMs, most, knownKey) => ask((id) => ({ t: 'current', id, nowMs, sinceMs, most, knownKey })),
    recorded: (events, wanted) => ask((id) => ({ t: 'recorded', id, events, wanted })),
    async close() {
      isOver = true;
      await worker.terminate();
      await gone;
    },
  };
}
