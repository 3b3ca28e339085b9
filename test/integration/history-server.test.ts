import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { openHistoryStation, type HistoryStation, type HistoryStationOptions, type Sample } from '../support/history-station.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000 });
const day = 86_400_000;
const start = Date.UTC(2026, 10, 20, 12);

describe.skipIf(why !== null)(`history kept on a PostgreSQL server${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  const open: HistoryStation[] = [];
  const dirs: ReturnType<typeof createDataDir>[] = [];
  const dir = (): string => {
    dirs.push(createDataDir());
    return dirs.at(-1)!.dataDir;
  };
  const station = async (options: Partial<HistoryStationOptions> & { schema: string }): Promise<HistoryStation> => {
    const { schema, settings, ...rest } = options;
    const opened = await openHistoryStation({ dataDir: rest.dataDir ?? dir(), postgres, ...rest, settings: { schema, ...settings } });
    open.push(opened);
    return opened;
  };
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    for (const one of dirs.splice(0)) one.remove();
  });
  afterAll(async () => await postgres?.remove());

  it('takes every sample bit for bit: fractions of a microsecond, odd clocks, bad values with their quality', async () => {
    // Kept longer than any of these times is past: the reader's upkeep would drop the year 1970 by right.
    const console1 = await station({ schema: 'bits', settings: { retentionDays: 36_500 } });
    const odd = [
      start + 0.000244140625,
      start + 1 / 3,
      start + 0.001,
      start,
      0,
      -1.5,
      1e-7,
      946_684_800_000,
      8.64e15,
      -8.64e15,
      4_102_444_800_000,
      start + 0.1 + 0.2,
    ];
    const values = [0, -0, 1 / 3, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.7976931348623157e308, 42];
    const samples: Sample[] = odd.flatMap((timeMs, at) =>
      values.map((value, row) => ({ tag: `T${row}`, timeMs, value, quality: [0, 0x80000000, 0x408f0000, 0xffffffff][(at + row) % 4]! })),
    );
    await console1.record(samples);
    await console1.server.drained();
    expect(Number(postgres.sql('SELECT count(*) FROM bits.sample'))).toBe(samples.length);
    // All that is here is gone, so that the server alone can answer.
    const reader = await station({ schema: 'bits', settings: { station: 'reader' } });
    await reader.until(({ state }) => state === 'connected');
    await console1.server.close();
    for (const [row, value] of values.entries()) {
      const rows = postgres.sql(
        `SELECT encode(float8send(value), 'hex'), encode(float8send(coalesce(exact_ms, extract(epoch from time)::float8 * 1000)), 'hex'), quality::bigint & 4294967295 FROM bits.sample JOIN bits.tag USING (tag) WHERE id = 'T${row}' ORDER BY ord`,
      );
      const hex = (number: number): string => {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleBE(number);
        return bytes.toString('hex');
      };
      const sent = samples.filter(({ tag }) => tag === `T${row}`);
      expect(rows.split('\n')).toEqual(sent.map(({ timeMs, quality }) => `${hex(value)}|${hex(timeMs)}|${quality}`));
    }
  });

  it('gives samples back as they were when this machine has none of them any more', async () => {
    const dataDir = dir();
    const first = await station({ schema: 'back', dataDir });
    const sent: Sample[] = [];
    for (let row = 0; row < 3000; row++)
      sent.push({
        tag: row % 3 === 0 ? 'A' : 'B',
        timeMs: start + row * 1000 + (row % 7) / 7,
        value: Math.sin(row),
        quality: row % 11 === 0 ? 0x80000000 : 0,
      });
    sent.push({ tag: 'A', timeMs: start, value: 1, quality: 0 }, { tag: 'A', timeMs: start, value: 2, quality: 0 });
    for (let at = 0; at < sent.length; at += 500) await first.record(sent.slice(at, at + 500));
    await first.server.drained();
    await first.close();
    open.splice(open.indexOf(first), 1);
    for (const name of ['firstout.db', 'firstout.db-wal', 'firstout.db-shm']) rmSync(join(dataDir, name), { force: true });

    // A new database under the same station: what the old one recorded is on the server alone.
    const second = await station({ schema: 'back', dataDir, seed: 2 });
    await second.until(({ state }) => state === 'connected');
    await second.record([{ tag: 'B', timeMs: Date.now() + 1000, value: 99 }]);
    await second.server.drained();
    const [a, b] = [await second.key('A'), await second.key('B')];
    const ofA = sent.filter(({ tag }) => tag === 'A').toSorted((x, y) => x.timeMs - y.timeMs);
    const all = await second.history.raw({ key: a, fromMs: start - day, toMs: start + day, limit: 10_000 });
    expect(all.away).toBeUndefined();
    expect([...all.timeMs]).toEqual(ofA.map(({ timeMs }) => timeMs));
    expect([...all.value]).toEqual(ofA.map(({ value }) => value));
    expect([...all.quality]).toEqual(ofA.map(({ quality }) => quality));
    expect(all.truncated).toBe(false);

    const fromMs = ofA[500]!.timeMs;
    const part = await second.history.raw({ key: a, fromMs, toMs: start + day, limit: 100 });
    expect([...part.timeMs]).toEqual(ofA.slice(499, 600).map(({ timeMs }) => timeMs));
    expect(part.truncated).toBe(true);

    const both = await second.history.samples({ keys: [b, a], fromMs: start - 1, toMs: Date.now() + day, limit: 100_000 });
    const inOrder = [...sent.map(({ tag, timeMs, value }) => ({ place: tag === 'B' ? 0 : 1, timeMs, value }))].toSorted(
      (x, y) => x.timeMs - y.timeMs || x.place - y.place,
    );
    expect([...both.value]).toEqual([...inOrder.map(({ value }) => value), 99]);
    expect([...both.key]).toEqual([...inOrder.map(({ place }) => place), 0]);
    for (let reachMs = start - 1, found = 0, round = 0; ; round++) {
      const some = await second.history.samples({ keys: [b, a], fromMs: reachMs, toMs: start + day, limit: 700 });
      found += some.timeMs.length;
      reachMs = some.reachMs;
      if (reachMs >= start + day) {
        expect(found).toBe(sent.length);
        expect(round).toBeGreaterThan(3);
        break;
      }
    }

    const at = await second.history.valueAt([a, b, a], ofA[700]!.timeMs);
    const newestB = sent.filter(({ tag, timeMs }) => tag === 'B' && timeMs <= ofA[700]!.timeMs).at(-1)!;
    expect([...at.timeMs]).toEqual([ofA[700]!.timeMs, newestB.timeMs, ofA[700]!.timeMs]);
    expect([...at.value]).toEqual([ofA[700]!.value, newestB.value, ofA[700]!.value]);
    expect((await second.history.valueAt([a], start)).value[0]).toBe(2);
    expect((await second.history.valueAt([a], start - 1)).timeMs[0]).toBeNaN();
    expect(await second.history.oldestMs()).toBe(start);

    for (const [from, to] of [
      [start, start + 3_000_000],
      [start + 100_000, start + 700_000],
    ] as const) {
      const { pens } = await second.history.decimated({ keys: [a], fromMs: from, toMs: to, width: 50 });
      const inside = ofA.filter(({ timeMs }) => timeMs >= from && timeMs <= to);
      const good = inside.filter(({ quality }) => quality === 0).map(({ value }) => value);
      expect(pens[0]!.count.reduce((sum, count) => sum + count, 0)).toBe(inside.length);
      expect(pens[0]!.max.reduce((most, value) => (value > most ? value : most), Number.NEGATIVE_INFINITY)).toBe(Math.max(...good));
      expect(pens[0]!.badCount.reduce((sum, count) => sum + count, 0)).toBe(inside.length - good.length);
    }
  });

  it('sends what was recorded while no server was there, in the order it was recorded', async () => {
    await postgres.stop();
    const console1 = await station({ schema: 'later' });
    for (let block = 0; block < 20; block++)
      await console1.record(Array.from({ length: 50 }, (_, row) => ({ tag: 'A', timeMs: start, value: block * 50 + row })));
    const away = await console1.until(({ state, rowsBehind }) => state === 'buffering' && rowsBehind >= 0);
    expect(away.sentence).toContain('cannot be reached');
    await postgres.start();
    await console1.server.drained();
    expect(console1.server.status().state).toBe('connected');
    expect(postgres.sql('SELECT value FROM later.sample ORDER BY ord').split('\n').map(Number)).toEqual(
      Array.from({ length: 1000 }, (_, row) => row),
    );
    expect(console1.log.lines.filter(({ about }) => about === 'history server').map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('makes a partition for each week that samples come from, late ones too, and one for clocks that were never set', async () => {
    const console1 = await station({ schema: 'weeks' });
    await console1.record([
      { tag: 'A', timeMs: Date.UTC(2026, 10, 23) - 0.001, value: 1 },
      { tag: 'A', timeMs: Date.UTC(2026, 10, 23), value: 2 },
      { tag: 'A', timeMs: Date.UTC(2019, 6, 1, 12), value: 3 },
      { tag: 'A', timeMs: 0, value: 4 },
      { tag: 'A', timeMs: Date.UTC(2300, 0, 1), value: 5 },
    ]);
    await console1.server.drained();
    expect(postgres.sql('SELECT tableoid::regclass, value FROM weeks.sample ORDER BY value').split('\n')).toEqual([
      'weeks.sample_20261116|1',
      'weeks.sample_20261123|2',
      'weeks.sample_20190701|3',
      'weeks.sample_before|4',
      'weeks.sample_after|5',
    ]);
    const thisWeek = postgres.sql(`SELECT count(*) FROM pg_inherits WHERE inhparent = 'weeks.sample'::regclass`);
    expect(Number(thisWeek)).toBeGreaterThanOrEqual(6);
  });

  it('drops whole weeks that no station keeps any more, and never a week that one of them does', async () => {
    const old = Date.now() - 400 * day;
    const middle = Date.now() - 200 * day;
    const north = await station({ schema: 'aged', settings: { retentionDays: 100 } });
    await north.record([
      { tag: 'A', timeMs: old, value: 1 },
      { tag: 'A', timeMs: middle, value: 2 },
      { tag: 'A', timeMs: Date.now(), value: 3 },
    ]);
    await north.server.drained();
    const south = await station({ schema: 'aged', seed: 9, settings: { station: 'south', retentionDays: 300 } });
    await south.record([{ tag: 'A', timeMs: Date.now(), value: 4 }]);
    await south.server.drained();
    // Whoever connects tidies up: once more, now that the server knows of both.
    await north.close();
    open.splice(open.indexOf(north), 1);
    const again = await station({ schema: 'aged', seed: 3, settings: { retentionDays: 100 } });
    await again.record([{ tag: 'A', timeMs: Date.now(), value: 5 }]);
    await again.server.drained();
    expect(postgres.sql('SELECT value FROM aged.sample ORDER BY value').split('\n')).toEqual(['2', '3', '4', '5']);
  });

  it('lets two consoles write beside each other, started at once, each under its own name', async () => {
    const stations = await Promise.all(
      ['east', 'west', 'south'].map((name, at) => station({ schema: 'many', seed: 20 + at, settings: { station: name } })),
    );
    await Promise.all(
      stations.map(async (one, at) => {
        for (let block = 0; block < 10; block++)
          await one.record(
            Array.from({ length: 100 }, (_, row) => ({
              tag: 'PUMP',
              timeMs: Date.now() - row * 3600_000,
              value: at * 10_000 + block * 100 + row,
            })),
          );
        await one.server.drained();
      }),
    );
    const counts = postgres.sql(`SELECT station, count(*), count(DISTINCT value) FROM many.reading GROUP BY station ORDER BY station`);
    expect(counts.split('\n')).toEqual(['east|1000|1000', 'south|1000|1000', 'west|1000|1000']);
  });

  it('refuses a second console under a name that is in use, and lets it in when the first is gone', async () => {
    const first = await station({ schema: 'name' });
    await first.until(({ state }) => state === 'connected');
    const second = await station({ schema: 'name', seed: 7 });
    const refused = await second.until(({ state }) => state === 'refused');
    expect(refused.sentence).toContain('Another console');
    expect(refused.sentence).toContain('historian.server.station');
    await second.record([{ tag: 'A', timeMs: start, value: 1 }]);
    await first.server.close();
    await second.server.drained();
    expect(postgres.sql('SELECT count(*) FROM name.sample')).toBe('1');
  });

  it('keeps the texts that numbers of text tags stand for', async () => {
    const console1 = await station({ schema: 'words' });
    console1.texts.push('', 'running', 'stopped’; DROP TABLE', 'nul\0byte');
    await console1.record([{ tag: 'STATE', timeMs: start, value: 2 }]);
    await console1.server.drained();
    console1.texts.push('tripped');
    await console1.record([{ tag: 'STATE', timeMs: start + 1, value: 4 }]);
    await console1.server.drained();
    expect(postgres.sql('SELECT text FROM words.sample JOIN words.text ON number = value ORDER BY time').split('\n')).toEqual([
      'stopped’; DROP TABLE',
      'tripped',
    ]);
    expect(postgres.sql('SELECT text FROM words.text WHERE number = 3')).toBe('nul\uFFFDbyte');
  });

  it('is another database to the server after it was put back to an older state, and loses nothing of either', async () => {
    const console1 = await station({ schema: 'older' });
    for (let value = 1; value <= 5; value++) await console1.record([{ tag: 'A', timeMs: start + value, value }]);
    await console1.server.drained();
    const { dataDir } = dirs.at(-1)!;
    const end = async (one: HistoryStation): Promise<void> => {
      await one.close();
      open.splice(open.indexOf(one), 1);
    };
    await end(console1);
    cpSync(join(dataDir, 'firstout.db'), join(dataDir, 'backup'));
    const later = await station({ schema: 'older', dataDir });
    for (let value = 6; value <= 8; value++) await later.record([{ tag: 'A', timeMs: start + value, value }]);
    await later.server.drained();
    await end(later);
    const restore = (): void => cpSync(join(dataDir, 'backup'), join(dataDir, 'firstout.db'));

    // Put back, and connected before it has as many blocks as the server knows.
    restore();
    const shorter = await station({ schema: 'older', dataDir, seed: 5 });
    await shorter.record([{ tag: 'A', timeMs: start + 106, value: 106 }]);
    await shorter.server.drained();
    expect(shorter.log.lines.some(({ sentence }) => sentence.includes('put back to an older state'))).toBe(true);
    expect(postgres.sql('SELECT value FROM older.sample ORDER BY value').split('\n')).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '106',
    ]);
    await end(shorter);

    // Put back, and connected when it has more blocks than the server knows, of the same numbers.
    restore();
    const away = await station({ schema: 'older', dataDir, seed: 6, settings: { port: 1 } });
    for (let value = 201; value <= 209; value++) await away.record([{ tag: 'A', timeMs: start + value, value }]);
    await end(away);
    const longer = await station({ schema: 'older', dataDir, seed: 7 });
    await longer.server.drained();
    expect(postgres.sql('SELECT count(*), count(DISTINCT value), max(value) FROM older.sample')).toBe('18|18|209');
  });
});
