import { foldIncident, incidentAt, incidentPrefix, readIncidentRecord, streamOfIncident } from '#shared/incident/fold-incident.ts';
import { incidentReport } from '#shared/incident/incident-report.ts';
import { timelinePage } from '#shared/incident/timeline.ts';
import { ok, refused } from '#shared/model/fault.ts';
import type { Incident, IncidentAddition, IncidentCommand, IncidentId, IncidentRecord } from '#shared/model/incident.ts';
import type { Session } from '#shared/rpc/wire.ts';
import { findTimeline } from '../incidents/timeline-query.ts';
import { StoreError } from '../store/store.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { openingOf } from './incident-opening.ts';
import { followRecords } from './record-stream.ts';
import { latestOf } from './stream.ts';

type Names =
  | 'incident.begin'
  | 'incident.add'
  | 'incident.command'
  | 'incident.open'
  | 'incident.events'
  | 'incident.get'
  | 'incident.at'
  | 'incident.list'
  | 'incident.timeline'
  | 'incident.report';

type Asked = { readonly signal: AbortSignal };

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const notRecorded = (error: unknown) => refused('not-recorded', `It could not be written down, so it is not done: ${sentenceOf(error)}`, 'Look at the data store in the status bar; sent again it is done once.');
export const unreadable = (error: unknown) =>
  error instanceof StoreError && error.code === 'cancelled'
    ? refused('cancelled', 'The question was superseded.')
    : refused('history-unavailable', `The records cannot be read: ${sentenceOf(error)}`, 'Alarms and live values are not affected; try again in a moment.');
/** Of questions nobody gives up. */
export const unread = (error: unknown) => refused('history-unavailable', `The records cannot be read: ${sentenceOf(error)}`, 'Alarms and live values are not affected; try again in a moment.');
const noIncident = (id: string) => refused('not-found', `There is no incident ${id}.`);

/** Incidents: opened and added to by operators, led by leads. Everything is decided in `incidents/`. */
export function incidentHandlers(parts: EngineParts): HandlersOf<Names> {
  const { records, clock, log } = parts;
  const { service, scopeOf, closeBefore } = parts.incidents;

  const act = async ({ opId, incident, seenSeq, act: said }: { opId: string; incident: IncidentId; seenSeq: number; act: IncidentAddition | IncidentCommand }, { user, role, place }: Session) => {
    // Which console showed it so is known here, and no console says it of another.
    const asked = said.kind === 'picture' ? { ...said, console: (place ?? '').slice(0, 200) } : said;
    const missing = await missingReference(parts, asked);
    if (missing !== null) return refused('not-found', missing);
    try {
      return await service.act({ incident, opId, seenSeq, act: asked }, { user, role });
    } catch (error) {
      return notRecorded(error);
    }
  };
  /** As it stood at `nowMs`, and what its timeline is made of. */
  const timelineOf = async (id: IncidentId, atMs: number | null, isWholePlant: boolean, signal: AbortSignal | undefined) => {
    const all = await service.records(id);
    if (all === null) return null;
    const nowMs = atMs ?? clock.nowMs();
    // A record of this very moment belongs to now, also after the clock was set back.
    const some = atMs === null ? all : all.filter(({ timeMs }) => timeMs <= atMs);
    const incident = some.reduce<Incident | null>(foldIncident, null);
    if (incident === null) return null;
    const found = await findTimeline(parts.store, parts.runbooks, { incident, records: some, scope: scopeOf(incident, isWholePlant), nowMs, closedBeforeMs: await closeBefore(incident), signal });
    return { incident, ...found };
  };

  return {
    'incident.begin': async (input, { user, role }) => {
      const opening = await openingOf(parts, input, { user, role });
      if (!opening.ok) return opening;
      try {
        return await service.begin(opening.value, input.opId, { user, role });
      } catch (error) {
        return notRecorded(error);
      }
    },
    'incident.add': act,
    'incident.command': act,
    'incident.open': (_params, { notify }) => latestOf(() => ({ incidents: [...service.open()] }), (changed) => service.onChange(changed), notify),
    'incident.events': ({ incident, afterSeq }, { notify }) =>
      followRecords<IncidentRecord>({ records, clock, log, prefix: incident === undefined ? incidentPrefix : streamOfIncident(incident), afterSeq, read: (record) => (incident === undefined || record.stream === streamOfIncident(incident) ? readIncidentRecord(record) : null), notify }),
    'incident.get': async ({ incident: id }) => {
      try {
        const incident = await service.get(id);
        return incident === null ? noIncident(id) : ok({ incident });
      } catch (error) {
        return unread(error);
      }
    },
    'incident.at': async ({ incident: id, atMs }) => {
      try {
        const all = await service.records(id);
        return all === null ? noIncident(id) : ok({ incident: incidentAt(all, atMs) });
      } catch (error) {
        return unread(error);
      }
    },
    'incident.list': (query) => ok({ incidents: [...service.list(query)] }),
    'incident.timeline': async ({ incident: id, before, groups, isWholePlant, atMs, limit }, _session, asked?: Asked) => {
      try {
        const found = await timelineOf(id, atMs ?? null, isWholePlant, asked?.signal);
        if (found === null) return noIncident(id);
        const { entries, next } = timelinePage(found.entries, { before, groups: groups ?? null, limit });
        return ok({ entries: [...entries], next, isWhole: found.isWhole, seq: found.incident.seq });
      } catch (error) {
        return unreadable(error);
      }
    },
    'incident.report': async ({ incident: id }, _session, asked?: Asked) => {
      try {
        const found = await timelineOf(id, null, false, asked?.signal);
        if (found === null) return noIncident(id);
        const { seq, hash } = await records.head();
        return ok({ report: incidentReport({ incident: found.incident, timeline: found.entries, isWhole: found.isWhole, madeMs: clock.nowMs(), chain: { seq, head: hash } }) });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

/** A sentence about the first thing an act names that is not there; null when all is. */
async function missingReference({ plant, records }: EngineParts, act: IncidentAddition | IncidentCommand): Promise<string | null> {
  const { project } = plant();
  const tags = [...('tag' in act && act.tag !== undefined ? [act.tag] : []), ...('tags' in act ? (act.tags ?? []) : [])];
  const tag = tags.find((one) => !project.directory.has(one));
  if (tag !== undefined) return `There is no tag ${tag}, so nothing was written.`;
  if ('asset' in act && act.asset !== undefined && !project.assets.some(({ id }) => id === act.asset)) return `There is no asset ${act.asset}, so nothing was written.`;
  for (const { hash, name } of 'attachments' in act ? (act.attachments ?? []) : []) {
    if ((await records.attachment(hash)) === null) return `${name} was not attached yet, so nothing was written. Attach it first.`;
  }
  return null;
}
