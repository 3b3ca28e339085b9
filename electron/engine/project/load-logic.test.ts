import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProjectLoader, loadProject, type ProjectLoader } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { testDriver } from './testing/test-driver.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../../../test/golden/projects/${name}`, import.meta.url));
const options = { driverTypes: [testDriver] };
const asLines = (project: LoadedProject): string[] =>
  project.problems.map(({ file, line, severity, message }) => `${file}:${line ?? '-'} ${severity} ${message}`);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-logic-'));
  write('project.yaml', 'name: Test plant\n');
  write('assets/a.yaml', 'assets: [{ id: A, name: A }]\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const tag = (id: string, more = ''): string => `  - { id: ${id}, name: Tag ${id}, asset: A${more === '' ? '' : `, ${more}`} }\n`;

test('has the files of its logic joined, and all its conditions compiled', async () => {
  const { logic, ...project } = await loadProject(golden('good'), options);
  expect(logic).toEqual({
    connections: [{ from: 'T-201', to: 'P-201', carries: 'process', back: true, delayS: [5, 60] }],
    interlocks: [{ id: 'I-201', name: 'Pump stopped on an empty tank', tag: 'P-201.DRY', causes: ['LT-201.LL', 'PLC-1.LINK'], effects: ['P-201'] }],
    tripGroups: [{ id: 'P-201', name: 'Feed pump stopped', asset: 'P-201', alarms: ['LT-201.LL', 'P-201.DRY.A'] }],
    states: [{ id: 'stand-still', name: 'Pump at stand-still', when: '!{P-201.RUN} && {P-201.MODE} == 0' }],
    suppressions: [{ id: 'dry', name: 'Pump runs dry', when: '{P-201.DRY}', alarms: [], assets: ['U200'], except: ['P-201.DRY.A', 'LT-201.LL'] }],
    classes: [{ id: 'process', name: 'Process', maxShelveMin: 480 }],
  });
  expect([...project.alarmExpressions].map(([id, { inputs }]) => [id, inputs])).toEqual([['P-201.EXP', [2, 0]]]);
  expect([...project.suppressWhen].map(([id, { inputs }]) => [id, inputs])).toEqual([['LT-201.FRZ', [2]]]);
  expect([...project.stateExpressions].map(([id, { inputs }]) => [id, inputs])).toEqual([['stand-still', [2, 3]]]);
  expect([...project.suppressionExpressions].map(([id, { inputs }]) => [id, inputs])).toEqual([['dry', [5]]]);
});

test('a suppression holds the alarms of its assets and of those below them, without its exceptions', async () => {
  const { suppressionMembers, alarms } = await loadProject(golden('good'), options);
  const expected = alarms.map(({ id }) => id).filter((id) => id !== 'P-201.DRY.A' && id !== 'LT-201.LL');
  expect([...suppressionMembers.keys()]).toEqual(['dry']);
  expect(suppressionMembers.get('dry')?.toSorted()).toEqual(expected.toSorted());
});

test('of the logic what leads nowhere is left out, and what would hide alarms errs to the side of showing them', async () => {
  const { logic, suppressionMembers, suppressionExpressions, stateExpressions } = await loadProject(golden('broken'), options);
  expect(logic.connections).toEqual([
    { from: 'A', to: 'B', carries: 'process', back: false },
    { from: 'A', to: 'B', carries: 'steam', back: false },
  ]);
  expect(logic.interlocks).toEqual([{ id: 'I-1', name: 'Fine but for its tag', causes: ['L-7'], effects: ['A'] }]);
  expect(logic.tripGroups).toEqual([
    { id: 'G-2', name: 'Asset unknown', alarms: ['L-7', 'L-8'] },
    { id: 'G-3', name: 'Own signals', alarms: ['PLC-1.LINK', 'SYSTEM.STORAGE.2'] },
  ]);
  expect(logic.states.map(({ id }) => id)).toEqual([...stateExpressions.keys()]);
  expect([...stateExpressions.keys()]).toEqual(['stand-still']);
  expect([...suppressionExpressions.keys()]).toEqual(['S-1']);
  expect([...suppressionMembers]).toEqual([['S-1', ['L-7']]]);
  expect(logic.suppressions.map(({ id }) => id)).toEqual(['S-1']);
  expect(logic.classes).toEqual([{ id: 'process', name: 'Process' }]);
});

test('a file of the logic, a list in it or an entry that became wrong keeps its last good version', async () => {
  const state = (id: string, more = "when: '{T-1} > 1'"): string => `  - { id: ${id}, name: State ${id}, ${more} }\n`;
  const sure = `classes: [{ id: c, name: C }]\nstates:\n${state('s1')}${state('s2')}`;
  const idsAfter = async (loader: ProjectLoader): Promise<readonly (readonly string[])[]> => {
    const { logic } = await loader.load();
    return [logic.classes.map(({ id }) => id), logic.states.map(({ id }) => id)];
  };
  write('tags/a.yaml', `tags:\n${tag('T-1')}`);
  write('logic/a.yaml', sure);
  const loader = createProjectLoader(dir, options);
  expect(await idsAfter(loader)).toEqual([['c'], ['s1', 's2']]);
  write('logic/a.yaml', `${sure}\n  nonsense`);
  expect(await idsAfter(loader)).toEqual([['c'], ['s1', 's2']]);
  write('logic/a.yaml', 'classes: 5\nstates: []\n');
  expect(await idsAfter(loader)).toEqual([['c'], []]);
  write('logic/a.yaml', sure);
  await loader.load();
  write('logic/a.yaml', `states:\n${state('s1', 'when: 5')}${state('s3')}`);
  expect(await idsAfter(loader)).toEqual([[], ['s1', 's3']]);
  expect(asLines(await loader.load())).toEqual(['logic/a.yaml:2 error plant state s1, when: a text is expected here, found the number 5; put it in quotation marks; its last good version stays in use']);
  rmSync(join(dir, 'logic/a.yaml'));
  expect(await idsAfter(loader)).toEqual([[], []]);
});

test('100,000 connections load whole, and thousands of suppressions that each name the whole works are refused before memory is', async () => {
  const count = 1000;
  write('assets/more.yaml', `assets:\n${Array.from({ length: count }, (_, i) => `  - { id: P-${i}, name: P, parent: A }\n`).join('')}`);
  write('tags/a.yaml', `tags:\n${tag('T-1')}`);
  write('alarms/a.yaml', `alarms:\n${Array.from({ length: 5000 }, (_, i) => `  - { id: X-${i}, tag: T-1, kind: high, limit: 5, priority: 3, message: M, asset: P-${i % count} }\n`).join('')}`);
  write('logic/c.yaml', `connections:\n${Array.from({ length: 100_000 }, (_, i) => `  - { from: P-${i % count}, to: P-${(i + 1 + Math.floor(i / count)) % count} }\n`).join('')}`);
  write('logic/s.yaml', `suppressions:\n${Array.from({ length: 2000 }, (_, i) => `  - { id: S-${i}, name: S, when: '{T-1} > 1', assets: [A] }\n`).join('')}`);
  const project = await loadProject(dir, options);
  expect(project.logic.connections).toHaveLength(100_000);
  // 1,001 assets and 5,000 alarms each.
  expect(project.logic.suppressions).toHaveLength(Math.floor(5_000_000 / 6001));
  expect(project.suppressionMembers.size).toBe(project.logic.suppressions.length);
  expect(asLines(project)[0]).toBe(
    `logic/s.yaml:- error ${2000 - project.logic.suppressions.length - 100} more problems in this file are not listed`,
  );
});

/** Something in place of a value now and then, as a slip of the pen or bad intent would put it. */
const nowAndThen = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 7, '', '{', [], {}, 'x'.repeat(5000), ['__proto__']) });
const alarmId = fc.constantFrom('X-1', 'X-2', 'X-3', 'NONE', 'SYSTEM.STORAGE.2', 'D.LINK', 'E.LINK');
const assetId = fc.constantFrom('A', 'B', 'C', 'NONE', '__proto__', 'constructor');
const condition = fc.constantFrom('{T-1} > 1', '{T-1}', '{NONE} > 1', '{T-1} >', '!{T-2}', '{T-2} && {T-1} < 3', '{{{');
const name = fc.constantFrom('a', 'b', 'c', 'with space');
const entry = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  nowAndThen(fc.record(Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, nowAndThen(value)])), { requiredKeys: [] }));
const list = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> => nowAndThen(fc.array(entry(shape), { maxLength: 6 }));
const several = <Value>(of: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(of, { maxLength: 4 });
const logicFile = fc.record(
  {
    connections: list({ from: assetId, to: assetId, carries: fc.constantFrom('process', 'air', 'love'), back: fc.boolean(), delayS: fc.tuple(fc.integer(), fc.integer()) }),
    interlocks: list({ id: name, name, tag: fc.constantFrom('T-1', 'NONE'), causes: several(alarmId), effects: several(assetId) }),
    tripGroups: list({ id: name, name, asset: assetId, alarms: several(alarmId) }),
    states: list({ id: name, name, when: condition }),
    suppressions: list({ id: name, name, when: condition, alarms: several(alarmId), assets: several(assetId), except: several(alarmId) }),
    classes: list({ id: name, name, maxShelveMin: fc.integer() }),
  },
  { requiredKeys: [] },
);

test('whatever stands in the logic, the project loads, and what is left of it leads somewhere', async () => {
  write('assets/a.yaml', 'assets: [{ id: A, name: A }, { id: B, name: B, parent: A }, { id: C, name: C, parent: B }]\n');
  write('tags/a.yaml', `tags:\n${tag('T-1')}${tag('T-2', 'type: bool')}`);
  write('devices/d.yaml', 'devices: [{ id: D, name: D, driver: test, options: { host: h, port: 1 } }]\n');
  write('alarms/a.yaml', `alarms:\n${['A', 'B', 'C'].map((asset, i) => `  - { id: X-${i + 1}, tag: T-1, asset: ${asset}, kind: high, limit: ${i}, priority: 3, message: M }\n`).join('')}`);
  const alarms = new Set(['X-1', 'X-2', 'X-3', 'SYSTEM.STORAGE.2', 'D.LINK']);
  const assets = new Set(['A', 'B', 'C']);
  const loader = createProjectLoader(dir, options);
  await fc.assert(
    fc.asyncProperty(logicFile, logicFile, async (one, two) => {
      // JSON is YAML.
      write('logic/one.yaml', JSON.stringify(one));
      write('logic/two.yaml', JSON.stringify(two));
      const { logic, stateExpressions, suppressionExpressions, suppressionMembers, problems } = await loader.load();
      for (const { from, to, delayS } of logic.connections) expect([assets.has(from), assets.has(to), from !== to, delayS === undefined || delayS[0] <= delayS[1]]).not.toContain(false);
      for (const { causes, effects } of logic.interlocks) expect([causes.length > 0, causes.every((id) => alarms.has(id)), effects.length > 0, effects.every((id) => assets.has(id))]).not.toContain(false);
      for (const group of logic.tripGroups) expect([new Set(group.alarms).size >= 2, group.alarms.every((id) => alarms.has(id))]).not.toContain(false);
      expect([...stateExpressions.keys()]).toEqual(logic.states.map(({ id }) => id));
      expect([...suppressionExpressions.keys()]).toEqual(logic.suppressions.map(({ id }) => id));
      for (const { id, except } of logic.suppressions) {
        const members = suppressionMembers.get(id) ?? [];
        expect([members.every((alarm) => alarms.has(alarm)), except.every((alarm) => alarms.has(alarm) && !members.includes(alarm))]).not.toContain(false);
      }
      for (const { file, line, message } of problems) {
        expect(file).toMatch(/^logic\/(one|two)\.yaml$/);
        expect([line === null || line >= 1, message.length > 10, message.length < 500]).not.toContain(false);
      }
    }),
    { numRuns: 200 },
  );
});
