import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { startCuttingProxy, type CutWhen, type CuttingProxy } from '../support/cutting-proxy.ts';
import { openHistoryStation, type HistoryStation } from '../support/history-station.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });
const script = fileURLToPath(programUrl('test/faults/history-server-child.ts'));

describe.skipIf(why !== null)(`the history server or the way to it fails${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  let dir: ReturnType<typeof createDataDir>;
  let proxy: CuttingProxy | null = null;
  let station: HistoryStation | null = null;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterEach(async () => {
    await station?.close();
    await proxy?.close();
    station = null;
    proxy = null;
    dir.remove();
  });
  afterAll(async () => await postgres?.remove());

  /** Every number from 1 to `last` is on the server once, in the order it was recorded. */
  const expectAll = (schema: string, last: number): void => {
    expect(postgres.sql(`SELECT count(*), count(DISTINCT value), min(value), max(value) FROM ${schema}.sample`)).toBe(
      `${last}|${last}|1|${last}`,
    );
    expect(
      postgres.sql(
        `SELECT count(*) FROM (SELECT value, lag(value) OVER (ORDER BY ord) AS before FROM ${schema}.sample) s WHERE value <> before + 1`,
      ),
    ).toBe('0');
    expect(postgres.sql(`SELECT samples FROM ${schema}.origin`)).toBe(String(last));
  };
  const recorder = (to: HistoryStation): { block(rows: number): Promise<void>; readonly last: number } => {
    let last = 0;
    return {
      async block(rows) {
        await to.record(Array.from({ length: rows }, () => ({ tag: `T${last % 5}`, timeMs: 1.79e12 + last, value: ++last })));
      },
      get last() {
        return last;
      },
    };
  };

  it.each(['stop', 'crash', 'kill'] as const)(
    'nothing is lost or doubled when PostgreSQL is ended (%s) and started again under load',
    async (how) => {
      dir = createDataDir();
      station = await openHistoryStation({ dataDir: dir.dataDir, postgres, settings: { schema: how } });
      const record = recorder(station);
      let isLoading = true;
      const load = (async () => {
        while (isLoading) await record.block(200);
      })();
      for (let round = 0; round < 3; round++) {
        await station.until(({ state }) => state === 'connected');
        const before = record.last;
        await station.server.drained();
        await postgres[how]();
        await station.until(({ state }) => state === 'buffering');
        expect(record.last).toBeGreaterThan(before);
        await postgres.start();
      }
      isLoading = false;
      await load;
      await station.server.drained();
      expectAll(how, record.last);
      const told = station.log.lines.filter(({ about }) => about === 'history server').map(({ level }) => level);
      // One line for each change, however many attempts there were.
      expect(told.filter((level) => level === 'warn')).toHaveLength(3);
      expect(told.filter((level) => level === 'info')).toHaveLength(4);
    },
  );

  it('nothing is lost or doubled when the network is cut at any byte of what is sent', async () => {
    dir = createDataDir();
    const random = createSeededRandom(11);
    const sent = new Map<number, number>();
    const at = new Map<number, number>();
    // Each connection ends after so many bytes from this machine: in the login, in BEGIN, in the middle of COPY, in COMMIT.
    const cut: CutWhen = (bytes, from, connection) => {
      if (from === 'server' || connection > 40) return false;
      if (!at.has(connection)) at.set(connection, Math.floor(500 + random() ** 2 * 400_000));
      sent.set(connection, (sent.get(connection) ?? 0) + bytes.length);
      return sent.get(connection)! > at.get(connection)!;
    };
    proxy = await startCuttingProxy(postgres.port, cut);
    station = await openHistoryStation({ dataDir: dir.dataDir, postgres: { ...postgres, port: proxy.port }, settings: { schema: 'cut' } });
    const record = recorder(station);
    for (let block = 0; block < 60; block++) await record.block(1000);
    await station.server.drained();
    for (let more = 0; more < 10; more++) {
      await record.block(500);
      await station.server.drained();
    }
    expect(proxy.cuts).toBeGreaterThan(3);
    expectAll('cut', record.last);
  });

  it('nothing is doubled when the answer to a commit is lost', async () => {
    dir = createDataDir();
    let lost = 0;
    let isCommitting = false;
    let isCopied = false;
    proxy = await startCuttingProxy(postgres.port, (bytes, from) => {
      if (from === 'client') {
        // Only that of samples: tables and partitions are made in transactions of their own.
        if (bytes.includes('COPY "answer"')) isCopied = true;
        isCommitting = isCopied && bytes.includes('COMMIT') && lost < 4;
        return false;
      }
      if (!isCommitting) return false;
      lost++;
      isCommitting = false;
      isCopied = false;
      return true;
    });
    station = await openHistoryStation({
      dataDir: dir.dataDir,
      postgres: { ...postgres, port: proxy.port },
      settings: { schema: 'answer' },
    });
    const record = recorder(station);
    for (let block = 0; block < 30; block++) {
      await record.block(100);
      if (block % 5 === 0) await station.server.drained();
    }
    await station.server.drained();
    expect(lost).toBe(4);
    expectAll('answer', record.last);
  });

  const runAndKill = (schema: string, first: number, mode: 'run' | 'hold', killWhen: (line: string) => boolean): Promise<number> =>
    new Promise((resolve, reject) => {
      const { host, port, user, password, database } = postgres;
      const child = spawn(
        process.execPath,
        [...sourceFlags, script, dir.dataDir, JSON.stringify({ host, port, user, password, database }), String(first), schema, mode],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let rest = '';
      let acknowledged = 0;
      let errors = '';
      child.stdout.on('data', (bytes: Buffer) => {
        const lines = (rest + bytes.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line.startsWith('a ')) acknowledged = Number(line.slice(2));
          if (killWhen(line)) child.kill('SIGKILL');
        }
      });
      child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
      child.on('exit', (code, signal) =>
        signal === 'SIGKILL' ? resolve(acknowledged) : reject(new Error(`The recording process ended by itself (${code}): ${errors}`)),
      );
    });
  /** The rest goes to the server; gives back the highest number this machine has on disk. */
  const drainRest = async (schema: string): Promise<number> => {
    station = await openHistoryStation({ dataDir: dir.dataDir, postgres, settings: { schema } });
    await station.server.drained();
    const keys = await station.store.history.keys(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6']);
    const { value } = await station.store.history.valueAt([...keys], 1e15);
    await station.close();
    station = null;
    return Math.max(...value);
  };

  it('nothing is lost or doubled when the engine dies between the server’s commit and its own note of it', async () => {
    dir = createDataDir();
    let last = 0;
    for (let round = 0; round < 3; round++) {
      const acknowledged = await runAndKill('note', last + 1, 'hold', (line) => line === 'k');
      last = await drainRest('note');
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expectAll('note', last);
    }
  });

  it('nothing is lost or doubled when the engine is killed again and again while it records and sends', async () => {
    dir = createDataDir();
    const random = createSeededRandom(5);
    let last = 0;
    for (let round = 0; round < 5; round++) {
      let left = Math.floor(20 + random() * 200);
      const acknowledged = await runAndKill('again', last + 1, 'run', () => --left === 0);
      last = await drainRest('again');
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      expectAll('again', last);
    }
  });
});
