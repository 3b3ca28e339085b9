import type { KeptRecord, RecordBody } from '#shared/model/kept-record.ts';
import { RunActor, RunEvent, type RunRecord } from '#shared/model/runbook-run.ts';
import { runIndexStream, runPrefix, streamOfRun } from '#shared/runbook-run/run-streams.ts';
import type { NewRecord, Records } from '../records/records.ts';

/** The records as runs need them: one chain for the whole plant, committed before a promise resolves, once per operation. */
export type RunRecords = Pick<Records, 'appendAll' | 'read' | 'readAll' | 'onRecord' | 'attach' | 'attachment'>;

export const indexStream = runIndexStream;
export const streamOf = streamOfRun;
export const runOf = (stream: string): string | null => (stream.startsWith(runPrefix) ? stream.slice(runPrefix.length) : null);

/** A new record of a run. Where the person stands is written into it. */
export function newRecord(run: string, event: RunEvent, who: RunActor | null, opId?: string): NewRecord {
  const { kind, ...body } = event;
  const attachments = event.kind === 'photo-added' ? [event.hash] : event.kind === 'began' ? [event.plan.hash] : [];
  return { stream: streamOf(run), kind, body: { ...asJson(body), ...(who === null ? {} : { place: who.place }), ...(attachments.length === 0 ? {} : { attachments }) }, who, opId };
}

/** Optional members that are undefined are left out, as in all JSON. */
const asJson = (body: object): RecordBody => JSON.parse(JSON.stringify(body)) as RecordBody;

/** A record as it is read back; null for one that is none of a run's, or of a version that said other things. */
export function readRecord({ seq, timeMs, kind, opId, user, role, body }: KeptRecord): RunRecord | null {
  const event = RunEvent.safeParse({ ...body, kind });
  if (!event.success) return null;
  const who = user === null ? null : RunActor.safeParse({ user, role, place: typeof body['place'] === 'string' ? body['place'] : '' });
  return { seq, timeMs, op: opId, who: who === null ? null : who.success ? who.data : { user: user ?? '', role: 'view', place: '' }, event: event.data };
}
