import { z } from 'zod';
import { Handover, HandoverDraft, HandoverId } from '../model/handover.ts';
import { AlarmId, AssetId } from '../model/ids.ts';
import { Incident, IncidentAddition, IncidentCommand, IncidentId, IncidentLink, IncidentRecord, Severity } from '../model/incident.ts';
import { TimelineCursor, TimelineEntry, timelineGroups } from '../model/incident-timeline.ts';
import { IncidentReport } from '../model/incident-report.ts';
import { Attachment, attachmentTypes, mostAttachmentBytes, OperationId } from '../model/kept-record.ts';
import { command, eventStream, query, stateStream } from '../rpc/define.ts';
import { uint8Column } from './columns.ts';

const id = z.strictObject({ incident: IncidentId });
/** Number of the newest record of the incident that the console has. */
const seenSeq = z.number().int().min(0);
/** On disk when it is answered; `isAgain`: the same act was done before, and this is its record. */
const committed = z.object({ incident: IncidentId, seq: z.number().int(), isAgain: z.boolean() });
const actFaults = ['not-found', 'conflict', 'closed', 'open-tasks', 'not-recorded'] as const;
const unread = ['not-found', 'history-unavailable'] as const;
const summary = Incident.pick({ id: true, title: true, severity: true, state: true, startMs: true, openedMs: true, openedBy: true, commander: true }).extend({ closedMs: z.number().nullable() });

/**
 * Incidents, handovers, and the records both are kept in. Operators open and add, leads decide, everybody may read. Each act
 * carries an operation id made by the console: sent again after a lost line it is answered as done, and done once.
 */
export const incidentsContract = {
  /** Opens an incident: of an alarm, of a first-out card, of an asset, or by report. What began it gives its start, assets and title where these are not said. */
  'incident.begin': command({
    role: 'operate',
    input: z.strictObject({
      opId: OperationId,
      origin: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('alarm'), alarm: AlarmId }),
        z.strictObject({ kind: z.literal('first-out'), group: z.number().int() }),
        z.strictObject({ kind: z.literal('asset'), asset: AssetId }),
        z.strictObject({ kind: z.literal('report'), by: z.string().trim().min(1).max(120) }),
      ]),
      severity: Severity,
      title: z.string().trim().min(1).max(200).optional(),
      /** Who leads; who opens it, where that is a lead and nobody is named. */
      commander: z.string().trim().min(1).max(120).optional(),
      assets: z.array(AssetId).max(50).default([]),
      links: z.array(IncidentLink).max(50).default([]),
      /** Minutes between status updates; 20 where not said, null for no clock. */
      everyMin: z.number().min(1).max(1440).nullable().default(20),
    }),
    output: committed,
    faults: ['not-found', 'conflict', 'not-recorded'],
  }),
  'incident.add': command({ role: 'operate', input: z.strictObject({ opId: OperationId, incident: IncidentId, seenSeq, act: IncidentAddition }), output: committed, faults: actFaults }),
  'incident.command': command({ role: 'lead', input: z.strictObject({ opId: OperationId, incident: IncidentId, seenSeq, act: IncidentCommand }), output: committed, faults: actFaults }),
  /** Open incidents, worst first, and again at each change. */
  'incident.open': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ incidents: z.array(Incident) }) }),
  /** Records of all incidents or of one, each once and in order, from a number on; nothing is left out. */
  'incident.events': eventStream({ role: 'view', params: z.strictObject({ incident: IncidentId.optional(), afterSeq: z.number().int().min(0) }), item: z.object({ records: z.array(IncidentRecord) }) }),
  'incident.get': query({ role: 'view', input: id, output: z.object({ incident: Incident }), faults: unread }),
  /** As it was known at a time; null where it was not open by then. */
  'incident.at': query({ role: 'view', input: id.extend({ atMs: z.number() }), output: z.object({ incident: Incident.nullable() }), faults: unread }),
  /** Newest first, from below `beforeNumber`. */
  'incident.list': query({
    role: 'view',
    input: z.strictObject({ state: z.enum(['open', 'closed', 'all']).default('all'), beforeNumber: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(500).default(100) }),
    output: z.object({ incidents: z.array(summary) }),
  }),
  /**
   * What happened, newest first, by source time: alarms of the affected assets, acknowledgements, writes, runs, notes and the
   * incident's own records. `isWhole` false: there was more than is looked at, the oldest of it is missing. `seq`: number up to
   * which records were looked at, where `incident.events` goes on.
   */
  'incident.timeline': query({
    role: 'view',
    input: id.extend({
      before: TimelineCursor.nullable().default(null),
      groups: z.array(z.enum(timelineGroups)).max(3).optional(),
      /** Alarms of the whole plant. */
      isWholePlant: z.boolean().default(false),
      /** As it was known at this time, for replay. */
      atMs: z.number().optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.object({ entries: z.array(TimelineEntry), next: TimelineCursor.nullable(), isWhole: z.boolean(), seq: z.number().int() }),
    faults: [...unread, 'cancelled'],
  }),
  /** What a report of it is made of. */
  'incident.report': query({ role: 'view', input: id, output: z.object({ report: IncidentReport }), faults: [...unread, 'cancelled'] }),

  /** What a handover written now would say. */
  'handover.draft': query({ role: 'view', input: z.strictObject({}), output: z.object({ draft: HandoverDraft }), faults: ['history-unavailable'] }),
  'handover.write': command({ role: 'lead', input: z.strictObject({ opId: OperationId, comment: z.string().trim().max(4000).default('') }), output: z.object({ handover: HandoverId, seq: z.number().int(), isAgain: z.boolean() }), faults: ['conflict', 'not-recorded'] }),
  /** The next lead accepts items, one or some; not who wrote them. */
  'handover.accept': command({
    role: 'lead',
    input: z.strictObject({ opId: OperationId, handover: HandoverId, items: z.array(z.string().max(200)).min(1).max(5000), comment: z.string().trim().max(1000).default('') }),
    output: z.object({ handover: HandoverId, seq: z.number().int(), isAgain: z.boolean() }),
    faults: ['not-found', 'conflict', 'same-person', 'not-recorded'],
  }),
  /** The newest handover, and again at each change; null before the first. */
  'handover.newest': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ handover: Handover.nullable() }) }),
  'handover.list': query({ role: 'view', input: z.strictObject({ limit: z.number().int().min(1).max(100).default(20) }), output: z.object({ handovers: z.array(Handover) }), faults: ['history-unavailable'] }),

  /** Keeps a picture or paper beside the records under the hash of its bytes; an act then names it. */
  'record.attach': command({
    role: 'operate',
    input: z.strictObject({ type: z.enum(attachmentTypes), name: z.string().trim().min(1).max(200), body: uint8Column.refine((body) => body.length >= 1 && body.length <= mostAttachmentBytes, `1 byte to ${mostAttachmentBytes / 1024 ** 2} MB`) }),
    output: Attachment,
    faults: ['not-recorded'],
  }),
  'record.attachment': query({ role: 'view', input: z.strictObject({ hash: Attachment.shape.hash }), output: z.object({ type: z.string(), body: uint8Column }), faults: unread }),
  /** Newest record of the chain. Noted elsewhere it tells later, with `npm run records -- verify --head`, whether the end was cut off. */
  'record.head': query({ role: 'view', input: z.strictObject({}), output: z.object({ seq: z.number().int(), hash: z.string() }), faults: ['history-unavailable'] }),
};
