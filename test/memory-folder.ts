import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const place = '/dev/shm';
const neededBytes = 2 * 2 ** 30;

/**
 * A folder in memory for the files of a suite, and how to remove it with all that is left in it; null where there is none or
 * too little of it, as in many containers. Stores sync every commit, and a disk that waits for thousands of them, one after
 * the other, is what unit tests spent most of their time on.
 */
export function memoryFolder(): { readonly path: string; remove(): void } | null {
  try {
    const { bavail, bsize } = statfsSync(place);
    if (bavail * bsize < neededBytes) return null;
    const path = mkdtempSync(join(place, 'firstout-tests-'));
    // PostgreSQL runs as a user of its own, on a folder of its own in it.
    chmodSync(path, 0o711);
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  } catch {
    return null;
  }
}
