import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Fault } from '#shared/model/fault.ts';
import { RunAct } from '#shared/model/runbook-run.ts';
import type { Rpc } from './connection.ts';
import { faultText } from './notices.ts';

export type QueuedPhoto = { readonly kind: 'photo'; readonly step: string | null; readonly item: number | null; readonly caption: string; readonly picture: Uint8Array<ArrayBuffer> };
/** `isDry`: of a dry run, which may go by the past. */
export type QueuedWork = { readonly kind: 'act'; readonly seenSeq: number; readonly act: RunAct; readonly isDry?: boolean } | QueuedPhoto;

/** What a person did on this console and the engine has not answered yet. */
export type Queued = {
  /** The same however often it is sent: the engine does it once. */
  readonly op: string;
  readonly run: string;
  /** Who did it; it is sent for nobody else. */
  readonly user: string;
  /** When, UTC epoch ms. */
  readonly madeMs: number;
  readonly work: QueuedWork;
};

export type RunQueue = {
  /** In the order they were done. */
  readonly waiting: StoreApi<readonly Queued[]>;
  /** False for one that is being sent for the first time on a line that is up; true once it has to wait for a link. */
  isWaitingForLink(op: string): boolean;
  add(run: string, work: QueuedWork): void;
  /** Gives up what was not sent yet. */
  drop(op: string): void;
  attach(rpc: Rpc, user: string): void;
  detach(): void;
};

export type RunQueueParts = {
  /** Outlives a reload of the page, not its window; null where there is none. Photos are kept in memory alone: they are too large for it. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly nowMs: () => number;
  /** An operation number nobody else has. */
  readonly newId: () => string;
  /** Told once for each that the engine refused. */
  readonly refused: (sentence: string, queued: Queued) => void;
};

export const queueKey = 'firstout.run-queue.1';
const mostQueued = 200;

/**
 * Acts on runs on their way to the engine: sent one after the other, in order, under a number of their own, and sent again
 * when a lost line is back. Only an answer takes one out, so none is lost, and none done twice.
 */
export function createRunQueue({ storage, nowMs, newId, refused }: RunQueueParts): RunQueue {
  const waiting = createStore<readonly Queued[]>(() => read(storage));
  const late = new Set(waiting.getState().map(({ op }) => op));
  let rpc: Rpc | null = null;
  let user = waiting.getState()[0]?.user ?? '';
  let sending: string | null = null;

  const keep = (list: readonly Queued[]): void => {
    waiting.setState(list, true);
    try {
      storage?.setItem(queueKey, JSON.stringify(list.filter(({ work }) => work.kind === 'act')));
    } catch {
      // A full or forbidden storage: memory holds it while the page stands.
    }
  };
  const remove = (op: string): void => {
    late.delete(op);
    keep(waiting.getState().filter((one) => one.op !== op));
  };
  const pump = async (): Promise<void> => {
    const line = rpc;
    if (line === null || sending !== null) return;
    const next = waiting.getState().find((one) => one.user === user);
    if (next === undefined) return;
    sending = next.op;
    const fault = await send(line, next);
    sending = null;
    if (fault?.code === 'disconnected') late.add(next.op);
    else {
      remove(next.op);
      if (fault !== null) refused(faultText(fault), next);
    }
    // A line that was lost meanwhile is pumped again when another one is up.
    if (fault?.code !== 'disconnected' || rpc !== line) void pump();
    else waiting.setState([...waiting.getState()], true);
  };
  return {
    waiting,
    isWaitingForLink: (op) => late.has(op),
    add(run, work) {
      const queued: Queued = { op: newId(), run, user, madeMs: nowMs(), work };
      if (waiting.getState().length >= mostQueued) return refused(`${mostQueued} entries wait for a link already; this one was not taken.`, queued);
      if (rpc === null) late.add(queued.op);
      keep([...waiting.getState(), queued]);
      void pump();
    },
    drop(op) {
      if (op !== sending) remove(op);
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

async function send(line: Rpc, { op, run, work }: Queued): Promise<Fault | null> {
  const answer =
    work.kind === 'act'
      ? await line.call(work.isDry === true ? 'runbook.dryAct' : 'runbook.act', { opId: op, run, seenSeq: work.seenSeq, act: work.act })
      : await line.call('runbook.photo', { opId: op, run, step: work.step, item: work.item, caption: work.caption, picture: work.picture });
  return answer.ok ? null : answer.fault;
}

/** What an earlier page of this window left; anything that is not what this version writes is left out. */
function read(storage: RunQueueParts['storage']): readonly Queued[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(queueKey) ?? '[]');
    return Array.isArray(list) ? list.flatMap(asQueued).slice(0, mostQueued) : [];
  } catch {
    return [];
  }
}

function asQueued(raw: Partial<Queued> | null): readonly Queued[] {
  const work = raw?.work;
  if (raw === null || typeof raw.op !== 'string' || typeof raw.run !== 'string' || typeof raw.user !== 'string' || typeof raw.madeMs !== 'number') return [];
  if (work?.kind !== 'act' || typeof work.seenSeq !== 'number') return [];
  const act = RunAct.safeParse(work.act);
  return act.success ? [{ op: raw.op, run: raw.run, user: raw.user, madeMs: raw.madeMs, work: { kind: 'act', seenSeq: work.seenSeq, act: act.data, ...(work.isDry === true ? { isDry: true } : {}) } }] : [];
}
