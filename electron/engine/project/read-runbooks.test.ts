import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProjectLoader } from './load-project.ts';
import { diffProjects } from './project-diff.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-runbooks-'));
  for (const folder of ['assets', 'tags', 'runbooks', 'alarms', 'devices']) mkdirSync(join(dir, folder));
  write('project.yaml', 'name: Test');
  write('assets/a.yaml', 'assets: [{ id: P-1, name: Pump, kind: pump, alarms: { runbook: RB-9 } }]');
  write('devices/d.yaml', 'devices: []');
  write('tags/t.yaml', 'tags: [{ id: PT-1, name: Pressure, asset: P-1 }]');
});
afterEach(() => rmSync(dir, { recursive: true }));
const write = (file: string, text: string): void => writeFileSync(join(dir, file), text);
const text = (id: string, tag = 'PT-1', title = 'Pump'): string => `---\nid: ${id}\ntitle: ${title}\nversion: "1"\nseverity: 2\nminutes: 5\n---\n## Hazards\nOil.\n:::step[One]{#one}\n::value{tag=${tag}}\n:::\n`;
const loader = () => createProjectLoader(dir, { driverTypes: [] });

describe('Runbooks of a project', () => {
  it('load with their text and its hash, in the order of their files, from folders within too', async () => {
    mkdirSync(join(dir, 'runbooks/u1'));
    write('runbooks/u1/b.md', text('RB-2'));
    write('runbooks/a.md', text('RB-1'));
    write('runbooks/readme.txt', 'not one');
    const { runbooks } = await loader().load();
    expect(runbooks.map(({ runbook, file, isSound }) => [runbook.id, file, isSound])).toEqual([['RB-1', 'runbooks/a.md', true], ['RB-2', 'runbooks/u1/b.md', true]]);
    expect(runbooks[0]?.text).toBe(text('RB-1'));
    expect(runbooks[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('with an error is told with file and line, and cannot be run; the rest of the project loads', async () => {
    write('runbooks/a.md', text('RB-1', 'PT-9'));
    const { runbooks, problems, tags } = await loader().load();
    expect(runbooks.map(({ isSound }) => isSound)).toEqual([false]);
    expect(problems).toContainEqual({ file: 'runbooks/a.md', line: 11, severity: 'error', message: 'there is no tag "PT-9"' });
    expect(tags).toHaveLength(1);
  });

  it('a slip of the pen leaves the last good text in use, whole, until it is mended', async () => {
    write('runbooks/a.md', text('RB-1'));
    const { load } = loader();
    const before = await load();
    write('runbooks/a.md', text('RB-1', 'PT-9', 'Broken'));
    const broken = await load();
    expect(broken.runbooks.map(({ runbook, text: kept, isSound }) => [runbook.title, kept, isSound])).toEqual([['Pump', text('RB-1'), true]]);
    expect(broken.problems).toContainEqual({ file: 'runbooks/a.md', line: 11, severity: 'error', message: 'there is no tag "PT-9"; its last good version stays in use' });
    expect(diffProjects(before, broken)).toMatchObject({ isRunbooksChanged: false, isPlantSame: true, isProblemsChanged: true });
    write('runbooks/a.md', text('RB-1', 'PT-1', 'Mended'));
    const mended = await load();
    expect(mended.runbooks.map(({ runbook }) => runbook.title)).toEqual(['Mended']);
    expect(diffProjects(broken, mended)).toMatchObject({ isRunbooksChanged: true, isPlantSame: true, isEmpty: false });
  });

  it('a tag that goes breaks a runbook that did not change, and one that comes back mends it', async () => {
    write('runbooks/a.md', text('RB-1'));
    const { load } = loader();
    await load();
    write('tags/t.yaml', 'tags: [{ id: PT-2, name: Pressure, asset: P-1 }]');
    expect((await load()).runbooks.map(({ isSound }) => isSound)).toEqual([false]);
    write('tags/t.yaml', 'tags: [{ id: PT-1, name: Pressure of old, asset: P-1 }]');
    expect((await load()).runbooks.map(({ isSound }) => isSound)).toEqual([true]);
  });

  it('of two with one id the first stays', async () => {
    write('runbooks/a.md', text('RB-1'));
    write('runbooks/b.md', text('RB-1', 'PT-1', 'Other'));
    const { runbooks, problems } = await loader().load();
    expect(runbooks.map(({ file }) => file)).toEqual(['runbooks/a.md']);
    expect(problems.map(({ message }) => message)).toContain('the id RB-1 is that of runbooks/a.md already; this runbook is left out');
  });

  it('who names one that does not exist is told, once the project has runbooks at all', async () => {
    const { load } = loader();
    expect((await load()).problems).toEqual([]);
    write('runbooks/a.md', text('RB-1'));
    expect((await load()).problems).toEqual([{ file: 'assets/a.yaml', line: 1, severity: 'warning', message: 'asset P-1: there is no runbook "RB-9"' }]);
  });

  it('one that is too large is refused and told, not read', async () => {
    write('runbooks/a.md', text('RB-1') + 'x'.repeat(300_000));
    const { runbooks, problems } = await loader().load();
    expect(runbooks).toEqual([]);
    expect(problems[0]).toMatchObject({ file: 'runbooks/a.md', message: expect.stringContaining('at most 0.3 MB are read') });
  });
});
