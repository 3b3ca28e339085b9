import type { Binding, ScreenContext } from '../screen-context.ts';

/**
 * A binding whose words depend on how wide letters are: painted as any other, and again when that changed. Before the first
 * picture nothing has a width, so what is cut to its room must hear of it.
 */
export function addSizedBinding(context: ScreenContext, host: SVGElement, binding: Binding): void {
  context.addBinding(binding);
  context.overlay.add(host, { layer: 'text', paint: () => undefined, restyle: () => binding.paint(context.nowMs()) });
}
