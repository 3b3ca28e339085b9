import { constants, copyFile, mkdir, open, rm, stat, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingFacts } from '#shared/model/history.ts';
import type { Clock, Log } from '../ports.ts';
import { openStore } from '../store/store.ts';
import { JobFailed } from './exchange-folder.ts';
import { fileEntry, RecordingEntry, recordingEntry } from './recording-format.ts';
import { parseJson, unpackFile } from './recording-project.ts';

/** Why a recording was not opened, in one sentence for people. */
export class RecordingRefused extends Error {}

const sqliteHead = Buffer.from('SQLite format 3\0', 'latin1');
const spareBytes = 64 * 1024 * 1024;

export type OpenRecordingOptions = {
  readonly file: string;
  /** Folders that this makes anew: what is in them is removed. */
  readonly projectDir: string;
  readonly dataDir: string;
  readonly storeWorker: URL;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Unpacks a recording into a fresh project and data folder, the file itself untouched, and gives back what it is. Throws a
 * RecordingRefused where it is no recording, is damaged, or was made by a newer version; nothing of it is then left.
 */
export async function openRecording(options: OpenRecordingOptions): Promise<RecordingFacts> {
  const { file, projectDir, dataDir } = options;
  const clear = async (): Promise<void> => {
    for (const dir of [projectDir, dataDir]) await rm(dir, { recursive: true, force: true });
  };
  try {
    await checkFile(file);
    await clear();
    for (const dir of [projectDir, dataDir]) await mkdir(dir, { recursive: true, mode: 0o700 });
    const { size } = await stat(file);
    const { bavail, bsize } = await statfs(dataDir);
    if (bavail * bsize < size + spareBytes) throw new JobFailed(`There is no room for the recording in ${dataDir}: it needs ${Math.ceil((size + spareBytes) / 1024 ** 2)} MB.`);
    await copyFile(file, join(dataDir, 'firstout.db'), constants.COPYFILE_FICLONE);
    return await unpack(options);
  } catch (error) {
    await clear();
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof RecordingRefused) throw error;
    throw new RecordingRefused(error instanceof JobFailed ? reason : `${file} can't be opened as a recording: ${reason}`);
  }
}

async function checkFile(path: string): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new RecordingRefused(`The recording ${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    const facts = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sqliteHead.length), 0, sqliteHead.length, 0).catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 }));
    if (!facts.isFile() || bytesRead < sqliteHead.length || !buffer.equals(sqliteHead)) throw new RecordingRefused(`${path} is not a Firstout recording.`);
  } finally {
    await file.close();
  }
}

async function unpack({ file, projectDir, dataDir, storeWorker, clock, log }: OpenRecordingOptions): Promise<RecordingFacts> {
  const store = await openStore({ dataDir, workerScript: storeWorker, clock, log });
  try {
    // The store sets a damaged file aside and begins a new one: right for a plant, not for a recording.
    if (existsSync(join(dataDir, 'store.json'))) throw new RecordingRefused(`The recording ${file} is damaged; ask for it again.`);
    const text = await store.meta.get(recordingEntry);
    const entry = RecordingEntry.safeParse(text === null ? null : parseJson(text));
    if (!entry.success) throw new RecordingRefused(text === null ? `${file} is not a Firstout recording.` : `The recording ${file} was made by a newer version of Firstout, or is damaged.`);
    const { facts, files } = entry.data;
    if (!(facts.fromMs < facts.toMs)) throw new RecordingRefused(`The recording ${file} is damaged: it ends before it begins.`);
    let taken = 0;
    for (let at = 0; at < files; at++) {
      const packed = await store.meta.get(fileEntry(at));
      if (packed === null) throw new RecordingRefused(`The recording ${file} is damaged: a file of its project is missing.`);
      taken += await unpackFile(projectDir, packed, taken);
    }
    if (!existsSync(join(projectDir, 'project.yaml'))) throw new RecordingRefused(`The recording ${file} is damaged: its project has no project.yaml.`);
    // Hashes tell damage and a change made by hand; who makes a whole new chain is found against the plant's own alone.
    const { unfit, changed } = await store.records.check();
    if (unfit !== null) throw new RecordingRefused(`The recording ${file} is damaged: ${unfit}`);
    if (changed === null) return facts;
    log.warn('recording', `The records in ${file} are not as they were written: ${changed}`);
    return { ...facts, recordsProblem: changed };
  } finally {
    await store.close();
  }
}
