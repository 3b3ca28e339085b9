import { describe, expect, it } from 'vitest';
import { Scene, type SceneModel } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { assetOfNode, entitiesOf } from './scene-entity.ts';
import { moveApart } from './stage/move-apart.ts';

const layout = layOutScene(
  Scene.parse({
    id: 'test',
    title: 'Test',
    parts: [
      { shape: 'pump', asset: 'P-1', at: [0, 0, 0], assembly: 'train' },
      { shape: 'motor', asset: 'M-1', at: [4, 0, 0], assembly: 'train' },
      { shape: 'rack', at: [0, 9, 0] },
    ],
    pipes: [{ id: 'a', asset: 'P-1', from: 'P-1.out', to: [9, 5, 2] }],
    models: [{ id: 'm', file: 'a.glb', at: [10, 0, 0], scale: 2, asset: 'SKID', nodes: { 'root/pump': 'P-2', 'root/pump/seal': 'P-2-SEAL' } }],
  }),
);
const model = layout.scene.models[0] as SceneModel;
const node = (path: string): SceneMesh['parts'][number] => ({ name: path, path, from: 0, count: 0, coarseFrom: 0, coarseCount: 0, baseColour: [0, 0, 0], bounds: [0, 0, 0, 1, 1, 1] });
const mesh: SceneMesh = { positions: new Float32Array(), normals: new Uint8Array(), indices: new Uint32Array(), coarseIndices: new Uint32Array(), parts: [node('root/pump'), node('root/frame')], bounds: [0, 0, 0, 1, 1, 1] };

describe('entities of a scene', () => {
  const entities = entitiesOf(layout, [{ model, mesh }]);
  it('are all its parts, then its pipes, then the nodes of its models', () => {
    expect(entities.map(({ kind, index, asset }) => [kind, index, asset])).toEqual([
      ['part', 0, 'P-1'],
      ['part', 1, 'M-1'],
      ['part', 2, null],
      ['pipe', 0, 'P-1'],
      ['node', 0, 'P-2'],
      ['node', 1, 'SKID'],
    ]);
    expect(entities[4]?.bounds).toEqual([10, 0, 0, 12, 2, 2]);
  });
  it('take the asset of the nearest node above that has one, else that of the model', () => {
    expect(['root/pump/seal/ring', 'root/pump/case', 'root/else', 'root'].map((path) => assetOfNode(model, path))).toEqual(['P-2-SEAL', 'P-2', 'SKID', 'SKID']);
  });
  it('move apart from the middle of their assembly, the others stay, and none sinks into the floor', () => {
    const move = new Float32Array(4 * 256);
    expect(moveApart(move, entities, 'train', 1)).toBe(true);
    expect(move[0]).toBeLessThan(-1);
    expect(move[4]).toBeGreaterThan(1);
    expect(move.subarray(8, 12)).toEqual(new Float32Array(4));
    for (let at = 2; at < 24; at += 4) expect(move[at]).toBeGreaterThanOrEqual(0);
    expect(moveApart(move, entities, null, 0)).toBe(false);
    expect(move.every((one) => one === 0)).toBe(true);
  });
});
