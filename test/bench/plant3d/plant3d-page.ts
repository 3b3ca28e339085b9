import '#renderer/theme/base.css';
import type { SceneHandle, SceneStats, SectionPlane, SceneView3d } from '#renderer/widgets/scene3d/scene-handle.ts';
import { idle, move, openAndClose, overlay, turning } from './measures.ts';
import { difference, packed, picture } from './pictures.ts';
import { draw, show } from './shown-marks.ts';
import { closeShown, current, look, loseContext, open, unavailableReason } from './shown-scene.ts';

/** What benches and golden images call in the page, by name. Times are ms of the page's own clock. */
export type Plant3dPage = {
  readonly open: typeof open;
  readonly look: typeof look;
  readonly fly: (view: SceneView3d) => void;
  readonly turning: typeof turning;
  readonly loseContext: typeof loseContext;
  /** Why the map is to be shown instead; null: the scene is. */
  readonly unavailable: () => string | null;
  readonly show: typeof show;
  readonly picture: typeof picture;
  readonly packed: typeof packed;
  readonly difference: typeof difference;
  readonly move: typeof move;
  readonly overlay: typeof overlay;
  readonly idle: typeof idle;
  readonly openAndClose: typeof openAndClose;
  readonly close: typeof closeShown;
  readonly stats: () => SceneStats;
  readonly pick: (x: number, y: number) => ReturnType<SceneHandle['pick']>;
  readonly isolate: (assets: readonly string[] | null) => void;
  readonly draw: typeof draw;
  readonly cut: (plane: SectionPlane | null) => void;
  readonly explode: (assembly: string | null, factor: number) => void;
};
(window as unknown as { plant3dBench: Plant3dPage }).plant3dBench = {
  open,
  look,
  fly: (view) => current().handle.flyTo(view, true),
  turning,
  loseContext,
  unavailable: unavailableReason,
  show,
  picture,
  packed,
  difference,
  move,
  overlay,
  idle,
  openAndClose,
  close: closeShown,
  stats: () => current().handle.stats(),
  pick: (x, y) => current().handle.pick(x, y),
  isolate(assets) {
    const { handle } = current();
    handle.isolate(assets === null ? null : Uint8Array.from(handle.entities, ({ asset }) => Number(asset !== null && assets.includes(asset))));
  },
  draw,
  cut: (plane) => current().handle.setSection(plane),
  explode: (assembly, factor) => current().handle.explode(assembly, factor),
};
