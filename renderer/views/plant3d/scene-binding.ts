import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { Point } from '#shared/model/scene.ts';
import { type Bounds, boundsOfAll } from '#shared/scene/part-frame.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';

/** An asset as the scene shows it. */
export type BoundAsset = {
  readonly id: AssetId;
  readonly name: string;
  /** Positions in the list of entities: its parts, pipes and nodes. Empty for a building. */
  readonly entities: readonly number[];
  readonly bounds: Bounds;
  /** What its label points at, m: the upper middle of its first part. */
  readonly anchor: Point;
  /** The entity that is; −1 for a building. */
  readonly anchored: number;
  /** Dense index of the tag whose value stands for it; −1 where it has none. */
  readonly shown: number;
  /** Dense indices of the tags whose quality marks it. */
  readonly judged: readonly number[];
  /** Dense index of the signal that says whether it can be used at all; −1 where it has none. */
  readonly available: number;
  /** Dense index of what says whether it runs or is open; −1 where nothing does. */
  readonly running: number;
};

export type BoundLevel = { readonly entity: number; readonly asset: number; readonly tag: number; readonly from: number; readonly to: number };
export type BoundFlow = {
  /** Position in the layout's pipes, and in the list of entities. */
  readonly pipe: number;
  readonly entity: number;
  readonly tag: number;
  /** Flow that counts as full, in the tag's unit; 1 for a signal. */
  readonly full: number;
};

/** What of the plant a scene shows, and where. */
export type SceneBinding = {
  readonly assets: readonly BoundAsset[];
  /** Of each entity the position of its asset in `assets`; −1 where it has none. */
  readonly assetOf: Int32Array;
  readonly levels: readonly BoundLevel[];
  readonly flows: readonly BoundFlow[];
  /** Every tag that is needed to draw it. */
  readonly watched: readonly number[];
  /** Position of the asset in `assets`, or of the nearest above it that is drawn; −1 where none is. */
  homeOf(asset: string): number;
  /** Position of the asset itself; −1 where it is not drawn. */
  positionOf(asset: string): number;
};

/** More say no more of one machine, and each is a stream. */
const mostJudged = 6;

/** Joins a scene's entities with the directory. Assets and tags that no longer exist show nothing. */
export function bindScene(layout: SceneLayout, entities: readonly SceneEntity[], directory: DirectoryIndex): SceneBinding {
  const byAsset = new Map<string, number[]>();
  entities.forEach(({ asset }, entity) => {
    if (asset === null || directory.asset(asset) === undefined) return;
    const known = byAsset.get(asset);
    if (known === undefined) byAsset.set(asset, [entity]);
    else known.push(entity);
  });
  const buildings = layout.scene.buildings.filter(({ asset }) => asset !== undefined && !byAsset.has(asset) && directory.asset(asset) !== undefined);
  const assets: BoundAsset[] = [
    ...[...byAsset].map(([id, own]) => boundAsset(id as AssetId, own, entities, layout, directory)),
    ...buildings.map(({ asset, at, size }): BoundAsset => {
      const bounds: Bounds = [at[0], at[1], at[2], at[0] + size[0], at[1] + size[1], at[2] + size[2]];
      return { id: asset as AssetId, name: directory.asset(asset as AssetId)?.name ?? '', entities: [], bounds, anchor: topOf(bounds), anchored: -1, ...tagsOf(asset as AssetId, [], directory) };
    }),
  ];
  const positions = new Map<string, number>(assets.map(({ id }, position) => [id, position]));
  const assetOf = Int32Array.from(entities, ({ asset }) => (asset === null ? -1 : (positions.get(asset) ?? -1)));
  const levels = layout.parts.flatMap(({ part, index }): BoundLevel[] => {
    const tag = part.level === undefined ? -1 : directory.indexOf(part.level);
    const [from, to] = part.levelRange ?? directory.tag(tag)?.range ?? [0, 100];
    return tag < 0 ? [] : [{ entity: index, asset: assetOf[index] as number, tag, from, to }];
  });
  const flows = layout.pipes.flatMap(({ pipe }, at): BoundFlow[] => {
    const tag = pipe.flow === undefined ? -1 : directory.indexOf(pipe.flow);
    const definition = directory.tag(tag);
    if (definition === undefined) return [];
    const isSignal = definition.type === 'bool' || definition.type === 'enum';
    return [{ pipe: at, entity: layout.parts.length + at, tag, full: pipe.fullFlow ?? (isSignal ? 1 : (definition.range?.[1] ?? 1)) }];
  });
  const watched = new Set([...assets.flatMap(({ shown, judged, available, running }) => [shown, available, running, ...judged]), ...levels.map(({ tag }) => tag), ...flows.map(({ tag }) => tag)]);
  watched.delete(-1);
  const positionOf = (asset: string): number => positions.get(asset) ?? -1;
  return {
    assets,
    assetOf,
    levels,
    flows,
    watched: [...watched],
    positionOf,
    homeOf(asset) {
      const own = positionOf(asset);
      if (own >= 0) return own;
      const path = directory.pathOf(asset as AssetId);
      for (let i = path.length - 1; i >= 0; i--) {
        const found = positionOf((path[i] as { id: string }).id);
        if (found >= 0) return found;
      }
      return -1;
    },
  };
}

function boundAsset(id: AssetId, own: readonly number[], entities: readonly SceneEntity[], layout: SceneLayout, directory: DirectoryIndex): BoundAsset {
  const solid = own.filter((entity) => entities[entity]?.kind !== 'pipe');
  const shown = solid.length > 0 ? solid : own;
  const boxes = shown.map((entity) => (entities[entity] as SceneEntity).bounds);
  const named = own.flatMap((entity) => {
    const part = entities[entity]?.kind === 'part' ? layout.scene.parts[entity] : undefined;
    return [part?.level, part?.heat].filter((tag): tag is TagId => tag !== undefined);
  });
  return { id, name: directory.asset(id)?.name ?? '', entities: own, bounds: boundsOfAll(boxes), anchor: topOf(boxes[0] ?? [0, 0, 0, 0, 0, 0]), anchored: shown[0] ?? -1, ...tagsOf(id, named, directory) };
}

const topOf = ([east, north, , east2, north2, up]: Bounds): Point => [(east + east2) / 2, (north + north2) / 2, up];

/** What stands for an asset: what it measures, else whether it runs or is open; `named` are those the scene names. */
function tagsOf(id: AssetId, named: readonly TagId[], directory: DirectoryIndex): Pick<BoundAsset, 'shown' | 'judged' | 'available' | 'running'> {
  const own = directory.tagsOfAsset(id);
  const ofUse = (...uses: readonly string[]): readonly number[] => uses.flatMap((use) => own.filter((index) => directory.tag(index)?.use === use));
  const numbers = ofUse('pv', 'measurement').filter((index) => directory.tag(index)?.type === 'float' || directory.tag(index)?.type === 'int');
  const first = [...named.map((tag) => directory.indexOf(tag)), ...numbers, ...ofUse('run', 'open', 'fault')].filter((index) => index >= 0);
  const judged = [...new Set([...first, ...ofUse('available', 'local', 'mode')])].slice(0, mostJudged);
  const running = ofUse('run', 'open');
  return { shown: ofUse('pv')[0] ?? numbers[0] ?? running[0] ?? first[0] ?? own[0] ?? -1, judged, available: ofUse('available')[0] ?? -1, running: running[0] ?? -1 };
}
