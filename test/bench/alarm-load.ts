import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, median } from './bench.ts';

const tagCount = 25_000;
const alarmsPerFile = 5000;
const limits = [
  ['HH', 'high-high', 9, 1],
  ['H', 'high', 8, 2],
  ['L', 'low', 2, 2],
  ['LL', 'low-low', 1, 1],
] as const;

/**
 * From nothing to a running engine that judges 100,000 alarms on 25,000 tags: process start, reading and checking of all
 * files, tables, alarm engine. `alarm.load_100k_s` is what the alarms add to it: the start with them less that of the same
 * project without any, in turn; `alarm.start_100k_s` is the whole.
 */
export const alarmLoad: Bench = async (pace) => {
  const rounds = pace === 'short' ? 3 : 5;
  const root = mkdtempSync(join(tmpdir(), 'firstout-bench-'));
  try {
    const withAlarms = join(root, 'with');
    const without = join(root, 'without');
    writeProject(withAlarms);
    writeAlarms(withAlarms);
    writeProject(without);
    const whole: number[] = [];
    const added: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const bare = start(without, join(root, `bare-${round}`), 0);
      whole.push(start(withAlarms, join(root, `data-${round}`), tagCount * limits.length));
      added.push((whole.at(-1) as number) - bare);
    }
    return [
      { name: 'alarm.load_100k_s', value: median(added), unit: 's' },
      { name: 'alarm.start_100k_s', value: median(whole), unit: 's' },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** Seconds from process start until the engine says how many alarms it judges. */
function start(project: string, data: string, alarms: number): number {
  const startMs = performance.timeOrigin + performance.now();
  const said = execFileSync(process.execPath, [fileURLToPath(new URL('./load-engine.ts', import.meta.url)), project, data], { encoding: 'utf8' });
  const loaded = JSON.parse(said) as { runningMs: number; tags: number; alarms: number };
  if (loaded.tags < tagCount || loaded.alarms < alarms) throw new Error(`the engine loaded ${loaded.tags} tags and ${loaded.alarms} alarms of ${tagCount} and ${alarms}`);
  return (loaded.runningMs - startMs) / 1000;
}

function writeProject(dir: string): void {
  for (const folder of ['assets', 'devices', 'tags', 'alarms']) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'project.yaml'), 'name: Hundred thousand alarms\n');
  writeFileSync(join(dir, 'assets/a.yaml'), `assets:\n${lines(1000, (at) => `  - { id: A${at}, name: Asset ${at}, kind: pump }`)}`);
  // Switched off: this figure is the console's own, not that of a device that is not there.
  writeFileSync(join(dir, 'devices/d.yaml'), 'devices:\n  - { id: PLC-1, name: PLC, driver: modbus, enabled: false, options: { host: 127.0.0.1 } }\n');
  writeFileSync(
    join(dir, 'tags/t.yaml'),
    `tags:\n${lines(tagCount, (tag) => `  - { id: T${tag}, name: Measurement ${tag}, asset: A${tag % 1000}, device: PLC-1, address: '${1 + (tag % 200)}/holding:${(tag % 30_000) * 2}:float32', range: [0, 10] }`)}`,
  );
}

/** Alarms as people write them: every field on its own line, with delays, a deadband and what to do. */
function writeAlarms(dir: string): void {
  const count = tagCount * limits.length;
  for (let file = 0; file < count / alarmsPerFile; file++) {
    const text = lines(alarmsPerFile, (at) => {
      const alarm = file * alarmsPerFile + at;
      const tag = Math.floor(alarm / limits.length);
      const [letters, kind, limit, priority] = limits[alarm % limits.length] as (typeof limits)[number];
      return `  - id: T${tag}.${letters}\n    tag: T${tag}\n    kind: ${kind}\n    limit: ${limit}\n    deadband: 0.1\n    onDelayMs: 500\n    priority: ${priority}\n    message: Measurement ${tag} ${kind}\n    action: Look at pump ${tag % 1000}`;
    });
    writeFileSync(join(dir, `alarms/a${file}.yaml`), `alarms:\n${text}`);
  }
}

const lines = (count: number, line: (at: number) => string): string => Array.from({ length: count }, (_, at) => line(at)).join('\n') + '\n';
