import { createBrush } from '#renderer/widgets/process-screen/overlay/brush.ts';
import { createInkLanes } from '#renderer/widgets/process-screen/overlay/ink-lanes.ts';
import { createInkPlate } from '#renderer/widgets/process-screen/overlay/ink-plate.ts';
import type { PartHandle } from '#renderer/widgets/process-screen/overlay/overlay-part.ts';
import type { OverlayTheme } from '#renderer/widgets/process-screen/overlay/overlay-theme.ts';
import type { Place } from '#renderer/widgets/process-screen/overlay/place.ts';
import { createScene } from '#renderer/widgets/process-screen/overlay/scene.ts';
import { textStyles } from '#renderer/widgets/process-screen/overlay/text-styles.ts';

const theme: OverlayTheme = { colour: (tone) => (tone === 'bad' ? '#c02020' : '#101010'), hatch: () => '#888', ui: '"Inter Variable"', mono: 'monospace' };
const [width, height] = [640, 200];
const texts = ['', '7', '12.3', '\u2212987.65', '12\u2009345', 'BAD', 'was 24.3', 'm³/h', 'no link'];

type Shown = { place: Place | null; text: string; tone: 'tx-1' | 'bad' };

/** A scene of these texts on canvases of its own; `paint` after each change as the page would. */
function open(shown: readonly Shown[]) {
  const [shapes, letters] = [0, 1].map(() => {
    const canvas = document.createElement('canvas');
    canvas.className = 'ps-overlay';
    [canvas.width, canvas.height] = [width, height];
    document.body.append(canvas);
    return { canvas, context: canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D };
  }) as [{ canvas: HTMLCanvasElement; context: CanvasRenderingContext2D }, { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D }];
  const ink = createInkPlate(letters.context, theme);
  // Only this says which fonts there are.
  ink.renew(theme, 1);
  const lanes = createInkLanes(() => undefined);
  lanes.useGround(ink.ground);
  const scene = createScene<Shown>({ brush: createBrush(shapes.context, theme), placeOf: ({ place }) => place, request: () => undefined, lanes });
  scene.useInk(ink);
  const handles = new Map<Shown, PartHandle>();
  for (const one of shown) {
    const handle = scene.add(one, {
      layer: 'text',
      isInk: true,
      paint(brush) {
        brush.font(textStyles.value);
        brush.fill(one.tone);
        brush.write(one.text, 0, 0);
      },
    });
    // Its reach follows what it shows, as a line of text has it.
    handles.set(one, handle);
  }
  scene.resize(width, height);
  /** A text may become a number of other decimals: it has a lane for each. */
  const lanesOf = new Map<string, number>();
  const laneOf = new Map<Shown, number>();
  const told = (one: Shown): void => {
    handles.get(one)?.reach(-3, -24, 5 + one.text.length * 12, 8);
    handles.get(one)?.touch(one.text !== '');
  };
  for (const one of shown) told(one);
  scene.paint();
  return {
    scene,
    told,
    /** Shows another number in the places of the one there; false where a lane cannot. */
    count(one: Shown, random: (below: number) => number): boolean {
      const decimals = one.text.includes('.') ? one.text.length - 1 - one.text.indexOf('.') : 0;
      const key = `${shown.indexOf(one)} ${decimals}`;
      let lane = lanesOf.get(key);
      if (lane === undefined) {
        const number = { handle: handles.get(one) as PartHandle, written: () => ({ text: one.text, style: textStyles.value, tone: one.tone, x: 0, y: 0 }), follow: (text: string) => void (one.text = text) };
        lanesOf.set(key, (lane = lanes.open({ decimals, number, pointer: null })));
      }
      if (laneOf.get(one) !== lane) laneOf.set(one, lane);
      lanes.offer(lane);
      const sign = one.text.startsWith('\u2212') ? -1 : 1;
      const digits = one.text.replace(/\D/g, '').length;
      const least = digits - decimals === 1 ? 0 : 10 ** (digits - 1);
      return lanes.paint(lane, (sign * (least + random(10 ** digits - least))) / 10 ** decimals);
    },
    /** Before it is told another text. */
    close: (one: Shown) => lanes.close(laneOf.get(one) ?? -1),
    closeAll: lanes.closeAll,
    pixels: () => letters.context.getImageData(0, 0, width, height).data,
    remove() {
      shapes.canvas.remove();
      letters.canvas.remove();
    },
  };
}

/**
 * Texts that lie over each other change, go, come and move, each change a picture of its own; then what stands on the canvas
 * against the same painted from nothing: the largest difference, 0 to 255, and the part of inked pixels that differ; how
 * many numbers counted up in lanes, and the largest difference to the same copied together anew. `isAllEven`: nothing is turned.
 */
export function randomInk(seed: number, isAllEven = false): { readonly most: number; readonly share: number; readonly counted: number; readonly again: number } {
  let state = seed;
  const random = (below: number): number => (state = (state * 16_807) % 2_147_483_647) % below;
  const newPlace = (): Place => {
    const turned = random(6) === 0 && !isAllEven;
    return { a: turned ? 0 : 1, b: turned ? 1 : 0, c: turned ? -1 : 0, d: turned ? 0 : 1, e: random(width + 40) - 20 + random(100) / 100, f: random(height + 20) - 10 + random(100) / 100, alpha: random(5) === 0 ? 0.5 : 1 };
  };
  const shown = Array.from({ length: 24 }, (): Shown => ({ place: newPlace(), text: texts[random(texts.length)] as string, tone: 'tx-1' }));
  const changed = open(shown);
  let counted = 0;
  for (let act = 0; act < 120; act++) {
    const one = shown[random(shown.length)] as Shown;
    const isNumber = /^\u2212?[\d\u2009]+(\.\d+)?$/.test(one.text);
    if (isNumber && random(2) === 0 && changed.count(one, random)) counted++;
    else if (random(6) === 0) {
      one.place = random(3) === 0 ? null : newPlace();
      changed.scene.placesChanged([one]);
    } else {
      changed.close(one);
      one.text = texts[random(texts.length)] as string;
      one.tone = random(3) === 0 ? 'bad' : 'tx-1';
      changed.told(one);
    }
    changed.scene.paint();
  }
  // What came into the way of a lane is painted with the next picture.
  changed.scene.paint();
  const is = changed.pixels();
  // What was counted up is what the lanes say it is: copied anew, all of it together, it must be the very same.
  changed.closeAll();
  for (const one of shown) changed.told(one);
  changed.scene.paint();
  const again = changed.pixels();
  const whole = open(shown);
  const should = whole.pixels();
  changed.remove();
  whole.remove();
  let [most, off, held] = [0, 0, 0];
  for (let at = 3; at < is.length; at += 4) {
    const difference = Math.abs((is[at] as number) - (should[at] as number));
    most = Math.max(most, difference);
    if (difference > 8) off++;
    if (should[at] !== 0) held++;
  }
  return { most, share: off / held, counted, again: farthest(is, again) };
}

/** The largest difference of opacity, 0 to 255. Which of two texts lies above is not compared: where one comes to another, only those under what it left are painted anew. */
function farthest(is: Uint8ClampedArray, other: Uint8ClampedArray): number {
  let most = 0;
  for (let at = 3; at < is.length; at += 4) most = Math.max(most, Math.abs((is[at] as number) - (other[at] as number)));
  return most;
}
