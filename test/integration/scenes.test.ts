import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMesh } from '#renderer/client/load-mesh.ts';
import { SceneTour, SceneView } from '#shared/model/scene.ts';
import { AssetId } from '#shared/model/ids.ts';
import { type EngineRig, createProjectFolder, startEngine } from '../support/engine-rig.ts';

/** One triangle of 2 m in a text as a CAD program writes it. */
const stl = `solid plate
facet normal 0 0 1
 outer loop
  vertex 0 0 0
  vertex 2 0 0
  vertex 0 2 0
 endloop
endfacet
endsolid plate
`;
const scene = `title: Skid
parts:
  - { shape: tank, asset: TK-1, at: [0, 0, 0] }
  - { shape: pump, asset: P-9, at: [6, 0, 0] }
models:
  - { id: plate, file: plate.stl }   # measured
  - { id: broken, file: broken.glb }
`;

describe('scenes of a running engine', { timeout: 180_000 }, () => {
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  beforeEach(async () => {
    folder = createProjectFolder({
      'project.yaml': 'name: Test plant\n',
      'assets/a.yaml': 'assets:\n  - { id: TK-1, name: Tank }\n',
      'scenes/skid.yaml': scene,
      'scenes/models/plate.stl': stl,
      'scenes/models/broken.glb': 'no model at all',
    });
    rig = await startEngine(folder);
  });
  afterEach(async () => {
    await rig.stop();
    folder.remove();
  });

  /** Resolves with the state of the project in which the scene has another version. */
  const changed = (before: string): { readonly next: Promise<{ revision: number; version: string | undefined }>; close(): void } => {
    let close = (): void => undefined;
    const next = new Promise<{ revision: number; version: string | undefined }>((resolve) => {
      const stream = rig.client.open('project.state', {}, { onItem: ({ revision, sceneVersions }) => void (sceneVersions['skid'] !== before && resolve({ revision, version: sceneVersions['skid'] })) });
      close = () => stream.close();
    });
    return { next, close: () => close() };
  };
  const versionNow = async (): Promise<string> => {
    const list = await rig.client.call('scene.list', {});
    return (list.ok && list.value.scenes[0]?.version) || '';
  };

  it('are listed, and given with what is wrong in their files', async () => {
    const list = await rig.client.call('scene.list', {});
    expect(list).toMatchObject({ ok: true, value: { scenes: [{ id: 'skid', title: 'Skid', asset: null, parts: 2, pipes: 0, models: 2 }] } });
    const got = await rig.connect('view').call('scene.get', { scene: 'skid' });
    expect(got).toMatchObject({ ok: true, value: { scene: { id: 'skid', parts: [{ asset: 'TK-1' }, { id: 'P-9' }] }, problems: [{ file: 'scenes/skid.yaml', line: 4, message: 'part P-9 (pump): there is no asset "P-9"' }] } });
    expect(await rig.client.call('scene.get', { scene: 'none' })).toMatchObject({ ok: false, fault: { code: 'not-found', message: 'There is no scene none in the project.' } });
  });

  it('give their models as plain triangles, and say why one is not drawn', async () => {
    const made = await loadMesh(rig.client.call, { scene: 'skid', model: 'plate' }, new AbortController().signal);
    if (!made.ok) throw new Error(made.fault.message);
    const { mesh, report } = made.value;
    expect(report).toMatchObject({ format: 'stl', triangles: 1 });
    expect([...mesh.positions].map((one) => Math.round(one * 1000) / 1000).toSorted((a, b) => a - b).at(-1)).toBe(mesh.bounds[3]);
    expect(mesh.indices).toHaveLength(3);
    expect(mesh.normals).toHaveLength((mesh.positions.length / 3) * 4);
    const broken = await rig.client.call('scene.mesh', { scene: 'skid', model: 'broken' });
    expect(broken).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(await rig.client.call('scene.mesh', { scene: 'skid', model: 'fan' })).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('take a node and a view from an engineer, keep the comments, and tell every console without a new revision', async () => {
    const before = await versionNow();
    const seen = changed(before);
    expect(await rig.client.call('scene.mapNode', { scene: 'skid', model: 'plate', node: 'plate', asset: AssetId.parse('TK-1'), before: null })).toEqual({ ok: true, value: {} });
    const first = await seen.next;
    seen.close();
    expect(first.revision).toBe(1);
    const again = changed(first.version ?? '');
    const view = SceneView.parse({ id: 'door', name: 'Door', eye: [0, -9, 2], target: [0, 0, 1] });
    expect(await rig.client.call('scene.saveView', { scene: 'skid', view, before: null })).toEqual({ ok: true, value: {} });
    expect((await again.next).revision).toBe(1);
    again.close();
    const got = await rig.client.call('scene.get', { scene: 'skid' });
    expect(got).toMatchObject({ ok: true, value: { scene: { models: [{ nodes: { plate: 'TK-1' } }, {}], views: [{ id: 'door', kind: 'unit' }] } } });
    const text = readFileSync(join(folder.projectDir, 'scenes/skid.yaml'), 'utf8');
    expect(text).toContain('# measured');
    expect(await rig.client.call('scene.saveView', { scene: 'skid', view, before: null })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(await rig.client.call('scene.removeView', { scene: 'skid', before: view })).toEqual({ ok: true, value: {} });
    expect(readFileSync(join(folder.projectDir, 'scenes/skid.yaml'), 'utf8')).toContain('views: []');
  });

  it('are changed by engineers only, and no node becomes an asset the plant does not have', async () => {
    const wish = { scene: 'skid', model: 'plate', node: 'plate', asset: AssetId.parse('TK-1'), before: null };
    for (const role of ['view', 'operate', 'lead'] as const) expect(await rig.connect(role).call('scene.mapNode', wish)).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rig.client.call('scene.mapNode', { ...wish, asset: AssetId.parse('P-9') })).toMatchObject({ ok: false, fault: { code: 'invalid', message: 'There is no asset P-9 in the project.' } });
    const both = await Promise.all([rig.client.call('scene.mapNode', wish), rig.connect('engineer', 'Other').call('scene.mapNode', wish)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('write down who changed what, refused or done, and the file differs by that alone', async () => {
    const view = SceneView.parse({ id: 'door', name: 'Door', eye: [0, -9, 2], target: [0, 0, 1] });
    const seen = changed(await versionNow());
    expect(await rig.client.call('scene.saveView', { scene: 'skid', view, before: null })).toEqual({ ok: true, value: {} });
    await seen.next;
    seen.close();
    const tour = SceneTour.parse({ id: 'round', name: 'Round', stops: [{ view: 'door' }] });
    expect(await rig.client.call('scene.saveTour', { scene: 'skid', tour: { ...tour, stops: [{ view: 'roof', seconds: 8 }] }, before: null })).toMatchObject({ ok: false, fault: { code: 'invalid', message: 'There is no view roof in the scene skid.' } });
    expect(await rig.client.call('scene.saveTour', { scene: 'skid', tour, before: null })).toEqual({ ok: true, value: {} });
    for (const role of ['view', 'operate', 'lead'] as const) expect(await rig.connect(role).call('scene.saveTour', { scene: 'skid', tour, before: null })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    // Two engineers who saw the same: the second is told.
    const other = rig.connect('engineer', 'Other');
    expect(await other.call('scene.saveTour', { scene: 'skid', tour: { ...tour, name: 'Evening' }, before: tour })).toEqual({ ok: true, value: {} });
    expect(await rig.client.call('scene.saveTour', { scene: 'skid', tour: { ...tour, name: 'Morning' }, before: tour })).toMatchObject({ ok: false, fault: { code: 'changed-meanwhile' } });
    expect(readFileSync(join(folder.projectDir, 'scenes/skid.yaml'), 'utf8')).toBe(`${scene}views:\n  - { id: door, name: Door, eye: [0, -9, 2], target: [0, 0, 1] }\ntours:\n  - { id: round, name: Evening, stops: [{view: door}] }\n`);
    // How a command ended is written behind its answer.
    const ended = async () => {
      for (;;) {
        const answer = await rig.client.call('actions.in', { span: { fromMs: 0, toMs: Date.now() + 1000 }, limit: 100 });
        if (!answer.ok) throw new Error(answer.fault.message);
        if (answer.value.actions.every(({ result }) => result !== null)) return answer.value.actions;
      }
    };
    expect((await ended()).map(({ user, action, subject, result }) => [user, action, subject, result?.replace(/:.*/, '')])).toEqual([
      ['Lead', 'scene.saveView', 'skid', 'done'],
      ['Lead', 'scene.saveTour', 'skid', 'invalid'],
      ['Lead', 'scene.saveTour', 'skid', 'done'],
      // Also who may not: the rig's three links without the role.
      ...Array.from({ length: 3 }, () => ['Lead', 'scene.saveTour', 'skid', 'forbidden']),
      ['Other', 'scene.saveTour', 'skid', 'done'],
      ['Lead', 'scene.saveTour', 'skid', 'changed-meanwhile'],
    ]);
  });

  it('give a mesh piece by piece, and make it anew where it made room meanwhile', async () => {
    const { signal } = new AbortController();
    const made = await rig.client.call('scene.mesh', { scene: 'skid', model: 'plate' });
    if (!made.ok) throw new Error(made.fault.message);
    const { mesh, bytes } = made.value;
    const whole = await rig.client.call('scene.meshBytes', { mesh, from: 0 });
    const rest = await rig.client.call('scene.meshBytes', { mesh, from: 100 });
    if (!whole.ok || !rest.ok) throw new Error('no bytes');
    expect(whole.value.bytes).toHaveLength(bytes);
    expect(rest.value.bytes).toEqual(whole.value.bytes.slice(100));
    expect(await rig.client.call('scene.meshBytes', { mesh, from: bytes + 7 })).toMatchObject({ ok: true, value: { bytes: new Uint8Array() } });
    expect(await rig.client.call('scene.meshBytes', { mesh: '../firstout.db', from: 0 })).toMatchObject({ ok: false, fault: { code: 'gone' } });
    // Emptied by hand, as the folder may be at any time, just before the first piece is asked for.
    rmSync(join(folder.dataDir, 'models'), { recursive: true });
    expect(await rig.client.call('scene.meshBytes', { mesh, from: 0 })).toMatchObject({ ok: false, fault: { code: 'gone' } });
    let emptied = 0;
    const call: typeof rig.client.call = (name, input, options) => {
      if (name === 'scene.meshBytes' && emptied++ === 0) rmSync(join(folder.dataDir, 'models'), { recursive: true });
      return rig.client.call(name, input, options);
    };
    const again = await loadMesh(call, { scene: 'skid', model: 'plate' }, signal);
    expect(again.ok && again.value.hash).toBe(made.value.hash);
    // One that nobody wants any more is not begun.
    expect(await loadMesh(rig.client.call, { scene: 'skid', model: 'plate' }, AbortSignal.abort())).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
  });

  it('follow a model that is replaced', async () => {
    const seen = changed(await versionNow());
    folder.write('scenes/models/plate.stl', stl.replaceAll(' 2 ', ' 4 '));
    await seen.next;
    seen.close();
    const made = await loadMesh(rig.client.call, { scene: 'skid', model: 'plate' }, new AbortController().signal);
    expect(made.ok && made.value.mesh.bounds[3]).toBeGreaterThan(0);
  });
});

describe('the scene of the demo plant', () => {
  it('comes whole over the line, as its reader made it', async () => {
    const root = mkdtempSync(join(tmpdir(), 'firstout-demo-scene-'));
    cpSync(fileURLToPath(new URL('../../resources/projects/demo', import.meta.url)), join(root, 'project'), { recursive: true });
    const rig = await startEngine({ projectDir: join(root, 'project'), dataDir: join(root, 'data') }, { isOffline: true });
    try {
      const got = await rig.client.call('scene.get', { scene: 'harbour-works' });
      if (!got.ok) throw new Error(got.fault.message);
      expect(got.value.problems).toEqual([]);
      expect(got.value.scene.parts.length).toBeGreaterThan(150);
      expect(got.value.scene.pipes.length).toBeGreaterThan(100);
    } finally {
      await rig.stop();
      rmSync(root, { recursive: true, force: true });
    }
  });
});
