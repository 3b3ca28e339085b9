import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, join, dirname } from 'node:path';
import { ImportMapping, type Job } from '#shared/contract/exchange.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Result } from '#shared/model/fault.ts';
import { TagId } from '#shared/model/ids.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { StartRefused } from '../host/data-folder.ts';
import type { HistoryCommand } from './history-command-line.ts';

type Client = RpcClient<FirstoutContract>;
export type Terminal = {
  /** A sentence on a line of its own. */
  say(sentence: string): void;
  /** Where it is now, over the line before. */
  progress(sentence: string): void;
};

/** Ctrl+C: what ran was cancelled and nothing is left of it. */
export class Cancelled extends Error {}

/** Below the largest message of the line, with room for its head. */
const pieceBytes = 512 * 1024;

/** Does what was asked; gives back the last sentence. Throws StartRefused with a sentence, or Cancelled. */
export async function runHistory(client: Client, command: Exclude<HistoryCommand, { kind: 'help' }>, terminal: Terminal, signal: AbortSignal): Promise<string> {
  switch (command.kind) {
    case 'extent': {
      const { fromMs, toMs } = take(await client.call('history.extent', {}));
      return fromMs === null || toMs === null ? 'Nothing is recorded yet.' : `Recorded from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}.`;
    }
    case 'export': {
      refuseExisting(command.out);
      const tags = command.tags ?? take(await client.call('project.directory', {})).tags.map(({ id }) => id);
      if (tags.length > 5000) throw new StartRefused(`The project has ${tags.length} tags; an export takes at most 5,000. Name them with --tags.`);
      const unnamed = tags.find((tag) => !TagId.safeParse(tag).success);
      if (unnamed !== undefined) throw new StartRefused(`“${unnamed.slice(0, 120)}” is no name of a tag.`);
      const { job } = take(await client.call('export.start', { format: command.format, tags: tags.map((tag) => TagId.parse(tag)), span: command.span, content: command.content, layout: command.layout }));
      return fetchFile(client, job, command.out, terminal, signal);
    }
    case 'recording': {
      refuseExisting(command.out);
      const { job } = take(await client.call('recording.start', { span: command.span, title: command.title }));
      return fetchFile(client, job, command.out, terminal, signal);
    }
    case 'import':
      return importFile(client, command, terminal, signal);
  }
}

/** The answer; throws its refusal as a sentence. */
export function take<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new StartRefused([result.fault.message, result.fault.tip].filter((part) => part !== undefined).join(' '));
}

export const refuseExisting = (path: string): void => {
  if (existsSync(path)) throw new StartRefused(`${path} is there already; name another file with --out.`);
};

/** Watches a job to its end; on Ctrl+C cancels it. */
async function watchJob(client: Client, id: string, terminal: Terminal, signal: AbortSignal): Promise<Job> {
  const cancel = (): void => void client.call('job.cancel', { job: id });
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  try {
    const job = await new Promise<Job>((resolve, reject) => {
      const stream = client.open('jobs.state', {}, {
        onItem({ jobs }) {
          const now = jobs.find((one) => one.id === id);
          if (now === undefined) return;
          if (now.state === 'waiting' || now.state === 'running') return terminal.progress(progressText(now));
          stream.close();
          resolve(now);
        },
        onEnded: (fault) => reject(new StartRefused(fault.message)),
      });
    });
    if (job.state === 'cancelled') throw new Cancelled(job.sentence);
    if (job.state === 'failed') throw new StartRefused(job.sentence);
    return job;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

export function progressText({ progress, leftMs, sentence }: Pick<Job, 'progress' | 'leftMs' | 'sentence'>): string {
  const share = progress === null ? '' : `${String(Math.floor(progress * 100)).padStart(3)} %  `;
  const seconds = leftMs === null ? null : Math.ceil(leftMs / 1000);
  const left = seconds === null ? '' : seconds < 60 ? `  about ${seconds} s left` : seconds < 3600 ? `  about ${Math.ceil(seconds / 60)} min left` : `  about ${(seconds / 3600).toFixed(1)} h left`;
  return `${share}${sentence}${left}`;
}

/** Fetches the file a job makes, under another name until it is whole. */
export async function fetchFile(client: Client, id: string, out: string, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const job = await watchJob(client, id, terminal, signal);
  const bytes = job.file?.bytes ?? 0;
  const part = join(dirname(out), `.${basename(out)}.part`);
  let file: FileHandle;
  try {
    file = await open(part, 'w', 0o600);
  } catch (error) {
    throw new StartRefused(`${out} can't be written: ${(error as Error).message}`);
  }
  try {
    for (let offset = 0; offset < bytes; ) {
      if (signal.aborted) throw new Cancelled('Cancelled.');
      const { bytes: piece } = take(await client.call('job.read', { job: id, offset, length: pieceBytes }));
      if (piece.length === 0) throw new StartRefused('The file ended before its end; ask for it again.');
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
      offset += piece.length;
      terminal.progress(`${String(Math.floor((offset / bytes) * 100)).padStart(3)} %  fetching the file`);
    }
    await file.sync();
    await file.close();
    await rename(part, out);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new StartRefused(`${out} can't be written: ${message}`);
  } finally {
    await client.call('job.remove', { job: id });
  }
  return `${job.sentence} ${out}, ${bytes.toLocaleString('en-US')} bytes.`;
}

async function importFile(client: Client, command: Extract<HistoryCommand, { kind: 'import' }>, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const upload = await handOver(client, command.file, command.format, terminal, signal);
  const look = take(await client.call('import.look', { upload }, { signal }));
  const mapping = ImportMapping.safeParse({ ...look.mapping, ...command.mapping });
  if (!mapping.success) throw new StartRefused(`The mapping does not fit: ${mapping.error.issues[0]?.message ?? ''}.`);
  const unknown = look.unknown.filter((name) => mapping.data.rename[name] === undefined);
  if (command.isLook) {
    terminal.say(`Columns: ${look.columns.join(' | ')}`);
    for (const row of look.rows.slice(0, 5)) terminal.say(`         ${row.join(' | ')}`);
    terminal.say(`Read as ${JSON.stringify(mapping.data)}`);
    return unknown.length === 0 ? 'Every name in its first rows is a tag.' : `No tags: ${unknown.join(', ')}. Say with --rename NAME=TAG which they are.`;
  }
  if (unknown.length > 0) terminal.say(`No tags, so left out: ${unknown.slice(0, 10).join(', ')}${unknown.length > 10 ? ` and ${unknown.length - 10} more` : ''}.`);
  const { job } = take(await client.call('import.start', { upload, mapping: mapping.data }));
  return (await watchJob(client, job, terminal, signal)).sentence;
}

async function handOver(client: Client, path: string, format: 'csv' | 'parquet', terminal: Terminal, signal: AbortSignal): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw new StartRefused(`${path} can't be read: ${(error as Error).message}`);
  }
  try {
    const { size } = await file.stat();
    if (size === 0) throw new StartRefused(`${path} is empty.`);
    const { upload } = take(await client.call('import.open', { name: basename(path).slice(0, 200), format, bytes: size }));
    for (let offset = 0; offset < size; ) {
      if (signal.aborted) throw new Cancelled('Cancelled; nothing was imported.');
      const { buffer, bytesRead } = await file.read(new Uint8Array(pieceBytes), 0, pieceBytes, offset);
      if (bytesRead === 0) throw new StartRefused(`${path} became shorter while it was read.`);
      take(await client.call('import.piece', { upload, offset, bytes: buffer.subarray(0, bytesRead) }));
      offset += bytesRead;
      terminal.progress(`${String(Math.floor((offset / size) * 100)).padStart(3)} %  handing the file over`);
    }
    return upload;
  } finally {
    await file.close();
  }
}
