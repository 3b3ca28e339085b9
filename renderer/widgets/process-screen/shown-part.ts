import { trim } from '#renderer/symbols/svg-node.ts';
import { type Extent, fitViewport, type Point, type Viewport } from '../screen-viewport/viewport.ts';

export type ShownPart = {
  get(): Viewport;
  /** Shows this part; it must be of the drawing's own proportions. */
  set(viewport: Viewport): void;
  /** From page pixels to the drawing's units; null while it has no size. */
  toDrawing(clientX: number, clientY: number): Point | null;
  /** Bounds of these elements in the drawing's units; null where none of them is seen. */
  boxOf(elements: readonly Element[]): Viewport | null;
  dispose(): void;
};

/**
 * Which part of a drawing its element shows: the whole one at first. Text keeps its floor at any size of the panel. `host`
 * is what the drawing will fill: called before it stands there, its letters have their size from the beginning.
 */
export function createShownPart(root: SVGSVGElement, host: HTMLElement, extent: Extent): ShownPart {
  let shown = fitViewport(extent);
  let grown = '1';
  const fitText = (width: number, height: number): void => {
    // Under the editor letters are as large as they are drawn, at any zoom: what is aligned there must be so everywhere.
    if (root.classList.contains('is-editing')) return;
    const scale = Math.min(width / shown.width, height / shown.height);
    if (scale <= 0) return;
    // What the screen shrinks by, letters grow by, up to where they would no longer fit.
    const grow = trim(Math.min(1.3, Math.max(1, 1 / scale)));
    // Written, it costs the style of every part of the drawing.
    if (grow !== grown) root.style.setProperty('--text-grow', grow);
    grown = grow;
  };
  const fitAgain = (): void => fitText(root.clientWidth, root.clientHeight);
  fitText(host.clientWidth, host.clientHeight);
  const watch = new ResizeObserver(fitAgain);
  watch.observe(root);
  const toDrawing = (clientX: number, clientY: number): Point | null => {
    const matrix = root.getScreenCTM();
    if (matrix === null || root.clientWidth === 0) return null;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    return { x, y };
  };
  return {
    get: () => shown,
    set(viewport) {
      if (viewport.x === shown.x && viewport.y === shown.y && viewport.width === shown.width) return;
      shown = viewport;
      root.setAttribute('viewBox', [viewport.x, viewport.y, viewport.width, viewport.height].map(trim).join(' '));
      fitAgain();
    },
    toDrawing,
    boxOf(elements) {
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const element of elements) {
        if (!root.contains(element)) continue;
        const rect = element.getBoundingClientRect();
        if (rect.width === 0 && rect.height === 0) continue;
        const [from, to] = [toDrawing(rect.left, rect.top), toDrawing(rect.right, rect.bottom)];
        if (from === null || to === null) return null;
        [left, top, right, bottom] = [Math.min(left, from.x), Math.min(top, from.y), Math.max(right, to.x), Math.max(bottom, to.y)];
      }
      return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
    },
    dispose: () => watch.disconnect(),
  };
}
