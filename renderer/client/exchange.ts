import { createStore } from 'zustand/vanilla';
import { type importFormats, type Job, maxPieceBytes } from '#shared/contract/exchange.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { LinkStatus } from './connection.ts';
import type { ConsoleClient } from './console-client.ts';

export type ExchangeSpan = { readonly fromMs: number; readonly toMs: number };
/** Which dialog of files in and out is open: each is opened from anywhere and shown by the shell. */
export type ExchangeDialog =
  | { readonly kind: 'export'; readonly tags: readonly string[]; readonly span: ExchangeSpan }
  | { readonly kind: 'recording'; readonly span: ExchangeSpan }
  | { readonly kind: 'import' }
  | { readonly kind: 'jobs' };

export const exchangeDialog = createStore<{ readonly dialog: ExchangeDialog | null }>(() => ({ dialog: null }));

/** Opens the export dialog with these tags and this span filled in. */
export const openExport = (tags: readonly string[], span: ExchangeSpan): void => exchangeDialog.setState({ dialog: { kind: 'export', tags, span } });
/** Opens the dialog that saves a span as one file for another console. */
export const openRecording = (span: ExchangeSpan): void => exchangeDialog.setState({ dialog: { kind: 'recording', span } });
export const openImport = (): void => exchangeDialog.setState({ dialog: { kind: 'import' } });
export const openJobs = (): void => exchangeDialog.setState({ dialog: { kind: 'jobs' } });
export const closeExchange = (): void => exchangeDialog.setState({ dialog: null });

type Line = Pick<LinkStatus, 'state'> & { readonly session: Pick<Session, 'role'> | null };

/** Why this console may not do this now, one sentence; null when it may. `what` begins the sentence: "Exporting". */
export function exchangeRefusal({ state, session }: Line, what: string, role: 'operate' | 'lead'): string | null {
  if (state !== 'live' || session === null) return 'There is no link to the engine.';
  return roleCovers(session.role, role) ? null : `${what} needs the role ${role}; this console has ${session.role}.`;
}

export type Progress = { readonly bytes: number; readonly of: number };

/**
 * The file a job made, piece by piece. Answers pieces in order; their lengths sum to the job's bytes, else it is a fault.
 * The fault is `cancelled` when `signal` ended it.
 */
export async function readJobFile(call: ConsoleClient['call'], job: Pick<Job, 'id' | 'file'>, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Result<readonly Uint8Array<ArrayBuffer>[]>> {
  if (job.file === null) return refused('not-ready', 'This job made no file.');
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const of = job.file.bytes;
  for (let offset = 0; offset < of; ) {
    const answer = await call('job.read', { job: job.id, offset, length: Math.min(maxPieceBytes, of - offset) }, { signal });
    if (signal.aborted) return refused('cancelled', 'Saving was cancelled.');
    if (!answer.ok) return answer;
    const { bytes } = answer.value;
    if (bytes.length === 0 || offset + bytes.length > of) return refused('unreadable', `The file of ${of} bytes did not come whole: it ended at ${offset + bytes.length}.`);
    pieces.push(new Uint8Array(bytes));
    offset += bytes.length;
    onProgress({ bytes: offset, of });
  }
  return { ok: true, value: pieces };
}

/** What is needed of a picked file. */
export type PickedFile = { readonly name: string; readonly size: number; slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> } };

export type ImportFormat = (typeof importFormats)[number];

/** The format a file's name tells; null for one that cannot be imported. */
export function importFormat(name: string): ImportFormat | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'parquet') return 'parquet';
  return ending === 'csv' || ending === 'txt' || ending === 'tsv' ? 'csv' : null;
}

/** Hands a file over in pieces; answers the name of the upload, to be looked at and imported. */
export async function uploadFile(call: ConsoleClient['call'], file: PickedFile, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Result<{ readonly upload: string }>> {
  const format = importFormat(file.name);
  if (format === null) return refused('unreadable', `${file.name} cannot be imported: only CSV and Parquet files can.`);
  if (file.size === 0) return refused('unreadable', `${file.name} is empty.`);
  const opened = await call('import.open', { name: file.name.slice(-200), format, bytes: file.size });
  if (!opened.ok) return opened;
  const { upload } = opened.value;
  for (let offset = 0; offset < file.size; offset += maxPieceBytes) {
    if (signal.aborted) return refused('cancelled', 'The upload was cancelled.');
    const bytes = new Uint8Array(await file.slice(offset, Math.min(file.size, offset + maxPieceBytes)).arrayBuffer());
    const sent = await call('import.piece', { upload, offset, bytes }, { signal });
    if (signal.aborted) return refused('cancelled', 'The upload was cancelled.');
    if (!sent.ok) return sent;
    onProgress({ bytes: offset + bytes.length, of: file.size });
  }
  return { ok: true, value: { upload } };
}

/** Time left by the rate so far, ms; null before anything was done. */
export const timeLeftMs = ({ bytes, of }: Progress, elapsedMs: number): number | null => (bytes === 0 || elapsedMs <= 0 ? null : ((of - bytes) * elapsedMs) / bytes);

/** Tags a count is asked of at once. */
const tagsAQuestion = 64;

/** A span in whole minutes, ten minutes or hours, which history counts without reading samples; short ones as they are. */
export function countedSpan({ fromMs, toMs }: ExchangeSpan): ExchangeSpan {
  const lengthMs = toMs - fromMs;
  const unitMs = lengthMs <= 600_000 ? 1 : lengthMs <= 6 * 3_600_000 ? 60_000 : lengthMs <= 3 * 86_400_000 ? 600_000 : 3_600_000;
  return { fromMs: Math.floor(fromMs / unitMs) * unitMs, toMs: Math.ceil(toMs / unitMs) * unitMs };
}

/**
 * How many samples a span holds of these tags. Of many tags the first 64 are counted and the rest taken to be alike, and
 * a long span is counted in whole minutes to hours: then it is an estimate, and says so.
 */
export async function countSamples(call: ConsoleClient['call'], tags: readonly TagId[], span: ExchangeSpan, signal: AbortSignal): Promise<Result<{ readonly samples: number; readonly isExact: boolean }>> {
  const asked = tags.slice(0, tagsAQuestion);
  if (asked.length === 0) return { ok: true, value: { samples: 0, isExact: true } };
  const counted = countedSpan(span);
  const answer = await call('history.decimated', { tags: asked, span: counted, width: 1 }, { signal });
  if (!answer.ok) return answer;
  const found = answer.value.pens.reduce((sum, { count }) => sum + count.reduce((all, one) => all + one, 0), 0);
  const share = (span.toMs - span.fromMs) / (counted.toMs - counted.fromMs);
  return { ok: true, value: { samples: Math.round((found * share * tags.length) / asked.length), isExact: asked.length === tags.length && share === 1 } };
}
