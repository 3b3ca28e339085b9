import type { KeyboardEvent } from 'react';
import { preferences } from '#renderer/client/preferences.ts';
import type { SceneHandle } from '#renderer/widgets/scene3d/scene-handle.ts';
import type { SceneSurface } from '#renderer/widgets/scene3d/scene-surface.ts';

export type SceneKeyActions = {
  readonly focus: () => void;
  readonly whole: () => void;
  readonly seeThrough: () => void;
  readonly way: () => void;
  readonly measure: () => void;
  readonly cut: () => void;
  readonly explode: () => void;
  readonly beside: () => void;
  readonly picture: () => void;
  /** Next (1) or previous (−1) view. */
  readonly view: (by: 1 | -1) => void;
  readonly cancel: () => void;
};

const turn = Math.PI / 24;
const step = 0.08;

/** Keys of the 3D view while it has the focus. True: the key was taken. Letters can be switched off in the settings. */
export function sceneKey(event: KeyboardEvent, surface: SceneSurface | null, actions: SceneKeyActions): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement) return false;
  const { key, shiftKey } = event;
  if (key === 'Escape') return (actions.cancel(), true);
  if (key === 'PageUp' || key === 'PageDown') return (actions.view(key === 'PageDown' ? 1 : -1), true);
  if (key === 'Home') return (actions.whole(), true);
  if (key === '+' || key === '=') return (surface?.zoom(0.8), true);
  if (key === '-') return (surface?.zoom(1.25), true);
  const arrow = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Readonly<Record<string, readonly [number, number]>>)[key];
  if (arrow !== undefined && surface !== null) {
    if (shiftKey || !canOrbit(surface)) surface.pan(arrow[0] * step, arrow[1] * step);
    else surface.orbit(arrow[0] * turn, arrow[1] * turn);
    return true;
  }
  if (shiftKey || !preferences.getState().hasLetterKeys) return false;
  const letters: Readonly<Record<string, () => void>> = { f: actions.focus, x: actions.seeThrough, w: actions.way, m: actions.measure, c: actions.cut, e: actions.explode, b: actions.beside, v: actions.picture };
  const act = letters[key.toLowerCase()];
  act?.();
  return act !== undefined;
}

export const canOrbit = (surface: SceneSurface): surface is SceneHandle => 'orbit' in surface;
