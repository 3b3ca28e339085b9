import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LoadRules } from '#shared/model/alarm-load.ts';
import { migrate } from '#electron/engine/store/migrations/migrate.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { type Bench, median } from './bench.ts';

const startMs = Date.UTC(2026, 9, 28);
const spanMs = 30 * 86_400_000;
/** Ten operators with ten alarms in ten minutes each, all month: a hundred times what is aimed at. */
const occurrences = 432_000;
const alarms = 5000;

/**
 * Figures of alarm load over 30 days of a plant in a constant flood, asked of the store as the console's handler does: its
 * 1,296,000 events are read in the reading thread; median. The answer is checked: every alarm is counted.
 */
export const alarmHealth: Bench = async (pace) => {
  const folder = await mkdtemp(join(tmpdir(), 'firstout-load-'));
  try {
    fill(join(folder, 'firstout.db'));
    const store = await openTestStore(folder, createVirtualClock(startMs + spanMs), createMemoryLog());
    try {
      const took: number[] = [];
      for (let round = 0; round < (pace === 'short' ? 3 : 9); round++) {
        const before = performance.now();
        const { figures } = await store.journal.load({
          fromMs: startMs,
          toMs: startMs + spanMs,
          operators: 10,
          rules: LoadRules.parse({}),
          most: 50,
          gone: [],
          momentary: [],
        });
        took.push(performance.now() - before);
        if (figures.alarms !== occurrences) throw new Error(`${figures.alarms} alarms were counted in place of ${occurrences}`);
      }
      return [{ name: 'alarm.journal_load_30d_ms', value: median(took), unit: 'ms' }];
    } finally {
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A journal as the engine writes it, straight into the file: each alarm comes, is acknowledged and returns. */
function fill(path: string): void {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  migrate(db);
  const insert = db.prepare(
    'INSERT INTO alarm_event (seq, alarm, kind, state_from, state_to, time_ms, engine_ms, value, quality, user, comment) VALUES (?, ?, ?, ?, ?, ?, ?, 1.5, 0, ?, NULL)',
  );
  const random = createSeededRandom(7);
  db.transaction(() => {
    for (let at = 0; at < occurrences; at++) {
      const alarm = `U200.PT-${String(Math.floor(random() * random() * alarms)).padStart(4, '0')}.HI`;
      const timeMs = startMs + (at / occurrences) * spanMs;
      insert.run(at * 3 + 1, alarm, 'raised', 'normal', 'active-unacked', timeMs, timeMs, null);
      insert.run(at * 3 + 2, alarm, 'acknowledged', 'active-unacked', 'active-acked', timeMs, timeMs + 1, 'operator 1');
      insert.run(at * 3 + 3, alarm, 'returned', 'active-acked', 'normal', timeMs, timeMs + 2, null);
    }
  })();
  db.close();
}
