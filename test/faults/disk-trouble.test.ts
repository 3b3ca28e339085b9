import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildDiskShim } from './disk/disk-shim.ts';
import { firstWrong, readRecording } from './read-recording.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

const script = fileURLToPath(programUrl('test/faults/recording-child.ts'));
const shim = buildDiskShim();

type Run = { readonly sample: number; readonly event: number; readonly written: number; /** How often the store was in trouble. */ readonly failed: number };

/** Records over a disk in trouble until `enough` says so of what was printed, then kills. */
function record(library: string, dataDir: string, trouble: Readonly<Record<string, string>>, enough: (run: Run) => boolean): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, script, dataDir, '1', '1', 'after-commit'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LD_PRELOAD: library, DISK_DIR: dataDir, ...trouble },
    });
    const run = { sample: 0, event: 0, written: 0, failed: 0 };
    let rest = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [kind, number = '0'] = line.split(' ');
        if (kind === 'a') run.sample = Number(number);
        if (kind === 'e') run.event = Number(number);
        if (kind === 'w') run.written = Number(number);
        if (kind === 's' && number === 'failed') run.failed++;
      }
      if (enough(run)) child.kill('SIGKILL');
    });
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('exit', (code, signal) => (signal === 'SIGKILL' ? resolve(run) : reject(new Error(`The recording process ended by itself (${code}): ${errors}`))));
  });
}

describe('a disk in trouble', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firstout-trouble-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // Beyond what making the file anew writes, which grows with every table: this is about a disk that fails while recording.
  it.each([
    ['write', 320, 1],
    ['write', 371, 6],
    ['sync', 30, 1],
    ['sync', 47, 5],
  ] as const)('that fails with an I/O error at %s %i, %i times, loses nothing: recording goes on with a fresh handle', async (kind, from, count) => {
    if ('refusal' in shim) throw new Error(shim.refusal);
    let failedAt = 0;
    const run = await record(shim.library, join(folder, 'data'), { DISK_FAIL: kind, DISK_FAIL_FROM: String(from), DISK_FAIL_COUNT: String(count) }, (now) => {
      if (failedAt === 0 && now.failed > 0) failedAt = now.written;
      // Well after the trouble: what was written since is on disk again.
      return failedAt > 0 && now.sample > failedAt + 2000;
    });
    const found = await readRecording(join(folder, 'data'));
    expect(found.integrity).toBe('ok');
    // Beyond what was acknowledged a block may still have been waiting for its next attempt.
    expect(firstWrong(found.numbers.filter((number) => number <= run.sample))).toBeNull();
    expect(new Set(found.numbers).size).toBe(found.numbers.length);
    expect(found.numbers.length).toBeGreaterThanOrEqual(run.sample);
    expect(found.lastEvent).toBeGreaterThanOrEqual(run.event);
    expect(found.standing).toBe(found.lastEvent);
  }, 300_000);

  it('that takes half a second for each sync gets fewer, larger commits and loses nothing', async () => {
    if ('refusal' in shim) throw new Error(shim.refusal);
    const run = await record(shim.library, join(folder, 'data'), { DISK_SLOW_MS: '500' }, (now) => now.sample > 20_000);
    const found = await readRecording(join(folder, 'data'));
    expect(found.integrity).toBe('ok');
    expect(firstWrong(found.numbers)).toBeNull();
    expect(found.numbers.length).toBeGreaterThanOrEqual(run.sample);
    expect(run.failed).toBe(0);
  }, 300_000);
});
