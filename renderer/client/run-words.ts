import type { RunAct } from '#shared/model/runbook-run.ts';
import type { QueuedWork } from './run-queue.ts';

/** An operation number: 24 hex digits of chance. `randomUUID` is not to be had on a page over plain HTTP. */
export const newOperationId = (): string => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const actWords: Readonly<Record<RunAct['kind'], string>> = {
  confirm: 'Step confirmed',
  override: 'Step overridden',
  skip: 'Step skipped',
  reopen: 'Step opened again',
  assign: 'Step assigned',
  decide: 'Check judged',
  reading: 'Reading entered',
  note: 'Note written',
  gate: 'Gate confirmed',
  sign: 'Signed',
  try: 'Write ticked, not sent',
  pause: 'Paused',
  resume: 'Resumed',
  'hand-over': 'Handed over',
  'take-over': 'Taken over',
  abort: 'Aborted',
  finish: 'Finished',
};

/** What was done, in a word or two, with what was entered. */
export function workWords(work: QueuedWork): string {
  if (work.kind === 'photo') return `Photo taken${work.caption === '' ? '' : `: ${work.caption}`}`;
  const { act } = work;
  const detail = act.kind === 'reading' ? String(act.value) : act.kind === 'note' ? act.text : act.kind === 'gate' ? act.reference : '';
  return detail === '' ? actWords[act.kind] : `${actWords[act.kind]}: ${detail}`;
}

/** Acts that are kept here while there is no link, and sent when it is back. All else decides on the run as it stands, and waits for the link. */
const keptOffline: ReadonlySet<RunAct['kind']> = new Set(['confirm', 'decide', 'reading', 'note', 'gate', 'sign', 'assign']);
export const isKeptOffline = (kind: RunAct['kind']): boolean => keptOffline.has(kind);
