import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { type Fault, refused, type Result } from '#shared/model/fault.ts';
import { IncidentAddition, IncidentCommand, IncidentId } from '#shared/model/incident.ts';
import type { Attachment } from '#shared/model/kept-record.ts';
import type { InputOf } from '#shared/rpc/define.ts';
import type { Rpc } from './connection.ts';

export type BeginInput = Omit<InputOf<FirstoutContract['incident.begin']>, 'opId'>;
/** A picture or paper on its way. */
export type IncidentFile = { readonly name: string; readonly type: InputOf<FirstoutContract['record.attach']>['type']; readonly body: Uint8Array<ArrayBuffer> };

export type IncidentWork =
  | { readonly kind: 'begin'; readonly input: BeginInput }
  /** `seenSeq`: number of the newest record the person had before them. */
  | { readonly kind: 'add'; readonly incident: IncidentId; readonly seenSeq: number; readonly act: IncidentAddition }
  | { readonly kind: 'command'; readonly incident: IncidentId; readonly seenSeq: number; readonly act: IncidentCommand };

/** What a person did on this console and the engine has not answered yet. */
export type QueuedIncidentWork = {
  /** The same however often it is sent: the engine does it once. */
  readonly op: string;
  /** Who did it; it is sent for nobody else. */
  readonly user: string;
  /** When, UTC epoch ms by the engine's clock. */
  readonly madeMs: number;
  readonly work: IncidentWork;
  readonly files: readonly IncidentFile[];
};

export type IncidentAnswer = Result<{ readonly incident: IncidentId; readonly seq: number }>;

export type IncidentQueue = {
  /** In the order they were done. */
  readonly waiting: StoreApi<readonly QueuedIncidentWork[]>;
  /** False for one that is being sent for the first time on a line that is up; true once it has to wait for a link. */
  isWaitingForLink(op: string): boolean;
  /** Resolves with the engine's answer, however long the line is down until then. */
  add(work: IncidentWork, files?: readonly IncidentFile[]): Promise<IncidentAnswer>;
  /** Gives up what is not on its way. */
  drop(op: string): void;
  attach(rpc: Rpc, user: string): void;
  detach(): void;
};

export type IncidentQueueParts = {
  /** Outlives a reload of the page, not its window; null where there is none. Files are kept in memory alone: they are too large for it. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly nowMs: () => number;
  /** An operation number nobody else has. */
  readonly newId: () => string;
  /** Told once for each that was not taken. */
  readonly refused: (sentence: Fault, queued: QueuedIncidentWork) => void;
};

export const incidentQueueKey = 'firstout.incident-queue.1';
const mostQueued = 200;

/**
 * Acts on incidents on their way to the engine: one after the other, in order, each under a number of its own, sent again under
 * the same number when a lost line is back. Only an answer takes one out, so none is lost, and none done twice.
 */
export function createIncidentQueue({ storage, nowMs, newId, refused: tell }: IncidentQueueParts): IncidentQueue {
  const waiting = createStore<readonly QueuedIncidentWork[]>(() => readQueue(storage));
  const late = new Set(waiting.getState().map(({ op }) => op));
  const answers = new Map<string, (answer: IncidentAnswer) => void>();
  let rpc: Rpc | null = null;
  let user = waiting.getState()[0]?.user ?? '';
  let sending: string | null = null;

  const keep = (list: readonly QueuedIncidentWork[]): void => {
    waiting.setState(list, true);
    try {
      storage?.setItem(incidentQueueKey, JSON.stringify(list.map(({ files, ...rest }) => ({ ...rest, files: files.map(({ name }) => name) }))));
    } catch {
      // A full or forbidden storage: memory holds it while the page stands.
    }
  };
  const end = (queued: QueuedIncidentWork, answer: IncidentAnswer): void => {
    late.delete(queued.op);
    keep(waiting.getState().filter(({ op }) => op !== queued.op));
    if (!answer.ok) tell(answer.fault, queued);
    answers.get(queued.op)?.(answer);
    answers.delete(queued.op);
  };
  const pump = async (): Promise<void> => {
    const line = rpc;
    if (line === null || sending !== null) return;
    const next = waiting.getState().find((one) => one.user === user);
    if (next === undefined) return;
    sending = next.op;
    const answer = await sendIncidentWork(line, next);
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
    add(work, files = []) {
      const queued: QueuedIncidentWork = { op: newId(), user, madeMs: nowMs(), work, files };
      if (waiting.getState().length >= mostQueued) {
        const full = refused('overload', `${mostQueued} entries wait for a link already; this one was not taken.`);
        tell(full.fault, queued);
        return Promise.resolve(full);
      }
      if (rpc === null) late.add(queued.op);
      return new Promise((resolve) => {
        answers.set(queued.op, resolve);
        keep([...waiting.getState(), queued]);
        void pump();
      });
    },
    drop(op) {
      if (op === sending) return;
      late.delete(op);
      answers.delete(op);
      keep(waiting.getState().filter((one) => one.op !== op));
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

async function sendIncidentWork(line: Rpc, { op, work, files }: QueuedIncidentWork): Promise<IncidentAnswer> {
  const attachments: Attachment[] = [];
  // A file is kept under the hash of its bytes: sent again it is the same one.
  for (const { name, type, body } of files) {
    const kept = await line.call('record.attach', { name, type, body });
    if (!kept.ok) return kept;
    attachments.push(kept.value);
  }
  switch (work.kind) {
    case 'begin':
      return line.call('incident.begin', { ...work.input, opId: op });
    case 'add':
      return line.call('incident.add', { opId: op, incident: work.incident, seenSeq: work.seenSeq, act: attachments.length === 0 ? work.act : ({ ...work.act, attachments } as IncidentAddition) });
    case 'command':
      return line.call('incident.command', { opId: op, incident: work.incident, seenSeq: work.seenSeq, act: work.act });
  }
}

/** What an earlier page of this window left; anything that is not what this version writes is left out. */
function readQueue(storage: IncidentQueueParts['storage']): readonly QueuedIncidentWork[] {
  try {
    const list: unknown = JSON.parse(storage?.getItem(incidentQueueKey) ?? '[]');
    return Array.isArray(list) ? list.flatMap((one) => asQueued(one)).slice(0, mostQueued) : [];
  } catch {
    return [];
  }
}

type Raw = { readonly op?: unknown; readonly user?: unknown; readonly madeMs?: unknown; readonly files?: unknown; readonly work?: { readonly kind?: unknown; readonly incident?: unknown; readonly seenSeq?: unknown; readonly act?: unknown } };

function asQueued(raw: Raw | null): readonly QueuedIncidentWork[] {
  if (raw === null || typeof raw !== 'object' || typeof raw.op !== 'string' || typeof raw.user !== 'string' || typeof raw.madeMs !== 'number') return [];
  const { kind, seenSeq, act, incident } = raw.work ?? {};
  const id = IncidentId.safeParse(incident);
  // An incident begun before the reload is not begun out of sight: whoever reloads sees that it is not there.
  if (!id.success || typeof seenSeq !== 'number') return [];
  const head = { op: raw.op, user: raw.user, madeMs: raw.madeMs, files: [] };
  if (kind === 'command') {
    const command = IncidentCommand.safeParse(act);
    return command.success ? [{ ...head, work: { kind, incident: id.data, seenSeq, act: command.data } }] : [];
  }
  const addition = kind === 'add' ? IncidentAddition.safeParse(act) : null;
  if (addition === null || !addition.success) return [];
  return [{ ...head, work: { kind: 'add', incident: id.data, seenSeq, act: withoutFiles(addition.data, raw.files) } }];
}

/** Its pictures went with the page: the entry says so. */
function withoutFiles(act: IncidentAddition, names: unknown): IncidentAddition {
  const lost = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  if (lost.length === 0 || !('text' in act)) return act;
  return { ...act, text: `${act.text} (not sent along, since the page was loaded anew: ${lost.join(', ')})`.slice(0, 2000) };
}
