import pg from 'pg';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { say } from './bench-processes.ts';
import { checkStored } from './history/check-stored.ts';
import { type CopyForm, copyRows, samplesTable, sendRows } from './history/copy-rows.ts';
import { makeMix, type Mix } from './history/plant-mix.ts';
import { type Recorder, startRecorder } from './history/recorder.ts';

// 1,000 tags of a plant mix, a sample a second each with its own jitter, as fast as they go in: through the tag table, the
// historian and the store's thread, 1,000 samples a FULL commit. PostgreSQL gets the same samples from the same columns in
// memory, by binary COPY over its socket, 1,000 a transaction too, so that a power cut costs both the same (`_10k`: 10,000 a
// transaction, ours as before; `_text`: in COPY's own form, 1,000 a transaction), into a table with its key on (tag, ts), settings as they come (synchronous_commit and fsync
// on). In turn. Both hold the same stretch of history before anything is measured: a plant's history is empty on one day.
const tags = 1000;
/** Commits on their way at once, so that the writing thread always has one at hand. */
const ahead = 4;

export const historyIngest: Bench = async (pace) => {
  const [rounds, scansEach, peerShare, scansBefore] = pace === 'full' ? [5, 1024, 0.33, 4096] : [3, 1024, 0.2, 1024];
  const mix = makeMix({ tags, scans: scansBefore + rounds * scansEach, periodMs: 1000, jitter: 'per-tag' });
  const reason = noPostgresReason();
  if (reason !== null) say(`history.ingest_vs_postgres: not measured: ${reason}`);
  const server = reason === null ? await startPostgres() : null;
  const recorder = await startRecorder(tags);
  try {
    await record(recorder, mix, 0, scansBefore);
    const peer = server === null ? null : await startPeer(server, mix, scansBefore * tags);
    const [ours, small, large, text]: [number[], number[], number[], number[]] = [[], [], [], []];
    const rows = Math.round((tags * scansEach * peerShare) / 10_000) * 10_000;
    for (let round = 0; round < rounds; round++) {
      ours.push(await record(recorder, mix, scansBefore + round * scansEach, scansBefore + (round + 1) * scansEach));
      if (peer === null) continue;
      small.push(await peer.send(rows, tags, 'binary'));
      large.push(await peer.send(rows, 10_000, 'binary'));
      text.push(await peer.send(rows, tags, 'text'));
    }
    await checkStored(recorder.historian, mix, mix.scans);
    await peer?.stop();
    const figures: Figure[] = [{ name: 'history.ingest_samples_per_s', value: median(ours), unit: 'samples/s' }];
    if (peer === null) return figures;
    const ratio = (theirs: readonly number[]): number => median(theirs.map((rate, round) => (ours[round] as number) / rate));
    figures.push({ name: 'history.ingest_postgres_samples_per_s', value: median(small), unit: 'samples/s' });
    figures.push({ name: 'history.ingest_vs_postgres', value: ratio(small), unit: 'x' });
    figures.push({ name: 'history.ingest_vs_postgres_10k', value: ratio(large), unit: 'x' });
    figures.push({ name: 'history.ingest_vs_postgres_text', value: ratio(text), unit: 'x' });
    return figures;
  } finally {
    await recorder.stop();
    await server?.remove();
  }
};

/** PostgreSQL with the first samples of a mix in its table; `send` goes on from there and gives back samples a second, `stop` counts them all. */
async function startPeer(server: TestPostgres, mix: Mix, before: number) {
  server.sql(samplesTable);
  copyRows(server, mix, 0, before, 10_000);
  const client = new pg.Client({ host: server.socketDir, port: server.port, user: server.user, password: server.password, database: server.database });
  await client.connect();
  let sent = before;
  return {
    async send(rows: number, perCommit: number, form: CopyForm): Promise<number> {
      const tookMs = await sendRows(client, mix, sent, sent + rows, perCommit, form);
      sent += rows;
      return (rows / tookMs) * 1000;
    },
    async stop(): Promise<void> {
      await client.end();
      const there = Number(server.sql('SELECT count(*) FROM samples'));
      if (there !== sent) throw new Error(`PostgreSQL was given ${sent} samples and has ${there}`);
    },
  };
}

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
