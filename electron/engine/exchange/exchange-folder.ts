import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Endings of what jobs and uploads leave in the folder: whoever makes a file of another one says so here, or it would never be cleared. */
const endings = ['part', 'upload', 'csv', 'parquet', 'xlsx', 'pdf', 'docx', 'html', 'firstout', 'making', 'json'] as const;
export type FileEnding = (typeof endings)[number];
/** Nothing else in the folder is ever touched. */
const ownFiles = new RegExp(`^fo-[0-9a-z]+-\\d+\\.(${endings.join('|')})$`);
const mostReserved = 1024 ** 3;
const gib = (bytes: number): string => (bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GB` : `${Math.max(0, bytes / 1024 ** 2).toFixed(0)} MB`);

/** A job that can't go on, in one sentence for people. */
export class JobFailed extends Error {}

export type ExchangeFolder = {
  /** A name no other job or upload has. */
  newId(): string;
  pathOf(id: string, ending: FileEnding): string;
  /** Makes the folder where it is absent and removes what jobs before this start left in it. */
  open(): Promise<void>;
  /** Throws a JobFailed where `bytes` more would take the space that recording needs: a tenth of the disk, 1 GB at most. */
  checkSpace(bytes?: number): Promise<void>;
  remove(id: string, ending: FileEnding): Promise<void>;
};

/** The folder `exports` of the data folder: files jobs make and files handed over for import, gone at the next start. */
export function createExchangeFolder(dataDir: string, nowMs: number): ExchangeFolder {
  const dir = join(dataDir, 'exports');
  const prefix = `fo-${Math.floor(nowMs).toString(36)}`;
  let nextNumber = 1;
  const pathOf = (id: string, ending: FileEnding): string => join(dir, `${id}.${ending}`);
  return {
    newId: () => `${prefix}-${nextNumber++}`,
    pathOf,
    async open() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const name of await readdir(dir)) if (ownFiles.test(name)) await rm(join(dir, name), { recursive: true, force: true });
    },
    async checkSpace(bytes = 0) {
      const { bsize, blocks, bavail } = await statfs(dir);
      const free = bavail * bsize;
      const reserved = Math.min(mostReserved, (blocks * bsize) / 10);
      if (free - bytes < reserved) throw new JobFailed(`The data disk has ${gib(free)} free, and recording keeps the last ${gib(reserved)} for itself. Free space on it, or choose less.`);
    },
    remove: (id, ending) => rm(pathOf(id, ending), { recursive: true, force: true }),
  };
}
