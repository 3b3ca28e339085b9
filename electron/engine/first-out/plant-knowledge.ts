import type { AssetDefinition } from '#shared/model/asset.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { Connection, Interlock } from '#shared/model/logic.ts';
import { type AssetGraph, createAssetGraph, type Path, type Reach } from './asset-graph.ts';
import type { SourceClock } from './source-clocks.ts';

/** What earlier bursts of this plant say: of `of` bursts with `cause` in them, `effect` came after it in `count`. */
export type PastFloods = (cause: AlarmId, effect: AlarmId) => { readonly count: number; readonly of: number };

export type KnowledgeSource = {
  readonly assets?: readonly AssetDefinition[];
  readonly connections?: readonly Connection[];
  readonly interlocks?: readonly Interlock[];
  readonly past?: PastFloods;
  /** Who stamps which tag; tags that are not in it are taken as stamped each by a clock of its own. */
  readonly clocks?: ReadonlyMap<TagId, SourceClock>;
};

/** Where an alarm stands in the plant, found once per ranking instead of once per pair. */
export type Place = {
  readonly alarm: AlarmId;
  readonly tag: TagId | null;
  readonly asset: AssetId | null;
  readonly isInGraph: boolean;
  readonly reach: Reach;
  /** Interlocks it makes act. */
  readonly causes: readonly Interlock[];
  /** Interlocks whose signal it is. */
  readonly signals: readonly Interlock[];
  /** Interlocks that act on its asset or on a machine it is part of. */
  readonly acted: ReadonlySet<Interlock>;
  /** Assets that feed, drive or protect its own directly. */
  readonly feeders: ReadonlySet<AssetId>;
  readonly clock: SourceClock | null;
};

/** Why one alarm may have followed another, and how strongly that is believed before their times are looked at. */
export type Relation = {
  via: 'interlock' | 'topology' | 'same-asset' | 'history' | null;
  /** 0 to 1. */
  strength: number;
  /** What takes part in it, for the sentence. */
  interlock: Interlock | null;
  path: Path | null;
};

export type PlantKnowledge = {
  /** Nothing is known of the plant: time alone decides. */
  readonly isEmpty: boolean;
  placeOf(alarm: { readonly alarm: AlarmId; readonly tag: TagId | null; readonly asset: AssetId | null }): Place;
  /** Writes the strongest relation into `into` (one object for all pairs of a ranking): `via` null when there is none. */
  relate(cause: Place, effect: Place, into: Relation): void;
};

const noReach: Reach = new Map();
const nothing: ReadonlySet<AssetId> = new Set();
const noInterlocks: ReadonlySet<Interlock> = new Set();

/**
 * What is known of a plant, as first-out uses it. All of it may be missing. Strengths are a judgement of ours, not a
 * measured frequency: a trip by an interlock is nearly sure, the next machine likely, each machine further less so.
 */
export function createPlantKnowledge(source: KnowledgeSource): PlantKnowledge {
  const assets = source.assets ?? [];
  const graph: AssetGraph = createAssetGraph(assets, source.connections ?? []);
  const parents = new Map(assets.flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent] as const])));
  const byCause = new Map<AlarmId, Interlock[]>();
  const bySignal = new Map<TagId, Interlock[]>();
  const byEffect = new Map<AssetId, Interlock[]>();
  const interlocks = source.interlocks ?? [];
  for (const interlock of interlocks) {
    for (const cause of interlock.causes) push(byCause, cause, interlock);
    if (interlock.tag !== undefined) push(bySignal, interlock.tag, interlock);
    for (const effect of interlock.effects) push(byEffect, effect, interlock);
  }
  const past = source.past;
  return {
    isEmpty: (source.connections ?? []).length === 0 && interlocks.length === 0,
    placeOf: ({ alarm, tag, asset }) => ({
      alarm,
      tag,
      asset,
      isInGraph: asset !== null && graph.has(asset),
      reach: asset === null ? noReach : graph.from(asset),
      causes: byCause.get(alarm) ?? [],
      signals: tag === null ? [] : (bySignal.get(tag) ?? []),
      feeders: asset === null ? nothing : graph.feeders(asset),
      clock: (tag === null ? undefined : source.clocks?.get(tag)) ?? null,
      acted: asset === null ? noInterlocks : actedOn(asset, parents, byEffect),
    }),
    relate: (cause, effect, into) => {
      into.via = null;
      into.strength = 0;
      into.interlock = null;
      into.path = null;
      relateByInterlock(cause, effect, into);
      relateByPlace(cause, effect, into);
      if (past === undefined) return;
      const { count, of } = past(cause.alarm, effect.alarm);
      // One burst more than there were, without it: a single coincidence stays weak.
      const seen = count > 0 ? (0.9 * count) / (of + 1) : 0;
      if (seen > into.strength) set(into, 'history', seen, null, null);
    },
  };
}

function relateByInterlock(cause: Place, effect: Place, into: Relation): void {
  for (const interlock of cause.causes) {
    if (effect.signals.includes(interlock)) return set(into, 'interlock', 0.97, interlock, null);
    if (effect.acted.has(interlock)) set(into, 'interlock', 0.92, interlock, null);
  }
  for (const interlock of cause.signals) if (effect.acted.has(interlock)) set(into, 'interlock', 0.92, interlock, null);
}

function relateByPlace(cause: Place, effect: Place, into: Relation): void {
  const sameTag = cause.tag !== null && cause.tag === effect.tag;
  const sameAsset = cause.asset !== null && cause.asset === effect.asset;
  const near = sameTag ? 0.95 : sameAsset ? 0.75 : 0;
  if (near > into.strength) set(into, 'same-asset', near, null, null);
  const path = effect.asset === null || sameAsset ? undefined : cause.reach.get(effect.asset);
  if (path === undefined) return;
  const far = 0.9 * 0.82 ** (path.cost - 1);
  if (far > into.strength) set(into, 'topology', far, null, path);
}

function set(into: Relation, via: Relation['via'], strength: number, interlock: Interlock | null, path: Path | null): void {
  into.via = via;
  into.strength = strength;
  into.interlock = interlock;
  into.path = path;
}

function actedOn(asset: AssetId, parents: ReadonlyMap<AssetId, AssetId>, byEffect: ReadonlyMap<AssetId, readonly Interlock[]>): ReadonlySet<Interlock> {
  let found: Set<Interlock> | null = null;
  let at: AssetId | undefined = asset;
  // As deep as any tree of assets is; a ring of parents, which the project's checks refuse, ends here too.
  for (let depth = 0; at !== undefined && depth < 8; depth++) {
    for (const interlock of byEffect.get(at) ?? []) (found ??= new Set()).add(interlock);
    at = parents.get(at);
  }
  return found ?? noInterlocks;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
