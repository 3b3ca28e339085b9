import type { Result } from '#shared/model/fault.ts';
import type { KeptRecord, RecordBody } from '#shared/model/kept-record.ts';
import { RunActor, RunEvent, type RunRecord } from '#shared/model/runbook-run.ts';
import { runIndexStream, runPrefix, streamOfRun } from '#shared/runbook-run/run-streams.ts';

export type NewRunRecord = {
  readonly stream: string;
  readonly kind: string;
  readonly body: RecordBody;
  readonly who: { readonly user: string; readonly role: string } | null;
  readonly opId?: string | undefined;
};

/** The records as runs need them: one chain for the whole plant, committed before a promise resolves, once per operation. */
export type RunRecords = {
  appendAll(records: readonly NewRunRecord[], lastSeq?: number): Promise<Result<{ readonly records: readonly KeptRecord[]; readonly isAgain: boolean }, 'conflict'>>;
  read(stream: string, afterSeq: number, limit?: number): Promise<readonly KeptRecord[]>;
  readAll(stream: string): Promise<readonly KeptRecord[]>;
  /** Each record after it is on disk, in the order of the numbers. */
  onRecord(listener: (record: KeptRecord) => void): () => void;
  attach(type: string, body: Uint8Array<ArrayBuffer>): Promise<Result<string, 'bad-input'>>;
  attachment(hash: string): Promise<{ readonly type: string; readonly body: Uint8Array } | null>;
};

export const indexStream = runIndexStream;
export const streamOf = streamOfRun;
export const runOf = (stream: string): string | null => (stream.startsWith(runPrefix) ? stream.slice(runPrefix.length) : null);

/** A new record of a run. Where the person stands is written into it. */
export function newRecord(run: string, event: RunEvent, who: RunActor | null, opId?: string): NewRunRecord {
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
