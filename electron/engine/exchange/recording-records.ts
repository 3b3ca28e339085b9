import { handoverPrefix } from '#shared/incident/fold-handover.ts';
import { incidentAt, incidentPrefix, readIncidentRecord } from '#shared/incident/fold-incident.ts';
import type { KeptRecord, RecordBody } from '#shared/model/kept-record.ts';
import { runIndexStream, streamOfRun } from '#shared/runbook-run/run-streams.ts';
import type { RecordStore, StreamHead } from '../store/store.ts';
import { JobFailed } from './exchange-folder.ts';

type Span = { readonly fromMs: number; readonly toMs: number };
export type CopiedRecords = { readonly incidents: number; readonly runs: number; readonly leftOut: number };

const atOnce = 500;
/** Photos and papers of one recording together; a plan of a run is among them. */
const mostAttachedBytes = 512 * 1024 ** 2;

/**
 * Copies the records of incidents, runs and handovers that belong to a span, with their numbers and hashes, and what is attached
 * to them. Of each everything from its beginning to the end of the span, since it is what its records add up to: incidents and
 * runs that were open in the span or of which something was written in it, runs of those incidents, handovers written in the
 * span and the one before. `leftOut`: attachments beyond 512 MB.
 */
export async function copyRecords(from: RecordStore, to: RecordStore, span: Span, signal: AbortSignal): Promise<CopiedRecords> {
  const copy = createCopier(from, to, span, signal);
  await copy.all('records');
  const incidents = new Set<string>();
  const linked = new Set<string>();
  for (const { stream, first, last } of await streamsOf(from, incidentPrefix, signal)) {
    if (first.timeMs > span.toMs || (last.kind === 'close' && last.timeMs < span.fromMs)) continue;
    const records = await copy.read(stream);
    const known = records.map(readIncidentRecord).filter((record) => record !== null);
    if (!records.some(({ timeMs }) => timeMs >= span.fromMs) && incidentAt(known, span.fromMs)?.state !== 'open') continue;
    await copy.put(records);
    incidents.add(stream.slice(incidentPrefix.length));
    for (const link of incidentAt(known)?.links ?? []) if (link.kind === 'run') linked.add(link.run);
  }
  const handovers = (await streamsOf(from, handoverPrefix, signal)).filter(({ first }) => first.timeMs <= span.toMs).sort((a, b) => a.first.seq - b.first.seq);
  const before = handovers.filter(({ first }) => first.timeMs < span.fromMs).at(-1);
  for (const { stream, first } of handovers) if (first.timeMs >= span.fromMs || stream === before?.stream) await copy.put(await copy.read(stream));
  const runs = await copyRuns(copy, span, { incidents, linked });
  return { incidents: incidents.size, runs, leftOut: await copy.attachments() };
}

async function copyRuns(copy: Copier, { fromMs }: Span, wanted: { readonly incidents: ReadonlySet<string>; readonly linked: ReadonlySet<string> }): Promise<number> {
  const index = await copy.read(runIndexStream);
  const overMs = new Map(index.flatMap(({ kind, body, timeMs }) => (kind === 'run-over' ? [[nameOf(body, 'run'), timeMs] as const] : [])));
  const runs = new Set<string>();
  for (const { kind, body } of index) {
    const run = nameOf(body, 'run');
    if (kind === 'run-begun' && (wanted.linked.has(run) || wanted.incidents.has(nameOf(body, 'incident')) || (overMs.get(run) ?? Number.POSITIVE_INFINITY) >= fromMs)) runs.add(run);
  }
  await copy.put(index.filter(({ body }) => runs.has(nameOf(body, 'run'))));
  for (const run of runs) await copy.all(streamOfRun(run));
  return runs.size;
}

const nameOf = (body: RecordBody, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

type Copier = ReturnType<typeof createCopier>;

function createCopier(from: RecordStore, to: RecordStore, { toMs }: Span, signal: AbortSignal) {
  const attached = new Set<string>();
  const pageOf = async (stream: string, afterSeq: number): Promise<readonly KeptRecord[]> => {
    if (signal.aborted) throw new JobFailed('It was cancelled.');
    return from.read({ stream, afterSeq, limit: atOnce });
  };
  const put = async (records: readonly KeptRecord[]): Promise<void> => {
    const some = records.filter(({ timeMs }) => timeMs <= toMs);
    for (let at = 0; at < some.length; at += atOnce) await to.carry(some.slice(at, at + atOnce));
    for (const { body } of some) for (const hash of attachmentsOf(body)) attached.add(hash);
  };
  return {
    put,
    /** Those of one stream that were there when the span ended, oldest first. */
    async read(stream: string): Promise<readonly KeptRecord[]> {
      const all: KeptRecord[] = [];
      for (let page = await pageOf(stream, 0); page.length > 0; page = await pageOf(stream, page.at(-1)?.seq ?? 0)) for (const record of page) if (record.timeMs <= toMs) all.push(record);
      return all;
    },
    /** The same, put at once: a long run is never in memory as a whole. */
    async all(stream: string): Promise<void> {
      for (let page = await pageOf(stream, 0); page.length > 0; page = await pageOf(stream, page.at(-1)?.seq ?? 0)) await put(page);
    },
    /** Gives back how many were left out. */
    async attachments(): Promise<number> {
      let [bytes, leftOut] = [0, 0];
      for (const hash of attached) {
        if (signal.aborted) throw new JobFailed('It was cancelled.');
        const found = await from.attachment(hash);
        if (found === null) continue;
        if (bytes + found.body.length > mostAttachedBytes) {
          leftOut++;
          continue;
        }
        bytes += found.body.length;
        await to.attach(found.type, new Uint8Array(found.body));
      }
      return leftOut;
    },
  };
}

/** Hashes of files that a record names: a list of them, or of objects with one. */
function attachmentsOf({ attachments }: RecordBody): readonly string[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.flatMap((one: unknown) => (typeof one === 'string' ? [one] : typeof one === 'object' && one !== null && 'hash' in one && typeof one.hash === 'string' ? [one.hash] : []));
}

async function streamsOf(from: RecordStore, prefix: string, signal: AbortSignal): Promise<readonly StreamHead[]> {
  const all: StreamHead[] = [];
  for (;;) {
    if (signal.aborted) throw new JobFailed('It was cancelled.');
    const last = all.at(-1)?.stream;
    const page = await from.streams({ prefix, limit: atOnce, ...(last === undefined ? {} : { afterStream: last }) });
    all.push(...page);
    if (page.length < atOnce) return all;
  }
}
