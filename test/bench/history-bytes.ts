import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { Bench, Figure } from './bench.ts';
import { checkStored } from './history/check-stored.ts';
import { makeMix, mixStartMs, type MixOptions } from './history/plant-mix.ts';
import { startRecorder } from './history/recorder.ts';

const shapes: readonly { readonly name: string; readonly mix: Omit<MixOptions, 'scans' | 'tags'> }[] = [
  { name: 'mix', mix: { periodMs: 1000, jitter: 'per-tag' } },
  { name: 'scan_group', mix: { periodMs: 1000, jitter: 'per-scan' } },
  { name: 'slow_analog', mix: { periodMs: 1000, jitter: 'none', kind: 'slow-analog' } },
];

/** Bytes of the whole file for each sample once all are in chunks: indices, summaries and the slack of pages in it, free pages not. */
export const historyBytes: Bench = async () => {
  const figures: Figure[] = [];
  for (const { name, mix: options } of shapes) {
    // Nine hours: some chunks of each tag and two segments of its summaries, as in a file that has grown for long.
    const [tags, scans] = [192, 32_768];
    const mix = makeMix({ ...options, tags, scans });
    const clock = createVirtualClock(mixStartMs);
    const recorder = await startRecorder(tags, clock);
    const { table, historian, dataDir } = recorder;
    try {
      for (let scan = 0; scan < scans; scan++) {
        const [from, to] = [scan * tags, (scan + 1) * tags];
        table.apply({ length: tags, tag: mix.tag.subarray(from, to), timeMs: mix.timeMs.subarray(from, to), value: mix.value.subarray(from, to), quality: mix.quality.subarray(from, to) }, null, 0, 0);
        historian.write(table.recordable);
        clock.advance(1000);
        if (scan % 16 === 15) await historian.flush();
      }
      await historian.flush();
      await recorder.idle(clock);
      await checkStored(historian, mix, scans);
      const { used, summaries, open } = measure(join(dataDir, 'firstout.db'));
      if (open > 0) throw new Error(`${open} samples are in no chunk yet`);
      figures.push({ name: `history.bytes_per_sample_${name}`, value: used / (tags * scans), unit: 'B' });
      figures.push({ name: `history.bytes_per_sample_${name}_summaries`, value: summaries / (tags * scans), unit: 'B' });
    } finally {
      await recorder.stop();
    }
  }
  return figures;
};

function measure(path: string): { readonly used: number; readonly summaries: number; readonly open: number } {
  const db = new Database(path);
  try {
    db.pragma('wal_checkpoint(FULL)');
    const number = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
    const used = (number('PRAGMA page_count') - number('PRAGMA freelist_count')) * number('PRAGMA page_size');
    const summaries = number("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'history_summary%'");
    return { used, summaries, open: number('SELECT sum(count) FROM history_block') };
  } finally {
    db.close();
  }
}
