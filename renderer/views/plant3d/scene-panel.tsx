import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Point, SceneEntry, SceneView } from '#shared/model/scene.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { notify } from '#renderer/client/notices.ts';
import { sceneOrders, showWorstFault } from '#renderer/client/scene-orders.ts';
import { useClient, useSelection, useSelectionStore } from '#renderer/client/use-client.ts';
import { nothingLeft, SceneLabels, type SceneLabelsHandle } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import { SceneOverlay, type SceneOverlayHandle } from '#renderer/widgets/scene3d/overlay/scene-overlay.tsx';
import type { SceneEntity } from '#renderer/widgets/scene3d/scene-entity.ts';
import type { ScenePick, SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import { besideEntries } from './beside-entries.ts';
import { CutStrip } from './cut-strip.tsx';
import { SceneBar } from './scene-bar.tsx';
import { SceneFoot } from './scene-foot.tsx';
import { canOrbit, sceneKey } from './scene-keys.ts';
import { labelsOf, lockMarksOf } from './scene-labels-of.ts';
import { linesOf, marksOf } from './scene-lines.ts';
import { ScenePicture } from './scene-picture.tsx';
import type { SceneSession } from './scene-session.ts';
import { SceneSide } from './scene-side.tsx';
import { TourStrip } from './tour-strip.tsx';
import { useInFront } from './use-in-front.ts';
import { useThemeName } from './use-palette.ts';
import { useSceneTools } from './use-scene-tools.ts';
import type { ModelsState, SceneState } from './use-scene.ts';
import { useSurface } from './use-surface.ts';
import { viewEntries } from './view-entries.ts';
import { wayIn } from './way-in.ts';

export type ScenePanelProps = {
  readonly ready: Extract<SceneState, { state: 'ready' }>;
  readonly models: ModelsState;
  /** With the assets their nodes have now. */
  readonly entities: readonly SceneEntity[];
  readonly scenes: readonly SceneEntry[];
  readonly onScene: (id: string) => void;
  readonly directory: DirectoryIndex;
  readonly session: SceneSession;
  readonly isVisible: boolean;
  /** What somebody wants to see in 3D stands in this scene, or in none. */
  readonly takesOrders: boolean;
  readonly hasReducedMotion: boolean;
};

/** A scene with its labels, lists and tools. */
export function ScenePanel(props: ScenePanelProps) {
  const { ready, models, entities, scenes, onScene, directory, session, isVisible, takesOrders, hasReducedMotion } = props;
  const { scene, layout } = ready;
  const client = useClient();
  const selection = useSelectionStore();
  const selected = useSelection(({ assetId }) => assetId);
  const { rows, kept, facts } = useStore(session.picture);
  const { mode } = useStore(session.choices);
  const theme = useThemeName();
  const isInFront = useInFront();
  const [node, setNode] = useState<number | null>(null);
  const [left, setLeft] = useState(nothingLeft);
  const labels = useRef<SceneLabelsHandle>(null);
  const overlay = useRef<SceneOverlayHandle>(null);
  const on = useSurface(session, layout, models.drawn);
  const { surface, picture, refusal3d } = on;
  const uncover = useRef<(asset: string) => void>(() => undefined);
  const goTo = useGoTo(session, scene.views, takesOrders, uncover);
  const tools = useSceneTools({ session, scene, on, directory, selected, goTo });
  const { measured, measureAt, fly, setTour, actions } = tools;
  uncover.current = tools.uncover;

  const { seen } = on;
  const onView = useCallback((): void => {
    seen();
    labels.current?.place();
    overlay.current?.place();
  }, [seen]);
  const onPick = (pick: ScenePick | null): void => {
    if (pick === null) return;
    if (measured !== null) return measureAt(pick.at);
    const entity = pick.entity === null ? undefined : entities[pick.entity];
    if (entity?.kind === 'node') setNode(pick.entity);
    if (entity?.asset) selection.getState().select({ asset: entity.asset as never });
  };
  const onRow = useCallback(
    (key: string, isGoing: boolean): void => {
      const row = session.picture.getState().rows.find((one) => one.key === key);
      if (row === undefined) return;
      if (row.asset !== null) selection.getState().select(row.tag === null ? { asset: row.asset } : { asset: row.asset, tag: row.tag });
      if (!isGoing) measureAt(row.anchor);
      else if (row.asset !== null) goTo(row.asset, false);
    },
    [session, selection, goTo, measureAt],
  );
  const onKey = (event: KeyboardEvent): void => {
    // Menus stand elsewhere on the page and are below it for React alone: their keys are their own.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.defaultPrevented || !isInside || !sceneKey(event, surface, actions)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const way = useMemo(() => (tools.hasWay && selected !== null ? wayIn(scene, directory, selected) : null), [tools.hasWay, scene, directory, selected]);
  const lines = useMemo(() => linesOf(way, measured), [way, measured]);
  const marks = useMemo(() => marksOf(way), [way]);
  const drawn = useMemo(() => ({ lines, marks }), [lines, marks]);
  const shownLabels = useMemo(() => labelsOf(rows, selected), [rows, selected]);
  const lockMarks = useMemo(() => lockMarksOf(facts, session.binding, client.nowMs()), [facts, session, client]);
  const cutAway = useMemo(() => new Set(left.cut), [left]);
  const cutFaults = useMemo(() => rows.filter(({ key, glyph }) => glyph !== null && cutAway.has(key)), [rows, cutAway]);
  const views = useMemo(() => viewEntries(scene, { fly, whole: actions.whole, tour: (tour) => setTour({ tour, stop: 0, isPlaying: true }) }), [scene, fly, setTour, actions]);

  return (
    <div className="plant3d-panel" onKeyDown={onKey}>
      <SceneBar
        {...{ session, scenes, onScene, picture, refusal3d, views, actions }}
        sceneId={scene.id}
        onPicture={on.setPicture}
        hasPick={selected !== null}
        hasWay={tools.hasWay}
        isMeasuring={measured !== null}
        isCut={tools.cut !== null}
        isExploded={tools.explode !== null}
        beside={besideEntries(directory, selected)}
        onFault={() => showWorstFault(client)}
      />
      <div className="plant3d-body">
        <div className="plant3d-place">
          <ScenePicture
            {...{ layout, picture, theme, hasReducedMotion, drawn, onPick, onView }}
            models={models.drawn}
            view={on.begin ?? scene.views.find(({ kind }) => kind === 'overview') ?? null}
            isInFront={isVisible && isInFront}
            label={`${scene.title}, ${picture === 'map' ? 'map' : '3D view'}; the list beside it says the same`}
            onReady={on.onReady}
            onUnavailable={on.refuse3d}
          />
          <SceneOverlay ref={overlay} {...{ lines, marks, surface }} hasWordsOnly={picture === '3d'} />
          <SceneLabels ref={labels} labels={shownLabels} locks={lockMarks} surface={surface} onPick={(key) => onRow(key, false)} onLeft={setLeft} />
          <CutStrip cut={tools.cut} bounds={layout.bounds} onCut={tools.setCut} faults={cutFaults.length} onFault={() => cutFaults[0]?.asset != null && goTo(cutFaults[0].asset, false)} explode={tools.explode} onExplode={tools.setExplode} />
          {tools.tour === null ? null : <TourStrip state={tools.tour} viewName={tools.stop?.name ?? ''} onChange={setTour} />}
        </div>
        <SceneSide
          {...{ ready, models, entities, directory, session, rows, cutAway, mode, selected, node, way, onRow }}
          onNode={setNode}
          onView={fly}
          onPoint={([east, north, up]) => surface?.flyTo([east - 2, north - 2, up - 1, east + 2, north + 2, up + 1])}
          currentView={() => (surface !== null && canOrbit(surface) ? { ...roundedView(surface.view()), assets: selected === null ? [] : [selected], isolate: kept === null ? [] : ([...kept] as never) } : null)}
        />
      </div>
      <SceneFoot {...{ session, theme, refusal3d, measured, left }} cutFaults={cutFaults.length} elsewhere={facts.elsewhere.length} locksElsewhere={facts.locksElsewhere} kept={kept?.size ?? null} />
    </div>
  );
}

/** Flies to an asset, also for whoever asked from elsewhere: each order is carried out once, by the view that stands when it comes or is opened for it. */
function useGoTo(session: SceneSession, views: readonly SceneView[], takesOrders: boolean, uncover: RefObject<(asset: string) => void>): (asset: string, isIsolated: boolean) => void {
  const goTo = useCallback(
    (asset: string, isIsolated: boolean): void => {
      if (session.goTo(asset, isIsolated, views)) uncover.current(asset);
      else notify(`${asset} does not stand in this scene.`);
    },
    [session, views, uncover],
  );
  const { order } = useStore(sceneOrders);
  useEffect(() => {
    if (order === null || !takesOrders) return;
    sceneOrders.setState({ order: null });
    if (order.asset !== null) return goTo(order.asset, order.isIsolated);
    const view = views.find(({ id }) => id === order.view.view);
    if (view === undefined) notify(`There is no view ${order.view.view} in this scene.`, 'failed');
    else session.goToView(view);
  }, [order, goTo, takesOrders, session, views]);
  return goTo;
}

/** To the centimetre: the project's text is read by people. */
function roundedView({ eye, target }: SceneView3d): SceneView3d {
  const cm = (metres: number): number => Math.round(metres * 100) / 100;
  const rounded = (at: Point): Point => [cm(at[0]), cm(at[1]), cm(at[2])];
  return { eye: rounded(eye), target: rounded(target) };
}
