import type { SymbolNode } from '#shared/screen/screen-model.ts';
import type { Binding, ScreenContext } from '../screen-context.ts';
import { setAttribute } from '../write.ts';
import { boxOf } from './bound-box.ts';
import { createBoundFrame } from './bound-frame.ts';
import { createBoundValue } from './bound-value.ts';
import { compileScreenBinding } from './compile-screen-binding.ts';
import { lookOf, symbolStates } from './look.ts';

/**
 * Draws a symbol whose state comes from an expression instead of its asset's signals. Both are one binding, the expression
 * last: the symbol's own words and badges follow its asset, and no paint of theirs ever shows the other state in between.
 */
export function drawWithState(context: ScreenContext, node: SymbolNode, draw: (context: ScreenContext) => SVGElement): SVGElement {
  const binding = node.bindings.find(({ target }) => target === 'state');
  if (binding === undefined) return draw(context);
  const own: Binding[] = [];
  const element = draw({ ...context, addBinding: (one) => void own.push(one) });
  const symbol = element.matches('.sy') ? element : element.querySelector('.sy');
  const compiled = symbol === null ? null : compileScreenBinding(context, node, binding);
  if (symbol === null) context.report(node.line, `Symbol ${node.symbol}: data-bind-state is for equipment; it does nothing here.`);
  const value = compiled === null ? null : createBoundValue(compiled, context.live);
  const frame = createBoundFrame(context.overlay, element, { isGround: false, boxOf: () => boxOf(element) });
  const apply = (): void => {
    if (symbol === null) return;
    value?.read();
    const isKnown = value !== null && value.isUsable;
    setAttribute(symbol, 'data-state', isKnown ? symbolStates[lookOf(binding.states, value.value)] : 'no-link');
    frame.set(isKnown && value.kind === 'forced' ? 'forced' : 'good', 'FORCED');
    setAttribute(symbol, 'data-stale', String(isKnown && value.kind !== 'good' && value.kind !== 'forced'));
  };
  context.addBinding({
    tags: [...new Set([...own.flatMap(({ tags }) => tags), ...(value?.tags ?? [])])],
    get isAging() {
      return own.some(({ isAging }) => isAging === true);
    },
    paint(nowMs) {
      for (let at = 0; at < own.length; at++) (own[at] as Binding).paint(nowMs);
      apply();
    },
  });
  return element;
}
