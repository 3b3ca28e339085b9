import { trim } from '#renderer/symbols/svg-node.ts';
import { limits } from '#shared/screen/allow-list.ts';
import type { BindingTarget } from '#shared/screen/screen-binding.ts';
import type { ScreenNode, ShapeNode } from '#shared/screen/screen-model.ts';

const targets = ['x', 'y', 'width', 'height', 'rotate', 'scale', 'opacity'] as const;
export type GeometryTarget = (typeof targets)[number];
export const isGeometry = (target: BindingTarget): target is GeometryTarget => (targets as readonly string[]).includes(target);

/** The transform that puts a part where its bindings say. Pure, for tests. */
export type Motion = { readonly x: number; readonly y: number; readonly rotate: number; readonly scale: number };

const number = (node: ShapeNode, name: string): number => Number.parseFloat(node.attributes[name] ?? '0') || 0;

/** Where `x` and `y` are counted from: a shape that has a place of its own is put there, anything else is shifted by them. */
export function originOf(node: ScreenNode): { readonly x: number; readonly y: number } {
  if (node.kind === 'symbol') return { x: 0, y: 0 };
  if (node.name === 'rect' || node.name === 'text') return { x: number(node, 'x'), y: number(node, 'y') };
  if (node.name === 'circle' || node.name === 'ellipse') return { x: number(node, 'cx'), y: number(node, 'cy') };
  return { x: 0, y: 0 };
}

/** What stays where it is while a part turns or grows: `data-pivot`, else the middle of a plain shape, else the origin. */
export function pivotOf(node: ScreenNode): readonly [number, number] {
  if (node.kind === 'symbol') return [0, 0];
  if (node.pivot !== null) return node.pivot;
  if (node.name === 'rect') return [number(node, 'x') + number(node, 'width') / 2, number(node, 'y') + number(node, 'height') / 2];
  if (node.name === 'line') return [(number(node, 'x1') + number(node, 'x2')) / 2, (number(node, 'y1') + number(node, 'y2')) / 2];
  const { x, y } = originOf(node);
  return [x, y];
}

/** `own` and the motion behind it. Nothing for a part that stands as it is drawn. */
export function transformOf(own: string, { x, y, rotate, scale }: Motion, [px, py]: readonly [number, number]): string {
  const parts = [own];
  if (x !== 0 || y !== 0) parts.push(`translate(${trim(x)} ${trim(y)})`);
  if (rotate !== 0) parts.push(`rotate(${trim(rotate)} ${trim(px)} ${trim(py)})`);
  if (scale !== 1) parts.push(`translate(${trim(px)} ${trim(py)}) scale(${Math.round(scale * 1000) / 1000}) translate(${trim(-px)} ${trim(-py)})`);
  return parts.filter((part) => part !== '').join(' ');
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Puts a part where its bindings say. `set` notes, `write` brings the page up to date where it differs; `moved` is then called. */
export function createGeometry({ element, shape }: { readonly element: SVGElement; readonly shape: SVGElement }, node: ScreenNode, moved: () => void) {
  const own = node.kind === 'symbol' ? node.transform : (node.attributes['transform'] ?? '');
  const origin = originOf(node);
  const pivot = pivotOf(node);
  const motion = { x: 0, y: 0, rotate: 0, scale: 1 };
  let isMoved = false;
  const attribute = (of: SVGElement, name: string, value: number): void => {
    const text = trim(value);
    if (of.getAttribute(name) !== text) of.setAttribute(name, text);
  };
  return {
    set(target: GeometryTarget, value: number): void {
      switch (target) {
        case 'x':
        case 'y':
          motion[target] = within(value, -limits.coordinate, limits.coordinate) - origin[target];
          isMoved = true;
          break;
        case 'rotate':
          motion.rotate = value % 360;
          isMoved = true;
          break;
        case 'scale':
          motion.scale = within(value, 0, 100);
          isMoved = true;
          break;
        case 'width':
        case 'height':
          attribute(shape, target, within(value, 0, limits.size));
          break;
        case 'opacity':
          attribute(element, 'opacity', within(value, 0, 1));
      }
    },
    write(): void {
      if (!isMoved) return;
      isMoved = false;
      const transform = transformOf(own, motion, pivot);
      if ((element.getAttribute('transform') ?? '') === transform) return;
      element.setAttribute('transform', transform);
      moved();
    },
  };
}
