import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { createProjectLoader, loadProject } from './load-project.ts';
import type { LoadedProject } from './loaded-project.ts';
import { diffProjects } from './project-diff.ts';
import { testDriver } from './testing/test-driver.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-scenes-'));
  write('project.yaml', 'name: Test plant\n');
  write('assets/a.yaml', 'assets:\n  - { id: TK-1, name: Tank }\n  - { id: P-1, name: Pump }\n');
  write('tags/t.yaml', "tags:\n  - { id: LT-1, name: Level, asset: TK-1 }\n");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), text);
}
const options = { driverTypes: [testDriver] };
const problemsOf = (project: LoadedProject): string[] => project.problems.map(({ file, line, severity, message }) => `${file}:${line ?? '-'} ${severity} ${message}`);
const good = `title: Test plant
parts:
  - { shape: tank, asset: TK-1, at: [0, 0, 0], level: LT-1 }
  - { shape: pump, asset: P-1, at: [6, 0, 0], turn: 180 }
pipes:
  - { id: suction, from: TK-1.out, to: P-1.in, flow: LT-1 }
views:
  - { id: all, name: All, eye: [0, -20, 10], target: [0, 0, 0], assets: [TK-1] }
`;

describe('A scene', () => {
  it('is read from a text a person wrote, with what is usual put in', async () => {
    write('scenes/test.yaml', good);
    const { scenes, sceneVersions, problems } = await loadProject(dir, options);
    expect(problems).toEqual([]);
    expect(scenes).toHaveLength(1);
    expect(scenes[0]).toMatchObject({ id: 'test', title: 'Test plant', parts: [{ asset: 'TK-1', turn: 0, nozzles: {} }, { asset: 'P-1' }], pipes: [{ service: 'main', diameter: 0.15 }], views: [{ kind: 'unit' }] });
    expect(sceneVersions.get('test')).toMatch(/^[\w-]{22}$/);
  });

  it('says of every mistake where it is and what was expected, and draws the rest', async () => {
    write(
      'scenes/test.yaml',
      `title: Test plant
asset: U-9
parts:
  - { shape: tank, asset: TK-1, at: [0, 0, 0], level: LT-9 }
  - { shape: pomp, asset: P-1, at: [6, 0, 0] }
  - { shape: pump, asset: P-9, at: [6, 0], turn: 180 }
  - { shape: pump, asset: P-9, at: [6, 0, 0], turn: 180 }
  - { shape: box, at: [9, 9, 0], sise: [1, 1, 1] }
  - { shape: box, id: twin, at: [9, 9, 0] }
  - { shape: box, id: twin, at: [9, 9, 9] }
pipes:
  - { id: suction, from: TK-1.out, to: P-9.in }
  - { id: nowhere, from: TK-1.outlet, to: P-9.in }
  - { id: empty-corner, from: TK-1.out, to: P-9.in, via: [{}] }
models:
  - { id: skid, file: ../../secret.glb }
  - { id: pump, file: pump.glb, nodes: { Root/Body: P-9 } }
views:
  - { id: all, name: All, eye: [0, -20, 10], target: [0, 0, 0], assets: [TK-1, P-9], alarms: [LT-9.H] }
tours:
  - { id: walk, name: Walk, stops: [{ view: all }, { view: none }] }
routes:
  - { id: way, name: Way, assets: [P-9], points: [[0, 0, 0], [1, 0, 0]] }
isolations:
  - { id: v, assets: [TK-1], kind: valve, at: [0, 0, 0], label: V, energy: process, device: XV-9, tag: ZS-9 }
  - { id: w, assets: [TK-1], kind: tap, at: [0, 0, 0], label: W, energy: process }
`,
    );
    const project = await loadProject(dir, options);
    expect(problemsOf(project)).toEqual([
      'scenes/test.yaml:2 error there is no asset "U-9"',
      'scenes/test.yaml:4 error part TK-1 (tank): there is no tag "LT-9"',
      expect.stringMatching(/^scenes\/test\.yaml:5 error part P-1 \(pomp\), shape: one of tank, open-tank, .* is expected here, found the text "pomp"$/),
      expect.stringMatching(/^scenes\/test\.yaml:6 error part P-9 \(pump\), at.*$/),
      'scenes/test.yaml:7 error part P-9 (pump): there is no asset "P-9"',
      'scenes/test.yaml:8 error part number 5, "sise" is not a known setting here; did you mean "size"?',
      'scenes/test.yaml:10 error part twin exists already, in scenes/test.yaml line 9; this one is left out',
      'scenes/test.yaml:13 error pipe nowhere: from: TK-1 has no nozzle "outlet"; it has top, bottom, in, out, east, north, west, south, east-high, north-high, west-high, south-high; the pipe is left out',
      expect.stringMatching(/^scenes\/test\.yaml:14 error pipe empty-corner, via\.item 1: .*at least one of east, north, up/),
      expect.stringMatching(/^scenes\/test\.yaml:16 error model skid, file: a file below scenes\/models/),
      'scenes/test.yaml:17 error model pump: there is no file "pump.glb" in scenes/models',
      'scenes/test.yaml:17 error model pump: there is no asset "P-9"; the node stays without one',
      'scenes/test.yaml:19 error view all: there is no asset "P-9"; it is left out',
      'scenes/test.yaml:19 error view all: there is no alarm "LT-9.H"; it is left out',
      'scenes/test.yaml:21 error tour walk: there is no view "none" in this scene; the stop is left out',
      'scenes/test.yaml:23 error route way: there is no asset "P-9"; it is left out',
      'scenes/test.yaml:25 error isolation point v: there is no asset "XV-9"',
      'scenes/test.yaml:25 error isolation point v: there is no tag "ZS-9"',
      'scenes/test.yaml:26 error isolation point w, kind: one of valve, breaker, drain, vent, blind, switch is expected here, found the text "tap"',
    ]);
    const [scene] = project.scenes;
    if (scene === undefined) throw new Error('no scene');
    // A pump that stands there is drawn although it is no asset of the plant, and its pipe finds it.
    expect(scene.parts.map(({ asset, id }) => asset ?? id)).toEqual(['TK-1', 'P-9', 'twin']);
    expect(scene.parts[0]).not.toHaveProperty('level');
    expect(scene.pipes.map(({ id }) => id)).toEqual(['suction']);
    expect(scene.models.map(({ id, nodes }) => [id, nodes])).toEqual([['pump', {}]]);
    expect([scene.tours[0]?.stops.length, scene.routes.length, scene.isolations.length]).toEqual([1, 0, 1]);
    expect(layOutScene(scene).faults).toEqual([]);
  });

  it.each([
    ['', 'scenes/test.yaml:- error the file is empty; a scene has a title and lists of parts and pipes'],
    ['- 1', 'scenes/test.yaml:1 error a scene has a title and lists of parts and pipes at the top of its file'],
    ['parts: []', 'scenes/test.yaml:- error title is missing: a text is expected'],
    ['title: A\nparts: 7', 'scenes/test.yaml:2 error "parts:" holds a list: each entry begins with "- "'],
    ['title: A\npart: []', 'scenes/test.yaml:2 error "part" is not a known setting here; did you mean "parts"?'],
    ['title: A\nparts: [&a 1, *a]', 'scenes/test.yaml:2 error aliases (*name) are not allowed in project files; write the value out'],
  ])('that is not one says so: %j', async (text, problem) => {
    write('scenes/test.yaml', text);
    const project = await loadProject(dir, options);
    expect(problemsOf(project).map((one) => one.replace(/:1 error title is/, ':- error title is'))).toEqual([problem]);
  });

  it('lets conveyors rise and says what stands level', async () => {
    write('scenes/test.yaml', 'title: Test plant\nparts:\n  - { shape: belt-conveyor, id: belt, at: [0, 0, 0], rise: -3.5 }\n  - { shape: tank, asset: TK-1, at: [9, 0, 0], rise: 2 }\n');
    const project = await loadProject(dir, options);
    expect(project.scenes[0]?.parts.map(({ rise }) => rise)).toEqual([-3.5, undefined]);
    expect(problemsOf(project)).toEqual(['scenes/test.yaml:4 error part TK-1 (tank): a tank stands level; conveyor, screw-conveyor, belt-conveyor, cable-tray, railing may rise']);
  });

  it('is read up to 4 MB and 20,000 parts, and says where it was cut off', async () => {
    write('scenes/big.yaml', `title: Big\n# ${'x'.repeat(4 * 1024 * 1024)}\n`);
    write('scenes/many.yaml', `title: Many\nparts:\n${'  - { shape: box, at: [0, 0, 0] }\n'.repeat(20_001)}`);
    write('scenes/Wrong Name.yaml', 'title: A');
    const project = await loadProject(dir, options);
    expect(problemsOf(project)).toEqual([
      'scenes/Wrong Name.yaml:- error "Wrong Name" cannot be the name of a scene: small letters, digits and - only',
      'scenes/big.yaml:- error the file has 4.0 MB, at most 4.0 MB are read; split it into several files',
      'scenes/many.yaml:20003 error there are more than 20,000 parts; what begins here is left out',
    ]);
    expect(project.scenes.map(({ id, parts }) => [id, parts.length])).toEqual([['many', 20_000]]);
  });

  it('whose file leads out of the project is not followed', async () => {
    mkdirSync(join(dir, 'scenes'));
    const outside = mkdtempSync(join(tmpdir(), 'firstout-outside-'));
    try {
      writeFileSync(join(outside, 'x.yaml'), good);
      symlinkSync(join(outside, 'x.yaml'), join(dir, 'scenes/x.yaml'));
      const project = await loadProject(dir, options);
      expect(problemsOf(project)).toEqual(['scenes/x.yaml:- error the link leads out of the project folder and is not followed']);
      expect(project.scenes).toEqual([]);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('keeps its last good version where an edit broke it, entry by entry, and disturbs no device', async () => {
    write('scenes/test.yaml', good);
    const loader = createProjectLoader(dir, options);
    const first = await loader.load();
    write('scenes/test.yaml', good.replace('turn: 180', 'turn: left'));
    const second = await loader.load();
    expect(problemsOf(second)).toEqual(['scenes/test.yaml:4 error part P-1 (pump), turn: a number is expected here, found the text "left"; its last good version stays in use']);
    expect(second.scenes).toEqual(first.scenes);
    write('scenes/test.yaml', 'title: [');
    const third = await loader.load();
    expect(third.scenes).toEqual(first.scenes);
    expect(third.problems).toHaveLength(1);
    write('scenes/test.yaml', good.replace('[6, 0, 0]', '[7, 0, 0]'));
    const fourth = await loader.load();
    const diff = diffProjects(first, fourth);
    expect([diff.isScenesChanged, diff.isPlantSame, diff.isEmpty, diff.restartDevices]).toEqual([true, true, false, []]);
    rmSync(join(dir, 'scenes/test.yaml'));
    expect((await loader.load()).scenes).toEqual([]);
  });

  it('has another version when a model of it is replaced, and the same when nothing is', async () => {
    write('scenes/models/pump.glb', 'one');
    write('scenes/test.yaml', `${good}models:\n  - { id: pump, file: pump.glb }\n`);
    const loader = createProjectLoader(dir, options);
    const versions: (string | undefined)[] = [];
    for (const text of ['', '', 'another']) {
      if (text !== '') write('scenes/models/pump.glb', text);
      versions.push((await loader.load()).sceneVersions.get('test'));
    }
    expect(versions[0]).toBe(versions[1]);
    expect(versions[2]).not.toBe(versions[1]);
  });

  it('whatever stands in its file, is read without an exception, and what is drawn has a place for every pipe', async () => {
    const scalar = fc.oneof(fc.constantFrom('tank', 'pump', 'TK-1', 'TK-1.out', 'P-1.in', '__proto__', 'constructor', '.', '*', 1e9, -1, 0, null, true), fc.string({ maxLength: 8 }));
    const value = fc.letrec((tie) => ({ any: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('shape', 'at', 'id', 'from', 'to', 'via', 'asset', 'nodes', 'file', 'up'), tie('any'), { maxKeys: 4 })) })).any;
    const loader = createProjectLoader(dir, options);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom('title', 'parts', 'pipes', 'models', 'views', 'tours', 'routes', 'isolations', 'floors', 'buildings'), value, { maxKeys: 5 }), async (root) => {
        write('scenes/test.yaml', JSON.stringify({ title: 'A', ...root }));
        const { scenes } = await loader.load();
        for (const scene of scenes) expect(layOutScene(scene).faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('The scene of the demo plant', () => {
  const demo = fileURLToPath(new URL('../../../resources/projects/demo', import.meta.url));

  it('is sound and shows every piece of equipment of the project', async () => {
    const { driverTypes } = await import('../drivers/registry.ts');
    const project = await loadProject(demo, { driverTypes });
    expect(problemsOf(project)).toEqual([]);
    const [scene] = project.scenes;
    if (scene === undefined) throw new Error('no scene');
    const shown = new Set<string | undefined>(scene.parts.map(({ asset }) => asset));
    expect(project.assets.filter(({ level, id }) => (level === 'equipment' || level === 'part') && !shown.has(id)).map(({ id }) => id)).toEqual([]);
    // Places that hold something show how much.
    expect(scene.parts.filter(({ level }) => level !== undefined).length).toBeGreaterThanOrEqual(12);
    // What a person needs at the equipment of each scenario: a view, a way there and points to shut it off.
    for (const asset of ['P-231A', 'K-201-DE', 'P-201A', 'FCV-2011', 'V-201', 'V-421', 'K-421', 'TR-1', 'PLC-41', 'HPU-431']) {
      for (const list of ['views', 'routes', 'isolations'] as const) expect(scene[list].filter(({ assets }) => (assets as readonly string[]).includes(asset)).length, `${list} of ${asset}`).toBeGreaterThan(0);
    }
  });

  it('has a pipe or a chute wherever the plant says that something flows, but for what stands directly on another', async () => {
    const { driverTypes } = await import('../drivers/registry.ts');
    const project = await loadProject(demo, { driverTypes });
    const [scene] = project.scenes;
    if (scene === undefined) throw new Error('no scene');
    const layout = layOutScene(scene);
    const assetOf = (part: number | null): string | undefined => (part === null ? undefined : scene.parts[part]?.asset);
    const touched = new Set(layout.pipes.flatMap(({ fromPart, toPart }) => [assetOf(fromPart), assetOf(toPart)]));
    const flows = project.logic.connections.filter(({ carries }) => carries === 'process' || carries === 'steam' || carries === 'lube');
    const ends = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].filter((asset) => scene.parts.some((part) => part.asset === asset));
    // The pusher's rod and the agitator's shaft are no pipes; pumps of the hydraulic unit stand on it.
    expect(ends.filter((asset) => !touched.has(asset))).toEqual([]);
  });

  it('runs no pipe back upon itself, and keeps pipes within the site', async () => {
    const { driverTypes } = await import('../drivers/registry.ts');
    const [scene] = (await loadProject(demo, { driverTypes })).scenes;
    if (scene === undefined) throw new Error('no scene');
    for (const { pipe, points } of layOutScene(scene).pipes) {
      for (let i = 2; i < points.length; i++) {
        const [a, b, c] = [points[i - 2], points[i - 1], points[i]] as const;
        if (a === undefined || b === undefined || c === undefined) continue;
        const dot = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) + (b[2] - a[2]) * (c[2] - b[2]);
        expect(dot, `${pipe.id} at corner ${i}`).toBeGreaterThan(-0.05);
      }
      for (const [east, north, up] of points) {
        expect(up, pipe.id).toBeGreaterThanOrEqual(0);
        expect(east >= 0 && east <= 112 && north >= 0 && north <= 72, pipe.id).toBe(true);
      }
    }
  });
});
