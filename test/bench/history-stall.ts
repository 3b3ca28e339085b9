import { type Bench, percentile } from './bench.ts';
import { pause, say } from './bench-processes.ts';
import { checkStored } from './history/check-stored.ts';
import { makeMix } from './history/plant-mix.ts';
import { startRecorder } from './history/recorder.ts';

// 1,000 tags at 10 Hz, given as they fall due on the machine's clock; the historian makes its blocks as it does in a plant.
// Before that each tag has got the better part of a chunk, fast, so that chunks close and summaries are built all the while.
const tags = 1000;
const periodMs = 100;
const scansBefore = 900;

/** How long a block waits for its FULL commit, and whatever the writing thread did first, at 10,000 samples a second. */
export const historyStall: Bench = async () => {
  // Some 300 commits, in a short run too: of fewer the p99 is the longest but one.
  const scans = 45 * 10;
  const mix = makeMix({ tags, scans: scansBefore + scans, periodMs, jitter: 'per-tag' });
  const recorder = await startRecorder(tags);
  const { table, historian, commitMs } = recorder;
  try {
    const give = (scan: number): void => {
      const [from, to] = [scan * tags, (scan + 1) * tags];
      table.apply({ length: tags, tag: mix.tag.subarray(from, to), timeMs: mix.timeMs.subarray(from, to), value: mix.value.subarray(from, to), quality: mix.quality.subarray(from, to) }, null, 0, 0);
      historian.write(table.recordable);
    };
    for (let scan = 0; scan < scansBefore; scan++) {
      give(scan);
      if (scan % 20 === 19) await historian.flush();
    }
    await historian.flush();
    await pause(2000);
    const before = commitMs.length;
    const startMs = performance.now();
    for (let scan = 0; scan < scans; scan++) {
      const waitMs = startMs + scan * periodMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      give(scansBefore + scan);
    }
    await historian.flush();
    const took = (performance.now() - startMs) / 1000;
    const stalls = commitMs.slice(before);
    say(`history.commit_stall: ${stalls.length} commits in ${took.toFixed(1)} s, median ${percentile(stalls, 50).toFixed(1)} ms`);
    if (took > (scans * periodMs) / 1000 + 2) throw new Error('this machine did not keep up with 10,000 samples a second');
    await checkStored(historian, mix, mix.scans);
    return [
      { name: 'history.commit_stall_p50_ms', value: percentile(stalls, 50), unit: 'ms' },
      { name: 'history.commit_stall_p99_ms', value: percentile(stalls, 99), unit: 'ms' },
      { name: 'history.commit_stall_max_ms', value: percentile(stalls, 100), unit: 'ms' },
    ];
  } finally {
    await recorder.stop();
  }
};
