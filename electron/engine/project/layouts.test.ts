import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DockPart, Layout, layoutVersion, tabsOf } from '#shared/model/layout.ts';
import { driverTypes } from '../drivers/registry.ts';
import { createProjectLoader, loadProject } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { diffProjects } from './project-diff.ts';
import { testDriver } from './testing/test-driver.ts';
import { removeLayout, writeLayout } from './write-layout.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-layouts-'));
  write('project.yaml', 'name: Test plant\n');
  write('screens/u1.svg', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>U1</title></svg>');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const options = { driverTypes: [testDriver] };
const problemsOf = (project: LoadedProject): string[] => project.problems.map(({ file, line, severity, message }) => `${file}:${line ?? '-'} ${severity} ${message}`);

const layout = (more: object = {}): Layout =>
  Layout.parse({
    id: 'day',
    title: 'Control room by day',
    role: 'operate',
    windows: [
      {
        name: 'console',
        kind: 'console',
        display: { number: 1, label: 'DELL U2720Q', size: [2560, 1440] },
        place: 'maximised',
        workspace: 'process',
        dock: { split: 'across', shares: [2, 1], parts: [{ tabs: [{ view: 'process', screen: 'u1' }] }, { tabs: [{ view: 'alarms' }, { view: 'alarms', part: 'history' }], front: 2 }] },
      },
      { name: 'wall', kind: 'wall', display: { number: 2 }, place: 'full-screen', kiosk: true, rotate: { screens: ['level-1', 'u1'], seconds: 30 } },
    ],
    ...more,
  });

describe('A layout of windows', () => {
  test('comes back as it was written, and git shows a line for what was moved', async () => {
    expect(await writeLayout(dir, layout())).toEqual({ ok: true, value: null });
    const project = await loadProject(dir, options);
    expect(project.problems).toEqual([]);
    expect(project.layouts).toEqual([layout()]);
    const text = readFileSync(join(dir, 'layouts/day.yaml'), 'utf8');
    expect(text).toContain("    display:\n      number: 1\n      label: DELL U2720Q\n      size: [ 2560, 1440 ]\n    place: maximised\n");
    expect(text.split('\n').length).toBeGreaterThan(15);
    expect(text).toContain('        - tabs:\n            - { view: process, screen: u1 }\n');
  });

  test('is told as changed without a new plant', async () => {
    const loader = createProjectLoader(dir, options);
    const before = await loader.load();
    await writeLayout(dir, layout());
    const diff = diffProjects(before, await loader.load());
    expect(diff).toMatchObject({ isEmpty: false, isPlantSame: true, isLayoutsChanged: true });
  });

  test('goes on under the file it has, and is removed with it', async () => {
    write('layouts/day.yml', 'title: Old\nwindows: [{ name: a, kind: console, display: { number: 1 }, place: maximised }]\n');
    await writeLayout(dir, layout());
    expect(readdirSync(join(dir, 'layouts'))).toEqual(['day.yml']);
    expect(await removeLayout(dir, 'day')).toEqual({ ok: true, value: null });
    expect(readdirSync(join(dir, 'layouts'))).toEqual([]);
    expect(await removeLayout(dir, 'day')).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  test('is not written through a link that leads out of the project', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'firstout-outside-'));
    symlinkSync(outside, join(dir, 'layouts'));
    expect(await writeLayout(dir, layout())).toMatchObject({ ok: false, fault: { code: 'unwritable' } });
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test('with mistakes is named with file and what was expected, and the others are there', async () => {
    const window = '{ name: a, kind: console, display: { number: 1 }, place: maximised }';
    write('layouts/good.yaml', `title: Good\nwindows: [${window}]\n`);
    write('layouts/twice.yaml', `title: Twice\nwindows: [${window}, ${window}]\n`);
    write('layouts/empty.yaml', 'title: Empty\nwindows: [{ name: a, kind: view, display: { number: 1 }, place: maximised }]\n');
    write('layouts/gone.yaml', 'title: Gone\nwindows: [{ name: a, kind: view, display: { number: 1 }, place: [0, 0, 800, 600], dock: { tabs: [{ view: process, screen: u9 }] } }]\n');
    write('layouts/front.yaml', 'title: Front\nwindows: [{ name: a, kind: view, display: { number: 1 }, place: maximised, dock: { tabs: [{ view: alarms }], front: 2 } }]\n');
    write('layouts/Wrong Name.yaml', `title: Wrong\nwindows: [${window}]\n`);
    const project = await loadProject(dir, options);
    expect(project.layouts.map(({ id }) => id)).toEqual(['gone', 'good']);
    const problems = problemsOf(project);
    expect(problems.find((text) => text.startsWith('layouts/twice.yaml'))).toContain('names of their own');
    expect(problems.find((text) => text.startsWith('layouts/empty.yaml'))).toContain('has a dock or rotates');
    expect(problems.find((text) => text.startsWith('layouts/front.yaml'))).toBeDefined();
    expect(problems.find((text) => text.startsWith('layouts/gone.yaml'))).toContain('there is no screen "u9"');
    expect(problems.find((text) => text.startsWith('layouts/Wrong Name.yaml'))).toContain('small letters, digits and - only');
    expect(problems).toHaveLength(5);
  });

  test('broken by an edit stays as it last was', async () => {
    const loader = createProjectLoader(dir, options);
    await writeLayout(dir, layout());
    await loader.load();
    write('layouts/day.yaml', 'title: Day\nwindows: [');
    const project = await loader.load();
    expect(project.layouts).toEqual([layout()]);
    expect(problemsOf(project)[0]).toContain('its last good version stays in use');
  });

  test('nested without end is refused, not run out of memory for', () => {
    let part: unknown = { tabs: [{ view: 'alarms' }] };
    for (let level = 0; level < 30; level++) part = { split: 'across', parts: [part, { tabs: [{ view: 'alarms' }] }] };
    expect(DockPart.safeParse(part).success).toBe(false);
  });

  test('has another version for every change, the same one for the same content', () => {
    expect(layoutVersion(layout())).toBe(layoutVersion(layout()));
    expect(layoutVersion(layout({ title: 'Control room by night' }))).not.toBe(layoutVersion(layout()));
  });
});

const dockTab = fc.record({ view: fc.constantFrom('process', 'alarms', 'trends'), screen: fc.option(fc.constantFrom('u1'), { nil: undefined }) }, { requiredKeys: ['view'] });
const dock = fc.letrec<{ part: DockPart; tabs: DockPart; split: DockPart }>((tie) => ({
  part: fc.oneof({ maxDepth: 4 }, tie('tabs'), tie('split')),
  tabs: fc.record({ tabs: fc.array(dockTab, { minLength: 1, maxLength: 4 }) }),
  split: fc.record({ split: fc.constantFrom('across' as const, 'down' as const), parts: fc.array(tie('part'), { minLength: 2, maxLength: 3 }) }),
})).part;

test('Whatever dock is written is read again', async () => {
  await fc.assert(
    fc.asyncProperty(dock, async (part) => {
      const wanted = layout({ windows: [{ name: 'a', kind: 'view', display: { number: 1 }, place: [0, 10, 800, 600], dock: JSON.parse(JSON.stringify(part)) as unknown }] });
      await writeLayout(dir, wanted);
      const project = await loadProject(dir, options);
      expect(project.problems).toEqual([]);
      expect(project.layouts).toEqual([wanted]);
      expect(tabsOf(wanted.windows[0]?.dock as DockPart).length).toBeGreaterThan(0);
    }),
    { numRuns: 30 },
  );
});

test('The layouts of the demo plant are sound, and none opens windows nobody asked for', async () => {
  const project = await loadProject(fileURLToPath(new URL('../../../resources/projects/demo', import.meta.url)), { driverTypes });
  expect(project.problems.filter(({ file }) => file.startsWith('layouts/'))).toEqual([]);
  expect(project.layouts.map(({ id, situation }) => [id, situation])).toEqual([['control-room', 'normal'], ['emergency', 'emergency'], ['incident', 'emergency'], ['start-up', 'start-up'], ['wall', 'normal']]);
  expect(project.layouts.some(({ start }) => start === true)).toBe(false);
});
