import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Point, Scene, SceneView } from '#shared/model/scene.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { notify } from '#renderer/client/notices.ts';
import { openBesides } from './beside-entries.ts';
import { type Cut, type Explosion, planeOf } from './cut-strip.tsx';
import { canOrbit, type SceneKeyActions } from './scene-keys.ts';
import { isolatedBy, type SceneSession, seeThroughs } from './scene-session.ts';
import type { TourState } from './tour-strip.tsx';
import type { Surface } from './use-surface.ts';

/** A cut through what is picked, else through the southern third, where one looks in from. */
function cutAt({ layout, binding }: SceneSession, asset: string | null): Cut {
  const picked = asset === null ? undefined : binding.assets[binding.homeOf(asset)]?.bounds;
  const [from, to] = [layout.bounds[1], layout.bounds[4]];
  return { axis: 'north', share: picked === undefined || to <= from ? 0.3 : Math.min(1, Math.max(0, ((picked[1] + picked[4]) / 2 - from) / (to - from))) };
}

/** The assembly of what is picked; null where it is of none: then all are meant. */
const assemblyOf = ({ scene }: SceneLayout, asset: string | null): string | null => scene.parts.find((part) => part.asset === asset && part.assembly !== undefined)?.assembly ?? null;

export type SceneTools = {
  /** Places measured so far, two at most; null: nothing is measured. */
  readonly measured: readonly Point[] | null;
  readonly measureAt: (at: Point) => void;
  readonly hasWay: boolean;
  readonly cut: Cut | null;
  readonly setCut: (cut: Cut | null) => void;
  /** Null: assemblies are together. */
  readonly explode: Explosion | null;
  readonly setExplode: (explosion: Explosion | null) => void;
  readonly tour: TourState | null;
  readonly setTour: (tour: TourState | null) => void;
  /** The view a tour stands at. */
  readonly stop: SceneView | undefined;
  readonly fly: (view: SceneView) => void;
  /** Closes the cut where it took away all of an asset that somebody wants to see, and says so. */
  readonly uncover: (asset: string) => void;
  readonly actions: SceneKeyActions;
};

/** The tools of a scene and what is under way with them. `goTo` flies to an asset and sees through the rest. */
export function useSceneTools(parts: { readonly session: SceneSession; readonly scene: Scene; readonly on: Surface; readonly directory: DirectoryIndex; readonly selected: string | null; readonly goTo: (asset: string, isIsolated: boolean) => void }): SceneTools {
  const { session, scene, on, directory, selected, goTo } = parts;
  const { surface, picture, setPicture } = on;
  const { layout } = session;
  const assemblies = useMemo(() => new Set([...layout.scene.parts, ...scene.models].flatMap(({ assembly }) => assembly ?? [])), [layout, scene]);
  const { seeThrough, isolated } = useStore(session.choices);
  const [measured, setMeasured] = useState<readonly Point[] | null>(null);
  const [hasWay, setWay] = useState(false);
  const [cut, setCut] = useState<Cut | null>(null);
  const [explode, setExplode] = useState<Explosion | null>(null);
  const [tour, setTour] = useState<TourState | null>(null);
  const lastView = useRef<string | null>(null);

  useEffect(() => {
    if (surface === null || !canOrbit(surface)) return;
    surface.setSection(cut === null ? null : planeOf(cut, surface.bounds));
    surface.explode(null, 0);
    if (explode !== null) surface.explode(explode.assembly, explode.factor);
  }, [surface, cut, explode]);
  const fly = useCallback(
    (view: SceneView): void => {
      lastView.current = view.id;
      session.choices.setState({ isolated: isolatedBy(view) });
      surface?.flyTo({ eye: view.eye, target: view.target });
    },
    [session, surface],
  );
  const stop = tour === null ? undefined : scene.views.find(({ id }) => id === tour.tour.stops[tour.stop]?.view);
  useEffect(() => {
    if (stop !== undefined) fly(stop);
  }, [stop, fly]);
  const uncover = useCallback(
    (asset: string): void => {
      const found = session.binding.assets[session.binding.homeOf(asset)];
      if (cut === null || found === undefined || surface === null || surface.uncut(found.anchor, found.anchored) !== null) return;
      setCut(null);
      notify(`${found.id} was cut away: the cut is closed.`);
    },
    [session, surface, cut],
  );
  const measureAt = useCallback((at: Point): void => setMeasured((points) => (points === null ? null : points.length >= 2 ? [at] : [...points, at])), []);

  const actions = useMemo((): SceneKeyActions => {
    const only3d = (act: () => void): void => (picture === '3d' ? act() : notify('The map has no such picture: go to 3D first (V).'));
    const needsPick = (act: () => void, words: string): void => (selected === null ? notify(words) : act());
    return {
      focus: () => needsPick(() => goTo(selected as string, true), 'Nothing is selected: pick something to come near to.'),
      whole() {
        session.choices.setState({ isolated: null });
        surface?.flyTo(surface.bounds);
      },
      seeThrough: () => needsPick(() => session.choices.setState({ seeThrough: seeThroughs[(seeThroughs.indexOf(seeThrough) + 1) % seeThroughs.length] ?? 'off', isolated: null }), 'Pick something first, then everything else can be seen through.'),
      way: () => (hasWay ? setWay(false) : needsPick(() => setWay(true), 'Pick something first, to see the way to it.')),
      measure: () => setMeasured(measured === null ? [] : null),
      cut: () => only3d(() => setCut(cut === null ? cutAt(session, selected) : null)),
      explode: () => only3d(() => (explode !== null ? setExplode(null) : assemblies.size === 0 ? notify('No part of this scene belongs to an assembly.') : setExplode({ assembly: assemblyOf(layout, selected), factor: 0.5 }))),
      beside: () => openBesides(directory, selected),
      picture: () => setPicture(picture === '3d' ? 'map' : '3d'),
      view(by) {
        const at = scene.views.findIndex(({ id }) => id === lastView.current);
        const next = scene.views[at < 0 && by < 0 ? scene.views.length - 1 : (at + by + scene.views.length) % scene.views.length];
        if (next !== undefined) fly(next);
      },
      cancel() {
        if (measured !== null) setMeasured(null);
        else if (tour !== null) setTour(null);
        else if (cut !== null) setCut(null);
        else if (explode !== null) setExplode(null);
        else if (isolated !== null) session.choices.setState({ isolated: null });
        else if (seeThrough !== 'off') session.choices.setState({ seeThrough: 'off' });
        else setWay(false);
      },
    };
  }, [session, scene, surface, picture, setPicture, directory, selected, goTo, seeThrough, isolated, measured, hasWay, cut, explode, tour, fly, layout, assemblies]);
  return { measured, measureAt, hasWay, cut, setCut, explode, setExplode, tour, setTour, stop, fly, uncover, actions };
}
