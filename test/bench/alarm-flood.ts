import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright';
import { demoPage } from '../support/demo-page.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { type Bench, percentile } from './bench.ts';
import { pause, say, startSource } from './bench-processes.ts';
import { withConsoleWindow } from './console-window.ts';

// 20 links to one lean device, 25 numbers each a second: each reading changes all of them, and each change raises its alarm
// and lets it return: 1,000 transitions a second on 500 alarms, spread over the second by the links.
const deviceCount = 20;
const tagsPerDevice = 25;
const perTransition = 2;
const wantedPerS = 1000;

/**
 * A flood of 1,000 alarm transitions a second in the product with its window open on the alarm list, 60 s: device → socket →
 * driver → table → alarms → journal → window. `lost`: numbers missing in the device's own sequence as the journal has it,
 * plus raised without returned, plus gaps in the journal's numbers, plus alarms the list does not have. Meanwhile a key is
 * pressed at random moments: `input_p95` is from the event to the first frame after it, painted.
 */
export const alarmFlood: Bench = async (pace) => {
  const seconds = pace === 'short' ? 15 : 60;
  const source = await startSource('./lean-modbus.ts', ['sequence']);
  const folder = createProjectFolder(projectFiles(source.port));
  try {
    return await withConsoleWindow(folder.projectDir, async (app) => {
      const { page, dataDir } = app;
      const demo = demoPage(page, app);
      await demo.openTab('Alarms', 'Active alarms');
      await page.locator('.alarms-row').nth(8).waitFor({ timeout: 30_000 });
      await page.locator('.alarms-scroller').focus();
      await page.evaluate(watchKeys);
      const before = newestSeq(dataDir);
      const startMs = performance.now();
      while (performance.now() - startMs < seconds * 1000) {
        await page.keyboard.press(Math.random() < 0.6 ? 'ArrowDown' : 'ArrowUp');
        await pause(100 + Math.random() * 200);
      }
      const took = (performance.now() - startMs) / 1000;
      const rate = (newestSeq(dataDir) - before) / took;
      const latencies = await page.evaluate(() => (globalThis as unknown as { benchKeys: number[] }).benchKeys);
      const listed = await rowCount(page);
      const journal = readJournal(dataDir);
      say(`alarm flood: ${rate.toFixed(0)} transitions/s for ${took.toFixed(0)} s, ${journal.transitions} in the journal, ${latencies.length} keys, input p50 ${percentile(latencies, 50).toFixed(0)}, p95 ${percentile(latencies, 95).toFixed(0)}, max ${percentile(latencies, 100).toFixed(0)} ms`);
      if (rate < wantedPerS * 0.95) throw new Error(`only ${rate.toFixed(0)} transitions a second came through`);
      if (latencies.length < seconds * 2) throw new Error(`only ${latencies.length} keys were seen by the page`);
      return [
        { name: 'alarm.lost', value: journal.lost + (deviceCount * tagsPerDevice - listed), unit: 'transitions' },
        { name: 'alarm.flood_transitions_per_s', value: rate, unit: 'transitions/s' },
        { name: 'alarm.flood_input_p95_ms', value: percentile(latencies, 95), unit: 'ms' },
      ];
    });
  } finally {
    await source.stop();
    folder.remove();
  }
};

function projectFiles(port: number): Readonly<Record<string, string>> {
  const devices = Array.from({ length: deviceCount }, (_, device) => device);
  const tags = devices.flatMap((device) => Array.from({ length: tagsPerDevice }, (_, at) => ({ id: `D${device}-T${at}`, device: `PLC-${device}`, register: device * 100 + at * 2 })));
  return {
    'project.yaml': 'name: Bench\n',
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'devices/d.yaml': `devices:\n${devices.map((device) => `  - { id: PLC-${device}, name: PLC, driver: modbus, options: { host: 127.0.0.1, port: ${port} }, groups: { default: { periodMs: 1000 } } }\n`).join('')}`,
    'tags/t.yaml': `tags:\n${tags.map(({ id, device, register }) => `  - { id: ${id}, name: Counter ${id}, asset: A-1, type: int, device: ${device}, address: 'holding:${register}:uint32' }\n`).join('')}`,
    'alarms/a.yaml': `alarms:\n${tags.map(({ id }, at) => `  - { id: ${id}.C, tag: ${id}, kind: change-of-state, priority: ${1 + (at % 4)}, message: Counter ${id} moved }\n`).join('')}`,
  };
}

const openJournal = (dataDir: string): Database.Database => new Database(join(dataDir, 'firstout.db'), { readonly: true });

function newestSeq(dataDir: string): number {
  const db = openJournal(dataDir);
  try {
    return db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM alarm_event').get()?.seq ?? 0;
  } finally {
    db.close();
  }
}

/** What the journal holds of the counters, and how much of it is missing, to the number. */
function readJournal(dataDir: string): { readonly transitions: number; readonly lost: number } {
  const db = openJournal(dataDir);
  try {
    const { first = 0, last = 0, count = 0 } = db.prepare<[], { first: number; last: number; count: number }>('SELECT min(seq) AS first, max(seq) AS last, count(*) AS count FROM alarm_event').get() ?? {};
    let lost = last - first + 1 - count;
    let transitions = 0;
    const values = new Map<string, number>();
    const open = new Map<string, number>();
    for (const { alarm, kind, value } of db.prepare<[], { alarm: string; kind: string; value: number }>("SELECT alarm, kind, value FROM alarm_event WHERE alarm LIKE 'D%-T%' ORDER BY seq").iterate()) {
      transitions++;
      open.set(alarm, (open.get(alarm) ?? 0) + (kind === 'raised' ? 1 : -1));
      if (kind !== 'raised') continue;
      const number = countOf(value);
      const before = values.get(alarm);
      values.set(alarm, number);
      if (before !== undefined) lost += Math.abs(number - before - 1) * perTransition;
    }
    for (const left of open.values()) lost += Math.abs(left);
    return { transitions, lost };
  } finally {
    db.close();
  }
}

/** The device's count out of its number, which it gives as a float32 and the alarm takes for a whole number, since only those have states. */
function countOf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** Rows the list has, those out of sight too; its head is one more. */
async function rowCount(page: Page): Promise<number> {
  return Number(await page.getByRole('grid', { name: 'Standing alarms' }).getAttribute('aria-rowcount')) - 1;
}

/** Runs in the page: ms from each key to the first frame after it, once that is painted. */
function watchKeys(): void {
  const keys: number[] = [];
  (globalThis as unknown as { benchKeys: number[] }).benchKeys = keys;
  addEventListener(
    'keydown',
    ({ timeStamp }) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => void keys.push(performance.now() - timeStamp);
        port2.postMessage(null);
      }),
    { capture: true },
  );
}
