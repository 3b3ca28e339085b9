import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SceneView } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { rankFlags } from '#renderer/client/first-out-words.ts';
import { repaintDelayMs } from '#renderer/client/repaint-gate.ts';
import type { Selection } from '#renderer/client/selection.ts';
import { floodToShow, shownFlood } from '#renderer/client/shown-flood.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import type { SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';
import { createEntityStates, type SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';
import { type FlowGraph, flowGraph, lineGraph, withNeighbours } from './flow-graph.ts';
import { type HeatKind, heatKinds } from './heat-kinds.ts';
import { bindScene, type SceneBinding } from './scene-binding.ts';
import { noFacts, readFacts, type SceneFacts } from './scene-facts.ts';
import { keepRows, sceneRows, type SceneRow } from './scene-rows.ts';
import { fillFlows, fillStates, type SceneMode, type ScenePalette } from './scene-states.ts';

/** What stays whole while the rest is seen through: nothing is seen through, the picked asset alone, with its neighbours, or its whole line. */
export const seeThroughs = ['off', 'picked', 'neighbours', 'line'] as const;
export type SeeThrough = (typeof seeThroughs)[number];
const steps: Readonly<Record<SeeThrough, number>> = { off: 0, picked: 0, neighbours: 1, line: 40 };

export type SceneChoices = {
  readonly mode: SceneMode;
  /** Unit of the quantity shown in heat mode; null: the first there is. */
  readonly heat: string | null;
  readonly seeThrough: SeeThrough;
  /** What the saved view that was flown to keeps whole, until somebody chooses otherwise or flies elsewhere; null: it keeps nothing, or no view was flown to. */
  readonly isolated: readonly string[] | null;
};

/** What is shown at this moment, four times a second at most. */
export type ScenePicture = { readonly rows: readonly SceneRow[]; readonly facts: SceneFacts; /** Assets that stay whole; null: all do. */ readonly kept: ReadonlySet<string> | null };

/** One scene, alive: it watches the plant and hands its states to a surface, past React. */
export type SceneSession = {
  readonly layout: SceneLayout;
  readonly binding: SceneBinding;
  readonly graph: FlowGraph;
  readonly heats: readonly HeatKind[];
  readonly choices: StoreApi<SceneChoices>;
  readonly picture: StoreApi<ScenePicture>;
  heat(): HeatKind | null;
  /** Takes a surface that shows the same entities, or none. */
  show(surface: SceneSurface | null): void;
  surface(): SceneSurface | null;
  setPalette(palette: ScenePalette): void;
  /** Flies to where a saved view stands, with what it keeps whole; as soon as there is a picture. */
  goToView(view: SceneView): void;
  /** Flies to an asset, or to the nearest above it that is drawn, by the fault view that names it where there is one, with what is kept whole around it where `isIsolated`. False: it is not in this scene. */
  goTo(asset: string, isIsolated: boolean, views: readonly SceneView[]): boolean;
  dispose(): void;
};

export type SessionParts = {
  /** The console's, or a moment of its own. */
  readonly client: Pick<ConsoleClient, 'live' | 'alarms' | 'firstOut' | 'nowMs'> & Partial<Pick<ConsoleClient, 'locks'>> & { readonly timeline: { readonly state: Pick<ConsoleClient['timeline']['state'], 'subscribe'> } };
  readonly directory: DirectoryIndex;
  readonly selection: StoreApi<Selection>;
  readonly layout: SceneLayout;
  readonly entities: readonly SceneEntity[];
  readonly palette: ScenePalette;
  readonly choices: StoreApi<SceneChoices>;
};

/** Room around what is flown to, m: an asset by itself says not where it is. */
const aroundM = 1.5;

export function createSceneSession({ client, directory, selection, layout, entities, palette: begin, choices }: SessionParts): SceneSession {
  const binding = bindScene(layout, entities, directory);
  const { connections } = directory.directory.logic;
  const graph = flowGraph(layout, connections);
  let line: FlowGraph | null = null;
  const heats = heatKinds(layout, binding, directory);
  const states = createEntityStates(entities.length);
  const flows = new Float32Array(layout.pipes.length);
  const picture = createStore<ScenePicture>(() => ({ rows: [], facts: noFacts, kept: null }));
  let surface: SceneSurface | null = null;
  /** Where to fly as soon as there is a surface. */
  let goal: SceneView3d | Bounds | null = null;
  let palette = begin;
  let facts = noFacts;
  let isOver = false;
  let more: { readonly key: string; readonly stop: () => void } = { key: '', stop: () => undefined };
  let areFactsOld = true;
  let lastRowsMs = -Infinity;
  let rowsTimer: (() => void) | null = null;
  let frame: (() => void) | null = null;

  const heat = (): HeatKind | null => {
    const { heat: unit } = choices.getState();
    return heats.find((one) => one.unit === unit) ?? heats[0] ?? null;
  };
  const selected = (): number => {
    const { assetId } = selection.getState();
    return assetId === null ? -1 : binding.homeOf(assetId);
  };
  const keptAssets = (): ReadonlySet<string> | null => {
    const { seeThrough, isolated } = choices.getState();
    if (isolated !== null) return new Set(isolated);
    const asset = binding.assets[selected()];
    if (seeThrough === 'off' || asset === undefined) return null;
    return withNeighbours(seeThrough === 'line' ? (line ??= lineGraph(layout, connections)) : graph, [asset.id], steps[seeThrough]);
  };

  const paintRows = (): void => {
    rowsTimer = null;
    lastRowsMs = browserTimers.now();
    const kept = keptAssets();
    const { mode } = choices.getState();
    const positions = kept === null ? null : new Set([...kept].map((asset) => binding.positionOf(asset)));
    const rows = sceneRows({ layout, binding, facts, directory, live: client.live, nowMs: client.nowMs(), mode, heat: heat(), selected: selected(), kept: positions });
    const before = picture.getState();
    picture.setState({ rows: keepRows(rows, before.rows), facts, kept: sameSet(kept, before.kept) ? before.kept : kept }, true);
  };
  /** Tags of the alarms that stand, and of the heat that is shown: only these besides what is always drawn, since each is a stream. */
  const watchMore = (): void => {
    const alarms = [...facts.byAsset.values()].flatMap(({ alarm, hidden }) => [alarm?.tagIndex ?? -1, hidden?.tagIndex ?? -1]);
    const heated = choices.getState().mode === 'heat' ? (heat()?.tags ?? []).map(({ tag }) => tag) : [];
    const tags = [...new Set([...alarms, ...heated])].filter((tag) => tag >= 0).toSorted((a, b) => a - b);
    const key = tags.join(' ');
    if (key === more.key) return;
    // First the new ones, so that what stays is not let go of.
    const stop = tags.length === 0 ? () => undefined : client.live.watch(tags, changed);
    more.stop();
    more = { key, stop };
  };
  const paint = (): void => {
    frame = null;
    if (areFactsOld) {
      areFactsOld = false;
      const book = client.alarms.getState();
      const group = floodToShow(client.firstOut.getState().groups, book, shownFlood.getState().id);
      facts = readFacts(binding, book, group === null ? new Map() : rankFlags(group), client.locks?.getState().byAsset);
    }
    watchMore();
    if (surface !== null) {
      const { mode } = choices.getState();
      fillStates(states, { binding, facts, live: client.live, mode, heat: heat(), palette, selected: selected() });
      surface.setStates(states);
      if (mode === 'flow') fillFlows(flows, binding, client.live);
      surface.setFlows(mode === 'flow' ? flows : null);
    }
    if (rowsTimer !== null) return;
    const waitMs = repaintDelayMs(lastRowsMs, browserTimers.now());
    if (waitMs === 0) paintRows();
    else rowsTimer = browserTimers.after(waitMs, paintRows);
  };
  const changed = (): void => {
    frame ??= browserTimers.frame(paint);
  };
  const alarmsChanged = (): void => {
    areFactsOld = true;
    changed();
  };
  const isolate = (): void => {
    const kept = keptAssets();
    surface?.isolate(kept === null ? null : Uint8Array.from(entities, (entity, at) => Number(isKept(entity, at, kept, layout))));
  };
  const flyToGoal = (): void => {
    if (surface === null || goal === null) return;
    surface.flyTo(goal);
    goal = null;
  };
  /** A choice is answered at once, rows too. */
  const chosen = (): void => {
    isolate();
    rowsTimer?.();
    rowsTimer = null;
    lastRowsMs = -Infinity;
    changed();
  };

  const stops = [
    client.live.watch(binding.watched, changed),
    client.alarms.subscribe(alarmsChanged),
    client.firstOut.subscribe(alarmsChanged),
    client.locks?.subscribe(alarmsChanged) ?? (() => undefined),
    shownFlood.subscribe(alarmsChanged),
    selection.subscribe((now, before) => now.assetId !== before.assetId && chosen()),
    choices.subscribe(chosen),
    client.timeline.state.subscribe((now, before) => now.seeks !== before.seeks && alarmsChanged()),
  ];
  changed();

  return {
    layout,
    binding,
    graph,
    heats,
    choices,
    picture,
    heat,
    show(next) {
      if (isOver) return;
      surface = next;
      isolate();
      paint();
      if (next === null || goal === null) return;
      next.flyTo(goal, true);
      goal = null;
    },
    surface: () => surface,
    setPalette(next) {
      palette = next;
      changed();
    },
    goTo(asset, isIsolated, views) {
      const found = binding.assets[binding.homeOf(asset)];
      if (found === undefined) return false;
      selection.getState().select({ asset: asset as typeof found.id });
      const view = views.find(({ kind, assets }) => kind === 'fault' && assets.includes(found.id));
      choices.setState({ isolated: view === undefined ? null : isolatedBy(view) });
      if (isIsolated && choices.getState().seeThrough === 'off') choices.setState({ seeThrough: 'neighbours' });
      const [a, b, c, d, e, f] = found.bounds;
      goal = view === undefined ? [a - aroundM, b - aroundM, c, d + aroundM, e + aroundM, f + aroundM] : { eye: view.eye, target: view.target };
      flyToGoal();
      return true;
    },
    goToView(view) {
      choices.setState({ isolated: isolatedBy(view) });
      goal = { eye: view.eye, target: view.target };
      flyToGoal();
    },
    dispose() {
      isOver = true;
      surface = null;
      frame?.();
      rowsTimer?.();
      more.stop();
      for (const stop of stops) stop();
    },
  };
}

/** What a view keeps whole; null: it sees through nothing. */
export const isolatedBy = ({ isolate }: SceneView): readonly string[] | null => (isolate.length === 0 ? null : isolate);

/** A pipe without an asset of its own stays with what it joins: with both its ends, or with the one that is known. */
function isKept({ kind, asset }: SceneEntity, at: number, kept: ReadonlySet<string>, { scene, parts, pipes }: SceneLayout): boolean {
  if (asset !== null) return kept.has(asset);
  const laid = kind === 'pipe' ? pipes[at - parts.length] : undefined;
  if (laid === undefined) return false;
  const ends = [laid.fromPart, laid.toPart].flatMap((part) => (part === null ? [] : (scene.parts[part]?.asset ?? [])));
  return ends.length > 0 && ends.every((end) => kept.has(end));
}

const sameSet = (a: ReadonlySet<string> | null, b: ReadonlySet<string> | null): boolean => a === b || (a !== null && b !== null && a.size === b.size && [...a].every((one) => b.has(one)));
