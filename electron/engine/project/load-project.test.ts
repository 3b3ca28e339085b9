import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createProjectLoader, loadProject } from './load-project.ts';
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
