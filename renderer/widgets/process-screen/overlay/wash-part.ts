import type { Priority } from '#shared/model/alarm.ts';
import type { QualityKind } from '#shared/model/quality.ts';
import type { ScreenOverlay } from './overlay-part.ts';

export type WashLook = { readonly kind: QualityKind; readonly alarm: Priority | null };

/** The ground of a value: nothing while it is good, border or hatch by its quality, the wash of its alarm. */
export type Wash = {
  /** `box` in the host's units. */
  set(look: WashLook, x: number, y: number, width: number, height: number): void;
};

const noDash: number[] = [];
const dashes: Partial<Record<QualityKind, number[]>> = { uncertain: [1.5, 2.5], stale: [3, 3] };

/** True where the number is not to be trusted at all, so that the ground is hatched and the pointer goes. */
export const isUnusable = (kind: QualityKind): boolean => kind === 'bad' || kind === 'no-link' || kind === 'waiting';

/** True where the ground covers what the drawing shows in its place: that must be painted again above it. */
export const isCovering = ({ kind, alarm }: WashLook): boolean => alarm !== null || isUnusable(kind);

/** `radius` of the corners, user units. */
export function createWash(overlay: ScreenOverlay, host: SVGElement, radius: number): Wash {
  // The outline of a picked host stands on the edge of this very ground where the drawing has a rectangle of it.
  const sharesEdge = host.querySelector(':scope > .ps-wash') !== null;
  let kind: QualityKind = 'good';
  let alarm: Priority | null = null;
  let [x, y, width, height] = [0, 0, 0, 0];
  const handle = overlay.add(host, {
    layer: 'wash',
    paint(brush) {
      const { context } = brush;
      const isOutlined = sharesEdge && handle.isOutlined;
      // The drawing's own outline of what is picked stands on this edge: it must stay in sight.
      const inset = isOutlined ? 1 : 0;
      context.beginPath();
      context.roundRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, radius);
      if (isUnusable(kind) && (alarm === null || kind !== 'waiting')) {
        brush.hatch();
        context.fill();
      } else if (alarm !== null) {
        brush.fill(`p${alarm}-bg`);
        context.fill();
      }
      if (isOutlined) return;
      const dash = alarm === null ? dashes[kind] : undefined;
      if (dash !== undefined) context.setLineDash(dash);
      if (alarm !== null) brush.stroke(`p${alarm}-tx`, 1.5);
      else brush.stroke(kind === 'stale' ? 'tx-3' : 'bad', kind === 'uncertain' ? 1.2 : 1);
      context.stroke();
      if (dash !== undefined) context.setLineDash(noDash);
    },
  });
  return {
    set(look, nextX, nextY, nextWidth, nextHeight) {
      const isSame = kind === look.kind && alarm === look.alarm && x === nextX && y === nextY && width === nextWidth && height === nextHeight;
      if (isSame) return;
      ({ kind, alarm } = look);
      [x, y, width, height] = [nextX, nextY, nextWidth, nextHeight];
      // A forced value keeps its plain ground: its badge says it.
      const isShown = alarm !== null || (kind !== 'good' && kind !== 'forced');
      if (isShown) handle.reach(x - 1, y - 1, x + width + 1, y + height + 1);
      handle.touch(isShown);
    },
  };
}
