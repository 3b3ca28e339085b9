import { buildSvg, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenNode } from '#shared/screen/screen-model.ts';
import { boxOf } from './bound-box.ts';
import type { FrameBox } from './bound-frame.ts';

let serial = 0;
const kept = new Set(['x', 'y', 'width', 'height', 'rx', 'ry', 'cx', 'cy', 'r', 'd', 'points']);

type Parts = { readonly outline: Element; readonly fill: Element; readonly top: Element };

/**
 * Fills a closed shape from its lower edge: 0 to 100 of its height, with a surface line. Outside that it is empty or full.
 * `element` is the group around the shape; what fills it is clipped to its outline, whatever form that has.
 */
export function createBoundLevel({ element, shape }: { readonly element: SVGElement; readonly shape: SVGElement }, node: ScreenNode): { set(percent: number): void } {
  let parts: Parts | null = null;
  let box: FrameBox = { x: 0, y: 0, width: 0, height: 0 };
  let shown = NaN;
  const isResized = node.bindings.some(({ target }) => target === 'width' || target === 'height');
  const build = (): Parts => {
    const clip = `bound-level-${++serial}`;
    const outline = buildSvg(svg(shape.localName));
    const group = buildSvg(
      svg('g', { class: 'ps-bound-level', 'clip-path': `url(#${clip})` }, svg('rect', { class: 'sy-level', height: 0 }), svg('path', { class: 'sy-level-top' })),
    );
    const clipPath = buildSvg(svg('clipPath', { id: clip }));
    clipPath.append(outline);
    element.append(clipPath, group);
    const [fill, top] = [...group.children] as [Element, Element];
    return { outline, fill, top };
  };
  /** The page knows the bounds of any shape; when a value comes the shape is in the page. */
  const measure = ({ outline, fill, top }: Parts): void => {
    for (const { name, value } of shape.attributes) if (kept.has(name)) outline.setAttribute(name, value);
    box = boxOf(shape);
    fill.setAttribute('x', trim(box.x));
    fill.setAttribute('width', trim(box.width));
    top.setAttribute('d', `M${trim(box.x)} 0h${trim(box.width)}`);
  };
  return {
    set(percent) {
      const isNew = parts === null;
      parts ??= build();
      if (isNew || isResized || box.height === 0) measure(parts);
      const part = Math.min(1, Math.max(0, percent / 100));
      const y = Math.round((box.y + box.height * (1 - part)) * 2) / 2;
      if (y === shown && !isResized) return;
      shown = y;
      parts.fill.setAttribute('y', String(y));
      parts.fill.setAttribute('height', String(Math.max(0, box.y + box.height - y)));
      parts.top.setAttribute('transform', `translate(0 ${y})`);
    },
  };
}
