import type { ScreenOverlay } from '../overlay/overlay-part.ts';

/** Bright on, dark off, half lit on its way, dashed out of service, hatched while it is not known. A fault is an alarm's glyph, not a lamp. */
export type LampLook = 'on' | 'off' | 'moving' | 'out' | 'unknown';

export const isLampLook = (text: string): text is LampLook => ['on', 'off', 'moving', 'out'].includes(text);

export type LampPart = { set(look: LampLook): void };

const dash: number[] = [3, 2.5];
const noDash: number[] = [];

/** A round lamp of 14 units about `x`, `y` of its host, painted. */
export function createLampPart(
  overlay: ScreenOverlay,
  host: SVGElement,
  { x, y, radius = 7 }: { readonly x: number; readonly y: number; readonly radius?: number },
): LampPart {
  let look: LampLook | null = null;
  const handle = overlay.add(host, {
    layer: 'bar',
    key: 'lamp',
    paint(brush) {
      const { context } = brush;
      context.beginPath();
      context.arc(x, y, radius, 0, Math.PI * 2);
      if (look === 'unknown') {
        brush.hatch();
        context.fill();
      } else if (look !== 'out') {
        brush.fill(look === 'on' ? 'eq-on' : 'eq-off');
        context.fill();
      }
      if (look === 'out') context.setLineDash(dash);
      brush.stroke(look === 'unknown' ? 'bad' : look === 'out' ? 'p-off' : 'eq-line', 1.5);
      context.stroke();
      if (look === 'out') context.setLineDash(noDash);
      if (look !== 'moving') return;
      context.beginPath();
      context.arc(x, y, radius - 0.5, -Math.PI / 2, Math.PI / 2);
      context.closePath();
      brush.fill('eq-on');
      context.fill();
    },
  });
  handle.reach(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1);
  return {
    set(next) {
      if (next === look) return;
      look = next;
      handle.touch(true);
    },
  };
}
