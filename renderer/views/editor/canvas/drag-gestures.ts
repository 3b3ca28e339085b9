import type { ElementPath } from '#shared/screen/edit/draft.ts';
import { elementAt } from '#shared/screen/edit/draft.ts';
import { duplicate } from '#shared/screen/edit/clipboard.ts';
import { move } from '#shared/screen/edit/move.ts';
import { resize } from '#shared/screen/edit/resize.ts';
import { turn } from '#shared/screen/edit/turn.ts';
import { type EditorContext, pickedBoxes, snapBoxesOf, wordsOf } from '../commands/editor-context.ts';
import { pickable } from '../commands/picking.ts';
import { type Box, boxBetween, centreOf, holds, intersects, movedBox, type Point, unionOf } from '../geometry/box.ts';
import { type HandleId, inSteps, resizedBox, turnedBy } from '../geometry/handles.ts';
import { createSnapper, freeSnapper, type Guide, type SnapBox, type Snapper } from '../geometry/snap.ts';
import { pannedBy, toDrawing } from '../geometry/view-box.ts';
import { restingCanvas } from './canvas-state.ts';
import { oneByOne } from '../session/one-by-one.ts';
import { dragFrom, type Gesture, type PointerInput, snapReach } from './pointer-input.ts';

const isFar = (a: Point, b: Point): boolean => Math.hypot(a.x - b.x, a.y - b.y) >= dragFrom;

/** Takes edges to those of all that is not dragged itself. Made once, when a drag begins. */
function snapperFor(context: EditorContext, without: readonly ElementPath[]): Snapper {
  const { isSnapping, grid } = context.tools.getState();
  const drawing = context.drawing();
  if (!isSnapping || drawing === null) return createSnapper([], { grid: isSnapping ? grid : 0, reach: 0 });
  const dragged = new Set(without.map((path) => path.join(' ')));
  const others = pickable(context).filter((path) => !dragged.has(path.join(' ')));
  return createSnapper(snapBoxesOf(drawing, others), { grid, reach: snapReach / context.canvas.getState().sight.zoom });
}

export function panGesture(context: EditorContext, start: PointerInput): Gesture {
  const { sight } = context.canvas.getState();
  const move = ({ at }: PointerInput): void => context.canvas.setState({ sight: pannedBy(sight, at.x - start.at.x, at.y - start.at.y) });
  return { move, end: move, cancel: () => context.canvas.setState({ sight }) };
}

/**
 * Drags what is picked. The picture is shifted while the hand moves; the text is written once, when it lets go. With
 * Control a copy is left behind; Shift keeps to one axis, Alt takes no edge.
 *
 * @param onClick for a press that did not become a drag
 */
export function moveGesture(context: EditorContext, start: PointerInput, onClick: () => void): Gesture {
  const { canvas, session } = context;
  const { picked } = session.store.getState();
  let began: { readonly boxes: readonly Box[]; readonly whole: SnapBox; readonly snapper: Snapper } | null = null;
  let by = { dx: 0, dy: 0 };
  const begin = (): NonNullable<typeof began> | null => {
    const boxes = pickedBoxes(context).map(({ box }) => box);
    const whole = unionOf(boxes);
    const drawing = context.drawing();
    if (whole === null || drawing === null) return null;
    const [only] = picked.length === 1 ? snapBoxesOf(drawing, picked) : [];
    return { boxes, whole: only ?? whole, snapper: snapperFor(context, picked) };
  };
  const move_ = (input: PointerInput): void => {
    if (began === null && !isFar(start.at, input.at)) return;
    began ??= begin();
    if (began === null) return;
    const { sight } = canvas.getState();
    let [dx, dy] = [(input.at.x - start.at.x) / sight.zoom, (input.at.y - start.at.y) / sight.zoom];
    const isLevel = Math.abs(dx) >= Math.abs(dy);
    if (input.shift) [dx, dy] = isLevel ? [dx, 0] : [0, dy];
    const snapped = (input.alt ? freeSnapper : began.snapper).move(began.whole, dx, dy);
    by = input.shift ? (isLevel ? { dx: snapped.dx, dy: 0 } : { dx: 0, dy: snapped.dy }) : { dx: snapped.dx, dy: snapped.dy };
    context.drawing()?.shift(picked, by.dx, by.dy);
    canvas.setState({ boxes: began.boxes.map((box) => movedBox(box, by.dx, by.dy)), guides: snapped.guides });
  };
  return {
    move: move_,
    end(input) {
      move_(input);
      canvas.setState({ ...restingCanvas });
      if (began === null) return onClick();
      const { draft } = session.store.getState();
      const words = wordsOf(draft, picked);
      // What is not drawn anew by the edit must not stay where it was dragged to.
      context.drawing()?.settle();
      const isDone =
        by.dx === 0 && by.dy === 0
          ? false
          : input.control
            ? session.edit(`Copy: ${words}`, (now) => duplicate(now, picked, by.dx, by.dy))
            : session.edit(`Move: ${words}`, (now) => move(now, picked, by.dx, by.dy));
      if (!isDone) canvas.setState({ boxes: began.boxes });
    },
    cancel() {
      context.drawing()?.settle();
      canvas.setState({ ...restingCanvas, boxes: began?.boxes ?? canvas.getState().boxes });
    },
  };
}

/** Drags a handle: everything picked is stretched with the box around it. Shift keeps the ratio, Control the middle, Alt takes no edge. */
export function resizeGesture(context: EditorContext, start: PointerInput, handle: HandleId): Gesture {
  const { canvas, session } = context;
  const boxed = pickedBoxes(context);
  const whole = unionOf(boxed.map(({ box }) => box));
  const snapper = snapperFor(
    context,
    boxed.map(({ path }) => path),
  );
  let to = whole;
  const move_ = (input: PointerInput): void => {
    if (whole === null) return;
    const { sight } = canvas.getState();
    let [dx, dy] = [(input.at.x - start.at.x) / sight.zoom, (input.at.y - start.at.y) / sight.zoom];
    const guides: Guide[] = [];
    if (!input.alt) {
      const snap = (axis: 'x' | 'y', side: number, delta: number): number => {
        const cross: readonly [number, number] = axis === 'x' ? [whole.y, whole.y + whole.height] : [whole.x, whole.x + whole.width];
        const found = snapper.edge(axis, side + delta, cross);
        guides.push(...found.guides);
        return found.at - side;
      };
      if (handle.includes('e')) dx = snap('x', whole.x + whole.width, dx);
      else if (handle.includes('w')) dx = snap('x', whole.x, dx);
      if (handle.includes('s')) dy = snap('y', whole.y + whole.height, dy);
      else if (handle.includes('n')) dy = snap('y', whole.y, dy);
    }
    to = resizedBox(whole, handle, dx, dy, { keepsRatio: input.shift, fromCentre: input.control });
    canvas.setState({ stretched: to, guides, boxes: boxed.map(({ box }) => stretchedBox(box, whole, to as Box)) });
  };
  return {
    move: move_,
    end(input) {
      if (isFar(start.at, input.at)) move_(input);
      canvas.setState({ ...restingCanvas, boxes: boxed.map(({ box }) => box) });
      if (whole === null || to === null || sameBox(whole, to)) return;
      const target = to;
      const { draft } = session.store.getState();
      session.edit(
        `Resize: ${wordsOf(
          draft,
          boxed.map(({ path }) => path),
        )}`,
        (now) => oneByOne(now, boxed, (then, { path, box }) => resize(then, path, box, stretchedBox(box, whole, target))),
      );
    },
    cancel: () => canvas.setState({ ...restingCanvas, boxes: boxed.map(({ box }) => box) }),
  };
}

/** Turns what is picked about its middle: symbols by quarters, drawn shapes freely, by 15° with Shift. */
export function turnGesture(context: EditorContext, start: PointerInput): Gesture {
  const { canvas, session } = context;
  const { draft, picked } = session.store.getState();
  const whole = unionOf(pickedBoxes(context).map(({ box }) => box));
  const isQuarter = picked.some((path) => elementAt(draft, path)?.attributes.has('data-symbol') === true);
  let degrees = 0;
  const move_ = (input: PointerInput): void => {
    if (whole === null) return;
    const { sight } = canvas.getState();
    const turned = turnedBy(centreOf(whole), toDrawing(sight, start.at), toDrawing(sight, input.at));
    degrees = inSteps(turned, isQuarter ? 90 : input.shift ? 15 : 1);
    canvas.setState({ turned: degrees });
  };
  return {
    move: move_,
    end(input) {
      move_(input);
      canvas.setState({ ...restingCanvas });
      if (degrees !== 0 && whole !== null)
        session.edit(`Turn: ${wordsOf(draft, picked)}`, (now) => turn(now, picked, degrees, centreOf(whole)));
    },
    cancel: () => canvas.setState({ ...restingCanvas }),
  };
}

/** Draws a marquee: to the right it picks what lies wholly in it, to the left all it touches. With Shift added to what is picked. */
export function marqueeGesture(context: EditorContext, start: PointerInput): Gesture {
  const { canvas, session } = context;
  const before = session.store.getState().picked;
  let isDrag = false;
  const marqueeOf = (input: PointerInput): Box => {
    const { sight } = canvas.getState();
    return boxBetween(toDrawing(sight, start.at), toDrawing(sight, input.at));
  };
  return {
    move(input) {
      isDrag ||= isFar(start.at, input.at);
      if (isDrag) canvas.setState({ marquee: marqueeOf(input) });
    },
    end(input) {
      canvas.setState({ marquee: null });
      const { scope } = session.store.getState();
      if (!isDrag) return input.shift ? undefined : session.pick([], []);
      const drawing = context.drawing();
      if (drawing === null) return;
      const marquee = marqueeOf(input);
      const test = input.at.x >= start.at.x ? holds : intersects;
      const found = pickable(context).filter((path) => {
        const box = drawing.boxOf(path);
        return box !== null && test(marquee, box);
      });
      const kept = input.shift ? before.filter((path) => !found.some((one) => one.join() === path.join())) : [];
      session.pick([...kept, ...found], scope);
    },
    cancel: () => canvas.setState({ marquee: null }),
  };
}

const sameBox = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Where a box within `from` comes to lie when `from` becomes `to`. */
export function stretchedBox(box: Box, from: Box, to: Box): Box {
  const [byX, byY] = [from.width === 0 ? 1 : to.width / from.width, from.height === 0 ? 1 : to.height / from.height];
  return { x: to.x + (box.x - from.x) * byX, y: to.y + (box.y - from.y) * byY, width: box.width * byX, height: box.height * byY };
}
