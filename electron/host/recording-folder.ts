import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartRefused } from './data-folder.ts';

export type RecordingFolder = {
  /** The recording itself, absolute. */
  readonly file: string;
  /** Where it is unpacked; neither is there yet. */
  readonly projectDir: string;
  readonly dataDir: string;
};

const prefix = 'firstout-recording-';
const ownerFile = 'process.txt';

/**
 * Makes a folder of this process's own to unpack a recording into, removed when the process ends; first removes those that
 * killed processes left. Throws StartRefused where there is no such recording.
 */
export function makeRecordingFolder(recording: string): RecordingFolder {
  const file = resolve(recording);
  if (!existsSync(file)) throw new StartRefused(`There is no recording ${file}.`);
  removeOrphans();
  const root = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(root, ownerFile), String(process.pid));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  return { file, projectDir: join(root, 'project'), dataDir: join(root, 'data') };
}

function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const root = join(tmpdir(), name);
    try {
      if (!isRunning(Number(readFileSync(join(root, ownerFile), 'utf8')))) rmSync(root, { recursive: true, force: true });
    } catch {
      // Another user's, or just being made: not ours to remove.
    }
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
