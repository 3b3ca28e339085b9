import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type DirectoryIndex } from '#renderer/client/directory-index.ts';
import { useClient, useDirectory, useLink } from '#renderer/client/use-client.ts';
import { useRunbookList } from '#renderer/client/use-runbooks.ts';
import { type Findable } from '#renderer/widgets/find-list/find-words.ts';

/** What of the project a text may name, each to be found by its id or name. */
export type Things = {
  readonly tag: readonly Findable[];
  readonly writable: readonly Findable[];
  readonly asset: readonly Findable[];
  readonly alarm: readonly Findable[];
  readonly screen: readonly Findable[];
  readonly trend: readonly Findable[];
  readonly scene: readonly Findable[];
  readonly runbook: readonly Findable[];
  /** Of tags, each once. */
  readonly unit: readonly Findable[];
  viewsOf(scene: string): readonly Findable[];
};

const none: readonly Findable[] = [];

type SceneViews = { readonly id: string; readonly name: string; readonly views: readonly Findable[] };

/** All things of the project, made anew when it changes. */
export function useThings(): Things {
  const client = useClient();
  const directory = useDirectory();
  const trends = useStore(client.project, (project) => project?.trends ?? null);
  const runbooks = useRunbookList().answer;
  const scenes = useScenes();
  const plant = useMemo(() => (directory === null ? null : plantThings(directory)), [directory]);
  return useMemo(
    () => ({
      tag: plant?.tag ?? none,
      writable: plant?.writable ?? none,
      asset: plant?.asset ?? none,
      alarm: plant?.alarm ?? none,
      screen: plant?.screen ?? none,
      unit: plant?.unit ?? none,
      trend: (trends ?? []).map(({ id, name }) => ({ id, name })),
      scene: scenes,
      runbook: (runbooks ?? []).map(({ id, title }) => ({ id, name: title })),
      viewsOf: (scene) => scenes.find(({ id }) => id === scene)?.views ?? none,
    }),
    [plant, trends, runbooks, scenes],
  );
}

function plantThings({ directory }: DirectoryIndex) {
  return {
    tag: directory.tags,
    writable: directory.tags.filter(({ writable }) => writable),
    asset: directory.assets,
    alarm: directory.alarms.map(({ id, message }) => ({ id, name: message })),
    screen: directory.screens.map(({ id, title }) => ({ id, name: title })),
    unit: [...new Set(directory.tags.map(({ unit }) => unit))].filter((unit) => unit !== '').toSorted().map((id) => ({ id, name: '' })),
  };
}

const noScenes: readonly SceneViews[] = [];

function useScenes(): readonly SceneViews[] {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const versions = useStore(client.project, (project) => JSON.stringify(project?.sceneVersions ?? {}));
  const [scenes, setScenes] = useState(noScenes);
  useEffect(() => {
    if (!isLive) return undefined;
    const abort = new AbortController();
    void (async () => {
      const list = await client.call('scene.list', {}, { signal: abort.signal });
      const found: SceneViews[] = [];
      for (const { id, title } of list.ok ? list.value.scenes : []) {
        const scene = await client.call('scene.get', { scene: id }, { signal: abort.signal });
        found.push({ id, name: title, views: scene.ok ? scene.value.scene.views.map((view) => ({ id: view.id, name: view.name })) : [] });
      }
      if (!abort.signal.aborted) setScenes(found);
    })();
    return () => abort.abort();
  }, [client, isLive, versions]);
  return scenes;
}
