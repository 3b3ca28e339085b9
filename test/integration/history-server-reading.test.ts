import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { openHistoryStation, type HistoryStation, type Sample } from '../support/history-station.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000 });
const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** What one store that never dropped anything would hold, by source time, equal times in the order of arrival. */
const ordered = (samples: readonly Sample[], tag: string): readonly Sample[] =>
  samples.filter((one) => one.tag === tag).toSorted((a, b) => a.timeMs - b.timeMs);

describe.skipIf(why !== null)(`history that this machine has dropped and the server still has${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  let dir: ReturnType<typeof createDataDir>;
  let station: HistoryStation;
  const sent: Sample[] = [];
  const newest = Math.floor(Date.now() / minute) * minute;
  const oldest = newest - 4 * day;
  let a = 0;
  let b = 0;
  let goneMs = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    dir = createDataDir();
    // The border of what is dropped is that of chunks, which are closed by the clock and by 1,024 samples: two engines' worth.
    station = await openHistoryStation({ dataDir: dir.dataDir, postgres });
    const random = createSeededRandom(8);
    for (let at = oldest; at <= newest; at += minute) {
      sent.push({
        tag: 'A',
        timeMs: at + Math.floor(random() * 500) / 8,
        value: Math.round(random() * 1000) / 10,
        quality: random() < 0.02 ? 0x80000000 : 0,
      });
      if (at % (10 * minute) === 0) sent.push({ tag: 'B', timeMs: at, value: (at / minute) % 7 });
    }
    for (let at = 0; at < sent.length; at += 1000) await station.record(sent.slice(at, at + 1000));
    [a, b] = [await station.key('A'), await station.key('B')];
    await station.server.drained();
    const dropped = await station.store.history.dropBefore(newest - 2 * day);
    expect(dropped).toBeGreaterThan(0);
    goneMs = (await station.store.history.goneMs([a]))!;
    // A late sample of the time that is gone, and one of now, after the drop.
    const late: Sample[] = [
      { tag: 'A', timeMs: oldest + 1234.5, value: 777 },
      { tag: 'A', timeMs: newest + 1, value: 5 },
      { tag: 'B', timeMs: newest + 1, value: 6 },
    ];
    await station.record(late);
    sent.push(...late);
    await station.server.drained();
  });
  afterEach(async () => {
    await postgres.start().catch(() => undefined);
  });
  afterAll(async () => {
    await station?.close();
    await postgres?.remove();
    dir?.remove();
  });

  it('is really gone here', async () => {
    expect(goneMs).toBeGreaterThan(oldest);
    expect(goneMs).toBeLessThan(newest - day);
    const local = await station.store.history.raw({ key: a, fromMs: oldest, toMs: newest + day, limit: 100_000 });
    expect(local.timeMs.length).toBeLessThan(ordered(sent, 'A').length);
  });

  it('comes back as one series, each sample once, whatever the span and the limit', async () => {
    const all = ordered(sent, 'A');
    const random = createSeededRandom(3);
    const borders = [oldest - 1, oldest, goneMs - 1, goneMs, goneMs + 0.001, goneMs + 1, newest, newest + 10];
    for (let round = 0; round < 60; round++) {
      const pick = (): number => (random() < 0.4 ? borders[Math.floor(random() * borders.length)]! : oldest + random() * (newest - oldest));
      const [x, y] = [pick(), pick()];
      const [fromMs, toMs] = [Math.min(x, y), Math.max(x, y)];
      const limit = random() < 0.5 ? 100_000 : 1 + Math.floor(random() * 3000);
      const inside = all.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
      const front = all.findLast(({ timeMs }) => timeMs < fromMs);
      const expected = [...(front === undefined ? [] : [front]), ...inside.slice(0, limit)];
      const got = await station.history.raw({ key: a, fromMs, toMs, limit });
      expect([...got.timeMs], `${fromMs} to ${toMs}, ${limit}`).toEqual(expected.map(({ timeMs }) => timeMs));
      expect([...got.value]).toEqual(expected.map(({ value }) => value));
      expect([...got.quality]).toEqual(expected.map(({ quality = 0 }) => quality));
      expect(got.truncated).toBe(inside.length > limit);
      expect(got.away).toBeUndefined();
    }
  });

  it('comes back for many tags at once, page by page, by time', async () => {
    const keys = [b, a];
    const all = [
      ...ordered(sent, 'A').map((one) => ({ ...one, place: 1 })),
      ...ordered(sent, 'B').map((one) => ({ ...one, place: 0 })),
    ].toSorted((x, y) => x.timeMs - y.timeMs || x.place - y.place);
    const found: { place: number; timeMs: number; value: number }[] = [];
    for (let fromMs = oldest - 1; fromMs < newest + day;) {
      const page = await station.history.samples({ keys, fromMs, toMs: newest + day, limit: 900 });
      for (let row = 0; row < page.key.length; row++)
        found.push({ place: page.key[row]!, timeMs: page.timeMs[row]!, value: page.value[row]! });
      expect(page.reachMs).toBeGreaterThan(fromMs);
      fromMs = page.reachMs;
    }
    expect(found).toEqual(all.map(({ place, timeMs, value }) => ({ place, timeMs, value })));
  });

  it('is known at any time for every tag', async () => {
    const random = createSeededRandom(4);
    for (let round = 0; round < 60; round++) {
      const timeMs = round === 0 ? goneMs : round === 1 ? oldest - 5 : oldest + random() * (newest + 100 - oldest);
      const got = await station.history.valueAt([a, b], timeMs);
      for (const [place, tag] of ['A', 'B'].entries()) {
        const expected = ordered(sent, tag).findLast((one) => one.timeMs <= timeMs);
        expect(got.timeMs[place]).toBe(expected?.timeMs ?? Number.NaN);
        expect(got.value[place]).toBe(expected?.value ?? Number.NaN);
      }
    }
    expect(await station.history.oldestMs()).toBe(Math.min(ordered(sent, 'A')[0]!.timeMs, ordered(sent, 'B')[0]!.timeMs));
  });

  it('keeps its exact extremes and counts in columns shorter than the summaries here', async () => {
    const all = ordered(sent, 'A');
    for (const [fromMs, toMs, width] of [
      [oldest + hour, oldest + 3 * hour, 480],
      [goneMs - hour, goneMs + hour, 700],
    ] as const) {
      const { pens, away } = await station.history.decimated({ keys: [a, b, a], fromMs, toMs, width });
      expect(away).toBeUndefined();
      expect(pens[2]).toEqual(pens[0]);
      const step = (toMs - fromMs) / width;
      for (let column = 0; column < width; column++) {
        const good = all
          .filter(
            ({ timeMs, quality = 0 }) =>
              timeMs >= fromMs + step * column &&
              (timeMs < fromMs + step * (column + 1) || (column === width - 1 && timeMs === toMs)) &&
              quality === 0,
          )
          .map(({ value }) => value);
        expect([pens[0]!.min[column], pens[0]!.max[column], pens[0]!.first[column], pens[0]!.last[column]]).toEqual(
          good.length === 0
            ? [Number.NaN, Number.NaN, Number.NaN, Number.NaN]
            : [Math.min(...good), Math.max(...good), good[0], good.at(-1)],
        );
      }
    }
  });

  it('is said to be missing, with a reason, while the server is away, and this machine’s part is given', async () => {
    await postgres.stop();
    await station.until(({ state }) => state === 'buffering');
    const raw = await station.history.raw({ key: a, fromMs: oldest, toMs: newest + day, limit: 100_000 });
    expect(raw.away?.sentence).toContain('history server');
    expect(raw.away?.untilMs).toBe(goneMs);
    const here = ordered(sent, 'A').filter(({ timeMs }) => timeMs > goneMs);
    expect([...raw.timeMs].slice(-here.length)).toEqual(here.map(({ timeMs }) => timeMs));
    expect((await station.history.valueAt([a], goneMs - 1)).away?.sentence).toContain('history server');
    expect((await station.history.samples({ keys: [a], fromMs: oldest, toMs: newest, limit: 10 })).away).toBeDefined();
    expect((await station.history.decimated({ keys: [a], fromMs: oldest, toMs: oldest + hour, width: 600 })).away).toBeDefined();
    // What this machine has is not held up.
    expect((await station.history.valueAt([a], newest + day)).away).toBeUndefined();
    await postgres.start();
    await station.until(({ state }) => state === 'connected');
    // Reading has links of its own, which rest for seconds after one failed, however soon the server is there again.
    while ((await station.history.valueAt([a], goneMs - 1)).away !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('is no longer looked for on the server when nobody wants the answer any more', async () => {
    // A lock makes the question wait for as long as it takes.
    const { Client } = await import('pg');
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE firstout.sample IN ACCESS EXCLUSIVE MODE');
    const stop = new AbortController();
    const asking = station.history.raw({ key: a, fromMs: oldest, toMs: newest, limit: 10 }, stop.signal);
    const waiting = `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'firstout read%' AND wait_event_type = 'Lock'`;
    while (postgres.sql(waiting) === '0') await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    while (postgres.sql(waiting) !== '0') await new Promise((resolve) => setImmediate(resolve));
    await client.query('ROLLBACK');
    await client.end();
    await expect(station.history.raw({ key: a, fromMs: oldest, toMs: newest, limit: 10 }, stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await station.history.raw({ key: a, fromMs: oldest, toMs: newest, limit: 10 })).timeMs.length).toBe(10);
  });
});
