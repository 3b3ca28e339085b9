import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { besideSource, forbiddenFolders, forbiddenGlobals, type ImportRule, importRules, longestFile, longFiles } from './import-rules.ts';
import { packageName, projectPath, readSource, readSourceFiles, type SourceFile } from './source-files.ts';

const files = readSourceFiles();
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** Whether `path` lies in `place`: a file, a folder ending in a slash, or a folder with one `*` level. */
function liesIn(path: string, place: string): boolean {
  if (place.includes('*')) return path.startsWith(ownFolder(path, place) ?? '\0');
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

/** The folder a rule means for this file: `renderer/views/*` with a slash behind gives `renderer/views/trends/`. */
function ownFolder(path: string, from: string): string | null {
  const pattern = new RegExp(`^${from.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}`);
  return pattern.exec(path)?.[0] ?? null;
}

function ruleFor(path: string): ImportRule | undefined {
  return importRules.find((rule) => ownFolder(path, rule.from) !== null && (rule.from.endsWith('/') || rule.from === path));
}

/** Sentences for each import of a file that the table does not allow. */
function brokenRules(file: SourceFile): string[] {
  const rule = ruleFor(file.path);
  if (rule === undefined) return file.path.startsWith('test/') ? [] : [`${file.path}: no row of the import table covers it`];
  const own = rule.from.endsWith('/') ? (ownFolder(file.path, rule.from) ?? '') : file.path;
  const test = isTest(file.path);
  const inside = test ? [...rule.inside, ...besideSource.inside] : rule.inside;
  const packages = test ? [...rule.packages, ...besideSource.packages] : rule.packages;
  return file.imports.flatMap(({ specifier, line }) => {
    const target = projectPath(file.path, specifier);
    const isAllowed =
      target === null
        ? packages.includes(packageName(specifier))
        : liesIn(target, own) || inside.some((place) => liesIn(target, place)) || (/\.(css|svg)$/.test(target) && target.startsWith('renderer/'));
    return isAllowed ? [] : [`${file.path}:${line} imports ${specifier}, but ${rule.words}`];
  });
}

/** One sentence for each ring of imports; type-only imports count too. */
function cycles(all: readonly SourceFile[]): string[] {
  const targets = new Map(all.map((file) => [file.path, file.imports.map((one) => projectPath(file.path, one.specifier)).filter((path) => path !== null)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) return void found.push([...trail.slice(at), path].join(' → '));
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) walk(path, []);
  return found;
}

function forbiddenUses(file: SourceFile): string[] {
  if (isTest(file.path) || !forbiddenGlobals.folders.some((folder) => file.path.startsWith(folder))) return [];
  const words = 'time, chance and the log come through electron/engine/ports.ts';
  return file.globals
    .filter(({ name }) => forbiddenGlobals.names.includes(name) || forbiddenGlobals.members.includes(name))
    .map(({ name, line }) => `${file.path}:${line} uses ${name}, but ${words}`);
}

describe('the architecture', () => {
  it('is read from real files', () => expect(files.length).toBeGreaterThan(40));
  it('lets each folder import only what its row of the table allows', () => expect(files.flatMap(brokenRules)).toEqual([]));
  it('has no ring of imports', () => expect(cycles(files)).toEqual([]));
  it('keeps time, chance and the console out of shared and the engine', () => expect(files.flatMap(forbiddenUses)).toEqual([]));

  it(`keeps files at most ${longestFile} lines long`, () => {
    const long = files.filter((file) => file.lines > longestFile && longFiles[file.path] === undefined);
    expect(long.map((file) => `${file.path} has ${file.lines} lines`)).toEqual([]);
  });

  it('names files and folders in kebab-case, and no folder utils, common or the like', () => {
    const named = files.filter(({ path }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.tsx?$/.test(basename(path)));
    const housed = files.filter(({ path }) => dirname(path).split('/').some((folder) => forbiddenFolders.includes(folder) || !/^[a-z0-9-]+$/.test(folder)));
    expect([...named, ...housed].map((file) => file.path)).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const broken = (path: string, text: string): number => brokenRules(readSource(path, text)).length;

  it.each([
    ['shared reaching Node', 'shared/model/a.ts', `import { x } from 'node:fs';`],
    ['the engine reaching electron by a type', 'electron/engine/tags/a.ts', `import type { App } from 'electron';`],
    ['an engine module reaching its sibling', 'electron/engine/alarms/a.ts', `import { x } from '../historian/historian.ts';`],
    ['SQLite outside the store', 'electron/engine/historian/a.ts', `const x = await import('better-sqlite3');`],
    ['a view reaching another view', 'renderer/views/alarms/a.tsx', `export { x } from '../trends/b.tsx';`],
    ['a widget reaching the client', 'renderer/widgets/a.tsx', `import { x } from '#renderer/client/use-client.ts';`],
    ['the simulator reaching the engine', 'electron/simulator/a.ts', `import { x } from '../engine/ports.ts';`],
    ['main reaching the engine by a type query', 'electron/main/a.ts', `type E = import('../engine/engine.ts').Engine;`],
    ['a file no row covers', 'elsewhere/a.ts', ''],
  ])('refuse %s', (_what, path, text) => expect(broken(path, text)).toBe(1));

  it('let a view reach the client and a test reach vitest', () => {
    expect(broken('renderer/views/alarms/a.tsx', `import { x } from '#renderer/client/use-client.ts'; import { y } from './b.tsx';`)).toBe(0);
    expect(broken('electron/engine/tags/a.test.ts', `import { it } from 'vitest'; import { x } from '../testing/virtual-ports.ts';`)).toBe(0);
  });

  it('see a ring of type-only imports', () => {
    const ring = [readSource('shared/model/a.ts', `import type { B } from './b.ts';`), readSource('shared/model/b.ts', `import type { A } from './a.ts';`)];
    expect(cycles(ring)).toEqual(['shared/model/a.ts → shared/model/b.ts → shared/model/a.ts']);
  });

  it.each(['Date.now()', 'new Date()', 'Math.random()', 'setTimeout(f, 1)', 'performance.now()', 'console.log(1)', 'const later = setInterval'])('see %s in the engine', (text) => {
    expect(forbiddenUses(readSource('electron/engine/tags/a.ts', text))).toHaveLength(1);
  });

  it('let new Date(ms) and a method named after through', () => {
    expect(forbiddenUses(readSource('electron/engine/tags/a.ts', 'new Date(0); clock.setTimeout(1); const o = { console: 1 };'))).toEqual([]);
  });
});
