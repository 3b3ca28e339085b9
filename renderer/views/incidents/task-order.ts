import type { Incident, IncidentTask } from '#shared/model/incident.ts';

export const isTaskOpen = ({ state }: IncidentTask): boolean => state === 'open' || state === 'carried-over';
export const isOverdue = (task: IncidentTask, nowMs: number): boolean => isTaskOpen(task) && task.dueMs !== null && task.dueMs < nowMs;

/** Open ones first, of these the one due first; without a time behind those with one, by number. Settled ones last, newest first. */
export function byDue(tasks: readonly IncidentTask[]): readonly IncidentTask[] {
  const due = ({ dueMs }: IncidentTask): number => dueMs ?? Number.POSITIVE_INFINITY;
  const open = tasks.filter(isTaskOpen).toSorted((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b)));
  return [...open, ...tasks.filter((task) => !isTaskOpen(task)).toSorted((a, b) => (b.endedMs ?? 0) - (a.endedMs ?? 0))];
}

/** The open task that is due first; null when none is open. */
export const nextTask = (tasks: readonly IncidentTask[]): IncidentTask | null => byDue(tasks).find(isTaskOpen) ?? null;

/** Everybody who is named in an incident, and who looks at it, each once. */
export function peopleOf({ commander, openedBy, roles, tasks }: Pick<Incident, 'commander' | 'openedBy' | 'roles' | 'tasks'>, self: string): readonly string[] {
  return [...new Set([...(commander === null ? [] : [commander]), openedBy, self, ...roles.map(({ person }) => person), ...tasks.map(({ to }) => to)])].filter((name) => name !== '');
}
