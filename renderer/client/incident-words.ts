import type { IncidentAddition, IncidentCommand } from '#shared/model/incident.ts';
import type { QueuedIncidentWork } from './incident-queue.ts';

const actWords: Readonly<Record<(IncidentAddition | IncidentCommand)['kind'], string>> = {
  note: 'Note',
  reading: 'Reading',
  message: 'Message',
  update: 'Status update',
  asset: 'Affected asset',
  link: 'Link',
  precursor: 'Precursor',
  picture: 'Picture of a moment',
  'task-done': 'Task done',
  title: 'Title',
  severity: 'Severity',
  stage: 'Stage',
  commander: 'Commander',
  assignment: 'Role',
  task: 'Task',
  'task-change': 'Task changed',
  'task-drop': 'Task dropped',
  interval: 'Time between updates',
  close: 'Closing',
  reopen: 'Reopening',
};

/** What was done, in a word or two, with what was entered. */
export function incidentWorkWords({ work, files }: Pick<QueuedIncidentWork, 'work' | 'files'>): string {
  if (work.kind === 'begin') return 'Incident opened';
  const { act } = work;
  const detail = 'text' in act ? act.text : act.kind === 'reading' ? `${act.name} ${act.value} ${act.unit}` : act.kind === 'task-done' ? act.task : act.kind === 'asset' ? act.asset : '';
  const pictures = files.length === 0 ? '' : ` (${files.length} ${files.length === 1 ? 'file' : 'files'})`;
  return `${actWords[act.kind]}${detail === '' ? '' : `: ${detail}`}${pictures}`;
}
