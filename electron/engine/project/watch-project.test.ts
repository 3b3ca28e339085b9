import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryLog, createVirtualClock, type VirtualClock } from '../testing/virtual-ports.ts';
import type { LoadedProject } from './loaded-project.ts';
import type { ProjectDiff } from './project-diff.ts';
import { testDriver } from './testing/test-driver.ts';
import { type ProjectWatch, watchProject } from './watch-project.ts';

let dir: string;
let clock: VirtualClock;
let watch: ProjectWatch;
let loads: number;
let changes: { project: LoadedProject; diff: ProjectDiff }[];
const tags = (...ids: readonly string[]): string => `tags:\n${ids.map((id) => `  - { id: ${id}, name: ${id}, asset: A }\n`).join('')}`;
const write = (file: string, text: string): void => writeFileSync(join(dir, file), text);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-watch-'));
  for (const folder of ['assets', 'tags', 'screens', '.git']) mkdirSync(join(dir, folder));
  write('project.yaml', 'name: Plant\n');
  write('assets/a.yaml', 'assets: [{ id: A, name: A }]\n');
  write('tags/a.yaml', tags('T-1'));
  mkdirSync(join(dir, 'devices'));
  write('devices/d.yaml', 'devices: [{ id: D, name: D, driver: test, options: { host: h, port: 1 } }]\n');
  clock = createVirtualClock();
  loads = 0;
  changes = [];
  watch = await watchProject(dir, {
    driverTypes: [{ ...testDriver, optionsSchema: testDriver.optionsSchema.refine(() => ++loads) }],
    clock,
    log: createMemoryLog(),
    onChange: (project, diff) => void changes.push({ project, diff }),
  });
});
afterEach(async () => {
  await watch.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Waits until the file system has told of a change, then lets the quiet time pass. */
async function settle(): Promise<void> {
  await vi.waitFor(() => expect(clock.pending).toBe(1), { timeout: 30_000 });
  clock.advance(200);
}
async function nextChange(): Promise<{ project: LoadedProject; diff: ProjectDiff }> {
  const count = changes.length;
  await vi.waitFor(
    () => {
      if (clock.pending > 0) clock.advance(200);
      expect(changes.length).toBeGreaterThan(count);
    },
    { timeout: 30_000 },
  );
  return changes.at(-1) as { project: LoadedProject; diff: ProjectDiff };
}

test('plant logic that is put into a running project comes into force, and again when it is edited', async () => {
  expect(watch.project.logic.states).toEqual([]);
  mkdirSync(join(dir, 'logic'));
  write('logic/l.yaml', "states: [{ id: still, name: Still, when: '{T-1} < 1' }]\n");
  const added = await nextChange();
  expect(added.diff).toMatchObject({ isLogicChanged: true, isPlantSame: false, restartDevices: [] });
  expect(added.project.stateExpressions.get('still')?.text).toBe('{T-1} < 1');
  write('logic/l.yaml', "states: [{ id: still, name: Still, when: '{T-1} < 2' }]\n");
  expect((await nextChange()).project.stateExpressions.get('still')?.text).toBe('{T-1} < 2');
});

test('an edit is picked up and said to be what it is', async () => {
  expect(watch.project.tags.map(({ id }) => id)).toEqual(['T-1']);
  write('tags/a.yaml', tags('T-1', 'T-2'));
  const { project, diff } = await nextChange();
  expect(project.tags.map(({ id }) => id)).toEqual(['T-1', 'T-2']);
  expect(diff.tags).toEqual({ added: ['T-2'], removed: [], changed: [] });
});

test('a new file, a renamed file and a deleted file are picked up', async () => {
  write('tags/b.yaml', tags('T-2'));
  expect((await nextChange()).diff.tags.added).toEqual(['T-2']);
  renameSync(join(dir, 'tags/b.yaml'), join(dir, 'tags/0.yaml'));
  expect((await nextChange()).project.tags.at(0)?.id).toBe('T-2');
  rmSync(join(dir, 'tags/0.yaml'));
  expect((await nextChange()).project.tags.map(({ id }) => id)).toEqual(['T-1']);
});

test('a broken edit keeps the tags and reports the problem; mending it clears the problem', async () => {
  write('tags/a.yaml', 'tags: [\n');
  const broken = await nextChange();
  expect(broken.project.tags.map(({ id }) => id)).toEqual(['T-1']);
  expect(broken.diff).toMatchObject({ isProblemsChanged: true, tags: { added: [], removed: [], changed: [] } });
  write('tags/a.yaml', tags('T-1'));
  expect((await nextChange()).project.problems).toEqual([]);
});

test('nothing is read before 200 ms have passed without another change', async () => {
  write('tags/b.yaml', tags('T-2'));
  await vi.waitFor(() => expect(clock.pending).toBe(1), { timeout: 30_000 });
  clock.advance(199);
  expect(clock.pending).toBe(1);
  expect(changes).toEqual([]);
  expect((await nextChange()).diff.tags.added).toEqual(['T-2']);
});

test('a saved file with the same contents changes nothing', async () => {
  write('tags/a.yaml', tags('T-1'));
  await settle();
  await vi.waitFor(() => expect(loads).toBeGreaterThan(1), { timeout: 30_000 });
  write('tags/b.yaml', tags('T-2'));
  expect((await nextChange()).diff.tags.added).toEqual(['T-2']);
  expect(changes).toHaveLength(1);
});

test('folders that are not the project are not watched', async () => {
  write('.git/index', 'x');
  write('notes.txt', 'x');
  write('tags/b.yaml', tags('T-2'));
  const { diff } = await nextChange();
  expect(diff.tags.added).toEqual(['T-2']);
  expect(changes).toHaveLength(1);
});

test('after closing nothing is called and no timer is left', async () => {
  write('tags/a.yaml', tags('T-9'));
  await vi.waitFor(() => expect(clock.pending).toBe(1), { timeout: 30_000 });
  await watch.close();
  expect(clock.pending).toBe(0);
  clock.advance(10_000);
  expect(changes).toEqual([]);
});

test('a template that is put in, edited and taken away again changes the screens it is in, and nothing of the plant', async () => {
  const drawing = (content: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${content}</svg>`;
  write('screens/s.svg', drawing('<g data-template="card"/>'));
  expect((await nextChange()).project.problems.map(({ message }) => message)).toEqual(['There is no template card in templates/']);
  mkdirSync(join(dir, 'templates'));
  write('templates/card.svg', drawing('<rect width="1" height="1"/>'));
  const added = await nextChange();
  expect(added.project.problems).toEqual([]);
  expect(added.diff).toMatchObject({ isPlantSame: true, restartDevices: [], screens: { changed: ['s'] }, templates: { added: ['card'] } });
  write('templates/card.svg', drawing('<rect width="2" height="2"/>'));
  expect((await nextChange()).diff).toMatchObject({ screens: { changed: ['s'] }, templates: { changed: ['card'] } });
  rmSync(join(dir, 'templates/card.svg'));
  expect((await nextChange()).diff).toMatchObject({ screens: { changed: ['s'] }, templates: { removed: ['card'] } });
});
