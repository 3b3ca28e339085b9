import { insert } from '#shared/screen/edit/insert.ts';
import { type EditorContext, middleOfSight, snapBoxesOf } from '../commands/editor-context.ts';
import { pickable } from '../commands/picking.ts';
import { boxBetween, type Point } from '../geometry/box.ts';
import { hundredths, pathThrough, squareEnd, thinned } from '../geometry/route.ts';
import { createSnapper, type Guide, type Snapper } from '../geometry/snap.ts';
import { toDrawing } from '../geometry/view-box.ts';
import { type DrawnShape, selectTool, type Tool } from '../session/editor-tools.ts';
import { restingCanvas } from './canvas-state.ts';
import type { Drawing } from './drawing.ts';
import type { PointerInput } from './pointer-input.ts';
import { snapReach } from './pointer-input.ts';

/** Least width and height of a shape that was drawn, user units: less was a click. */
const leastDrawn = 2;

/** A point of the drawing under the pointer, taken to the edges of others or to the grid unless Alt is held. */
export function pointAt(context: EditorContext, input: PointerInput): { readonly point: Point; readonly guides: readonly Guide[] } {
  const { canvas, tools } = context;
  const { sight } = canvas.getState();
  const at = toDrawing(sight, input.at);
  const { isSnapping, grid } = tools.getState();
  const drawing = context.drawing();
  if (input.alt || !isSnapping || drawing === null) return { point: { x: hundredths(at.x), y: hundredths(at.y) }, guides: [] };
  const snapper = snapperOf(context, drawing, grid, snapReach / sight.zoom);
  const [x, y] = [snapper.edge('x', at.x, [at.y, at.y]), snapper.edge('y', at.y, [at.x, at.x])];
  return { point: { x: x.at, y: y.at }, guides: [...x.guides, ...y.guides] };
}

const known = new WeakMap<Drawing, { readonly grid: number; readonly reach: number; readonly snapper: Snapper }>();

/** One for each picture: the pointer asks with every move. */
function snapperOf(context: EditorContext, drawing: Drawing, grid: number, reach: number): Snapper {
  const made = known.get(drawing);
  if (made !== undefined && made.grid === grid && made.reach === reach) return made.snapper;
  const snapper = createSnapper(snapBoxesOf(drawing, pickable(context)), { grid, reach });
  known.set(drawing, { grid, reach, snapper });
  return snapper;
}

/** Puts a piece of SVG into the group that is being edited, above all that is there, and selects it. */
export function insertPiece(context: EditorContext, label: string, fragment: string): boolean {
  const { scope } = context.session.store.getState();
  return context.session.edit(label, (draft) => insert(draft, scope, Number.MAX_SAFE_INTEGER, fragment));
}

/**
 * A press, a move or a double press with a drawing tool. Lines get a point a press and end with a double press or Enter;
 * shapes and texts are drawn or placed with one. True when it was for a tool.
 */
export function drawWith(context: EditorContext, tool: Tool, input: PointerInput, phase: 'down' | 'move' | 'up'): boolean {
  const { canvas, tools } = context;
  if (tool.kind !== 'draw' && tool.kind !== 'place') return false;
  const { point, guides } = pointAt(context, input);
  const { drawn } = canvas.getState();
  if (tool.kind === 'place') {
    if (phase === 'move') canvas.setState({ guides, pointer: point });
    else if (phase === 'down') {
      canvas.setState({ ...restingCanvas });
      if (insertPiece(context, `Place: ${tool.title}`, tool.fragmentAt(point)) && !input.shift) tools.setState({ tool: selectTool });
    }
    return true;
  }
  if (tool.shape === 'text') {
    if (phase !== 'down') return true;
    placeText(context, point);
    return true;
  }
  if (tool.shape === 'pipe' || tool.shape === 'polyline') {
    const fixed = phase === 'down' ? drawn.slice(0, -1) : drawn;
    const last = (phase === 'down' ? fixed : drawn.slice(0, -1)).at(-1);
    const end = tool.shape === 'pipe' && last !== undefined && !input.alt ? squareEnd(last, point) : point;
    if (phase === 'down') canvas.setState({ drawn: [...fixed, end, end], guides });
    else if (phase === 'move') canvas.setState(drawn.length === 0 ? { guides } : { drawn: [...drawn.slice(0, -1), end], guides });
    return true;
  }
  if (phase === 'down') canvas.setState({ drawn: [point, point], guides });
  else if (phase === 'move')
    canvas.setState(
      drawn.length === 0 ? { guides } : { drawn: [drawn[0] as Point, input.shift ? evenEnd(drawn[0] as Point, point) : point], guides },
    );
  else if (drawn.length === 2) endShape(context, tool.shape, drawn[0] as Point, drawn[1] as Point);
  return true;
}

/** Ends the line that is being drawn; one of a single point is none. */
export function endLine(context: EditorContext): boolean {
  const { canvas, tools } = context;
  const { tool, lineClass } = tools.getState();
  const points = thinned(canvas.getState().drawn);
  if (tool.kind !== 'draw' || (tool.shape !== 'pipe' && tool.shape !== 'polyline') || canvas.getState().drawn.length === 0) return false;
  canvas.setState({ ...restingCanvas });
  if (points.length > 1) insertPiece(context, 'Draw a line', `<path class="${lineClass}" d="${pathThrough(points)}"/>`);
  tools.setState({ tool: selectTool });
  return true;
}

function endShape(context: EditorContext, shape: 'rect' | 'ellipse', from: Point, to: Point): void {
  const { canvas, tools } = context;
  const { areaClass } = tools.getState();
  const { x, y, width, height } = boxBetween(from, to);
  canvas.setState({ ...restingCanvas });
  if (width < leastDrawn || height < leastDrawn) return;
  const numbers = [x, y, width, height].map(hundredths) as [number, number, number, number];
  const piece =
    shape === 'rect'
      ? `<rect class="${areaClass}" x="${numbers[0]}" y="${numbers[1]}" width="${numbers[2]}" height="${numbers[3]}"/>`
      : `<ellipse class="${areaClass}" cx="${hundredths(x + width / 2)}" cy="${hundredths(y + height / 2)}" rx="${hundredths(width / 2)}" ry="${hundredths(height / 2)}"/>`;
  insertPiece(context, shape === 'rect' ? 'Draw a rectangle' : 'Draw an ellipse', piece);
  tools.setState({ tool: selectTool });
}

/** Draws a shape of a usual size into the middle of what is seen: what a tool does that was chosen without a pointer. */
export function drawUsual(context: EditorContext, shape: DrawnShape): void {
  const { x, y } = middleOfSight(context);
  const { lineClass } = context.tools.getState();
  if (shape === 'text') placeText(context, { x, y });
  else if (shape === 'pipe' || shape === 'polyline')
    insertPiece(
      context,
      'Draw a line',
      `<path class="${lineClass}" d="${pathThrough([
        { x: x - 60, y },
        { x: x + 60, y },
      ])}"/>`,
    );
  else endShape(context, shape, { x: x - 60, y: y - 40 }, { x: x + 60, y: y + 40 });
}

/** Puts a text there; its words are then written in the properties, which take the focus. */
export function placeText(context: EditorContext, point: Point): void {
  const { textClass } = context.tools.getState();
  if (
    insertPiece(context, 'Place a text', `<text class="${textClass}" x="${hundredths(point.x)}" y="${hundredths(point.y)}">Text</text>`)
  ) {
    context.tools.setState({ tool: selectTool });
    context.editWords();
  }
}

/** The corner that makes the shape as wide as it is high. */
function evenEnd(from: Point, to: Point): Point {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return { x: from.x + Math.sign(to.x - from.x || 1) * side, y: from.y + Math.sign(to.y - from.y || 1) * side };
}
