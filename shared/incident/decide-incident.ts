import { ok, refused, type Result } from '../model/fault.ts';
import type { Incident, IncidentAddition, IncidentCommand } from '../model/incident.ts';

export type IncidentFault = 'not-found' | 'conflict' | 'closed' | 'open-tasks' | 'bad-input';

const mostTasks = 200;
const mostAssets = 200;
const mostLinks = 500;

/**
 * Whether an act can be done on an incident as it stands, and why not. `seenSeq` is the number of the newest record that the
 * person had before them: a lead's decision is refused when another lead decided something since.
 */
export function decideIncident(incident: Incident, act: IncidentAddition | IncidentCommand, { seenSeq, nowMs }: { readonly seenSeq: number; readonly nowMs: number }): Result<null, IncidentFault> {
  const { id } = incident;
  if ('atMs' in act && act.atMs !== undefined && act.atMs > nowMs + 60_000) return refused('bad-input', `What has not happened yet cannot be written into ${id}.`, 'Correct the time.');
  if (act.kind === 'picture' && act.attachments.length !== 1) return refused('bad-input', `A picture for ${id} came without its picture, so nothing was written.`, 'Make it once more.');
  switch (act.kind) {
    case 'note':
    case 'reading':
    case 'message':
    case 'precursor':
    case 'picture':
      // These may come when it is over, too: what is found out later belongs to it.
      return ok(null);
    case 'asset':
      return incident.assets.length < mostAssets ? ok(null) : refused('bad-input', `${id} has ${mostAssets} assets already.`, 'Name an asset above them.');
    case 'link':
      return incident.links.length < mostLinks ? ok(null) : refused('bad-input', `${id} has ${mostLinks} links already.`);
    case 'task-done': {
      // One carried over goes on when the incident is closed.
      const task = incident.tasks.find((one) => one.id === act.task);
      if (task === undefined) return refused('not-found', `${id} has no task ${act.task}.`);
      return task.state === 'open' || task.state === 'carried-over' ? ok(null) : taskOver(incident, act.task);
    }
    case 'reopen':
      if (incident.state === 'open') return refused('conflict', `${id} is open already.`);
      return seen(incident, seenSeq);
    default:
      break;
  }
  if (incident.state === 'closed') return refused('closed', `${id} was closed by ${incident.closed?.by ?? ''}.`, 'Reopen it first, or add a note.');
  if (act.kind === 'update') return ok(null);
  const isSeen = seen(incident, seenSeq);
  if (!isSeen.ok) return isSeen;
  switch (act.kind) {
    case 'task':
      return incident.tasks.length < mostTasks ? ok(null) : refused('bad-input', `${id} has ${mostTasks} tasks already.`, 'Close what is done, and open another incident for the rest.');
    case 'task-change':
    case 'task-drop': {
      const task = incident.tasks.find((one) => one.id === act.task);
      if (task === undefined) return refused('not-found', `${id} has no task ${act.task}.`);
      return task.state === 'open' ? ok(null) : taskOver(incident, act.task);
    }
    case 'close':
      return mayClose(incident, act.carriedOver);
    default:
      return ok(null);
  }
}

function seen({ id, commandSeq }: Incident, seenSeq: number): Result<null, 'conflict'> {
  return seenSeq >= commandSeq ? ok(null) : refused('conflict', `Something was decided on ${id} meanwhile (record ${commandSeq}), so nothing was changed.`, 'Look at it as it stands now, and decide again.');
}

const taskOver = ({ id, tasks }: Incident, which: string): Result<never, 'conflict'> => {
  const task = tasks.find((one) => one.id === which);
  return refused('conflict', `Task ${which} of ${id} is ${task?.state ?? ''} already${task?.endedBy == null ? '' : `, by ${task.endedBy}`}.`);
};

function mayClose({ id, tasks }: Incident, carriedOver: readonly string[]): Result<null, 'open-tasks' | 'not-found'> {
  const unknown = carriedOver.find((one) => !tasks.some((task) => task.id === one && task.state === 'open'));
  if (unknown !== undefined) return refused('not-found', `${id} has no open task ${unknown} to carry over.`);
  const left = tasks.filter((task) => task.state === 'open' && !carriedOver.includes(task.id));
  if (left.length === 0) return ok(null);
  return refused('open-tasks', `${id} still has ${left.length === 1 ? 'an open task' : `${left.length} open tasks`}: ${left.slice(0, 3).map((task) => `${task.id} (${task.to})`).join(', ')}${left.length > 3 ? ', …' : ''}.`, 'Settle each, drop it with a reason, or carry it over as an open action.');
}
