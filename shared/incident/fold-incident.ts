import { assertNever } from '../model/fault.ts';
import { type Incident, type IncidentEvent, IncidentEvent as EventShape, IncidentId, type IncidentLink, type IncidentRecord, type IncidentTask } from '../model/incident.ts';
import type { KeptRecord } from '../model/kept-record.ts';

export const incidentPrefix = 'incident:';
export const streamOfIncident = (id: string): string => `${incidentPrefix}${id}`;

/** A record of an incident; null for another's, or one of a version that says what this one does not know. */
export function readIncidentRecord({ seq, stream, kind, opId, timeMs, sourceMs, user, role, body }: KeptRecord): IncidentRecord | null {
  if (!stream.startsWith(incidentPrefix)) return null;
  const incident = IncidentId.safeParse(stream.slice(incidentPrefix.length));
  const event = EventShape.safeParse({ ...body, kind });
  return incident.success && event.success ? { seq, incident: incident.data, opId, timeMs, sourceMs, user, role, event: event.data } : null;
}

/**
 * The incident after one more of its records, in the order of their numbers; null before the first. Folding all records up to
 * a time gives what was known then. A record already folded changes nothing.
 */
export function foldIncident(before: Incident | null, record: IncidentRecord): Incident | null {
  const { event, seq, timeMs } = record;
  if (before === null) return event.kind === 'opened' ? begin(record, event) : null;
  if (seq <= before.seq || event.kind === 'opened') return before;
  const next: Incident = { ...before, seq, entries: before.entries + 1, commandSeq: isCommand(event) ? seq : before.commandSeq };
  const by = record.user ?? '';
  switch (event.kind) {
    case 'note':
    case 'reading':
    case 'message':
    case 'picture':
      return next;
    case 'update':
      return { ...next, updates: next.updates + 1, missedInRow: 0, lastUpdateMs: timeMs, updateDueMs: dueAfter(timeMs, next) };
    case 'update-missed':
      return { ...next, missedUpdates: next.missedUpdates + event.count, missedInRow: next.missedInRow + event.count, updateDueMs: next.everyMin === null ? null : event.dueMs + event.count * next.everyMin * 60_000 };
    case 'asset':
      return next.assets.includes(event.asset) ? next : { ...next, assets: [...next.assets, event.asset] };
    case 'link':
      return next.links.some((link) => isSameLink(link, event.link)) ? next : { ...next, links: [...next.links, event.link] };
    case 'precursor':
      return { ...next, precursorMs: Math.min(event.atMs, next.precursorMs ?? Number.POSITIVE_INFINITY) };
    case 'title':
      return { ...next, title: event.title };
    case 'severity':
      return { ...next, severity: event.severity };
    case 'stage':
      return { ...next, stage: event.stage };
    case 'commander':
      return { ...next, commander: event.to };
    case 'assignment': {
      const others = next.roles.filter(({ role }) => role !== event.role);
      return { ...next, roles: event.person === null ? others : [...others, { role: event.role, person: event.person }] };
    }
    case 'task': {
      const task: IncidentTask = { id: `T${next.tasks.length + 1}`, text: event.text, to: event.to, dueMs: event.dueMs, givenMs: timeMs, givenBy: by, state: 'open', endedMs: null, endedBy: null, result: '' };
      return { ...next, tasks: [...next.tasks, task] };
    }
    case 'task-change':
      return withTask(next, event.task, { to: event.to, dueMs: event.dueMs });
    case 'task-drop':
      return withTask(next, event.task, { state: 'dropped', endedMs: timeMs, endedBy: by, result: event.reason });
    case 'task-done':
      return withTask(next, event.task, { state: 'done', endedMs: timeMs, endedBy: by, result: event.result });
    case 'interval': {
      const clock = { ...next, everyMin: event.everyMin, missedInRow: 0 };
      return { ...clock, updateDueMs: dueAfter(timeMs, clock) };
    }
    case 'close': {
      const carried = new Set(event.carriedOver);
      const tasks = next.tasks.map((task) => (task.state === 'open' && carried.has(task.id) ? { ...task, state: 'carried-over' as const } : task));
      const { cause, actions, downtimeMin } = event;
      return { ...next, state: 'closed', tasks, updateDueMs: null, closed: { atMs: timeMs, by, cause, actions, downtimeMin } };
    }
    case 'reopen': {
      // What was to go on as an open action is a task of it again.
      const tasks = next.tasks.map((task) => (task.state === 'carried-over' ? { ...task, state: 'open' as const } : task));
      const open = { ...next, state: 'open' as const, tasks, closed: null, missedInRow: 0, reopened: next.reopened + 1 };
      return { ...open, updateDueMs: dueAfter(timeMs, open) };
    }
    default:
      return assertNever(event, 'event of an incident');
  }
}

/** The incident its records add up to, those up to `untilMs` of the engine's clock; null when it was not open by then. */
export function incidentAt(records: readonly IncidentRecord[], untilMs = Number.POSITIVE_INFINITY): Incident | null {
  let state: Incident | null = null;
  for (const record of records) if (record.timeMs <= untilMs) state = foldIncident(state, record);
  return state;
}

const commandKinds: ReadonlySet<IncidentEvent['kind']> = new Set(['opened', 'title', 'severity', 'stage', 'commander', 'assignment', 'task', 'task-change', 'task-drop', 'task-done', 'interval', 'close', 'reopen']);
/** A done task counts, too: who closes an incident is to have seen what came of it. */
const isCommand = ({ kind }: IncidentEvent): boolean => commandKinds.has(kind);

export function isSameLink(a: IncidentLink, b: IncidentLink): boolean {
  const other = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([name, value]) => other.get(name) === value);
}

const dueAfter = (atMs: number, { everyMin, state }: Pick<Incident, 'everyMin' | 'state'>): number | null => (everyMin === null || state === 'closed' ? null : atMs + everyMin * 60_000);

const withTask = (incident: Incident, id: string, change: Partial<IncidentTask>): Incident => ({
  ...incident,
  tasks: incident.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
});

function begin({ incident: id, seq, timeMs, user }: IncidentRecord, event: Extract<IncidentEvent, { kind: 'opened' }>): Incident {
  const { title, severity, origin, commander, assets, links, startMs, uncertaintyMs, everyMin } = event;
  return {
    id,
    seq,
    commandSeq: seq,
    title,
    severity,
    state: 'open',
    stage: 'protect',
    origin,
    startMs,
    uncertaintyMs,
    openedMs: timeMs,
    openedBy: user ?? '',
    commander,
    roles: [],
    tasks: [],
    assets: [...new Set(assets)],
    links,
    everyMin,
    lastUpdateMs: null,
    updateDueMs: everyMin === null ? null : timeMs + everyMin * 60_000,
    updates: 0,
    missedUpdates: 0,
    missedInRow: 0,
    precursorMs: null,
    entries: 1,
    closed: null,
    reopened: 0,
  };
}
