import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TrendSet } from '#shared/model/trend-set.ts';
import { driverTypes } from '../drivers/registry.ts';
import { createProjectLoader, loadProject } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { testDriver } from './testing/test-driver.ts';
import { removeTrend, writeTrend } from './write-trend.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-trends-'));
  write('project.yaml', 'name: Test plant\n');
  write('assets/a.yaml', 'assets: [{ id: A, name: A }]\n');
  write('tags/t.yaml', 'tags: [{ id: T1, name: One, asset: A }, { id: T2, name: Two, asset: A }]\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const options = { driverTypes: [testDriver] };
const problemsOf = (project: LoadedProject): string[] => project.problems.map(({ file, line, severity, message }) => `${file}:${line ?? '-'} ${severity} ${message}`);
const set = (more: object = {}): TrendSet => ({ id: 'one', name: 'One', pens: [{ tag: 'T1' }, { tag: 'T2', lane: 2, axis: [0, 10], log: true, draw: 'step' }], ...more }) as TrendSet;

describe('A saved trend', () => {
  test('comes back as it was written', async () => {
    expect(await writeTrend(dir, set({ spanMs: 600_000, mode: 'percent' }))).toEqual({ ok: true, value: null });
    const project = await loadProject(dir, options);
    expect(project.problems).toEqual([]);
    expect(project.trends).toEqual([set({ spanMs: 600_000, mode: 'percent' })]);
    expect(readdirSync(join(dir, 'trends'))).toEqual(['one.yaml']);
  });

  test('is read by people: a pen a line', async () => {
    await writeTrend(dir, set());
    expect(readFileSync(join(dir, 'trends/one.yaml'), 'utf8')).toBe('id: one\nname: One\npens:\n  - {tag: T1}\n  - {tag: T2, lane: 2, axis: [0, 10], log: true, draw: step}\n');
  });

  test('goes on under the file it has, and is removed with it', async () => {
    write('trends/one.yml', 'name: Old\npens: [{ tag: T1 }]\n');
    await writeTrend(dir, set());
    expect(readdirSync(join(dir, 'trends'))).toEqual(['one.yml']);
    expect(await removeTrend(dir, 'one')).toEqual({ ok: true, value: null });
    expect(readdirSync(join(dir, 'trends'))).toEqual([]);
    expect(await removeTrend(dir, 'one')).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  test('is not written through a link that leads out of the project', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'firstout-outside-'));
    symlinkSync(outside, join(dir, 'trends'));
    expect(await writeTrend(dir, set())).toMatchObject({ ok: false, fault: { code: 'unwritable' } });
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test('that cannot be written says so in a sentence', async () => {
    write('trends', 'a file in the place of the folder');
    expect(await writeTrend(dir, set())).toMatchObject({ ok: false, fault: { code: 'unwritable', message: expect.stringMatching(/^The trend one could not be saved: .+\.$/) as string } });
  });

  test('with mistakes is named with file, line and what was expected, and the others are there', async () => {
    write('trends/bad.yaml', 'name: Bad\npens:\n  - { tag: T1, lane: 0 }\n');
    write('trends/Wrong Name.yaml', 'name: Wrong\npens: [{ tag: T1 }]\n');
    write('trends/other.yaml', 'id: another\nname: Other\npens: [{ tag: T1 }]\n');
    write('trends/some.yaml', 'name: Some\npens:\n  - { tag: T1 }\n  - { tag: GONE }\n');
    write('trends/none.yaml', 'name: None\npens: [{ tag: GONE }]\n');
    const project = await loadProject(dir, options);
    expect(project.trends.map(({ id, pens }) => [id, pens.map(({ tag }) => tag)])).toEqual([['some', ['T1']]]);
    const problems = problemsOf(project);
    expect(problems).toHaveLength(5);
    expect(problems.find((text) => text.startsWith('trends/bad.yaml:3 error'))).toContain('lane');
    expect(problems).toContain('trends/some.yaml:4 warning there is no tag "GONE"; the pen is left out');
    expect(problems.find((text) => text.startsWith('trends/Wrong Name.yaml'))).toContain('small letters, digits and - only');
    expect(problems.find((text) => text.startsWith('trends/other.yaml'))).toContain('expected to be other, found another');
  });

  test('broken by an edit stays as it last was', async () => {
    const loader = createProjectLoader(dir, options);
    write('trends/one.yaml', 'name: One\npens: [{ tag: T1 }]\n');
    await loader.load();
    write('trends/one.yaml', 'name: One and more\npens: [{ tag: T1 }\n');
    const project = await loader.load();
    expect(project.trends.map(({ name }) => name)).toEqual(['One']);
    expect(problemsOf(project)[0]).toContain('its last good version stays in use');
  });
});

test('The trends of the demo plant are sound', async () => {
  const project = await loadProject(fileURLToPath(new URL('../../../resources/projects/demo', import.meta.url)), { driverTypes });
  expect(project.problems).toEqual([]);
  expect(project.trends.map(({ id, pens }) => [id, pens.length])).toEqual([['instrument-air', 4], ['k-201-lube-trip', 8], ['u200-feed-and-level', 5]]);
});
