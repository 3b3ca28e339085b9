import type { Result } from '#shared/model/fault.ts';
import { RunAct } from '#shared/model/runbook-run.ts';
import type { Rpc } from './connection.ts';
import { faultText } from './notices.ts';
import { createWorkQueue, type QueuedHead, type WorkQueue, type WorkQueueParts } from './work-queue.ts';

export type QueuedPhoto = { readonly kind: 'photo'; readonly step: string | null; readonly item: number | null; readonly caption: string; readonly picture: Uint8Array<ArrayBuffer> };
/** `isDry`: of a dry run, which may go by the past. */
export type QueuedWork = { readonly kind: 'act'; readonly seenSeq: number; readonly act: RunAct; readonly isDry?: boolean } | QueuedPhoto;

export type Queued = QueuedHead & { readonly run: string; readonly work: QueuedWork };

export type RunQueue = Pick<WorkQueue<Queued, unknown>, 'waiting' | 'isWaitingForLink' | 'drop' | 'attach' | 'detach'> & {
  add(run: string, work: QueuedWork): void;
};

export type RunQueueParts = Pick<WorkQueueParts<Queued, unknown>, 'storage' | 'nowMs' | 'newId'> & {
  /** Told once for each that was not taken. */
  readonly refused: (sentence: string, queued: Queued) => void;
};

export const queueKey = 'firstout.run-queue.1';

/** Acts on runs on their way to the engine, in order. Photos are kept in memory alone: they are too large for what outlives a reload. */
export function createRunQueue({ refused, ...parts }: RunQueueParts): RunQueue {
  const { add, ...queue } = createWorkQueue<Queued, unknown>({
    ...parts,
    key: queueKey,
    keep: (list) => list.filter(({ work }) => work.kind === 'act'),
    read: (raw) => asQueued(raw as Partial<Queued> | null),
    make: (head, what) => ({ ...head, ...what }),
    send,
    refused: (fault, queued) => refused(faultText(fault), queued),
  });
  return { ...queue, add: (run, work) => void add({ run, work }) };
}

function send(line: Rpc, { op, run, work }: Queued): Promise<Result<unknown>> {
  if (work.kind === 'act') return line.call(work.isDry === true ? 'runbook.dryAct' : 'runbook.act', { opId: op, run, seenSeq: work.seenSeq, act: work.act });
  return line.call('runbook.photo', { opId: op, run, step: work.step, item: work.item, caption: work.caption, picture: work.picture });
}

function asQueued(raw: Partial<Queued> | null): readonly Queued[] {
  const work = raw?.work;
  if (raw === null || typeof raw.op !== 'string' || typeof raw.run !== 'string' || typeof raw.user !== 'string' || typeof raw.madeMs !== 'number') return [];
  if (work?.kind !== 'act' || typeof work.seenSeq !== 'number') return [];
  const act = RunAct.safeParse(work.act);
  return act.success ? [{ op: raw.op, run: raw.run, user: raw.user, madeMs: raw.madeMs, work: { kind: 'act', seenSeq: work.seenSeq, act: act.data, ...(work.isDry === true ? { isDry: true } : {}) } }] : [];
}
