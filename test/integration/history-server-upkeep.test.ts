import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { openHistoryStation, type HistoryStation, type HistoryStationOptions } from '../support/history-station.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000 });
const day = 86_400_000;

describe.skipIf(why !== null)(`upkeep of the history server${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  let dir: ReturnType<typeof createDataDir>;
  let station: HistoryStation | null = null;
  const connect = async (settings: NonNullable<HistoryStationOptions['settings']>, seed = 1): Promise<HistoryStation> => {
    station = await openHistoryStation({ dataDir: dir.dataDir, postgres, settings, seed });
    return station;
  };
  const end = async (): Promise<void> => {
    await station?.close();
    station = null;
  };
  beforeAll(async () => {
    // So that a superuser may write the line in pg_extension that CREATE EXTENSION would write.
    postgres = await startPostgres({ settings: { allow_system_table_mods: 'on' } });
  });
  afterEach(async () => {
    await end();
    dir.remove();
  });
  afterAll(async () => await postgres?.remove());

  it('what waits for a server that stays away is given up, oldest first and counted, when the data disk runs full', async () => {
    dir = createDataDir();
    await postgres.stop();
    const console1 = await connect({ schema: 'shed' });
    for (let block = 0; block < 80; block++)
      await console1.record(Array.from({ length: 10 }, (_, row) => ({ tag: 'A', timeMs: Date.now(), value: block * 10 + row })));
    console1.storage = { state: 'full', sentence: 'The data disk is full.', bytes: 0 };
    const { rowsLost } = await console1.until((status) => status.rowsLost > 0);
    expect(rowsLost).toBeGreaterThanOrEqual(100);
    expect(console1.log.lines.some(({ level, sentence }) => level === 'error' && sentence.includes(`oldest ${rowsLost} samples`))).toBe(
      true,
    );
    console1.storage = { state: 'ok', sentence: 'Recording.', bytes: 0 };
    await postgres.start();
    await console1.server.drained();
    const { rowsLost: lost } = console1.server.status();
    expect(postgres.sql('SELECT count(*), min(value), max(value) FROM shed.sample')).toBe(`${800 - lost}|${lost}|799`);
    // They are not lost to this machine.
    const all = await console1.store.history.raw({ key: await console1.key('A'), fromMs: 0, toMs: Date.now() + day, limit: 10_000 });
    expect(all.timeMs.length).toBe(800);
  });

  it('blocks are kept over a restart until the server has them, and no longer after that', async () => {
    dir = createDataDir();
    await postgres.stop();
    const first = await connect({ schema: 'kept' });
    for (let block = 0; block < 30; block++) await first.record([{ tag: 'A', timeMs: Date.now(), value: block }]);
    await end();
    await postgres.start();
    const second = await connect({ schema: 'kept' }, 2);
    await second.server.drained();
    expect(postgres.sql('SELECT count(DISTINCT value), count(*) FROM kept.sample')).toBe('30|30');
    // More than what is kept behind for a server that falls back.
    for (let block = 30; block < 700; block++) await second.record([{ tag: 'A', timeMs: Date.now(), value: block }]);
    await second.server.drained();
    expect(await second.store.history.rowsAfter(0)).toBe(700);
    await second.server.close();
    await second.store.history.keys(['B']);
    expect(postgres.sql('SELECT count(DISTINCT value), count(*) FROM kept.sample')).toBe('700|700');
    expect(await second.store.meta.get('history.keep_from')).toBe(String(700 - 256 + 1));
  });

  it('a server that falls back to an older state of itself is given what it lost', async () => {
    dir = createDataDir();
    const console1 = await connect({ schema: 'fallback' });
    for (let block = 1; block <= 20; block++) {
      await console1.record([{ tag: 'A', timeMs: Date.now(), value: block }]);
      if (block % 5 === 0) await console1.server.drained();
    }
    // As after failing over to a standby that had not yet heard of the last commits.
    postgres.sql(
      `BEGIN; DELETE FROM fallback.sample WHERE value > 10; UPDATE fallback.origin SET last_seq = 10, last_mark = NULL, samples = 10; COMMIT`,
    );
    await console1.record([{ tag: 'A', timeMs: Date.now(), value: 21 }]);
    await console1.server.drained();
    expect(postgres.sql('SELECT count(*), count(DISTINCT value), max(value) FROM fallback.sample')).toBe('21|21|21');
  });

  it('TimescaleDB’s functions are used where its extension is there (a stand-in: they record that they were called)', async () => {
    dir = createDataDir();
    postgres.sql(`
      CREATE SCHEMA clock;
      CREATE TABLE clock.calls (name text);
      CREATE FUNCTION clock.create_hypertable(relation regclass, time_column_name name, chunk_time_interval interval, create_default_indexes boolean) RETURNS void
        LANGUAGE sql AS $$ INSERT INTO clock.calls VALUES (format('hypertable %s %s %s', relation, time_column_name, chunk_time_interval)) $$;
      CREATE FUNCTION clock.drop_chunks(relation regclass, older_than timestamptz) RETURNS SETOF text
        LANGUAGE sql AS $$ INSERT INTO clock.calls VALUES (format('drop %s %s', relation, round(extract(epoch FROM now() - older_than) / 86400))); SELECT 'chunk' $$;
      INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        SELECT 99999, 'timescaledb', 10, oid, false, '0' FROM pg_namespace WHERE nspname = 'clock'`);
    try {
      const console1 = await connect({ schema: 'hyper', retentionDays: 30 });
      await console1.record([{ tag: 'A', timeMs: Date.now(), value: 1 }]);
      await console1.server.drained();
      expect(postgres.sql('SELECT name FROM clock.calls ORDER BY name DESC').split('\n')).toEqual([
        'hypertable hyper.sample time 7 days',
        'drop hyper.sample 30',
      ]);
      expect(postgres.sql(`SELECT value FROM hyper.fact WHERE name = 'layout'`)).toBe('hypertable');
      expect(postgres.sql('SELECT count(*) FROM hyper.sample')).toBe('1');
      // The stand-in cannot compress: that is said, and samples are kept as they are.
      expect(console1.log.lines.some(({ level, sentence }) => level === 'warn' && sentence.includes('does not compress'))).toBe(true);
      expect((await console1.history.valueAt([await console1.key('A')], Date.now() + day)).value[0]).toBe(1);
      await end();
    } finally {
      postgres.sql(`DELETE FROM pg_extension WHERE extname = 'timescaledb'`);
    }
    const later = await connect({ schema: 'hyper' });
    expect((await later.until(({ state }) => state === 'refused')).sentence).toContain('made with TimescaleDB');
  });
});
