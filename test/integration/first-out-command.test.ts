import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCascade } from '#electron/engine/first-out/testing/series-cascade.ts';
import type { SeriesTable } from '#electron/engine/first-out/series/series-table.ts';
import { scoreFile } from '#electron/launch/score-first-out/score-file.ts';

const root = new URL('../../', import.meta.url).pathname;
const golden = (name: string): string => join(root, 'test/golden/first-out', name);
const demo = join(root, 'resources/projects/demo');
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'firstout-score-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
}
const score = async (file: string, more: { readonly baseline?: string; readonly project?: string } = {}) =>
  scoreFile({ file, baseline: more.baseline ?? null, project: more.project ?? null });
const csvOf = ({ timeMs, tags, columns }: SeriesTable, time: (ms: number) => string | number, delimiter = ','): string =>
  [['t', ...tags].join(delimiter), ...[...timeMs].map((ms, row) => [time(ms), ...columns.map((column) => (column[row] ?? 0).toFixed(4))].join(delimiter))].join('\n');

function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'electron/launch/score-first-out/score-command.ts'), ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (err += String(text)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('the score of an alarm log', () => {
  it('names the lube pump among alarms that chatter, with the plant of the project', async () => {
    const { bursts, notes } = await score(golden('lube-trip.csv'), { project: demo });
    expect(notes).toEqual([]);
    expect(bursts).toHaveLength(1);
    const [first, second] = bursts[0]?.ranked ?? [];
    expect(first).toMatchObject({ tag: 'P-231A.FLT', time: '2026-03-14T14:32:06.904Z' });
    expect(first?.why).toContain('0.456 s before the next alarm in the group');
    expect(first?.score).toBeGreaterThan(3 * (second?.score ?? 1));
  });

  it('and without a project by order and behaviour', async () => {
    const { bursts } = await score(golden('lube-trip.csv'));
    expect(bursts[0]?.ranked[0]?.tag).toBe('P-231A.FLT');
  });

  it('finds two floods in a log with “NR” for a return, each with the tag that came first, times as the log has them', async () => {
    const { bursts } = await score(golden('two-floods.csv'));
    expect(bursts.map(({ ranked }) => [ranked[0]?.tag, ranked[0]?.time])).toEqual([
      ['PIR200', '2025-07-01 06:00:00'],
      ['TIR220', '2025-07-01 10:00:00'],
    ]);
  });

  it('learns from a baseline log which alarms are everyday ones', async () => {
    const noise = Array.from({ length: 40 }, (_none, at) => `${at * 600},N1,1,3\n${at * 600 + 90},N1,0,3`).join('\n');
    const baseline = await write('normal.csv', `time,tag,state,priority\n${noise}\n`);
    const file = await write('log.csv', `time,tag,state,priority\n99998,N1,1,3\n100000,A,1,3\n100003,B,1,3\n100005,C,1,1\n100100,N1,0,3\n`);
    expect((await score(file)).bursts[0]?.ranked[0]?.tag).toBe('N1');
    expect((await score(file, { baseline })).bursts[0]?.ranked[0]).toMatchObject({ tag: 'A', time: 100_000 });
  });

  it('says which order the stamps leave open', async () => {
    const file = await write('open.csv', 'time,tag,state\n10,A,ACT\n10,B,ACT\n14,C,ACT\n15,D,ACT\n');
    const { bursts } = await score(file);
    expect(bursts[0]?.undecided).toEqual([['A', 'B']]);
  });
});

describe('the score of a time series', () => {
  const { table, root: cause, onsetRow } = createCascade(11);

  it('is the same in seconds, in ISO times, with semicolons and between spaces; times in the form of the file', async () => {
    const iso = (ms: number): string => new Date(Date.UTC(2026, 2, 1) + ms).toISOString().slice(0, 19).replace('T', ' ');
    const inSeconds = await score(await write('seconds.csv', csvOf(table, (ms) => ms / 1000)));
    expect(inSeconds.bursts).toHaveLength(1);
    const [first] = inSeconds.bursts[0]?.ranked ?? [];
    expect(first?.tag).toBe(cause);
    expect(Math.abs(Number(first?.time) - onsetRow)).toBeLessThan(30);
    const inIso = await score(await write('iso.csv', csvOf(table, iso, ';')));
    expect(inIso.bursts[0]?.ranked[0]).toEqual({ ...first, time: iso(Number(first?.time) * 1000) });
    const plain = [...table.timeMs].map((_ms, row) => table.columns.map((column) => (column[row] ?? 0).toFixed(4)).join('  ')).join('\n');
    const spaced = await score(await write('plain.dat', plain));
    expect(spaced.bursts[0]?.ranked[0]?.tag).toBe(`column ${table.tags.indexOf(cause) + 1}`);
  });

  it('does not read the labels a recording is judged by, and says so', async () => {
    const [head = '', ...rows] = csvOf(table, (ms) => ms / 1000).split('\n');
    const labelled = [`${head},anomaly`, ...rows.map((row, at) => `${row},${at >= onsetRow - 50 ? 1 : 0}`)].join('\n');
    const { bursts, notes } = await score(await write('labelled.csv', labelled));
    expect(bursts[0]?.ranked.map(({ tag }) => tag)).not.toContain('anomaly');
    expect(notes).toEqual(['Left out, being no measurement: anomaly.']);
  });

  it('takes a set of 52 lines of numbers for the transposed recording it is', async () => {
    const lines = Array.from({ length: 52 }, (_none, tag) => Array.from({ length: 400 }, (_value, row) => (tag + Math.sin(row * 7.3 + tag * row) * 0.1 + (row >= 300 && tag === 41 ? 3 : 0) + (row >= 303 && tag === 3 ? 3 : 0) + (row >= 305 && tag === 6 ? 3 : 0)).toFixed(5)).join(' '));
    const { bursts } = await score(await write('d99.dat', lines.join('\n')));
    expect(bursts[0]?.ranked[0]).toMatchObject({ tag: 'XMV1', time: 300 * 180 });
  });

  it('leaves out rows whose time goes back, and counts them', async () => {
    const rows = csvOf(table, (ms) => ms / 1000).split('\n');
    rows.splice(700, 0, rows[100] ?? '', rows[101] ?? '');
    const { bursts, notes } = await score(await write('back.csv', rows.join('\n')));
    expect(notes).toEqual(['2 rows whose time is not after the row before were left out.']);
    expect(bursts[0]?.ranked[0]?.tag).toBe(cause);
  });
});

describe('npm run score:first-out', () => {
  it('prints JSON alone on stdout', async () => {
    const { code, out, err } = await run(golden('two-floods.csv'));
    expect([code, err]).toEqual([0, '']);
    expect((JSON.parse(out) as { readonly start: string }[]).map(({ start }) => start)).toEqual(['2025-07-01 06:00:00', '2025-07-01 10:00:00']);
  });

  it.each([
    ['a file that is not there', ['/nowhere/x.csv'], 1, 'There is no file /nowhere/x.csv.'],
    ['a folder', [root], 1, `${root} is a folder; name the file in it.`],
    ['a project that is not there', [golden('two-floods.csv'), '--project', '/nowhere'], 1, 'There is no project folder /nowhere.'],
    ['no file at all', [], 2, 'Name the file to score.'],
    ['two files', [golden('two-floods.csv'), 'b.csv'], 2, '“b.csv” is not understood here.'],
  ])('says in one sentence what is wrong with %s', async (_what, args, code, sentence) => {
    const result = await run(...args);
    expect([result.code, result.out, result.err.split('\n')[0]]).toEqual([code, '', sentence]);
  });

  it.each([
    ['no.csv', 'a,b\nx,y\nz,w\n'],
    ['binary.bin', 'a\0b\0c'],
    ['empty.csv', ''],
    ['ragged.dat', '1 2 3\n4 5 6\n7 8\n'],
  ])('refuses %s with one sentence', async (name, text) => {
    const { code, out, err } = await run(await write(name, text));
    expect([code, out]).toEqual([1, '']);
    expect(err.trimEnd()).toMatch(/^[A-ZN].*\.$/);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
