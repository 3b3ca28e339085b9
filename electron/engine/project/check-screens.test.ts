import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProjectLoader, type ProjectLoader } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { diffProjects } from './project-diff.ts';
import { testDriver } from './testing/test-driver.ts';

let dir: string;
let loader: ProjectLoader;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-drawings-'));
  write('project.yaml', 'name: Plant\n');
  write('assets/a.yaml', 'assets: [{ id: A, name: A }]\n');
  write('tags/a.yaml', tags('P-1.RUN', 'P-2.RUN'));
  loader = createProjectLoader(dir, { driverTypes: [testDriver] });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const tags = (...ids: readonly string[]): string => `tags:\n${ids.map((id) => `  - { id: ${id}, name: ${id}, asset: A, type: bool }\n`).join('')}`;
const drawing = (content: string, head = ''): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" ${head}><title>T</title>\n${content}\n</svg>`;
const lines = ({ problems }: LoadedProject): string[] => problems.map(({ file, line, message }) => `${file}:${line} ${message}`);

test('a binding is broken by the tag that goes and mended by the tag that comes, though the screen did not change', async () => {
  write('screens/s.svg', drawing('<text data-bind-text="{P-2.RUN}">?</text>'));
  expect(lines(await loader.load())).toEqual([]);
  write('tags/a.yaml', tags('P-1.RUN'));
  expect(lines(await loader.load())).toEqual(['screens/s.svg:2 text: data-bind-text: there is no tag "P-2.RUN" in the project']);
  write('tags/a.yaml', tags('P-1.RUN', 'P-2.RUN'));
  expect(lines(await loader.load())).toEqual([]);
});

test('a template is listed with its parameters, and what is wrong only with the parameters of a use is told at that use', async () => {
  write('templates/pump.svg', drawing('<g data-symbol="value" data-tag="$(pump).RUN"/>', 'data-param-pump="P-1"'));
  write('screens/s.svg', drawing('<g data-template="pump" data-with-pump="P-1"/>\n<g data-template="pump" data-with-pump="P-9"/>'));
  const project = await loader.load();
  expect(project.templates).toEqual([{ name: 'pump', title: 'T', parameters: [{ name: 'pump', sample: 'P-1' }], isReadable: true }]);
  expect(lines(project)).toEqual(['screens/s.svg:3 Template pump, line 2: symbol value P-9.RUN: there is no tag "P-9.RUN" in the project (data-tag)']);
});

test('what is wrong in a template whatever its parameters is told once, in the template', async () => {
  write('templates/pump.svg', drawing('<text data-bind-text="{GONE}">?</text><image href="a.png"/>', 'data-param-pump="P-1"'));
  write('screens/s.svg', drawing('<g data-template="pump" data-with-pump="P-1"/>'.repeat(3)));
  expect(lines(await loader.load())).toEqual([
    'templates/pump.svg:2 <image> is not allowed in a screen; it is left out',
    'templates/pump.svg:2 text: data-bind-text: there is no tag "GONE" in the project',
  ]);
});

test('a template without samples is judged where it is used only', async () => {
  write('templates/pump.svg', drawing('<text data-bind-text="{$(pump).RUN}">?</text>', 'data-param-pump=""'));
  expect(lines(await loader.load())).toEqual([]);
});

test('a changed template is a change of the screens it is in, however deep, and of no others', async () => {
  write('templates/inner.svg', drawing('<rect width="1" height="1"/>'));
  write('templates/outer.svg', drawing('<g data-template="inner"/>'));
  write('screens/with.svg', drawing('<g data-template="outer"/>'));
  write('screens/without.svg', drawing('<rect width="1" height="1"/>'));
  const before = await loader.load();
  write('templates/inner.svg', drawing('<rect width="2" height="2"/>'));
  const diff = diffProjects(before, await loader.load());
  expect(diff.screens).toEqual({ added: [], removed: [], changed: ['with'] });
  expect(diff.templates).toEqual({ added: [], removed: [], changed: ['inner', 'outer'] });
  expect(diff).toMatchObject({ isEmpty: false, isPlantSame: true, restartDevices: [] });
});

test('a popup is checked against the parameters of the screen it opens', async () => {
  write('screens/pump.svg', drawing('<text data-bind-text="{$(pump).RUN}">?</text>', 'data-param-pump="P-1" data-display-level="3"'));
  write('screens/s.svg', drawing('<g data-popup="pump"><rect width="1" height="1"/></g>\n<g data-popup="pump" data-with-pump="P-2"/>'));
  const project = await loader.load();
  expect(project.screens[0]).toEqual({ id: 'pump', title: 'T', level: 3, parameters: ['pump'] });
  expect(lines(project)).toEqual(['screens/s.svg:2 g: screen pump needs data-with-pump, which is not given']);
});

test("the console's own signals may stand on a screen", async () => {
  write('devices/d.yaml', 'devices: [{ id: D, name: D, driver: test, options: { host: h, port: 1 } }]\n');
  write('screens/s.svg', drawing('<text data-bind-text="{D.LINK}">?</text><rect width="1" height="1" data-bind-visible="{SYSTEM.STORAGE} > 0"/><g data-symbol="value" data-tag="E.LINK"/>'));
  expect(lines(await loader.load())).toEqual(['screens/s.svg:2 symbol value E.LINK: there is no tag "E.LINK" in the project (data-tag)']);
});
