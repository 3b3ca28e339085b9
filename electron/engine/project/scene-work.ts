import type { Result } from '#shared/model/fault.ts';
import type { Scene } from '#shared/model/scene.ts';
import { checkScene } from './check-scene.ts';
import type { DraftProblem, FilePath } from './draft-problem.ts';
import { locateLines } from './locate-lines.ts';
import { readSceneFile, type SceneEntries } from './read-scene-file.ts';
import { type NodeChange, type SceneWriteFault, type TourChange, type ViewChange, writeNode, writeTour, writeView } from './write-scene.ts';

/** What a scene's file names: of the project, and files of models below `scenes/models/`. Each once. */
export type SceneNames = { readonly assets: readonly string[]; readonly tags: readonly string[]; readonly alarms: readonly string[]; readonly models: readonly string[] };

/** A file as it was last read, with what of it was last good. */
export type KeptScene = { readonly text: string; readonly entries: SceneEntries };

/**
 * The work on scenes that takes long for a large one. Everything asked of it passes as plain data, so that it can be done in
 * another thread. Problems come with their lines.
 */
export type SceneWork = {
  /** Reads the text of a file over what was last good of it; `names` is null where there is nothing to draw yet. */
  read(file: string, text: string): Promise<{ readonly names: SceneNames | null; readonly problems: readonly DraftProblem[] }>;
  /** The scene of a file that was read, without what of its names is `missing`. */
  check(id: string, file: string, missing: SceneNames): Promise<{ readonly scene: Scene; readonly problems: readonly DraftProblem[] } | null>;
  /** All but these files are forgotten, and what was last good of them. */
  keep(files: readonly string[]): void;
  writeNode(dir: string, change: NodeChange): Promise<Result<null, SceneWriteFault>>;
  writeView(dir: string, change: ViewChange): Promise<Result<null, SceneWriteFault>>;
  writeTour(dir: string, change: TourChange): Promise<Result<null, SceneWriteFault>>;
};

/** Does it here and now. @param kept what another one knew */
export function createSceneWork(kept: ReadonlyMap<string, KeptScene> = new Map()): SceneWork & { readonly kept: ReadonlyMap<string, KeptScene> } {
  const known = new Map(kept);
  return {
    kept: known,
    async read(file, text) {
      const { entries, problems } = readSceneFile(file, text, known.get(file)?.entries ?? null);
      if (entries !== null) known.set(file, { text, entries });
      return { names: entries === null ? null : namesOf(entries), problems: withLines(text, problems) };
    },
    async check(id, file, missing) {
      const before = known.get(file);
      if (before === undefined) return null;
      const [assets, tags, alarms, models] = [missing.assets, missing.tags, missing.alarms, missing.models].map((names) => new Set(names)) as [Set<string>, Set<string>, Set<string>, Set<string>];
      const problems: DraftProblem[] = [];
      const around = { hasAsset: (asset: string) => !assets.has(asset), hasTag: (tag: string) => !tags.has(tag), hasAlarm: (alarm: string) => !alarms.has(alarm), hasModel: (model: string) => !models.has(model) };
      const scene = checkScene(id, file, before.entries, around, problems);
      return { scene, problems: withLines(before.text, problems) };
    },
    keep(files) {
      for (const file of known.keys()) if (!files.includes(file)) known.delete(file);
    },
    writeNode,
    writeView,
    writeTour,
  };
}

function namesOf({ asset, buildings, parts, pipes, models, views, routes, isolations }: SceneEntries): SceneNames {
  const assets = new Set<string>();
  const tags = new Set<string>();
  const alarms = new Set<string>();
  const put = (names: Set<string>, ...some: readonly (string | undefined)[]): void => some.forEach((one) => one !== undefined && names.add(one));
  put(assets, asset, ...buildings.map(({ value }) => value.asset), ...routes.flatMap(({ value }) => value.assets));
  for (const { value } of parts) {
    put(assets, value.asset);
    put(tags, value.level, value.heat);
  }
  for (const { value } of pipes) {
    put(assets, value.asset);
    put(tags, value.flow);
  }
  for (const { value } of models) {
    put(assets, value.asset, ...Object.values(value.nodes));
    put(tags, value.heat);
  }
  for (const { value } of views) {
    put(assets, ...value.assets, ...value.isolate);
    put(alarms, ...value.alarms);
  }
  for (const { value } of isolations) {
    put(assets, value.device, ...value.assets);
    put(tags, value.tag);
  }
  return { assets: [...assets], tags: [...tags], alarms: [...alarms], models: [...new Set(models.map(({ value }) => value.file))] };
}

/** Of more problems a file's list shows the first ones and counts the rest. */
const located = 200;

/** Problems of one file with their lines in place of their paths: finding those of a large file takes as long as reading it. */
function withLines(text: string, problems: readonly DraftProblem[]): readonly DraftProblem[] {
  const paths = new Map<FilePath, number | null>();
  for (const { at, other } of problems.slice(0, located)) {
    if (at !== null && typeof at !== 'number') paths.set(at, null);
    if (other !== undefined) paths.set(other.at, null);
  }
  if (paths.size === 0) return problems;
  const lines = locateLines(text, [...paths.keys()]);
  [...paths.keys()].forEach((path, n) => paths.set(path, lines[n] ?? null));
  const placed = problems.slice(0, located).map(({ at, other, message, ...problem }): DraftProblem => {
    const line = other === undefined ? null : (paths.get(other.at) ?? null);
    const place = other === undefined ? '' : line === null ? other.file : `${other.file} line ${line}`;
    return { ...problem, at: at === null || typeof at === 'number' ? at : (paths.get(at) ?? null), message: message.replace('{other}', () => place) };
  });
  return [...placed, ...problems.slice(located)];
}
