import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Result } from '#shared/model/fault.ts';
import { IncidentAddition, IncidentCommand, IncidentId } from '#shared/model/incident.ts';
import type { Attachment } from '#shared/model/kept-record.ts';
import type { InputOf } from '#shared/rpc/define.ts';
import type { Rpc } from './connection.ts';
import { createWorkQueue, type QueuedHead, type WorkQueue, type WorkQueueParts } from './work-queue.ts';

export type BeginInput = Omit<InputOf<FirstoutContract['incident.begin']>, 'opId'>;
/** A picture or paper on its way. */
export type IncidentFile = { readonly name: string; readonly type: InputOf<FirstoutContract['record.attach']>['type']; readonly body: Uint8Array<ArrayBuffer> };

export type IncidentWork =
  | { readonly kind: 'begin'; readonly input: BeginInput }
  /** `seenSeq`: number of the newest record the person had before them. */
  | { readonly kind: 'add'; readonly incident: IncidentId; readonly seenSeq: number; readonly act: IncidentAddition }
  | { readonly kind: 'command'; readonly incident: IncidentId; readonly seenSeq: number; readonly act: IncidentCommand };

/** Files are kept in memory alone: they are too large for what outlives a reload. */
export type QueuedIncidentWork = QueuedHead & { readonly work: IncidentWork; readonly files: readonly IncidentFile[] };

export type IncidentAnswer = Result<{ readonly incident: IncidentId; readonly seq: number }>;

export type IncidentQueue = Pick<Queue, 'waiting' | 'isWaitingForLink' | 'drop' | 'attach' | 'detach'> & {
  /** Resolves with the engine's answer, however long the line is down until then. */
  add(work: IncidentWork, files?: readonly IncidentFile[]): Promise<IncidentAnswer>;
};
type Queue = WorkQueue<QueuedIncidentWork, { readonly incident: IncidentId; readonly seq: number }>;

export const incidentQueueKey = 'firstout.incident-queue.1';

/** Acts on incidents on their way to the engine, in order. */
export function createIncidentQueue(parts: Pick<WorkQueueParts<QueuedIncidentWork, unknown>, 'storage' | 'nowMs' | 'newId' | 'refused'>): IncidentQueue {
  const { add, ...queue } = createWorkQueue<QueuedIncidentWork, { readonly incident: IncidentId; readonly seq: number }>({
    ...parts,
    key: incidentQueueKey,
    keep: (list) => list.map(({ files, ...rest }) => ({ ...rest, files: files.map(({ name }) => name) })),
    read: (raw) => asQueued(raw as Raw | null),
    make: (head, what) => ({ ...head, ...what }),
    send: sendIncidentWork,
  });
  return { ...queue, add: (work, files = []) => add({ work, files }) };
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
  // A picture of a moment is nothing without the picture; it can be made again.
  if (addition === null || !addition.success || addition.data.kind === 'picture') return [];
  return [{ ...head, work: { kind: 'add', incident: id.data, seenSeq, act: withoutFiles(addition.data, raw.files) } }];
}

/** Its pictures went with the page: the entry says so. */
function withoutFiles(act: IncidentAddition, names: unknown): IncidentAddition {
  const lost = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  if (lost.length === 0 || !('text' in act)) return act;
  return { ...act, text: `${act.text} (not sent along, since the page was loaded anew: ${lost.join(', ')})`.slice(0, 2000) };
}
