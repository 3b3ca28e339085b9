import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { say } from './bench-processes.ts';
import { checkStored } from './history/check-stored.ts';
import { copyRows, samplesTable } from './history/copy-rows.ts';
import { makeMix, type Mix } from './history/plant-mix.ts';
import { type Recorder, startRecorder } from './history/recorder.ts';

// 1,000 tags of a plant mix, a sample a second each with its own jitter, as fast as they go in: through the tag table, the
// historian and the store's thread, 1,000 samples a FULL commit. PostgreSQL gets the same samples by binary COPY, 10,000 a
// transaction, into a table with its key on (tag, ts), settings as they come (synchronous_commit and fsync on). In turn. Both
// hold the same stretch of history before anything is measured: a plant's history is empty on one day of its life.
const tags = 1000;
/** Commits on their way at once, so that the writing thread always has one at hand. */
const ahead = 4;

export const historyIngest: Bench = async (pace) => {
  const [rounds, scansEach, peerShare, scansBefore] = pace === 'full' ? [5, 1024, 1, 4096] : [3, 1024, 0.3, 1024];
  const mix = makeMix({ tags, scans: scansBefore + rounds * scansEach, periodMs: 1000, jitter: 'per-tag' });
  const reason = noPostgresReason();
  if (reason !== null) say(`history.ingest_vs_postgres: not measured: ${reason}`);
  const server = reason === null ? await startPostgres() : null;
  try {
    const recorder = await startRecorder(tags);
    try {
      server?.sql(samplesTable);
      const ours: number[] = [];
      const ratios: number[] = [];
      const peers: number[] = [];
      let copied = scansBefore * tags;
      await record(recorder, mix, 0, scansBefore);
      if (server !== null) copyRows(server, mix, 0, copied, 10_000);
      for (let round = 0; round < rounds; round++) {
        const rate = await record(recorder, mix, scansBefore + round * scansEach, scansBefore + (round + 1) * scansEach);
        ours.push(rate);
        if (server === null) continue;
        const rows = Math.round((tags * scansEach * peerShare) / 10_000) * 10_000;
        const peer = (rows / copyRows(server, mix, copied, copied + rows, 10_000)) * 1000;
        copied += rows;
        peers.push(peer);
        ratios.push(rate / peer);
      }
      await checkStored(recorder.historian, mix, mix.scans);
      if (server !== null) checkCopied(server, copied);
      const figures: Figure[] = [{ name: 'history.ingest_samples_per_s', value: median(ours), unit: 'samples/s' }];
      if (ratios.length > 0) {
        figures.push({ name: 'history.ingest_postgres_samples_per_s', value: median(peers), unit: 'samples/s' });
        figures.push({ name: 'history.ingest_vs_postgres', value: median(ratios), unit: 'x' });
      }
      return figures;
    } finally {
      await recorder.stop();
    }
  } finally {
    await server?.remove();
  }
};

/** Samples a second from the first one given to the last one on disk. */
async function record({ table, historian, commitMs }: Recorder, mix: Mix, fromScan: number, toScan: number): Promise<number> {
  const commitsBefore = commitMs.length;
  const flying: Promise<void>[] = [];
  const startMs = performance.now();
  for (let scan = fromScan; scan < toScan; scan++) {
    const [from, to] = [scan * tags, (scan + 1) * tags];
    const batch = { length: tags, tag: mix.tag.subarray(from, to), timeMs: mix.timeMs.subarray(from, to), value: mix.value.subarray(from, to), quality: mix.quality.subarray(from, to) };
    table.apply(batch, null, startMs, mix.timeMs[from] as number);
    historian.write(table.recordable);
    flying.push(historian.flush());
    if (flying.length > ahead) await flying.shift();
  }
  await Promise.all(flying);
  const tookMs = performance.now() - startMs;
  const commits = commitMs.length - commitsBefore;
  if (commits !== toScan - fromScan) throw new Error(`${toScan - fromScan} commits of ${tags} samples were wanted, ${commits} were made`);
  return (((toScan - fromScan) * tags) / tookMs) * 1000;
}

function checkCopied(server: TestPostgres, rows: number): void {
  const there = Number(server.sql('SELECT count(*) FROM samples'));
  if (there !== rows) throw new Error(`PostgreSQL was given ${rows} samples and has ${there}`);
}
