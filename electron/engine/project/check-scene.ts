import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { Scene, SceneModel, ScenePart, ScenePipe } from '#shared/model/scene.ts';
import { slopingShapes } from '#shared/model/scene-shapes.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { without } from './check-entries.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { type SceneEntries, type SceneList, sceneShapes, type SceneValue } from './read-scene-file.ts';

/** What a scene may refer to. */
export type SceneSurroundings = {
  readonly hasAsset: (id: string) => boolean;
  readonly hasTag: (id: string) => boolean;
  readonly hasAlarm: (id: string) => boolean;
  /** Whether a file is there below `scenes/models/`. */
  readonly hasModel: (file: string) => boolean;
};

/**
 * The scene with what leads nowhere left out and told. A part or pipe of an unknown asset or tag stays and shows nothing of
 * the plant: its place is true all the same. A pipe without an end, a tour without stops and a way to nothing go.
 */
export function checkScene(id: string, file: string, entries: SceneEntries, around: SceneSurroundings, problems: DraftProblem[]): Scene {
  const note = <List extends SceneList>(list: List, entry: Entry<SceneValue<List>>, key: readonly (string | number)[], message: string, severity: DraftProblem['severity'] = 'error'): void => {
    const { noun, nameOf } = sceneShapes[list];
    problems.push({ file, at: [list, entry.item, ...key], message: `${noun} ${nameOf(entry.value) ?? `number ${entry.item + 1}`}: ${message}`, severity });
  };
  /** Without a setting that names something unknown. */
  const checked = <List extends SceneList, Key extends string & keyof SceneValue<List>>(list: List, entry: Entry<SceneValue<List>>, key: Key, kind: 'asset' | 'tag'): SceneValue<List> => {
    const named = entry.value[key] as string | undefined;
    if (named === undefined || (kind === 'asset' ? around.hasAsset(named) : around.hasTag(named))) return entry.value;
    note(list, entry, [key], `there is no ${kind} "${named}"`);
    return without(entry.value as object, key as never) as SceneValue<List>;
  };
  const existing = <Id extends AssetId | AlarmId>(list: SceneList, entry: Entry<SceneValue<SceneList>>, key: string, ids: readonly Id[], noun: 'asset' | 'alarm'): Id[] =>
    ids.filter((one, at) => {
      if (noun === 'asset' ? around.hasAsset(one) : around.hasAlarm(one)) return true;
      note(list, entry, [key, at], `there is no ${noun} "${one}"; it is left out`);
      return false;
    });
  /** Each id once; the first stays. */
  const unique = <List extends SceneList>(list: List, all: readonly Entry<SceneValue<List>>[], keyOf: (value: SceneValue<List>) => string | undefined): readonly Entry<SceneValue<List>>[] => {
    const first = new Map<string, Entry<SceneValue<List>>>();
    return all.filter((entry) => {
      const key = keyOf(entry.value);
      const earlier = key === undefined ? undefined : first.get(key);
      if (key !== undefined && earlier === undefined) first.set(key, entry);
      if (earlier === undefined) return true;
      const { noun } = sceneShapes[list];
      problems.push({ file, at: [list, entry.item, 'id'], message: `${noun} ${key} exists already, in {other}; this one is left out`, severity: 'error', other: { file, at: [list, earlier.item, 'id'] } });
      return false;
    });
  };
  const changing = <Value>(entry: Entry<Value>, steps: readonly ((entry: Entry<Value>) => Value)[]): Entry<Value> => steps.reduce((now, step) => ({ ...now, value: step(now) }), entry);

  const parts = unique('parts', entries.parts, ({ id: own }) => own).map((entry) =>
    changing<ScenePart>(entry, [
      (one) => {
        const value = checked('parts', one, 'asset', 'asset');
        // Pipes go on to find it by the name they know.
        return value === one.value || value.id !== undefined ? value : { ...value, id: one.value.asset as string };
      },
      (one) => {
        if (one.value.rise === undefined || slopingShapes.has(one.value.shape)) return one.value;
        note('parts', one, ['rise'], `a ${one.value.shape} stands level; ${[...slopingShapes].join(', ')} may rise`);
        return without(one.value, 'rise');
      },
      (one) => checked('parts', one, 'level', 'tag'),
      (one) => checked('parts', one, 'heat', 'tag'),
    ]),
  );
  const pipeEntries = unique('pipes', entries.pipes, ({ id: own }) => own).map((entry) =>
    changing<ScenePipe>(entry, [(one) => checked('pipes', one, 'asset', 'asset'), (one) => checked('pipes', one, 'flow', 'tag')]),
  );
  const models = unique('models', entries.models, ({ id: own }) => own).map((entry) =>
    changing<SceneModel>(entry, [
      (one) => checked('models', one, 'asset', 'asset'),
      (one) => checked('models', one, 'heat', 'tag'),
      (one) => {
        if (!around.hasModel(one.value.file)) note('models', one, ['file'], `there is no file "${one.value.file}" in scenes/models`);
        const nodes = Object.entries(one.value.nodes).filter(([node, asset]) => {
          if (around.hasAsset(asset)) return true;
          note('models', one, ['nodes', node], `there is no asset "${asset}"; the node stays without one`);
          return false;
        });
        return { ...one.value, nodes: Object.fromEntries(nodes) };
      },
    ]),
  );
  const views = unique('views', entries.views, ({ id: own }) => own).map((entry) => ({
    ...entry.value,
    assets: existing('views', entry, 'assets', entry.value.assets, 'asset'),
    alarms: existing('views', entry, 'alarms', entry.value.alarms, 'alarm'),
    isolate: existing('views', entry, 'isolate', entry.value.isolate, 'asset'),
  }));
  const viewIds = new Set(views.map((view) => view.id));
  const tours = unique('tours', entries.tours, ({ id: own }) => own).flatMap((entry) => {
    const stops = entry.value.stops.filter(({ view }, at) => {
      if (viewIds.has(view)) return true;
      note('tours', entry, ['stops', at, 'view'], `there is no view "${view}" in this scene; the stop is left out`);
      return false;
    });
    return stops.length === 0 ? [] : [{ ...entry.value, stops }];
  });
  const routes = unique('routes', entries.routes, ({ id: own }) => own).flatMap((entry) => {
    const assets = existing('routes', entry, 'assets', entry.value.assets, 'asset');
    return assets.length === 0 ? [] : [{ ...entry.value, assets }];
  });
  const isolations = unique('isolations', entries.isolations, ({ id: own }) => own).flatMap((entry) => {
    const assets = existing('isolations', entry, 'assets', entry.value.assets, 'asset');
    const value = checked('isolations', { ...entry, value: checked('isolations', entry, 'device', 'asset') }, 'tag', 'tag');
    return assets.length === 0 ? [] : [{ ...value, assets }];
  });
  const house = entries.buildings.map((entry) => checked('buildings', entry, 'asset', 'asset'));
  const asset = entries.asset === undefined || around.hasAsset(entries.asset) ? entries.asset : undefined;
  if (asset !== entries.asset) problems.push({ file, at: ['asset'], message: `there is no asset "${entries.asset}"`, severity: 'error' });

  const scene: Scene = {
    id,
    title: entries.title,
    ...(asset === undefined ? {} : { asset }),
    floors: entries.floors.map(({ value }) => value),
    buildings: house,
    parts: parts.map(({ value }) => value),
    pipes: pipeEntries.map(({ value }) => value),
    models: models.map(({ value }) => value),
    views,
    tours,
    routes,
    isolations,
  };
  const layout = layOutScene(scene);
  for (const { at, message } of layout.faults) {
    const [, index, ...rest] = at as readonly [string, number, ...(string | number)[]];
    problems.push({ file, at: ['pipes', pipeEntries[index]?.item ?? 0, ...rest], message, severity: 'error' });
  }
  return layout.faults.length === 0 ? scene : { ...scene, pipes: layout.pipes.map(({ pipe }) => pipe) };
}
