import type { Box } from '#shared/screen/edit/draft.ts';

/** The bounds of every element of a mounted drawing that carries `data-from`, in user units of the drawing, and its size; null while it has none on the page. */
export function readBoxes(
  host: HTMLElement,
): { readonly width: number; readonly height: number; readonly boxes: ReadonlyMap<number, Box> } | null {
  const root = host.querySelector<SVGSVGElement>('svg[viewBox]');
  const back = root?.getScreenCTM()?.inverse() ?? null;
  if (root === null || back === null || root.clientWidth === 0) return null;
  const boxes = new Map<number, Box>();
  for (const element of root.querySelectorAll<SVGGraphicsElement>('[data-from]')) {
    const from = Number(element.getAttribute('data-from'));
    // What a template draws carries the offset of its use: the first is the use itself.
    if (boxes.has(from)) continue;
    const seen = element.getBoundingClientRect();
    if (seen.width === 0 && seen.height === 0) continue;
    const [one, other] = [
      new DOMPoint(seen.left, seen.top).matrixTransform(back),
      new DOMPoint(seen.right, seen.bottom).matrixTransform(back),
    ];
    boxes.set(from, { x: one.x, y: one.y, width: other.x - one.x, height: other.y - one.y });
  }
  const { width, height } = root.viewBox.baseVal;
  return { width, height, boxes };
}
