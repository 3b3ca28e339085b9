import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Fault, refused, type Result } from '#shared/model/fault.ts';
import type { Rpc } from './connection.ts';

/** What every act on its way has, whatever it is about. */
export type QueuedHead = {
  /** The same however often it is sent: the engine does it once. */
  readonly op: string;
  /** Who did it; it is sent for nobody else. */
  readonly user: string;
  /** When, UTC epoch ms by the engine's clock. */
  readonly madeMs: number;
};

export type WorkQueue<Item extends QueuedHead, Value> = {
  /** What a person did on this console and the engine has not answered yet, in the order it was done. */
  readonly waiting: StoreApi<readonly Item[]>;
  /** False for one that is being sent for the first time on a line that is up; true once it has to wait for a link. */
  isWaitingForLink(op: string): boolean;
  /** Resolves with the engine's answer, however long the line is down until then. */
  add(what: Omit<Item, keyof QueuedHead>): Promise<Result<Value>>;
  /** Gives up what is not on its way. */
  drop(op: string): void;
  attach(rpc: Rpc, user: string): void;
  detach(): void;
};

export type WorkQueueParts<Item extends QueuedHead, Value> = {
  /** Outlives a reload of the page, not its window; null where there is none. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly key: string;
  /** What of the list is kept there, as JSON can say it: pictures are too large for it. */
  readonly keep: (list: readonly Item[]) => readonly unknown[];
  /** One of what an earlier page of this window left; none where it is not what this version writes. */
  readonly read: (raw: unknown) => readonly Item[];
  readonly make: (head: QueuedHead, what: Omit<Item, keyof QueuedHead>) => Item;
  readonly send: (line: Rpc, item: Item) => Promise<Result<Value>>;
  readonly nowMs: () => number;
  /** An operation number nobody else has. */
  readonly newId: () => string;
  /** Told once for each that was not taken. */
  readonly refused: (fault: Fault, item: Item) => void;
};

const mostQueued = 200;

/**
 * Acts on their way to the engine: sent one after the other, in order, each under a number of its own, and sent again under the
 * same number when a lost line is back. Only an answer takes one out, so none is lost, and none done twice.
 */
export function createWorkQueue<Item extends QueuedHead, Value>({ storage, key, keep: kept, read, make, send, nowMs, newId, refused: tell }: WorkQueueParts<Item, Value>): WorkQueue<Item, Value> {
  const waiting = createStore<readonly Item[]>(() => readKept(storage, key, read));
  const late = new Set(waiting.getState().map(({ op }) => op));
  const answers = new Map<string, (answer: Result<Value>) => void>();
  let rpc: Rpc | null = null;
  let user = waiting.getState()[0]?.user ?? '';
  let sending: string | null = null;

  const keep = (list: readonly Item[]): void => {
    waiting.setState(list, true);
    try {
      storage?.setItem(key, JSON.stringify(kept(list)));
    } catch {
      // A full or forbidden storage: memory holds it while the page stands.
    }
  };
  const remove = (op: string): void => {
    late.delete(op);
    keep(waiting.getState().filter((one) => one.op !== op));
  };
  const end = (item: Item, answer: Result<Value>): void => {
    remove(item.op);
    if (!answer.ok) tell(answer.fault, item);
    answers.get(item.op)?.(answer);
    answers.delete(item.op);
  };
  const pump = async (): Promise<void> => {
    const line = rpc;
    if (line === null || sending !== null) return;
    const next = waiting.getState().find((one) => one.user === user);
    if (next === undefined) return;
    sending = next.op;
    const answer = await send(line, next);
    sending = null;
    const isLost = !answer.ok && answer.fault.code === 'disconnected';
    if (isLost) late.add(next.op);
    else end(next, answer);
    // A line that was lost meanwhile is pumped again when another one is up.
    if (!isLost || rpc !== line) return pump();
    waiting.setState([...waiting.getState()], true);
  };
  return {
    waiting,
    isWaitingForLink: (op) => late.has(op),
    add(what) {
      const item = make({ op: newId(), user, madeMs: nowMs() }, what);
      if (waiting.getState().length >= mostQueued) {
        const full = refused('overload', `${mostQueued} entries wait for a link already; this one was not taken.`);
        tell(full.fault, item);
        return Promise.resolve(full);
      }
      if (rpc === null) late.add(item.op);
      return new Promise((resolve) => {
        answers.set(item.op, resolve);
        keep([...waiting.getState(), item]);
        void pump();
      });
    },
    drop(op) {
      if (op === sending) return;
      answers.delete(op);
      remove(op);
    },
    attach(line, name) {
      rpc = line;
      user = name;
      void pump();
    },
    detach() {
      rpc = null;
      for (const { op } of waiting.getState()) late.add(op);
      waiting.setState([...waiting.getState()], true);
    },
  };
}

/** What an earlier page of this window left; anything that is not what this version writes is left out. */
function readKept<Item>(storage: Pick<Storage, 'getItem'> | null, key: string, read: (raw: unknown) => readonly Item[]): readonly Item[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.flatMap((one) => read(one)).slice(0, mostQueued) : [];
  } catch {
    return [];
  }
}
