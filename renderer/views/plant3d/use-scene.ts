import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Scene, SceneEntry, SceneId } from '#shared/model/scene.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { loadMesh } from '#renderer/client/load-mesh.ts';
import { useClient } from '#renderer/client/use-client.ts';
import type { LoadedModel } from '#renderer/widgets/scene3d/scene-entity.ts';
import { keptScenes, type ReadyScene } from './kept-scenes.ts';

export type SceneState =
  | { readonly state: 'loading' }
  | ReadyScene
  | { readonly state: 'failed'; readonly sentence: string };

const loading: SceneState = { state: 'loading' };

/** The project's scenes, asked for again when one comes, goes or changes, as known last while the engine is away; null until they are known. */
export function useSceneList(): readonly SceneEntry[] | null {
  const client = useClient();
  const versions = useStore(client.project, (project) => project?.sceneVersions);
  const key = versions === undefined ? null : JSON.stringify(versions);
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [list, setList] = useState<readonly SceneEntry[] | null>(() => keptScenes(client).list);
  useEffect(() => {
    if (key === null || !isLive) return undefined;
    let isCurrent = true;
    void client.call('scene.list', {}).then((answer) => {
      if (!isCurrent || !answer.ok) return;
      keptScenes(client).list = answer.value.scenes;
      setList(answer.value.scenes);
    });
    return () => void (isCurrent = false);
  }, [client, key, isLive]);
  return list;
}

/**
 * The scene of this id, laid out; fetched again when its file or the project changes and when a lost line is back. The old one
 * stays until the new one is there; one this window has shown before begins as it was read last.
 */
export function useScene(id: string | null): SceneState {
  const client = useClient();
  const revision = useStore(client.directory, (directory) => directory?.revision ?? -1);
  const version = useStore(client.project, (project) => (id === null ? '' : (project?.sceneVersions[id] ?? '')));
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [shown, setShown] = useState<{ readonly id: string | null; readonly scene: SceneState }>(() => ({ id, scene: keptState(client, id) }));
  useEffect(() => {
    if (id === null || revision < 0 || !isLive) return undefined;
    let isCurrent = true;
    void client.call('scene.get', { scene: id as SceneId }).then((answer) => {
      if (!isCurrent) return;
      if (!answer.ok) {
        if (answer.fault.code === 'disconnected') return;
        return setShown({ id, scene: { state: 'failed', sentence: answer.fault.message } });
      }
      const { scene, version: got, problems } = answer.value;
      const old = keptScenes(client).scene(id);
      const layout = old !== undefined && shapeOf(old.scene) === shapeOf(scene) ? old.layout : layOutScene(scene);
      const ready = { state: 'ready', scene, layout, version: got, problems } as const;
      keptScenes(client).keep(id, ready);
      setShown({ id, scene: ready });
    });
    return () => void (isCurrent = false);
  }, [client, id, revision, version, isLive]);
  const isOther = shown.id !== id;
  const kept = useMemo(() => (isOther ? keptState(client, id) : loading), [isOther, client, id]);
  return isOther ? kept : shown.scene;
}

const keptState = (client: ConsoleClient, id: string | null): SceneState => (id === null ? loading : (keptScenes(client).scene(id) ?? loading));

/** All that a picture is built of: another view, tour or way is no reason to build it again. */
const shapeOf = ({ floors, buildings, parts, pipes }: Scene): string => JSON.stringify([floors, buildings, parts, pipes]);

export type ModelsState = {
  readonly models: readonly LoadedModel[];
  /** The same meshes at the same places; the same array as before where only the assets of their nodes changed. */
  readonly drawn: readonly LoadedModel[];
  /** What each model that is not drawn says, by its id; empty words while it is on its way. */
  readonly missing: ReadonlyMap<string, string>;
};

const noModels: ModelsState = { models: [], drawn: [], missing: new Map() };

const isDrawnAs = (a: readonly LoadedModel[], b: readonly LoadedModel[]): boolean =>
  a.length === b.length && a.every(({ model, mesh }, i) => mesh === b[i]?.mesh && JSON.stringify({ ...model, nodes: {} }) === JSON.stringify({ ...b[i].model, nodes: {} }));

/**
 * The meshes of a scene's models, one after the other: the scene is there before them. A model that is refused says why; what a
 * lost line kept from coming comes when it is back, and until then what this window has shown of it stands.
 */
export function useModels(scene: Scene | null): ModelsState {
  const client = useClient();
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [meshes, setMeshes] = useState<ReadonlyMap<string, SceneMesh | string>>(new Map());
  const [shown, setShown] = useState(noModels);
  const wanted = scene === null ? '' : JSON.stringify([scene.id, ...scene.models.map(({ id, file, up }) => [id, file, up])]);
  /** Models of `wanted` that were answered. */
  const answered = useRef<{ readonly wanted: string; readonly models: Set<string> }>({ wanted: '', models: new Set() });
  useEffect(() => {
    answered.current = { wanted, models: new Set() };
    setMeshes(scene === null ? new Map() : new Map(keptScenes(client).meshes(scene.id, wanted)));
    // oxlint-disable-next-line react/exhaustive-deps -- another place or map of nodes is no other mesh
  }, [client, wanted]);
  useEffect(() => {
    if (scene === null || scene.models.length === 0 || !isLive) return undefined;
    const abort = new AbortController();
    const { models: done } = answered.current;
    const load = async (): Promise<void> => {
      for (const { id } of scene.models) {
        if (done.has(id)) continue;
        const answer = await loadMesh(client.call, { scene: scene.id, model: id }, abort.signal);
        if (abort.signal.aborted || (!answer.ok && answer.fault.code === 'disconnected')) return;
        done.add(id);
        if (answer.ok) keptScenes(client).keepMesh(scene.id, wanted, id, answer.value.mesh);
        setMeshes((known) => new Map(known).set(id, answer.ok ? answer.value.mesh : answer.fault.message));
      }
    };
    void load();
    return () => abort.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- another place or map of nodes is no other mesh
  }, [client, wanted, isLive]);
  useEffect(() => {
    if (scene === null || scene.models.length === 0) return setShown(noModels);
    const models = scene.models.flatMap((model): LoadedModel[] => {
      const mesh = meshes.get(model.id);
      return mesh === undefined || typeof mesh === 'string' ? [] : [{ model, mesh }];
    });
    const missing = new Map(
      scene.models.flatMap(({ id }): (readonly [string, string])[] => {
        const mesh = meshes.get(id);
        return mesh === undefined ? [[id, '']] : typeof mesh === 'string' ? [[id, mesh]] : [];
      }),
    );
    setShown((before) => ({ models, drawn: isDrawnAs(before.drawn, models) ? before.drawn : models, missing }));
  }, [scene, meshes]);
  return shown;
}
