import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { type Answered, readFlood, wrongIn } from './read-flood.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

const script = fileURLToPath(programUrl('test/faults/alarm-flood-child.ts'));
const seed = 20_261_128;
const kills = 12;

/** Runs the flood until so many events are on disk, then kills without warning. */
function floodAndKill(dataDir: string, seedOfRun: number, answers: 'after-commit' | 'before-commit', events: number): Promise<Answered & { readonly perSecond: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, script, dataDir, String(seedOfRun), answers], { stdio: ['ignore', 'pipe', 'pipe'] });
    const acknowledged: string[] = [];
    const shelved: string[] = [];
    let first: readonly [number, number] | null = null;
    let last: readonly [number, number] = [0, 0];
    let rest = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [kind, ...words] = line.split(' ');
        if (kind === 'a') acknowledged.push(words.join(' '));
        if (kind === 'h') shelved.push(words.join(' '));
        if (kind === 'e') {
          last = [Number(words[0]), Number(words[1])];
          first ??= last;
        }
      }
      if (first !== null && last[0] >= first[0] + events) child.kill('SIGKILL');
    });
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('exit', (code, signal) => {
      if (signal !== 'SIGKILL' || first === null) return reject(new Error(`The flooded process ended by itself (${code}): ${errors}`));
      resolve({ acknowledged, shelved, lastSeq: last[0], perSecond: ((last[0] - first[0]) * 1000) / (last[1] - first[1]) });
    });
  });
}

describe('kill -9 in a flood of alarms', () => {
  let dir: ReturnType<typeof createDataDir>;
  beforeEach(() => (dir = createDataDir()));
  afterEach(() => dir.remove());

  it(`loses no state that was answered and no number of the journal, and doubles none, ${kills} times over`, async () => {
    const random = createSeededRandom(seed);
    const acknowledged: string[] = [];
    const shelved: string[] = [];
    let lastSeq = 0;
    for (let kill = 0; kill < kills; kill++) {
      const run = await floodAndKill(dir.dataDir, seed + kill, 'after-commit', 500 + Math.floor(random() * 2000));
      acknowledged.push(...run.acknowledged);
      shelved.push(...run.shelved);
      lastSeq = Math.max(lastSeq, run.lastSeq);
      const found = await readFlood(dir.dataDir);
      expect(wrongIn(found, { acknowledged, shelved, lastSeq }), `seed ${seed}, kill ${kill}`).toBeNull();
      expect(found.warnings).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(kills * 50);
    expect(shelved.length).toBeGreaterThan(kills);

    // The check sees a hole, a repeat, an acknowledge, a shelf or a state lost, and a state made up (must-fail twins).
    const found = await readFlood(dir.dataDir);
    const { events, standings } = found;
    const answered = { acknowledged, shelved, lastSeq };
    const middle = Math.floor(events.length / 2);
    const [one, two] = [events[middle] as (typeof events)[number], standings[0] as (typeof standings)[number]];
    expect(wrongIn({ ...found, events: events.toSpliced(middle, 1) }, answered)).toContain('is followed by');
    expect(wrongIn({ ...found, events: events.toSpliced(middle, 0, one) }, answered)).toContain('is followed by');
    expect(wrongIn(found, { ...answered, acknowledged: [...acknowledged, 'A-1 999999999'] })).toContain('was answered');
    expect(wrongIn(found, { ...answered, shelved: [...shelved, 'A-1 Anna 1'] })).toContain('was answered');
    expect(wrongIn(found, { ...answered, lastSeq: events.length + 1 })).toContain('was on disk');
    expect(wrongIn({ ...found, standings: standings.slice(1) }, answered)).toContain('stands as normal');
    expect(wrongIn({ ...found, standings: [{ ...two, acknowledgedBy: 'Nobody' }, ...standings.slice(1)] }, answered)).toContain('by the journal as');
  }, 180_000);

  it('would be noticed if an acknowledge were answered before the disk has it (must-fail twin)', async () => {
    const { acknowledged, lastSeq } = await floodAndKill(dir.dataDir, seed, 'before-commit', 1000);
    expect(wrongIn(await readFlood(dir.dataDir), { acknowledged, shelved: [], lastSeq })).toContain('was answered');
  }, 180_000);
});
