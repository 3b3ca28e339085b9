import type { ScreenOverlay } from '../overlay/overlay-part.ts';

/** Bright on, dark off, half lit on its way, crossed at fault, dashed out of service, hatched while it is not known. No lamp has a colour: that is the alarm's glyph. */
export type LampLook = 'on' | 'off' | 'moving' | 'fault' | 'out-of-service' | 'unknown';

const names: Readonly<Record<string, LampLook>> = {
  on: 'on',
  running: 'on',
  open: 'on',
  off: 'off',
  stopped: 'off',
  shut: 'off',
  plain: 'off',
  moving: 'moving',
  fault: 'fault',
  tripped: 'fault',
  'out-of-service': 'out-of-service',
};

/** The lamp of a look's name as bindings write it too; undefined for no such name. */
export const lampLook = (name: string): LampLook | undefined => (Object.hasOwn(names, name) ? names[name] : undefined);

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
      } else if (look !== 'out-of-service') {
        brush.fill(look === 'on' ? 'eq-on' : 'eq-off');
        context.fill();
      }
      if (look === 'out-of-service') context.setLineDash(dash);
      brush.stroke(look === 'unknown' ? 'bad' : look === 'out-of-service' ? 'p-off' : 'eq-line', 1.5);
      context.stroke();
      if (look === 'out-of-service') context.setLineDash(noDash);
      if (look === 'fault') {
        const arm = radius * 0.55;
        context.beginPath();
        context.moveTo(x - arm, y - arm);
        context.lineTo(x + arm, y + arm);
        context.moveTo(x - arm, y + arm);
        context.lineTo(x + arm, y - arm);
        brush.stroke('tx-1', 1.75);
        context.stroke();
      }
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
