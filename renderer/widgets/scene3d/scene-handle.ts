import type { Point } from '#shared/model/scene.ts';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SceneEntity } from './scene-entity.ts';

/** Hatchings that mark what is not to be trusted or not in use. */
export const hatches = { none: 0, bad: 1, stale: 2, outOfService: 3 } as const;

/**
 * What is shown of every entity: columns in the order of `SceneHandle.entities`. They are copied when handed over and may be
 * written anew by their owner.
 */
export type EntityStates = {
  /** 0: clay. Else 0xRRGGBB plus 0x1000000, so that black is a colour. */
  readonly colour: Uint32Array;
  /** One of `hatches`. */
  readonly hatch: Uint8Array;
  /** 1: flashes by `setLit` (unacknowledged). */
  readonly pulse: Uint8Array;
  /** Contents, 0 to 1 of the body's height; NaN: none shown. Only parts whose shape holds something show it. */
  readonly level: Float32Array;
  /** 1: outlined as selected. */
  readonly selected: Uint8Array;
};

/** States of so many entities in which nothing is marked. */
export function createEntityStates(count: number): EntityStates {
  return {
    colour: new Uint32Array(count),
    hatch: new Uint8Array(count),
    pulse: new Uint8Array(count),
    level: new Float32Array(count).fill(Number.NaN),
    selected: new Uint8Array(count),
  };
}

export const tinted = (rgb: number): number => (rgb & 0xff_ff_ff) + 0x1_00_00_00;

/** Where the eye stands and what it looks at, m east, north, up. */
export type SceneView3d = { readonly eye: Point; readonly target: Point };

export type ScenePick = {
  /** Position in `SceneHandle.entities`; null: ground or a wall. */
  readonly entity: number | null;
  readonly at: Point;
};

/** The half-space `normal · place <= offset` stays; the rest is cut away. */
export type SectionPlane = { readonly normal: Point; readonly offset: number };

export type SceneStats = {
  /** Frames drawn since the scene was opened. */
  readonly frames: number;
  /** Of the last frame: draw calls, triangles, ms of the page's own thread until the last call was handed over. */
  readonly drawCalls: number;
  readonly triangles: number;
  readonly jsMs: number;
  /** Share of the full resolution, 0.4 to 1. */
  readonly resolution: number;
  /** What the graphics card holds of this scene. */
  readonly geometries: number;
  readonly textures: number;
};

/** A scene on the screen. After `onUnavailable` every call does nothing and gives the value of an empty scene. */
export type SceneHandle = {
  readonly entities: readonly SceneEntity[];
  readonly bounds: Bounds;
  /** Shows these states from the next frame on, without React. Cheap: as large as the columns. */
  setStates(states: EntityStates): void;
  /** The lit or the dark half of the one flash clock; only seen where something pulses. */
  setLit(isLit: boolean): void;
  /** By position in the scene's laid pipes (`layout.pipes`): -1 to 1 of full flow in its drawn direction, 0 standing, NaN nothing known or no arrows. Arrows stand still: speed is how close they lie. */
  setFlows(flows: Float32Array | null): void;
  /** 1 by entity: drawn whole; the rest is seen through at 16 %. Null: all drawn whole. */
  isolate(kept: Uint8Array | null): void;
  setSection(plane: SectionPlane | null): void;
  /** Moves the parts of an assembly (null: of all) apart from its middle: 0 together, 1 their own size apart. */
  explode(assembly: string | null, factor: number): void;

  /** Goes there in 180 ms, at once where motion is reduced or told so. A box is looked at from where the eye stands now. */
  flyTo(goal: SceneView3d | Bounds, isInstant?: boolean): void;
  view(): SceneView3d;
  /** Keys: turns by radians, moves by a share of what is in sight, or nearer (below 1) and farther. */
  orbit(around: number, over: number): void;
  pan(right: number, up: number): void;
  zoom(factor: number): void;

  /** What is seen at CSS pixels from the canvas's upper left corner; null: sky. What is seen through or cut away is not picked. */
  pick(x: number, y: number): ScenePick | null;
  /**
   * Writes CSS pixels from the upper left corner and the depth (0 near, 1 far) into `out`; false: behind the eye, `out`
   * untouched. A place of an entity goes with it where its assembly is moved apart.
   */
  project(east: number, north: number, up: number, out: Float64Array, entity?: number): boolean;
  /** Where a place of an entity (−1: of none) can be pointed at, for `project`: itself, or on what the section left of the entity; null: all of it is cut away. */
  uncut(at: Point, entity: number): Point | null;
  /** Draws one frame of so many pixels for a report, png; null where nothing can be drawn. */
  snapshot(width: number, height: number): Promise<Blob | null>;
  /** Draws a frame soon; for what the handle cannot know of. */
  invalidate(): void;
  stats(): SceneStats;
};
