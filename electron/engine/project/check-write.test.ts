import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { createProjectFolder } from '../../../test/support/engine-rig.ts';
import { driverTypes } from '../drivers/registry.ts';
import { loadProject } from './load-project.ts';

const files = (tags: string): Readonly<Record<string, string>> => ({
  'project.yaml': 'name: Rules\ncontrol: { authority: areas }\n',
  'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit, level: unit, control: true }\n',
  'devices/d.yaml': 'devices:\n  - { id: PLC, name: PLC, driver: modbus, options: { host: 127.0.0.1, port: 1 } }\n',
  'tags/t.yaml': `tags:\n${tags}`,
});
const tag = (id: string, more: string): string => `  - id: ${id}\n    name: ${id}\n    asset: U1\n    device: PLC\n    address: "holding:1"\n${more.split('\n').map((line) => `    ${line}\n`).join('')}`;

async function load(tags: string) {
  const folder = createProjectFolder(files(tags));
  onTestFinished(() => rmSync(folder.projectDir, { recursive: true, force: true }));
  return loadProject(folder.projectDir, { driverTypes });
}

it('the write rules of a tag are read with its limits, its interlock ready to run, and what they do not say as usual', async () => {
  const { tags, interlocks, problems, file, assets } = await load(
    tag('SP', 'range: [0, 100]\nwritable: true\nwrite: { min: 10, max: 90, maxStep: 5, interlock: "{SP} > 1", interlockText: It runs, consequence: It follows. }') + tag('CMD', 'type: bool\nwritable: true\nwrite: { consequence: [One., Two.], feedback: SP, role: lead }'),
  );
  expect(problems).toEqual([]);
  expect(tags[0]?.write).toEqual({ min: 10, max: 90, maxStep: 5, interlock: '{SP} > 1', interlockText: 'It runs', consequence: ['It follows.'], feedbackTimeoutMs: 5000, momentary: false, role: 'operate', reasonRequired: false });
  expect(tags[1]?.write?.consequence).toEqual(['One.', 'Two.']);
  expect([...interlocks.keys()]).toEqual([0]);
  expect([file.control.authority, assets[0]?.control]).toEqual(['areas', true]);
});

it.each([
  ['an interlock that names no tag', 'range: [0, 100]\nwritable: true\nwrite:\n  min: 10\n  interlock: "{NO} > 1"', 'tag SP: write, interlock, at character 1: there is no tag "NO"'],
  ['an interlock that gives a number', 'writable: true\nwrite: { interlock: "{SP} + 1" }', 'tag SP: write, interlock, it gives a number'],
  ['limits the wrong way round', 'writable: true\nwrite: { min: 9, max: 1 }', 'tag SP: write, min 9 is not below max 1'],
  ['a limit beyond the range', 'range: [0, 100]\nwritable: true\nwrite: { max: 101 }', 'tag SP: write, max 101 lies outside the range 0 to 100'],
  ['a step as large as the range', 'range: [0, 100]\nwritable: true\nwrite: { maxStep: 100 }', 'tag SP: write, maxStep 100 is not smaller than the range 0 to 100'],
  ['limits of a state', 'type: bool\nwritable: true\nwrite: { min: 0 }', 'tag SP: write, min: a tag of type bool has no limits but its states'],
  ['a feedback that is no tag', 'writable: true\nwrite: { feedback: NO }', 'tag SP: write, there is no tag "NO" for its feedback'],
])('%s takes the tag out of reach, with the line, instead of opening it', async (_what, more, message) => {
  const { tags, problems } = await load(tag('SP', more));
  expect(tags[0]?.writable).toBe(false);
  expect(problems).toMatchObject([{ file: 'tags/t.yaml', severity: 'error' }]);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.message).toMatch(/it takes no write until this is mended$/);
  expect(problems[0]?.line).toBe(7 + more.split('\n').findIndex((line) => line.startsWith('write:')));
});

it('an unknown word in a write rule leaves the whole tag out, so that it cannot be written either', async () => {
  const { tags, problems } = await load(tag('SP', 'writable: true\nwrite: { interlok: "{SP} > 1" }'));
  expect(tags).toEqual([]);
  expect(problems[0]?.severity).toBe('error');
});

it('a write rule of a tag that is not writable is named and does nothing', async () => {
  const { tags, problems } = await load(tag('SP', 'write: { min: 1 }'));
  expect(problems).toMatchObject([{ severity: 'warning', message: 'tag SP: it has a write rule and is not writable' }]);
  expect(tags[0]?.write).toBeUndefined();
});

it('the demo plant has write rules that all hold', async () => {
  const { tags, interlocks, problems } = await loadProject(fileURLToPath(new URL('../../../resources/projects/demo', import.meta.url)), { driverTypes });
  expect(problems.filter(({ file }) => file.startsWith('tags/'))).toEqual([]);
  expect(tags.filter(({ write }) => write !== undefined).length).toBeGreaterThanOrEqual(14);
  expect(interlocks.size).toBeGreaterThanOrEqual(2);
});
