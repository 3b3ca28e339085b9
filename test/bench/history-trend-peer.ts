import pg from 'pg';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import type { PenColumns } from '#shared/history-codec/packed-pens.ts';
import { openStore } from '#electron/engine/store/store.ts';
import { createMemoryLog } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { columnStep } from '#shared/math/pixel-columns.ts';
import { noPostgresReason, startPostgres } from '../support/postgres.ts';
import { type Bench, median } from './bench.ts';
import { copyRows, samplesTable } from './history/copy-rows.ts';
import { dayMs, eachSample, endMs, openPens, penDays, penIds, penKinds } from './history/pens.ts';

// One pen, 30 days of 1 Hz, in the columns the trends view asks for on 2,000 pixels: from the historian into this process, and
// from PostgreSQL by its client into the same process, in turn. PostgreSQL has this pen alone, vacuumed and analysed, settings
// as they come, and is asked for least, greatest and number only.
const stepMs = columnStep(penDays * dayMs, 2000);
const width = (penDays * dayMs) / stepMs;
const fromMs = endMs - penDays * dayMs;
const pen = 0;

export const historyTrendPeer: Bench = async (pace) => {
  const reason = noPostgresReason();
  if (reason !== null) throw new Error(reason);
  const made = openPens();
  const server = await startPostgres();
  const client = new pg.Client({ host: server.socketDir, port: server.port, user: server.user, password: server.password, database: server.database });
  const store = await openStore({ dataDir: made.dataDir, workerScript: new URL('../../electron/engine/store/store-worker.ts', import.meta.url), clock: createSystemClock(), log: createMemoryLog() });
  const historian = createHistorian({ store, clock: createSystemClock(), log: createMemoryLog(), tagIds: penIds });
  try {
    server.sql(samplesTable);
    const rows = madeRows();
    copyRows(server, rows, 0, rows.tag.length, 100_000);
    server.sql('VACUUM ANALYZE samples');
    await client.connect();
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < (pace === 'full' ? 7 : 4); round++) {
      let columns: PenColumns | undefined;
      for (let again = 0; again < 20; again++) {
        const startMs = performance.now();
        ({ pens: [columns] } = await historian.decimated({ tags: [pen], fromMs, toMs: endMs, width }));
        if (round > 0) ours.push(performance.now() - startMs);
      }
      const peerMs = performance.now();
      const { rows: found } = await client.query<{ at: number; least: number; most: number; count: string }>(
        'SELECT floor((extract(epoch FROM ts) * 1000 - $1::float8) / $2::float8)::int AS at, min(value) AS least, max(value) AS most, count(*) AS count FROM samples WHERE tag = $3 AND ts >= to_timestamp($1::float8 / 1000.0) AND ts < to_timestamp($4::float8 / 1000.0) GROUP BY 1 ORDER BY 1',
        [fromMs, stepMs, pen, endMs],
      );
      if (round > 0) theirs.push(performance.now() - peerMs);
      const isSame = columns !== undefined && found.length === width && found.every(({ at, least, most, count }) => columns.min[at] === least && columns.max[at] === most && columns.count[at] === Number(count));
      if (!isSame) throw new Error('the two answers differ');
    }
    // The first round warmed both up.
    const [mine, peer] = [median(ours), median(theirs)];
    return [
      { name: 'history.trend_30d_pen_ms', value: mine, unit: 'ms' },
      { name: 'history.trend_30d_pen_postgres_ms', value: peer, unit: 'ms' },
      { name: 'history.trend_30d_vs_postgres', value: peer / mine, unit: 'x' },
    ];
  } finally {
    await historian.close();
    await store.close();
    await client.end().catch(() => undefined);
    await server.remove();
    made.remove();
  }
};

function madeRows() {
  const length = penDays * 86_400;
  const rows = { tag: new Uint32Array(length).fill(pen), timeMs: new Float64Array(length), value: new Float64Array(length), quality: new Uint32Array(length) };
  let row = 0;
  eachSample(penKinds[pen] ?? 'slow-analog', pen, penDays, (timeMs, value) => {
    rows.timeMs[row] = timeMs;
    rows.value[row++] = value;
  });
  return rows;
}
