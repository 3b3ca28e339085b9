import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createProjectLoader, loadProject, type ProjectLoader } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { readScreen } from './read-screen.ts';
import { testDriver } from './testing/test-driver.ts';

const golden = (name: string): string => fileURLToPath(new URL(`../../../test/golden/projects/${name}`, import.meta.url));
const options = { driverTypes: [testDriver] };
const asLines = (project: LoadedProject): string[] =>
  project.problems.map(({ file, line, severity, message }) => `${file}:${line ?? '-'} ${severity} ${message}`);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-project-'));
  write('project.yaml', 'name: Test plant\n');
  write('assets/a.yaml', 'assets: [{ id: A, name: A }]\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string | Buffer): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const tag = (id: string, more = ''): string => `  - { id: ${id}, name: Tag ${id}, asset: A${more === '' ? '' : `, ${more}`} }\n`;

describe('a sound project', () => {
  test('loads whole and without problems', async () => {
    const project = await loadProject(golden('good'), options);
    expect(project.problems).toEqual([]);
    expect(project.file).toMatchObject({ name: 'Brine station', home: 'brine', historian: { retentionDays: 30 } });
    expect(project.assets.map(({ id }) => id)).toEqual(['SITE', 'U200', 'P-201', 'T-201']);
    expect(project.alarms.map(({ id }) => id).slice(-3)).toEqual(['LT-201.HH', 'LT-201.H', 'P-201.DRY.A']);
    expect(new Set(project.alarms.map(({ kind }) => kind)).size).toBe(AlarmDefinition.options.length - 1 + 3);
    expect(project.screens).toEqual([{ id: 'brine', title: 'Brine feed & tank' }]);
  });

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

  test('numbers its tags by file name, then by place in the file', async () => {
    const project = await loadProject(golden('good'), options);
    const ids = ['LT-201', 'LSP-201', 'P-201.RUN', 'P-201.MODE', 'LERR-201', 'P-201.DRY'];
    expect(project.tags.map(({ id }) => id)).toEqual(ids);
    expect([...project.directory].map(([id, { index }]) => [id, index])).toEqual(ids.map((id, index) => [id, index]));
  });

  test('has its addresses, driver options and expressions parsed', async () => {
    const project = await loadProject(golden('good'), options);
    expect(project.addresses.get(0)).toBe('40001:float32');
    expect(project.addresses.get(1)).toEqual({ table: 'holding', register: 3 });
    expect([...project.deviceOptions]).toEqual([['PLC-1', { host: '127.0.0.1', port: 1502, unit: 1 }]]);
    expect([...project.expressions].map(([index, { inputs, resultType }]) => [index, inputs, resultType])).toEqual([
      [4, [1, 0], 'number'],
      [5, [2, 0], 'bool'],
    ]);
    expect(project.devices[0]?.groups).toEqual({ fast: { periodMs: 100 }, default: { periodMs: 1000 } });
  });
});

describe('a broken project', () => {
  test('every mistake is named with its file, its line and what was expected', async () => {
    const project = await loadProject(golden('broken'), options);
    expect(`${asLines(project).join('\n')}\n`).toBe(readFileSync(join(golden('broken'), 'expected-problems.txt'), 'utf8'));
  });

  test('everything else loads', async () => {
    const project = await loadProject(golden('broken'), options);
    expect(project.tags.map(({ id }) => id)).toEqual(['T-1', ...Array.from({ length: 14 }, (_, i) => `R-${i + 1}`)]);
    expect(project.tags[0]?.name).toBe('Fine');
    expect([...project.addresses.keys()].map((index) => project.tags[index]?.id)).toEqual(['T-1', 'R-1', 'R-5']);
    expect(project.expressions.size).toBe(0);
    expect(project.alarms.map(({ id }) => id)).toEqual(['L-7', 'L-8', 'L-10', 'K-13']);
    expect(project.alarms[2]?.asset).toBeUndefined();
    expect(project.alarms[3]).toEqual({ id: 'K-13', tag: 'R-12', kind: 'bad-quality', priority: 3, message: 'Fine but for its references', suppressIn: ['stand-still'], onDelayMs: 0, offDelayMs: 0, latching: false });
    expect(project.suppressWhen.size).toBe(0);
    expect(project.assets.find(({ id }) => id === 'G')?.alarms).toEqual({ cause: 'Kept' });
    expect(project.devices.map(({ id }) => id)).toEqual(['PLC-1', 'PLC-2', 'PLC-3']);
    expect([...project.deviceOptions.keys()]).toEqual(['PLC-1']);
    expect(project.assets.filter(({ parent }) => parent === undefined).map(({ id }) => id)).toEqual(['A', 'D', 'E', 'G']);
    expect(project.file.name).toBe('broken');
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

  test('a folder that does not exist is one clear problem, not an exception', async () => {
    const project = await loadProject(join(dir, 'nowhere'), options);
    expect(asLines(project)).toEqual([`project.yaml:- error there is no readable project folder ${join(dir, 'nowhere')}`]);
    expect(project.tags).toEqual([]);
  });

  test('a file that is not UTF-8 is named', async () => {
    write('tags/latin.yaml', Buffer.from('tags:\n  - { id: T, name: S\xfcd, asset: A }\n', 'latin1'));
    expect(asLines(await loadProject(dir, options))).toEqual(['tags/latin.yaml:- error the file is not UTF-8 text; save it as UTF-8']);
  });

  test('the same id in two files names both places', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}${tag('T-2')}`);
    write('tags/b.yaml', `# second\ntags:\n${tag('T-2')}`);
    expect(asLines(await loadProject(dir, options))).toEqual([
      'tags/b.yaml:3 error tag T-2 exists already, in tags/a.yaml line 3; this one is left out',
    ]);
  });

  test('of very many problems in one file the first hundred are listed and the others counted', async () => {
    write('tags/a.yaml', `tags:\n${Array.from({ length: 250 }, (_, i) => `  - { id: T-${i}, asset: A }\n`).join('')}`);
    const project = await loadProject(dir, options);
    expect(project.problems).toHaveLength(101);
    expect(project.problems.find(({ line }) => line === null)?.message).toBe('150 more problems in this file are not listed');
  });
});

describe('bad intent', () => {
  test('a link that leads out of the project folder is not followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'firstout-outside-'));
    try {
      writeFileSync(join(outside, 't.yaml'), `tags:\n${tag('T-1')}`);
      writeFileSync(join(outside, 's.svg'), '<svg/>');
      mkdirSync(join(dir, 'tags'));
      mkdirSync(join(dir, 'screens'));
      symlinkSync(join(outside, 't.yaml'), join(dir, 'tags/t.yaml'));
      symlinkSync(outside, join(dir, 'tags/more'));
      symlinkSync(join(outside, 's.svg'), join(dir, 'screens/s.svg'));
      const project = await loadProject(dir, options);
      expect(project.tags).toEqual([]);
      expect(project.screens).toEqual([]);
      expect(asLines(project)).toEqual(
        ['screens/s.svg', 'tags/more', 'tags/t.yaml'].map(
          (file) => `${file}:- error the link leads out of the project folder and is not followed`,
        ),
      );
      expect(await readScreen(dir, 's')).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  test('a link inside the project folder is followed', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}`);
    write('shared.yaml', `tags:\n${tag('T-2')}`);
    symlinkSync(join(dir, 'shared.yaml'), join(dir, 'tags/b.yaml'));
    expect((await loadProject(dir, options)).tags.map(({ id }) => id)).toEqual(['T-1', 'T-2']);
  });

  test('a few lines of aliases cannot blow up memory', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `  - &l${i} [${Array.from({ length: 10 }, () => (i === 0 ? 'x' : `*l${i - 1}`)).join(', ')}]`,
    );
    write('tags/bomb.yaml', `tags:\n${levels.join('\n')}\n`);
    expect(asLines(await loadProject(dir, options))).toEqual([
      'tags/bomb.yaml:3 error aliases (*name) are not allowed in project files; write the value out',
    ]);
  });

  test('keys like __proto__ and constructor change nothing but the entry they stand in', async () => {
    write(
      'devices/d.yaml',
      'devices:\n  - { id: D, name: D, driver: test, options: { __proto__: { polluted: 1 }, host: h, port: 1 }, groups: { __proto__: { periodMs: 5 } } }\n',
    );
    write('tags/t.yaml', `__proto__: { polluted: 1 }\nconstructor: 1\ntags:\n${tag('T-1', '__proto__: { polluted: 1 }')}${tag('T-2')}`);
    const project = await loadProject(dir, options);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(project.tags.map(({ id }) => id)).toEqual(['T-2']);
    expect(Object.getPrototypeOf(project.devices[0]?.options)).toBe(Object.prototype);
    expect(project.devices[0]?.options['polluted']).toBeUndefined();
    expect(asLines(project)).toContain('tags/t.yaml:4 error tag T-1, "__proto__" is not a known setting here');
  });

  test('deep nesting and a file beyond the size limit are refused with a sentence', async () => {
    write('tags/deep.yaml', `tags: ${'['.repeat(5000)}${']'.repeat(5000)}\n`);
    write('tags/huge.yaml', '#\n');
    truncateSync(join(dir, 'tags/huge.yaml'), 65 * 1024 * 1024);
    expect(asLines(await loadProject(dir, options))).toEqual([
      expect.stringMatching(/^tags\/deep.yaml:1 error this is not valid YAML: .*depth/i),
      'tags/huge.yaml:- error the file has 65.0 MB, at most 64.0 MB are read; split it into several files',
    ]);
  });
});

describe('loading again', () => {
  test('a file that is no longer YAML keeps its last good version, and says so', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}${tag('T-2')}`);
    const loader = createProjectLoader(dir, options);
    await loader.load();
    write('tags/a.yaml', `tags:\n${tag('T-1')}  - { id: T-2, name: [\n`);
    const project = await loader.load();
    expect(project.tags.map(({ id }) => id)).toEqual(['T-1', 'T-2']);
    expect(asLines(project)).toEqual([
      expect.stringMatching(/^tags\/a.yaml:\d+ error this is not valid YAML: .*; its last good version stays in use$/),
    ]);
  });

  test('an entry that became wrong keeps its last good version; the others change', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1', 'decimals: 2')}${tag('T-2', 'decimals: 2')}`);
    const loader = createProjectLoader(dir, options);
    await loader.load();
    write('tags/a.yaml', `tags:\n${tag('T-1', 'decimals: many')}${tag('T-2', 'decimals: 3')}`);
    const project = await loader.load();
    expect(project.tags.map(({ decimals }) => decimals)).toEqual([2, 3]);
    expect(asLines(project)).toEqual([
      'tags/a.yaml:2 error tag T-1, decimals: a number is expected here, found the text "many"; its last good version stays in use',
    ]);
    write('tags/a.yaml', `tags:\n${tag('T-1', 'decimals: 4')}${tag('T-2', 'decimals: 3')}`);
    expect(await loader.load()).toMatchObject({ problems: [], tags: [{ decimals: 4 }, { decimals: 3 }] });
  });

  test('an alarm whose condition became wrong is judged by its last good one, as long as its tags are there', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}${tag('T-2')}`);
    const alarm = (expression: string): void => write('alarms/a.yaml', `alarms: [{ id: X, tag: T-1, kind: expression, expression: '${expression}', priority: 2, message: M }]\n`);
    const loader = createProjectLoader(dir, options);
    alarm('{T-1} > 5 && {T-2} > 5');
    await loader.load();
    alarm('{T-1} > 5 &&');
    for (const _ of [1, 2]) {
      const project = await loader.load();
      expect(project.alarms[0]).toMatchObject({ id: 'X', expression: '{T-1} > 5 && {T-2} > 5' });
      expect(project.alarmExpressions.get(project.alarms[0]?.id as AlarmId)?.text).toBe('{T-1} > 5 && {T-2} > 5');
      expect(asLines(project)).toEqual(['alarms/a.yaml:1 error alarm X: expression, the expression ends before it is complete; its last good version stays in use']);
    }
    write('tags/a.yaml', `tags:\n${tag('T-1')}`);
    const project = await loader.load();
    expect(project.alarms).toEqual([]);
    expect(asLines(project)).toEqual(['alarms/a.yaml:1 error alarm X: expression, the expression ends before it is complete; the alarm is left out']);
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

  test('a deleted file takes its entries away', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}`);
    write('tags/b.yaml', `tags:\n${tag('T-2')}`);
    const loader = createProjectLoader(dir, options);
    await loader.load();
    rmSync(join(dir, 'tags/a.yaml'));
    expect(await loader.load()).toMatchObject({ problems: [], tags: [{ id: 'T-2' }] });
  });

  test('files that did not change give the very same entries', async () => {
    write('tags/a.yaml', `tags:\n${tag('T-1')}`);
    write('tags/b.yaml', `tags:\n${tag('T-2')}`);
    const loader = createProjectLoader(dir, options);
    const first = await loader.load();
    write('tags/b.yaml', `tags:\n${tag('T-2', 'unit: bar')}`);
    const second = await loader.load();
    expect(second.tags[0]).toBe(first.tags[0]);
    expect(second.tags[1]?.unit).toBe('bar');
  });
});

test('100,000 tags load whole, each once', async () => {
  write('devices/d.yaml', 'devices: [{ id: D, name: D, driver: test, options: { host: h, port: 1 } }]\n');
  for (let file = 0; file < 10; file++) {
    const entries = Array.from({ length: 10_000 }, (_, i) => {
      const id = `T-${file}-${i}`;
      return i % 100 === 99
        ? tag(id, `expression: '{T-${file}-${i - 1}} * 2'`)
        : tag(id, `device: D, address: "40001:float32", range: [0, 100]`);
    });
    write(`tags/${file}.yaml`, `tags:\n${entries.join('')}`);
  }
  const project = await loadProject(dir, options);
  expect(project.problems).toEqual([]);
  expect(project.tags).toHaveLength(100_000);
  expect(project.directory.size).toBe(100_000);
  expect(project.addresses.size).toBe(99_000);
  expect(project.expressions.size).toBe(1000);
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
