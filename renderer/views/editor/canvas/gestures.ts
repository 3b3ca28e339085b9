import { elementAt, samePath } from '#shared/screen/edit/draft.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { runCommand } from '../commands/editor-commands.ts';
import type { Point } from '../geometry/box.ts';
import { toDrawing } from '../geometry/view-box.ts';
import { elementKeys } from '../session/element-key.ts';
import { pickingOf } from '../session/picks.ts';
import { marqueeGesture, moveGesture, panGesture, resizeGesture, turnGesture } from './drag-gestures.ts';
import { drawWith, endLine } from './draw-gestures.ts';
import { type Gesture, hitReach, type PointerInput } from './pointer-input.ts';

export type Gestures = {
  down(input: PointerInput, isPanning: boolean): void;
  move(input: PointerInput): void;
  up(input: PointerInput): void;
  /** A press that came twice. */
  double(input: PointerInput): void;
  /** Picks what is at this place of the window, unless it is picked already: what a menu is opened for. */
  pickUnder(client: Point): void;
  /** What is under way is given up; true when something was. */
  cancel(): boolean;
};

/** What the pointer means on the canvas: select, drag, stretch, turn, pan, draw. One thing at a time, from press to release. */
export function createGestures(context: EditorContext): Gestures {
  const { session, tools, canvas } = context;
  let under: Gesture | null = null;

  const select = (input: PointerInput): Gesture => {
    const { draft, scope, picked } = session.store.getState();
    const deepest = context.drawing()?.pathUnder(input.client, hitReach) ?? null;
    if (deepest === null) return marqueeGesture(context, input);
    const { path, scope: within } = pickingOf(draft, deepest, scope, input.control && !input.shift);
    const keys = elementKeys(draft);
    const key = keys.keyOf(path);
    if (key !== null && session.store.getState().locked.has(key)) return marqueeGesture(context, input);
    const isPicked = picked.some((one) => samePath(one, path));
    if (input.shift) {
      // Shift and a drag moves along one axis; Shift and a click adds or leaves out.
      if (!isPicked) session.togglePick(path);
      return moveGesture(context, input, () => isPicked && session.togglePick(path));
    }
    if (!isPicked) session.pick([path], within);
    return moveGesture(context, input, () => isPicked && picked.length > 1 && session.pick([path], within));
  };

  return {
    down(input, isPanning) {
      const { tool } = tools.getState();
      if (under !== null) return;
      if (isPanning || tool.kind === 'pan' || input.button === 1) under = panGesture(context, input);
      else if (input.button !== 0) return;
      else if (input.handle === 'turn') under = turnGesture(context, input);
      else if (input.handle !== null) under = resizeGesture(context, input, input.handle);
      else if (!drawWith(context, tool, input, 'down')) under = select(input);
    },
    move(input) {
      canvas.setState({ pointer: toDrawing(canvas.getState().sight, input.at) });
      if (under !== null) under.move(input);
      else drawWith(context, tools.getState().tool, input, 'move');
    },
    up(input) {
      const ended = under;
      under = null;
      if (ended !== null) ended.end(input);
      else drawWith(context, tools.getState().tool, input, 'up');
    },
    double() {
      if (endLine(context)) return;
      const { draft, picked } = session.store.getState();
      const [path] = picked;
      const element = path === undefined ? null : elementAt(draft, path);
      if (element === null) return;
      if (element.name === 'text') context.editWords();
      else if (element.name === 'g' && !element.attributes.has('data-symbol') && !element.attributes.has('data-template'))
        runCommand('enter', context);
      else context.editWords();
    },
    pickUnder(client) {
      const { draft, scope, picked } = session.store.getState();
      const deepest = context.drawing()?.pathUnder(client, hitReach) ?? null;
      if (deepest === null) return;
      const { path, scope: within } = pickingOf(draft, deepest, scope);
      if (!picked.some((one) => samePath(one, path))) session.pick([path], within);
    },
    cancel() {
      const had = under;
      under = null;
      had?.cancel();
      return had !== null;
    },
  };
}
