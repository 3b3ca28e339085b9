import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { readBusyRecording, wrongIn } from './read-busy-recording.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

const script = fileURLToPath(programUrl('test/faults/busy-recording-child.ts'));
const seed = 20_261_128;

type Run = { acknowledged: number; drops: number };

/** Records until so many samples are acknowledged and, where wanted, chunks were dropped; then kills without warning. */
function recordAndKill(dataDir: string, first: number, space: 'keep' | 'shed', samples: number, drops: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, script, dataDir, String(first), space], { stdio: ['ignore', 'pipe', 'pipe'] });
    const run: Run = { acknowledged: 0, drops: 0 };
    let rest = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [kind, number = '0'] = line.split(' ');
        if (kind === 'a') run.acknowledged = Number(number);
        if (kind === 'd') run.drops = Number(number);
      }
      if (run.acknowledged >= first + samples && run.drops >= drops) child.kill('SIGKILL');
    });
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('exit', (code, signal) => (signal === 'SIGKILL' ? resolve(run) : reject(new Error(`The recording process ended by itself (${code}): ${errors}`))));
  });
}

describe('kill -9 while chunks close, summaries are built and old samples are dropped', () => {
  let dir: ReturnType<typeof createDataDir>;
  beforeEach(() => (dir = createDataDir()));
  afterEach(() => dir.remove());

  it('leaves every acknowledged sample once, in chunks and in the counts of the hours, but for those dropped on purpose', async () => {
    const random = createSeededRandom(seed);
    let newest = 0;
    let drops = 0;
    for (let kill = 0; kill < 8; kill++) {
      const isTight = kill % 2 === 1;
      const run = await recordAndKill(dir.dataDir, newest + 1, isTight ? 'shed' : 'keep', 5000 + Math.floor(random() * 8000), kill < 5 ? 0 : 1);
      drops += run.drops;
      const found = await readBusyRecording(dir.dataDir);
      expect(wrongIn(found, run.acknowledged), `seed ${seed}, kill ${kill}`).toBeNull();
      expect(found.warnings).toEqual([]);
      newest = Math.max(...found.numbers.map((each) => each.at(-1) ?? 0));
    }
    // Else nothing was killed that this is about.
    expect(drops).toBeGreaterThan(0);

    // The check sees a hole, a repeat, a sample counted twice and one dropped too early (must-fail twins).
    const found = await readBusyRecording(dir.dataDir);
    const [first = [], ...others] = found.numbers;
    const middle = Math.floor(first.length / 2);
    const last = Math.max(...found.numbers.map((each) => each.at(-1) ?? 0));
    expect(wrongIn({ ...found, numbers: [first.toSpliced(middle, 1), ...others] }, last)).toContain('is followed by');
    expect(wrongIn({ ...found, numbers: [first.toSpliced(middle, 0, first[middle] as number), ...others] }, last)).toContain('is followed by');
    expect(wrongIn({ ...found, numbers: [first.slice(10), ...others], goneMs: found.goneMs.map(() => Number.NaN) }, last)).toContain('was not dropped');
    expect(wrongIn({ ...found, counted: found.counted.map((count) => count + 1) }, last)).toContain('count');
    expect(wrongIn(found, last + 1)).toContain('was acknowledged');
  }, 120_000);
});
