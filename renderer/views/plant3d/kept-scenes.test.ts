import { describe, expect, it } from 'vitest';
import { Scene } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { createKeptScenes } from './kept-scenes.ts';

const ready = (id: string) => {
  const scene = Scene.parse({ id, title: id, parts: [{ shape: 'box', at: [0, 0, 0] }] });
  return { state: 'ready', scene, layout: layOutScene(scene), version: '1', problems: [] } as const;
};
// Only who holds it is asked, never what it holds.
const mesh = {} as SceneMesh;

describe('scenes that were shown', () => {
  it('are there again as they were read last, for a console whose engine is away', () => {
    const kept = createKeptScenes();
    expect(kept.scene('hall')).toBeUndefined();
    kept.keep('hall', ready('hall'));
    const newer = ready('hall');
    kept.keep('hall', newer);
    expect(kept.scene('hall')).toBe(newer);
  });

  it('bring the meshes of their models, unless the models are others by now', () => {
    const kept = createKeptScenes();
    kept.keep('hall', ready('hall'));
    kept.keepMesh('hall', 'pump.glb', 'pump', mesh);
    kept.keep('hall', ready('hall'));
    expect(kept.meshes('hall', 'pump.glb').get('pump')).toBe(mesh);
    expect(kept.meshes('hall', 'other.glb').size).toBe(0);
    kept.keepMesh('hall', 'other.glb', 'motor', mesh);
    expect([...kept.meshes('hall', 'other.glb').keys()]).toEqual(['motor']);
  });

  it('are forgotten by the one looked at longest ago, with its meshes', () => {
    const kept = createKeptScenes();
    for (const id of ['a', 'b', 'c', 'd']) kept.keep(id, ready(id));
    kept.scene('a');
    kept.keep('e', ready('e'));
    expect(['a', 'b', 'c', 'd', 'e'].filter((id) => kept.scene(id) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
    kept.keepMesh('b', 'pump.glb', 'pump', mesh);
    expect(kept.meshes('b', 'pump.glb').size).toBe(0);
  });
});
