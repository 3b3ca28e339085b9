import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { type DiskStep, LoggedDisk, readDiskLog } from './disk/disk-log.ts';
import { buildDiskShim } from './disk/disk-shim.ts';
import { firstWrong, readRecording } from './read-recording.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

// What kill -9 cannot show: after a power cut only what was synced is certain. A recording process runs over a library that
// logs every write and sync; from the log the folder is rebuilt as a cut at a random step would have left it.

const script = fileURLToPath(programUrl('test/faults/recording-child.ts'));
const shim = buildDiskShim();
/** Cuts of a normal run; `FIRSTOUT_CUTS=500` for a long one. */
const cuts = Number(process.env['FIRSTOUT_CUTS'] ?? 20);

/** Records for a while and gives back all that reached the disk, in order, with what the process said meanwhile. */
function recordOverShim(library: string, folder: string): Promise<readonly DiskStep[]> {
  const log = join(folder, 'disk.log');
  const dataDir = join(folder, 'data');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, script, dataDir, '1', '1', 'after-commit'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LD_PRELOAD: library, DISK_DIR: dataDir, DISK_LOG: log },
    });
    let acknowledged = 0;
    let rest = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => {
      // Lines come one by one from a process that is read at once, and in heaps from one that is not.
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      acknowledged += lines.filter((line) => line.startsWith('a ')).length;
      if (acknowledged >= 8) child.kill('SIGKILL');
    });
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(readDiskLog(readFileSync(log)));
      else reject(new Error(`The recording process ended by itself (${code}): ${errors}`));
    });
  });
}

/** What the process had acknowledged within these printed lines. */
function acknowledgedIn(text: string): { sample: number; event: number } {
  const done = { sample: 0, event: 0 };
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const [kind, number = '0'] = line.split(' ');
    if (kind === 'a') done.sample = Number(number);
    if (kind === 'e') done.event = Number(number);
  }
  return done;
}

type Loss = { readonly sample: number; readonly event: number };

/** Cuts the power at seeded steps and looks at what is there afterwards; gives back the most that was lost of what was acknowledged. */
async function cutPower(steps: readonly DiskStep[], folder: string, times: number, ignoresSync?: (path: string) => boolean): Promise<Loss> {
  const random = createSeededRandom(20_261_124);
  const firstAck = steps.findIndex((step) => step.op === 'print' && /^a /m.test(step.text));
  const at = Array.from({ length: times }, () => firstAck + 1 + Math.floor(random() * (steps.length - firstAck - 1))).toSorted((a, b) => a - b);
  const disk = new LoggedDisk(ignoresSync);
  let said = '';
  let done = 0;
  const most = { sample: 0, event: 0 };
  for (const [cut, end] of at.entries()) {
    for (; done < end; done++) {
      const step = steps[done] as DiskStep;
      if (step.op === 'print') said += step.text;
      else disk.step(step);
    }
    const left = join(folder, `cut-${cut}`);
    // Every third cut loses all that was not synced, the others keep some of it, sector by sector.
    const share = cut % 3 === 0 ? 0 : random();
    disk.writeAfterCut(left, () => random() < share);
    const found = await readRecording(left);
    const acknowledged = acknowledgedIn(said);
    expect(found.integrity).toBe('ok');
    expect(firstWrong(found.numbers)).toBeNull();
    expect(found.standing).toBe(found.lastEvent);
    most.sample = Math.max(most.sample, acknowledged.sample - found.numbers.length);
    most.event = Math.max(most.event, acknowledged.event - found.lastEvent);
    rmSync(left, { recursive: true });
  }
  return most;
}

describe('a power cut while recording', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firstout-cut-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('loses nothing that was acknowledged, wherever it falls and whatever of the rest the disk had written', async (context) => {
    if ('refusal' in shim) return context.skip(`NOT RUN: the library that logs the disk cannot be built here: ${shim.refusal}`);
    const steps = await recordOverShim(shim.library, folder);
    const lost = await cutPower(steps, folder, cuts);
    expect(lost.sample).toBeLessThanOrEqual(0);
    expect(lost.event).toBeLessThanOrEqual(0);
  }, 600_000);

  it('would be noticed if commits were not synced, as with synchronous=NORMAL (must-fail twin)', async (context) => {
    if ('refusal' in shim) return context.skip(`NOT RUN: the library that logs the disk cannot be built here: ${shim.refusal}`);
    const steps = await recordOverShim(shim.library, folder);
    const lost = await cutPower(steps, folder, 4, (path) => path.endsWith('-wal'));
    expect(lost.sample).toBeGreaterThan(0);
    expect(lost.event).toBeGreaterThan(0);
  }, 600_000);
});
