import { assertNever } from '../model/fault.ts';
import type { AlarmEvent, AlarmEventKind } from '../model/alarm.ts';
import type { Note } from '../model/history.ts';
import { AssetId, TagId } from '../model/ids.ts';
import type { Incident, IncidentEvent, IncidentLink, IncidentRecord, PictureSubject } from '../model/incident.ts';
import type { TimelineEntry } from '../model/incident-timeline.ts';

/** Written down so much later than it happened, it is said to be. */
const lateMs = 1000;
const plain = { alarm: null, tag: null, asset: null, run: null, attachments: [], user: null, uncertaintyMs: 0, isPrecursor: false };
const late = (timeMs: number, writtenMs: number): number | null => (writtenMs - timeMs > lateMs ? writtenMs : null);

export type AlarmFacts = { readonly message: string; readonly tag: TagId | null; readonly asset: AssetId | null };

const alarmWords: Readonly<Record<AlarmEventKind, string>> = {
  raised: '',
  returned: 'back to normal',
  acknowledged: 'acknowledged',
  reset: 'reset',
  shelved: 'shelved',
  unshelved: 'no longer shelved',
  suppressed: 'suppressed by design',
  unsuppressed: 'no longer suppressed',
  'removed-from-service': 'taken out of service',
  'returned-to-service': 'back in service',
  're-alarmed': 'unacknowledged again: still active',
  'handed-over': 'taken over',
};

/** A line of the alarm journal. */
export function alarmEntry(event: AlarmEvent, facts: AlarmFacts | null, { startMs }: Pick<Incident, 'startMs'>): TimelineEntry {
  const { seq, alarm, kind, timeMs, engineMs, user, comment, uncertaintyMs } = event;
  const words = alarmWords[kind];
  const said = comment === undefined || comment === '' ? '' : `: ${comment}`;
  return {
    ...plain,
    key: `alarm:${seq}`,
    source: 'alarm',
    group: user === undefined ? 'alarms' : 'actions',
    what: kind,
    timeMs,
    uncertaintyMs: uncertaintyMs ?? (user === undefined ? null : 0),
    offsetMs: timeMs - startMs,
    writtenMs: late(timeMs, engineMs),
    text: `${facts?.message ?? alarm}${words === '' ? '' : `, ${words}`}${said}`,
    user: user ?? null,
    alarm,
    tag: facts?.tag ?? null,
    asset: facts?.asset ?? null,
  };
}

/** A line of the audit log. `detail` is JSON text; writes say in it what was before and after. */
export function actionEntry(line: { readonly seq: number; readonly timeMs: number; readonly user: string; readonly action: string; readonly subject: string; readonly detail: string; readonly result: string | null }, { startMs }: Pick<Incident, 'startMs'>): TimelineEntry {
  const { seq, timeMs, user, action, subject, result } = line;
  const tag = TagId.safeParse(subject);
  const end = result === null ? 'how it ended is not known' : result;
  return {
    ...plain,
    key: `action:${seq}`,
    source: 'action',
    group: 'actions',
    what: action,
    timeMs,
    offsetMs: timeMs - startMs,
    writtenMs: null,
    text: action === 'tag.write' ? `${subject} written${changeOf(line.detail)}: ${end}` : `${action} ${subject}: ${end}`,
    user,
    tag: action === 'tag.write' && tag.success ? tag.data : null,
  };
}

function changeOf(detail: string): string {
  try {
    const { before, after, reason } = JSON.parse(detail) as { before?: unknown; after?: unknown; reason?: unknown };
    const why = typeof reason === 'string' && reason !== '' ? ` (${reason})` : '';
    return typeof after === 'string' ? `${typeof before === 'string' && before !== '' ? ` from ${before}` : ''} to ${after}${why}` : '';
  } catch {
    return '';
  }
}

/** A note on a stretch of time. */
export function noteEntry({ seq, fromMs, madeMs, user, text, tags, asset, withdrawn }: Note, { startMs }: Pick<Incident, 'startMs'>): TimelineEntry {
  const tag = TagId.safeParse(tags[0]);
  const place = AssetId.safeParse(asset);
  return {
    ...plain,
    key: `note:${seq}`,
    source: 'note',
    group: 'notes',
    what: withdrawn === null ? 'note' : 'note-withdrawn',
    timeMs: fromMs,
    uncertaintyMs: null,
    offsetMs: fromMs - startMs,
    writtenMs: late(fromMs, madeMs),
    text: withdrawn === null ? text : `${text} (withdrawn by ${withdrawn.user})`,
    user,
    tag: tag.success ? tag.data : null,
    asset: place.success ? place.data : null,
  };
}

/** What a run of a runbook has written down, in words of whoever knows runs. */
export function runEntry(step: { readonly seq: number; readonly timeMs: number; readonly kind: string; readonly user: string | null; readonly run: string; readonly text: string }, { startMs }: Pick<Incident, 'startMs'>): TimelineEntry {
  const { seq, timeMs, kind, user, run, text } = step;
  return { ...plain, key: `run:${seq}`, source: 'run', group: 'actions', what: kind, timeMs, offsetMs: timeMs - startMs, writtenMs: null, text, user, run };
}

/** A run as its first record has it. */
export type RunName = { readonly number: number; readonly runbook: string; readonly title: string; /** UTC epoch ms. */ readonly begunMs: number; readonly begunBy: string };

/** A record of the incident itself. `runName`: what a run that it names is called; null where that is not known. */
export function incidentEntry({ seq, timeMs: writtenMs, sourceMs, user, event }: IncidentRecord, incident: Pick<Incident, 'startMs' | 'tasks' | 'openedMs'>, runName: (run: string) => RunName | null = () => null): TimelineEntry {
  // What began it is there as an alarm; that it was opened happened when somebody did.
  const timeMs = event.kind === 'opened' ? writtenMs : (sourceMs ?? writtenMs);
  return {
    ...plain,
    key: `incident:${seq}`,
    source: 'incident',
    group: event.kind === 'note' || event.kind === 'reading' || event.kind === 'message' || event.kind === 'precursor' || event.kind === 'picture' ? 'notes' : 'actions',
    what: event.kind,
    timeMs,
    uncertaintyMs: sourceMs === null || event.kind === 'opened' ? 0 : null,
    offsetMs: timeMs - incident.startMs,
    writtenMs: late(timeMs, writtenMs),
    isPrecursor: event.kind === 'precursor',
    text: sentenceOf(event, incident, runName),
    user,
    alarm: event.kind === 'precursor' ? (event.alarm ?? null) : event.kind === 'opened' && 'alarm' in event.origin ? event.origin.alarm : null,
    tag: event.kind === 'precursor' || event.kind === 'reading' ? (event.tag ?? null) : event.kind === 'note' ? (event.tags?.[0] ?? null) : null,
    asset: event.kind === 'asset' ? event.asset : event.kind === 'note' || event.kind === 'precursor' || event.kind === 'picture' ? (event.asset ?? null) : null,
    run: event.kind === 'link' && event.link.kind === 'run' ? event.link.run : null,
    attachments: event.kind === 'note' || event.kind === 'reading' || event.kind === 'picture' ? (event.attachments ?? []) : [],
    ...(event.kind === 'picture' ? { picture: { of: event.of, console: event.console } } : {}),
  };
}

/** "40 s", "3 min", "2 h 5 min". */
function before(ms: number): string {
  const [s, min] = [Math.round(ms / 1000), Math.round(ms / 60_000)];
  return s < 60 ? `${s} s` : min < 60 ? `${min} min` : `${Math.floor(min / 60)} h${min % 60 === 0 ? '' : ` ${min % 60} min`}`;
}

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

function sentenceOf(event: IncidentEvent, { tasks, openedMs }: Pick<Incident, 'tasks' | 'openedMs'>, runName: (run: string) => RunName | null): string {
  const task = (id: string): string => `Task ${id}${tasks.some((one) => one.id === id) ? ` (${tasks.find((one) => one.id === id)?.text ?? ''})` : ''}`;
  switch (event.kind) {
    case 'opened':
      return `Incident opened, severity ${event.severity}: ${event.title}`;
    case 'note':
    case 'precursor':
      return event.text;
    case 'reading':
      return `${event.name}: ${event.value}${event.unit === '' ? '' : ` ${event.unit}`}`;
    case 'message':
      return `${event.direction === 'out' ? `To ${event.with}` : `From ${event.with}`} by ${event.by === 'in-person' ? 'word of mouth' : event.by}: ${event.text}`;
    case 'update':
      return `Status update${event.to === '' ? '' : ` to ${event.to}`}: ${event.text}`;
    case 'update-missed':
      return event.count === 1 ? 'A status update was due and did not come' : `${event.count} status updates were due and did not come`;
    case 'asset':
      return `${event.asset} is affected${because(event.why)}`;
    case 'picture':
      return `${pictureWords(event.of)} as it was${event.console === '' ? '' : `, as shown by console ${event.console}`}`;
    case 'link':
      return `Linked: ${linkWords(event.link, openedMs, runName)}`;
    case 'title':
      return `Called ${event.title}`;
    case 'severity':
      return `Severity ${event.severity}${because(event.reason)}`;
    case 'stage':
      return `Stage: ${event.stage}`;
    case 'commander':
      return `${event.to} leads${because(event.reason)}`;
    case 'assignment':
      return event.person === null ? `Nobody is ${event.role} any more` : `${event.person} is ${event.role}`;
    case 'task':
      return `Task for ${event.to}: ${event.text}`;
    case 'task-change':
      return `${task(event.task)} is for ${event.to}${because(event.reason)}`;
    case 'task-drop':
      return `${task(event.task)} dropped${because(event.reason)}`;
    case 'task-done':
      return `${task(event.task)} done${because(event.result)}`;
    case 'interval':
      return event.everyMin === null ? 'No more status updates are due' : `A status update every ${event.everyMin} min`;
    case 'close':
      return `Incident closed: ${event.cause}`;
    case 'reopen':
      return `Incident opened again: ${event.reason}`;
    default:
      return assertNever(event, 'event of an incident');
  }
}

/** What a picture of a moment shows, in words. */
export const pictureWords = ({ kind, title, id }: PictureSubject): string => `${kind === 'screen' ? 'Process graphic' : '3D view'} ${title === '' ? id : title}`;

function linkWords(link: IncidentLink, openedMs: number, runName: (run: string) => RunName | null): string {
  switch (link.kind) {
    case 'run': {
      const known = runName(link.run);
      if (known === null) return `run ${link.run}`;
      const begun = known.begunBy === '' ? 'begun' : `begun by ${known.begunBy}`;
      return `run ${known.number} of ${known.runbook} ${known.title}, ${begun}${known.begunMs < openedMs ? ` ${before(openedMs - known.begunMs)} before the incident was opened` : ''}`;
    }
    case 'alarm':
      return `alarm ${link.alarm}`;
    case 'first-out':
      return `burst of alarms ${link.group}`;
    case 'note':
      return `note ${link.note}`;
    case 'incident':
      return link.incident;
    case 'document':
      return link.path;
    case 'trend':
      return `trend ${link.trend}`;
    default:
      return assertNever(link, 'link of an incident');
  }
}

