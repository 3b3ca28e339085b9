import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { connectHistory } from '#electron/launch/history-command-connect.ts';
import { historyUsage, readHistoryCommand } from '#electron/launch/history-command-line.ts';
import { Cancelled, progressText, runHistory } from '#electron/launch/history-command-work.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { fileURLToPath } from 'node:url';

// `npm run history` against real engine processes: on a data folder nobody runs, and on a station.
const programs = { node: process.execPath, headlessHost: fileURLToPath(programUrl('electron/host/headless.ts')) };
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function newPlace() {
  const folder = createProjectFolder({
    'project.yaml': 'name: Brine station\n',
    'assets/a.yaml': 'assets:\n  - { id: U200, name: Brine feed, level: unit }\n',
    'tags/t.yaml': 'tags:\n  - { id: LT-201, name: Brine level, asset: U200 }\n',
  });
  undo.push(folder.remove);
  const dir = mkdtempSync(join(tmpdir(), 'firstout-command-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  return { ...folder, dir, args: ['--project', folder.projectDir, '--data', folder.dataDir] };
}

/** As `npm run history -- …` in a process, but for building the product first. */
async function history(argv: readonly string[], signal = new AbortController().signal): Promise<{ readonly said: readonly string[]; readonly end: string }> {
  const command = readHistoryCommand(argv);
  if (command.kind === 'help') throw new Error('help');
  const said: string[] = [];
  const line = await connectHistory(command.place, programs, (sentence) => said.push(sentence));
  try {
    return { said, end: await runHistory(line.client, command, { say: (sentence) => said.push(sentence), progress: () => undefined }, signal) };
  } finally {
    await line.close();
  }
}

const table = (rows: number): string => `time,tag,value\n${Array.from({ length: rows }, (_row, at) => `${new Date(Date.UTC(2026, 10, 20, 8) + at * 1000).toISOString()},LT-201,${at / 10}\n`).join('')}`;

describe('npm run history', () => {
  it('imports into, exports from and records a data folder that nobody runs', async () => {
    const { dir, args, dataDir } = newPlace();
    const file = join(dir, 'old.csv');
    writeFileSync(file, table(1000));
    expect((await history(['extent', ...args])).end).toBe('Nothing is recorded yet.');
    expect((await history(['import', file, '--look', ...args])).end).toBe('Every name in its first rows is a tag.');
    expect((await history(['import', file, ...args])).end).toBe('1,000 samples imported out of 1,000 rows.');
    expect((await history(['extent', ...args])).end).toBe('Recorded from 2026-11-20T08:00:00.000Z to 2026-11-20T08:16:39.000Z.');
    const out = join(dir, 'new.csv');
    const span = ['--from', '2026-11-20T08:00', '--to', '2026-11-20T10:00+01:00'];
    expect((await history(['export', ...span, '--tags', 'LT-201', '--out', out, ...args])).end).toContain('1,000 samples of LT-201 exported.');
    const lines = readFileSync(out, 'utf8').split('\r\n');
    expect(lines).toHaveLength(1002);
    expect(lines[1000]).toBe('2026-11-20T08:16:39.000Z,LT-201,99.9,Good,0');
    await expect(history(['export', ...span, '--out', out, ...args])).rejects.toThrow('is there already');
    const recording = join(dir, 'incident.firstout');
    expect((await history(['recording', ...span, '--title', 'Old days', '--out', recording, ...args])).end).toContain('1,000 samples');
    expect(readFileSync(recording).subarray(0, 15).toString()).toBe('SQLite format 3');
    // Nothing was recorded but what was imported, and nothing is left behind.
    expect((await history(['extent', ...args])).end).toBe('Recorded from 2026-11-20T08:00:00.000Z to 2026-11-20T08:16:39.000Z.');
    expect(readdirSync(join(dataDir, 'exports'))).toEqual([]);
    expect(readdirSync(dir).toSorted()).toEqual(['incident.firstout', 'new.csv', 'old.csv']);
  }, 180_000);

  it('works on a running station through the link it keeps, or the link it printed, and opens a recording as one', async () => {
    const { dir, args, projectDir, dataDir } = newPlace();
    const links: string[] = [];
    const options = { projectDir, dataDir, version: 'test', consoleDir: null, hasLinks: true, host: '127.0.0.1', port: 0 };
    const station = await startHeadless(programs.node, [programs.headlessHost, ...writeHostOptions(options)], (text) => links.push(text));
    undo.push(() => station.stop());
    const file = join(dir, 'old.csv');
    writeFileSync(file, table(50));
    expect((await history(['import', file, '--port', String(station.port), ...args])).end).toBe('50 samples imported out of 50 rows.');
    const link = links.find((text) => text.startsWith('operate'))?.replace(/^operate\s+/, '') ?? '';
    const out = join(dir, 'incident.firstout');
    const span = ['--from', '2026-11-20T08:00', '--to', '2026-11-20T09:00'];
    expect((await history(['recording', ...span, '--title', 'T', '--out', out, '--link', link])).end).toContain('50 samples');
    await expect(history(['import', file, '--link', link])).rejects.toThrow('needs the role lead');
    await expect(history(['extent', ...args, '--port', '1'])).rejects.toThrow('No station answers');

    const opened = { ...options, projectDir: join(dir, 'r/project'), dataDir: join(dir, 'r/data'), recording: out };
    const other = await startHeadless(programs.node, [programs.headlessHost, ...writeHostOptions(opened)], () => undefined);
    undo.push(() => other.stop());
    const place = ['--project', opened.projectDir, '--data', opened.dataDir, '--port', String(other.port)];
    expect((await history(['extent', ...place])).end).toBe('Recorded from 2026-11-20T08:00:00.000Z to 2026-11-20T08:00:49.000Z.');
    await expect(history(['import', file, ...place])).rejects.toThrow('This is a recording');
    writeFileSync(out, 'no recording');
    const again = { ...opened, projectDir: join(dir, 's/project'), dataDir: join(dir, 's/data') };
    await expect(startHeadless(programs.node, [programs.headlessHost, ...writeHostOptions(again)], () => undefined)).rejects.toThrow('is not a Firstout recording');
  }, 180_000);

  it('cancels with Ctrl+C and leaves no file', async () => {
    const { dir, args } = newPlace();
    const file = join(dir, 'old.csv');
    writeFileSync(file, table(10));
    const cancel = new AbortController();
    cancel.abort();
    await expect(history(['import', file, ...args], cancel.signal)).rejects.toThrow(Cancelled);
    await expect(history(['export', '--from', '2026-11-20', '--to', '2026-11-21', '--out', join(dir, 'x.csv'), ...args], cancel.signal)).rejects.toThrow(Cancelled);
    expect(existsSync(join(dir, 'x.csv'))).toBe(false);
    expect(readdirSync(dir)).toEqual(['old.csv']);
  }, 180_000);

  it('says what is wrong with its command line in a sentence', () => {
    for (const [argv, words] of [
      [['dump'], 'is not export'],
      [['export', '--from', '2026-11-20', '--to', '2026-11-21'], '--out is missing'],
      [['export', '--from', 'noon', '--to', '2026-11-21', '--out', 'x.csv'], 'is no time'],
      [['export', '--from', '2026-11-22', '--to', '2026-11-21', '--out', 'x.csv'], 'must be before'],
      [['export', '--from', '2026-11-20', '--to', '2026-11-21', '--out', 'x.doc'], 'csv, parquet, xlsx'],
      [['export', '--from', '2026-11-20', '--to', '2026-11-21', '--out', 'x.csv', '--interval', 'often'], 'is no interval'],
      [['import'], 'Name the file'],
      [['extent', '--speed', '3'], 'speed'],
    ] as const)
      expect(() => readHistoryCommand(argv)).toThrow(words);
    expect(readHistoryCommand(['--help']).kind).toBe('help');
    expect(historyUsage).toContain('--quality COLUMN');
    expect(readHistoryCommand(['export', '--from', '2026-11-20T08:00', '--to', '2026-11-20T10:00+01:00', '--out', 'x.xlsx', '--interval', '5m', '--aggregate', 'maximum'])).toMatchObject({ span: { fromMs: Date.UTC(2026, 10, 20, 8), toMs: Date.UTC(2026, 10, 20, 9) }, format: 'xlsx', content: { kind: 'interval', intervalMs: 300_000, aggregate: 'Maximum' } });
    expect(progressText({ progress: 0.256, leftMs: 90_000, sentence: '5 samples written.' })).toBe(' 25 %  5 samples written.  about 2 min left');
  });
});
