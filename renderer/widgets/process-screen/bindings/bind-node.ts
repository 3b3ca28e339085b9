import type { QualityKind } from '#shared/model/quality.ts';
import type { CompiledBinding } from '#shared/screen/compile-binding.ts';
import type { BindingTarget, ScreenBinding } from '#shared/screen/screen-binding.ts';
import type { ScreenNode } from '#shared/screen/screen-model.ts';
import { ageWords } from '../../value-reading.ts';
import type { Drawing } from '../drawing.ts';
import { setAttribute } from '../write.ts';
import { boxOf } from './bound-box.ts';
import { createBoundFrame } from './bound-frame.ts';
import { type BoundValue, createBoundValue, worseKind } from './bound-value.ts';
import { compileScreenBinding } from './compile-screen-binding.ts';
import { createGeometry, type GeometryTarget, isGeometry } from './geometry.ts';
import { createBoundLevel } from './level-fill.ts';
import { lookOf } from './look.ts';

/** What a binding does with its value; called only when it can be used. */
/** What stands for a part in the page. */
export type BoundElements = { readonly element: SVGElement; readonly shape: SVGElement };
type Effect = (value: BoundValue) => void;
type Bound = { readonly target: BindingTarget; readonly states: ScreenBinding['states']; readonly value: BoundValue; readonly apply: Effect };

/**
 * Makes the bindings of one part live, but for its text: visibility, state, level, geometry, links. What cannot be known
 * never hides, moves or recolours anything: the part stays as it last was and is marked by the quality of what it hangs on.
 * `element` stands for the part; `shape` in it is what has a size and an outline of its own, the same where nothing is around it.
 */
export function bindNode(drawing: Drawing, { element, shape }: BoundElements, node: ScreenNode): void {
  const { context } = drawing;
  const bound: Bound[] = [];
  let isBroken = false;
  const geometry = createGeometry({ element, shape }, node, () => drawing.moved(element));
  for (const binding of node.bindings) {
    if (binding.target === 'text' || (binding.target === 'state' && node.kind === 'symbol')) continue;
    const compiled = compileScreenBinding(context, node, binding);
    if (compiled === null) {
      isBroken = true;
      continue;
    }
    const value = createBoundValue(compiled, context.live);
    bound.push({ target: binding.target, states: binding.states, value, apply: effectOf(drawing, { element, shape }, node, { compiled, geometry }) });
  }
  if (bound.length === 0 && !isBroken) return;
  const { live } = context;
  element.classList.add('ps-bound');
  const isShape = node.kind === 'shape' && ['rect', 'circle', 'ellipse', 'polygon'].includes(node.name);
  const frame = createBoundFrame(context.overlay, element, { isGround: false, isShape, boxOf: () => boxOf(element) });
  // A bound text says of itself how good it is.
  const hasText = node.bindings.some(({ target }) => target === 'text');
  let isAging = false;
  context.addBinding({
    tags: [...new Set(bound.flatMap(({ value }) => value.tags))],
    get isAging() {
      return isAging;
    },
    paint(nowMs) {
      let kind: QualityKind = isBroken ? 'bad' : 'good';
      let oldestMs = NaN;
      for (let at = 0; at < bound.length; at++) {
        const { value, apply, target, states } = bound[at] as Bound;
        value.read();
        // A good input without a number gives none, which is no more to be shown than a bad one.
        kind = worseKind(kind, value.isUsable || value.kind !== 'good' ? value.kind : 'bad');
        // So is a number that no look stands for.
        if (target === 'state' && value.isUsable && lookOf(states, value.value) === 'unknown') kind = worseKind(kind, 'bad');
        if (value.kind === 'stale' && !(value.timeMs > oldestMs)) oldestMs = value.timeMs;
        if (value.isUsable) apply(value);
        else if (target === 'visible') drawing.visibility.setShown(element, true);
        else if (target === 'enabled') drawing.setEnabled(element, true);
      }
      geometry.write();
      isAging = kind === 'stale';
      setAttribute(element, 'data-quality', kind);
      frame.set(kind, hasText ? '' : wordOf(kind, nowMs - oldestMs, live.isLinkLost));
    },
  });
}

function effectOf(
  drawing: Drawing,
  { element, shape }: BoundElements,
  node: ScreenNode,
  { compiled, geometry }: { readonly compiled: CompiledBinding; readonly geometry: ReturnType<typeof createGeometry> },
): Effect {
  const { target, states } = compiled.binding;
  // In an editor a part stands where the file has it: there it is taken hold of.
  if (isGeometry(target)) return drawing.isEditing ? () => undefined : (value) => geometry.set(target satisfies GeometryTarget, value.value);
  switch (target) {
    case 'visible':
      return (value) => drawing.visibility.setShown(element, value.value !== 0);
    case 'enabled':
      return (value) => drawing.setEnabled(element, value.value !== 0);
    case 'state':
      return (value) => setAttribute(element, 'data-look', lookOf(states, value.value));
    case 'level': {
      const level = createBoundLevel({ element, shape }, node);
      return (value) => level.set(value.value);
    }
    default:
      return () => undefined;
  }
}

/** The word beside a part that is no text itself. */
function wordOf(kind: QualityKind, ageMs: number, isLinkLost: boolean): string {
  switch (kind) {
    case 'good':
      return '';
    case 'forced':
      return 'FORCED';
    case 'uncertain':
      return '?';
    case 'stale':
      return ageWords(ageMs);
    case 'bad':
      return 'BAD';
    case 'no-link':
      return isLinkLost ? '---- engine' : '----';
    case 'waiting':
      return '---- waiting';
  }
}
