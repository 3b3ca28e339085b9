import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Point, SceneEntry, SceneView } from '#shared/model/scene.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { notify } from '#renderer/client/notices.ts';
import { sceneOrders, showWorstFault } from '#renderer/client/scene-orders.ts';
import { useClient, useSelection, useSelectionStore } from '#renderer/client/use-client.ts';
import { SceneLabels, type SceneLabelsHandle } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import { SceneOverlay, type SceneOverlayHandle } from '#renderer/widgets/scene3d/overlay/scene-overlay.tsx';
import type { ScenePick } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';
import { besideEntries, openBesides } from './beside-entries.ts';
import { type Cut, CutStrip, planeOf } from './cut-strip.tsx';
import { type Picture, SceneBar } from './scene-bar.tsx';
import { SceneFoot } from './scene-foot.tsx';
import { canOrbit, sceneKey } from './scene-keys.ts';
import { labelsOf } from './scene-labels-of.ts';
import { ScenePicture } from './scene-picture.tsx';
import { seeThroughs, type SceneSession } from './scene-session.ts';
import { SceneSide } from './scene-side.tsx';
import { linesOf, marksOf } from './scene-lines.ts';
import { type TourState, TourStrip } from './tour-strip.tsx';
import { useThemeName } from './use-palette.ts';
import type { ModelsState, SceneState } from './use-scene.ts';
import { viewEntries } from './view-entries.ts';
import { wayIn } from './way-in.ts';

type Ready = Extract<SceneState, { state: 'ready' }>;
export type ScenePanelProps = {
  readonly ready: Ready;
  readonly models: ModelsState;
  readonly scenes: readonly SceneEntry[];
  readonly onScene: (id: string) => void;
  readonly directory: DirectoryIndex;
  readonly session: SceneSession;
  readonly isVisible: boolean;
  readonly hasReducedMotion: boolean;
};

/** A scene with its labels, lists and tools. */
export function ScenePanel(props: ScenePanelProps) {
  const { ready, models, scenes, onScene, directory, session, isVisible, hasReducedMotion } = props;
  const { scene, layout } = ready;
  const client = useClient();
  const selection = useSelectionStore();
  const selected = useSelection(({ assetId }) => assetId);
  const { rows, kept, facts } = useStore(session.picture);
  const { mode, seeThrough } = useStore(session.choices);
  const theme = useThemeName();
  const [picture, setPicture] = useState<Picture>('3d');
  const [refusal3d, setRefusal3d] = useState<string | null>(null);
  const [measured, setMeasured] = useState<readonly Point[] | null>(null);
  const [hasWay, setWay] = useState(false);
  const [cut, setCut] = useState<Cut | null>(null);
  const [explode, setExplode] = useState<number | null>(null);
  const [tour, setTour] = useState<TourState | null>(null);
  const [node, setNode] = useState<number | null>(null);
  const [left, setLeft] = useState({ grouped: 0, outOfSight: 0 });
  const labels = useRef<SceneLabelsHandle>(null);
  const overlay = useRef<SceneOverlayHandle>(null);
  const place = useRef<HTMLDivElement>(null);
  const shown: Picture = refusal3d === null ? picture : 'map';
  // A surface of another picture, or of the layout before, is no use any more and may be disposed of.
  const [held, setHeld] = useState<{ readonly of: readonly unknown[]; readonly surface: SceneSurface } | null>(null);
  const of = useMemo(() => [shown, layout, models.models], [shown, layout, models]);
  const surface = held?.of === of ? held.surface : null;

  const onView = useCallback((): void => {
    labels.current?.place();
    overlay.current?.place();
  }, []);
  const onReady = useCallback((next: SceneSurface): void => setHeld({ of, surface: next }), [of]);
  useEffect(() => {
    session.show(surface);
    return () => session.show(null);
  }, [session, surface]);
  useEffect(() => {
    if (surface === null || !canOrbit(surface)) return;
    surface.setSection(cut === null ? null : planeOf(cut, surface.bounds));
    surface.explode(null, explode ?? 0);
  }, [surface, cut, explode]);

  const goTo = useCallback(
    (asset: string, isIsolated: boolean): void => {
      if (!session.goTo(asset, isIsolated)) notify(`${asset} does not stand in this scene.`);
    },
    [session],
  );
  // Each order from elsewhere is carried out once, by the view that stands when it comes or is opened for it.
  const order = useStore(sceneOrders);
  useEffect(() => {
    if (order.order === null || !isVisible) return;
    goTo(order.order.asset, order.order.isIsolated);
    sceneOrders.setState({ order: null });
  }, [order, goTo, isVisible]);

  const flyToView = useCallback((view: SceneView): void => surface?.flyTo({ eye: view.eye, target: view.target }), [surface]);
  const viewOfStop = tour === null ? undefined : scene.views.find(({ id }) => id === tour.tour.stops[tour.stop]?.view);
  useEffect(() => {
    if (viewOfStop !== undefined) flyToView(viewOfStop);
  }, [viewOfStop, flyToView]);

  const measureAt = (at: Point): void => setMeasured((points) => (points === null ? null : points.length >= 2 ? [at] : [...points, at]));
  const onPick = (pick: ScenePick | null): void => {
    if (pick === null) return;
    if (measured !== null) return measureAt(pick.at);
    const entity = pick.entity === null ? undefined : surface?.entities[pick.entity];
    if (entity?.kind === 'node') setNode(pick.entity);
    if (entity?.asset) selection.getState().select({ asset: entity.asset as never });
  };
  const onRow = useCallback(
    (key: string, isGoing: boolean): void => {
      const row = session.picture.getState().rows.find((one) => one.key === key);
      if (row === undefined) return;
      if (row.asset !== null) selection.getState().select(row.tag === null ? { asset: row.asset } : { asset: row.asset, tag: row.tag });
      setMeasured((points) => (points === null ? null : points.length >= 2 ? [row.anchor] : [...points, row.anchor]));
      if (isGoing && row.asset !== null) goTo(row.asset, false);
    },
    [session, selection, goTo],
  );

  const way = useMemo(() => (selected === null ? null : wayIn(scene, directory, selected)), [scene, directory, selected]);
  const shownWay = hasWay ? way : null;
  const lines = useMemo(() => linesOf(shownWay, measured), [shownWay, measured]);
  const marks = useMemo(() => marksOf(shownWay), [shownWay]);
  const shownLabels = useMemo(() => labelsOf(rows, selected), [rows, selected]);
  const cycleSeeThrough = (): void => {
    if (selected === null) return notify('Pick something first, then everything else can be seen through.');
    session.choices.setState({ seeThrough: seeThroughs[(seeThroughs.indexOf(seeThrough) + 1) % seeThroughs.length] ?? 'off' });
  };
  const only3d = (act: () => void): void => (shown === '3d' ? act() : notify('The map has no such picture: go to 3D first (V).'));
  const stepView = (by: 1 | -1): void => {
    const at = scene.views.findIndex(({ id }) => id === lastView.current);
    const next = scene.views[(at + by + scene.views.length) % scene.views.length];
    if (next === undefined) return;
    lastView.current = next.id;
    flyToView(next);
  };
  const lastView = useRef<string | null>(null);
  const whole = (): void => surface?.flyTo(layout.bounds);
  const cancel = (): void => {
    if (measured !== null) setMeasured(null);
    else if (tour !== null) setTour(null);
    else if (cut !== null) setCut(null);
    else if (explode !== null) setExplode(null);
    else if (seeThrough !== 'off') session.choices.setState({ seeThrough: 'off' });
    else setWay(false);
  };
  const actions = {
    focus: () => (selected === null ? notify('Nothing is selected: pick something to come near to.') : goTo(selected, true)),
    whole,
    seeThrough: cycleSeeThrough,
    way: () => (hasWay || selected !== null ? setWay(!hasWay) : notify('Pick something first, to see the way to it.')),
    measure: () => setMeasured(measured === null ? [] : null),
    cut: () => only3d(() => setCut(cut === null ? { axis: 'north', share: 0.3 } : null)),
    explode: () => only3d(() => setExplode(explode === null ? 0.5 : null)),
    beside: () => openBesides(directory, selected),
    picture: () => setPicture(shown === '3d' ? 'map' : '3d'),
    view: stepView,
    cancel,
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !sceneKey(event, surface, actions)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="plant3d-panel" onKeyDown={onKey}>
      <SceneBar
        {...{ session, scenes, onScene, refusal3d, hasWay }}
        sceneId={scene.id}
        picture={shown}
        onPicture={setPicture}
        hasPick={selected !== null}
        isMeasuring={measured !== null}
        isCut={cut !== null}
        isExploded={explode !== null}
        views={viewEntries(scene, { fly: flyToView, whole, tour: (one) => setTour({ tour: one, stop: 0, isPlaying: true }) })}
        beside={besideEntries(directory, selected)}
        onFault={() => showWorstFault(client)}
        onMeasure={actions.measure}
        onWay={actions.way}
        onCut={actions.cut}
        onExplode={actions.explode}
      />
      <div className="plant3d-body">
        <div ref={place} className="plant3d-place">
          <ScenePicture
            {...{ layout, theme, hasReducedMotion, onPick, onView, onReady }}
            models={models.models}
            picture={shown}
            view={scene.views.find(({ kind }) => kind === 'overview') ?? null}
            isInFront={isVisible}
            label={`${scene.title}, ${shown === 'map' ? 'map' : '3D view'}; the list beside it says the same`}
            onUnavailable={setRefusal3d}
          />
          <SceneOverlay ref={overlay} lines={lines} marks={marks} surface={surface} />
          <SceneLabels ref={labels} labels={shownLabels} surface={surface} onPick={(key) => onRow(key, false)} onLeft={(grouped, outOfSight) => setLeft({ grouped, outOfSight })} />
          <CutStrip cut={cut} bounds={layout.bounds} onCut={setCut} explode={explode} onExplode={setExplode} />
          {tour === null ? null : <TourStrip state={tour} viewName={viewOfStop?.name ?? ''} onChange={setTour} />}
        </div>
        <SceneSide
          {...{ ready, models, directory, session, rows, mode, selected, kept, node, way: shownWay, entities: surface?.entities ?? [] }}
          onRow={onRow}
          onNode={setNode}
          onView={flyToView}
          onPoint={([east, north, up]) => surface?.flyTo([east - 2, north - 2, up - 1, east + 2, north + 2, up + 1])}
          currentView={() => (surface !== null && canOrbit(surface) ? { ...surface.view(), assets: selected === null ? [] : [selected], isolate: kept === null ? [] : ([...kept] as never) } : null)}
        />
      </div>
      <SceneFoot {...{ session, theme, refusal3d, measured, elsewhere: facts.elsewhere.length, kept: kept?.size ?? null, ...left }} />
    </div>
  );
}
