import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { type Bench, median } from './bench.ts';

const tagCount = 100_000;
const tagsPerFile = 5000;
const alarmCount = 2000;

/** From nothing to a running engine on a project of 100,000 tags: process start, reading, checking, tables, links. */
export const loadTags: Bench = async (pace) => {
  const rounds = pace === 'short' ? 1 : 3;
  const root = mkdtempSync(join(tmpdir(), 'firstout-bench-'));
  try {
    const project = join(root, 'project');
    writeProject(project);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const startMs = performance.now();
      const said = execFileSync(
        process.execPath,
        [fileURLToPath(new URL('./load-engine.ts', import.meta.url)), project, join(root, `data-${round}`)],
        { encoding: 'utf8' },
      );
      seconds.push((performance.now() - startMs) / 1000);
      const { tags } = JSON.parse(said) as { tags: number };
      if (tags < tagCount) throw new Error(`the engine loaded ${tags} of ${tagCount} tags`);
    }
    return [{ name: 'engine.load_100k_tags_s', value: median(seconds), unit: 's' }];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

function writeProject(dir: string): void {
  for (const folder of ['assets', 'devices', 'tags', 'alarms']) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'project.yaml'), 'name: Hundred thousand\n');
  writeFileSync(join(dir, 'assets/a.yaml'), `assets:\n${lines(1000, (at) => `  - { id: A${at}, name: Asset ${at}, kind: pump }`)}`);
  // Switched off: this figure is the console's own, not that of a device that is not there.
  writeFileSync(
    join(dir, 'devices/d.yaml'),
    'devices:\n  - { id: PLC-1, name: PLC, driver: modbus, enabled: false, options: { host: 127.0.0.1 } }\n',
  );
  for (let file = 0; file < tagCount / tagsPerFile; file++) {
    const text = lines(tagsPerFile, (at) => {
      const tag = file * tagsPerFile + at;
      return `  - id: T${tag}\n    name: Measurement ${tag}\n    asset: A${tag % 1000}\n    device: PLC-1\n    address: ${1 + (tag % 200)}/holding:${(tag % 30_000) * 2}:float32\n    unit: bar\n    range: [0, 10]\n    deadband: 0.01`;
    });
    writeFileSync(join(dir, `tags/t${file}.yaml`), `tags:\n${text}`);
  }
  writeFileSync(
    join(dir, 'alarms/a.yaml'),
    `alarms:\n${lines(alarmCount, (at) => `  - { id: T${at}.H, tag: T${at}, kind: high, limit: 9, priority: 3, message: Measurement ${at} high }`)}`,
  );
}

const lines = (count: number, line: (at: number) => string): string => Array.from({ length: count }, (_, at) => line(at)).join('\n') + '\n';
