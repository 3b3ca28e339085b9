import { type FileHandle, open } from 'node:fs/promises';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { Clock } from '../ports.ts';
import { type ExchangeFolder, JobFailed } from './exchange-folder.ts';

export type TableFormat = 'csv' | 'parquet';
export type DrawingFormat = 'svg' | 'fuxa' | 'dxf';
export type Upload = { readonly id: string; readonly name: string; readonly format: TableFormat | DrawingFormat; readonly bytes: number; readonly path: string };

export type TableUpload = Upload & { readonly format: TableFormat };
export const isTable = (upload: Upload): upload is TableUpload => upload.format === 'csv' || upload.format === 'parquet';
type Open = Upload & { file: FileHandle | null; received: number; isTaken: boolean; lastMs: number; busy: Promise<unknown> };

const mostUploads = 8;
/** A file nobody has touched for so long is given up, ms. */
const idleMs = 60 * 60_000;
const sweepEveryMs = 60_000;

export type Uploads = {
  open(name: string, format: Upload['format'], bytes: number): Promise<Result<{ readonly upload: string }, 'too-large' | 'busy'>>;
  /** Writes a piece; pieces come in order, one that came already may come again. */
  piece(id: string, offset: number, bytes: Uint8Array): Promise<Result<Record<string, never>, 'not-found' | 'history-unavailable' | 'bad-input'>>;
  /** The whole file, for a look or an import. */
  whole(id: string): Promise<Result<Upload, 'not-found' | 'unreadable'>>;
  /** Keeps it for one import, until `release` or `remove`; false where another has it. */
  take(id: string): boolean;
  release(id: string): void;
  remove(id: string): Promise<void>;
  close(): Promise<void>;
};

/** Files handed over in pieces for an import, each in a file of its own until it is imported, given up or the engine ends. */
export function createUploads(folder: ExchangeFolder, clock: Clock): Uploads {
  const uploads = new Map<string, Open>();
  /** Places taken by files that are being made. */
  let opening = 0;
  const remove = async (id: string): Promise<void> => {
    const upload = uploads.get(id);
    uploads.delete(id);
    await upload?.busy.catch(() => null);
    await upload?.file?.close();
    await folder.remove(id, 'upload');
  };
  const stopSweep = clock.every(sweepEveryMs, () => {
    for (const one of uploads.values()) if (!one.isTaken && clock.monotonicMs() - one.lastMs > idleMs) void remove(one.id).catch(() => null);
  });
  const unknown = () => refused('not-found', 'The file handed over is not here any more.', 'Hand it over again.');
  /** Pieces of one file are written one after another, however they are sent. */
  const inTurn = <T>(upload: Open, work: () => Promise<T>): Promise<T> => {
    const done = upload.busy.catch(() => null).then(work);
    upload.busy = done;
    return done;
  };
  return {
    async open(name, format, bytes) {
      if (uploads.size + opening >= mostUploads) return refused('busy', `${mostUploads} files are being handed over already.`, 'Import or give up one of them first.');
      opening++;
      try {
        await folder.checkSpace(bytes);
        const id = folder.newId();
        const path = folder.pathOf(id, 'upload');
        uploads.set(id, { id, name, format, bytes, path, file: await open(path, 'wx', 0o600), received: 0, isTaken: false, lastMs: clock.monotonicMs(), busy: Promise.resolve() });
        return ok({ upload: id });
      } catch (error) {
        if (error instanceof JobFailed) return refused('too-large', error.message);
        return refused('too-large', `${name} cannot be taken on the data disk: ${error instanceof Error ? error.message : String(error)}`, 'Look at the folder exports of the data folder.');
      } finally {
        opening--;
      }
    },
    async piece(id, offset, bytes) {
      const upload = uploads.get(id);
      if (upload === undefined || upload.isTaken) return unknown();
      return inTurn(upload, async () => {
        if (offset > upload.received) return refused('bad-input', `The piece at ${offset} came before the one at ${upload.received}.`);
        if (offset + bytes.length > upload.bytes) return refused('bad-input', `The file is longer than the ${upload.bytes} bytes that were announced.`);
        try {
          await folder.checkSpace(bytes.length);
          for (let at = 0; at < bytes.length; ) at += (await upload.file?.write(bytes, at, bytes.length - at, offset + at))?.bytesWritten ?? bytes.length;
        } catch (error) {
          return refused('history-unavailable', `The piece could not be written: ${error instanceof Error ? error.message : String(error)}`);
        }
        upload.received = Math.max(upload.received, offset + bytes.length);
        upload.lastMs = clock.monotonicMs();
        return ok({});
      });
    },
    async whole(id) {
      const upload = uploads.get(id);
      if (upload === undefined || upload.isTaken) return unknown();
      await upload.busy.catch(() => null);
      upload.lastMs = clock.monotonicMs();
      return upload.received === upload.bytes ? ok(upload) : refused('unreadable', `Only ${upload.received} of ${upload.bytes} bytes of ${upload.name} have arrived.`, 'Hand over the rest first.');
    },
    take(id) {
      const upload = uploads.get(id);
      if (upload === undefined || upload.isTaken) return false;
      upload.isTaken = true;
      return true;
    },
    release(id) {
      const upload = uploads.get(id);
      if (upload !== undefined) upload.isTaken = false;
    },
    remove,
    async close() {
      stopSweep();
      await Promise.all([...uploads.keys()].map(remove));
    },
  };
}
