import type { QualityKind } from '#shared/model/quality.ts';
import type { ScreenOverlay } from '../overlay/overlay-part.ts';
import { textStyles } from '../overlay/text-styles.ts';

/** What marks a bound part whose value is not plainly good: border or hatch by its quality, and a word beside it. */
export type BoundFrame = {
  /** `word` is empty where the part says it itself. */
  set(kind: QualityKind, word: string): void;
};

export type FrameBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const noDash: number[] = [];
const dashes: Partial<Record<QualityKind, number[]>> = { uncertain: [1.5, 2.5], stale: [3, 3] };
/** A frame is never so small that its pattern cannot be told. */
const least = 18;
const isUnknown = (kind: QualityKind): boolean => kind === 'bad' || kind === 'no-link' || kind === 'waiting';

export type FrameOptions = {
  /** The hatch of a value that is not known fills the frame, as under a number; else the shape below is hatched by its own looks. */
  readonly isGround: boolean;
  /** One shape that shows by its own hatch and edge that nothing is known of it: it needs no frame for that. */
  readonly isShape?: boolean;
  /** Asked when the frame is drawn anew. */
  readonly boxOf: () => FrameBox;
};

/** A frame around `host`, in its own units, so that it goes wherever that is moved. */
export function createBoundFrame(overlay: ScreenOverlay, host: SVGElement, { isGround, isShape = false, boxOf }: FrameOptions): BoundFrame {
  let kind: QualityKind = 'good';
  let said = '';
  let box: FrameBox = { x: 0, y: 0, width: 0, height: 0 };
  const frame = overlay.add(host, {
    layer: 'wash',
    paint(brush) {
      const { context } = brush;
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, 3);
      if (isUnknown(kind) && isGround) {
        brush.hatch();
        context.fill();
      }
      const dash = dashes[kind];
      if (dash !== undefined) context.setLineDash(dash);
      brush.stroke(kind === 'stale' ? 'tx-3' : 'bad', kind === 'uncertain' ? 1.2 : 1);
      context.stroke();
      if (dash !== undefined) context.setLineDash(noDash);
    },
  });
  const word = overlay.add(host, {
    layer: 'mark',
    key: 'bound-word',
    paint(brush) {
      brush.font(textStyles.badge);
      brush.fill(kind === 'stale' ? 'tx-2' : 'bad');
      brush.context.fillText(said, box.x, box.y - 3);
    },
  });
  return {
    set(nextKind, nextWord) {
      const isShown = nextKind !== 'good' && (nextKind !== 'forced' || nextWord !== '');
      const next = isShown ? around(boxOf()) : box;
      const isSame = nextKind === kind && nextWord === said && next.x === box.x && next.y === box.y && next.width === box.width && next.height === box.height;
      if (isSame) return;
      kind = nextKind;
      said = nextWord;
      box = next;
      // A forced value keeps its plain ground: its word says it.
      const hasFrame = isShown && kind !== 'forced' && !(isShape && isUnknown(kind));
      if (hasFrame) frame.reach(box.x - 1, box.y - 1, box.x + box.width + 1, box.y + box.height + 1);
      frame.touch(hasFrame);
      const hasWord = isShown && said !== '';
      if (hasWord) word.reach(box.x - 1, box.y - 18, box.x + 2 + overlay.width(textStyles.badge, said), box.y + 3);
      word.touch(hasWord);
    },
  };
}

function around({ x, y, width, height }: FrameBox): FrameBox {
  const [wide, high] = [Math.max(least, width + 6), Math.max(least, height + 6)];
  return { x: x + width / 2 - wide / 2, y: y + height / 2 - high / 2, width: wide, height: high };
}
