import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { firstWrong, readRecording } from './read-recording.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// kill -9 shows what a process loses, not what a power cut loses: pages written without fsync survive it, so
// synchronous=FULL cannot be told from OFF here.

type Run = {
  readonly acknowledged: number;
  readonly written: number;
  readonly writes: readonly (readonly [number, number])[];
  readonly lastEvent: number;
  /** Longest time between two alarm events on disk, and between two heaps of samples handed over, ms. */
  readonly slowestEventMs: number;
  readonly slowestWriteMs: number;
};
const script = fileURLToPath(programUrl('test/faults/recording-child.ts'));

/** Records until the first acknowledgement and `killAfterMs` more, then kills without warning. */
function recordAndKill(dataDir: string, first: number, firstEvent: number, acknowledge: string, killAfterMs: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, script, dataDir, String(first), String(firstEvent), acknowledge], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    let isArmed = false;
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString();
      if (isArmed || !/^a /m.test(out)) return;
      isArmed = true;
      setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    });
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`The recording process ended by itself (${code}): ${errors}`));
      const run = { acknowledged: 0, written: 0, writes: [] as [number, number][], lastEvent: 0, slowestEventMs: 0, slowestWriteMs: 0 };
      const eventMs: number[] = [];
      for (const line of out.slice(0, out.lastIndexOf('\n')).split('\n')) {
        const [kind, number = '0', ms = '0'] = line.split(' ');
        if (kind === 'a') run.acknowledged = Number(number);
        if (kind === 'e') {
          run.lastEvent = Number(number);
          eventMs.push(Number(ms));
        }
        if (kind === 'w') run.writes.push([Number(number), Number(ms)]);
      }
      const [lastWritten, lastMs] = run.writes.at(-1) ?? [0, 0];
      run.written = lastWritten;
      run.slowestEventMs = longestGap([...eventMs, lastMs]);
      run.slowestWriteMs = longestGap(run.writes.map(([, atMs]) => atMs));
      resolve(run);
    });
  });
}

const longestGap = (timesMs: readonly number[]): number => timesMs.reduce((most, atMs, at) => Math.max(most, atMs - (timesMs[at - 1] ?? atMs)), 0);

describe('kill -9 while recording', () => {
  let dir: ReturnType<typeof createDataDir>;
  afterEach(() => dir.remove());

  it('loses no acknowledged sample or alarm event, at most 250 ms of others on a disk that keeps up, and never the file', async () => {
    dir = createDataDir();
    const random = createSeededRandom(20_260_101);
    let stored = 0;
    let lastEvent = 0;
    for (let kill = 0; kill < 6; kill++) {
      const run = await recordAndKill(dir.dataDir, stored + 1, lastEvent + 1, 'after-commit', Math.floor(random() * 900));
      const found = await readRecording(dir.dataDir);
      // No number is missing or doubled up to the newest.
      expect(firstWrong(found.numbers)).toBeNull();
      stored = found.numbers.length;
      expect(run.acknowledged).toBeGreaterThan(0);
      expect(stored).toBeGreaterThanOrEqual(run.acknowledged);
      const lastMs = run.writes.at(-1)?.[1] ?? 0;
      const firstLost = run.writes.find(([number]) => number > stored);
      // A disk that is slow, and a process that does not get its turn, are not the recorder's: an alarm event waits for nothing
      // but the disk, and for the commit of samples before it.
      expect(lastMs - (firstLost?.[1] ?? lastMs)).toBeLessThanOrEqual(250 + 2 * run.slowestEventMs + run.slowestWriteMs);
      expect(found.lastEvent).toBeGreaterThanOrEqual(run.lastEvent);
      expect(found.standing).toBe(found.lastEvent);
      lastEvent = found.lastEvent;
      expect(found.integrity).toBe('ok');
      expect(found.warnings).toEqual([]);
    }
  }, 180_000);

  it('would be noticed if samples were acknowledged before their commit (must-fail twin)', async () => {
    dir = createDataDir();
    let lost = 0;
    for (let kill = 0, stored = 0, event = 0; kill < 3; kill++) {
      const run = await recordAndKill(dir.dataDir, stored + 1, event + 1, 'before-commit', 400 + kill * 37);
      const found = await readRecording(dir.dataDir);
      lost += Math.max(0, run.acknowledged - found.numbers.length);
      stored = found.numbers.length;
      event = found.lastEvent;
    }
    expect(lost).toBeGreaterThan(0);
  }, 180_000);
});
