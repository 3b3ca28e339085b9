import '#renderer/theme/base.css';
import { browserTimers } from '#renderer/client/timers.ts';
import { createLiveStore } from '#renderer/client/live-store.ts';
import { mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import { screenPicture } from '#renderer/widgets/process-screen/picture/screen-picture.ts';
import type { ScreenAlarm } from '#renderer/widgets/process-screen/screen-context.ts';
import type { OpenWrite } from '#renderer/widgets/process-screen/write-marks.ts';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { randomInk } from './random-ink.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';

/** One value with a bar, and the same as a tile below, on a drawing of 400 by 200, twice as large in the page. Runs in the page; the test calls it by name. */
const tag = TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'A', unit: 'bar', decimals: 1, range: [0, 100], normal: [40, 60], device: 'PLC-1', address: 'x', setpoint: 'SP-1' });
const setpoint = TagDefinition.parse({ id: 'SP-1', name: 'Pressure setpoint', asset: 'A', unit: 'bar', decimals: 1, device: 'PLC-1', address: 'y' });
const limit = AlarmDefinition.parse({ id: 'PT-1.H', kind: 'high', tag: 'PT-1', priority: 1, limit: 80, message: 'High' });
const parsed = parseScreen(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><title>Pixels</title><g data-symbol="tiles"><g data-tag="PT-1"/></g><path id="pipe" class="pipe-main" data-flow="PT-1" d="M10 20H90"/><path id="arrow" class="arrow" data-flow="PT-1" d="M90 20l-9-5v10z"/><g data-symbol="evaporator" data-level="PT-1" data-label="none" transform="translate(330 100) scale(.4)"/><g><g data-symbol="value" data-tag="PT-1" data-show="indicator" transform="translate(100 80)"/></g></svg>',
);
if (!parsed.ok) throw new Error(parsed.problem.message);

const tileHost = document.body.appendChild(document.createElement('div'));
tileHost.style.cssText = 'position:absolute;left:0;top:420px;width:240px';
const host = document.getElementById('host') as HTMLElement;
host.style.cssText = 'position:absolute;left:0;top:0;width:800px;height:400px';
const store = createLiveStore(browserTimers, () => undefined);
store.resize(2);
let alarm: ScreenAlarm | null = null;
const screen = mountScreen({
  model: parsed.screen,
  host,
  tileHost,
  directory: { tag: (index) => [tag, setpoint][index], indexOf: (id) => ['PT-1', 'SP-1'].indexOf(id), asset: () => undefined, tagsOfAsset: () => [], alarmsOfTag: () => [limit] },
  live: store,
  alarms: { ofTag: () => alarm, ofAsset: () => null, hiddenOfTag: () => null, hiddenOfAsset: () => null, countsBelow: () => ({ 1: 0, 2: 0, 3: 0, 4: 0 }), returnedBelow: () => 0, hiddenBelow: () => 0, standing: () => ({ rows: [], total: 0 }) },
  timers: browserTimers,
  nowMs: () => 1000,
  hasScreen: () => false,
  history: async () => null,
  onPick: () => undefined,
  onOpen: () => undefined,
  tagsOf: () => [],
});

/** It is put over the drawing at the end of the task that mounts the screen. */
const canvasOf = (): HTMLCanvasElement => host.querySelector('canvas') as HTMLCanvasElement;
/** Shapes and ink as they lie over each other. */
function overlayPixels(): ImageData {
  const whole = document.createElement('canvas');
  [whole.width, whole.height] = [canvasOf().width, canvasOf().height];
  const context = whole.getContext('2d') as CanvasRenderingContext2D;
  for (const canvas of host.querySelectorAll('canvas')) context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, whole.width, whole.height);
}
/** Times pixels were handed to a canvas since the theme was set last. */
let handedOver = 0;
let keptInk = new Uint8ClampedArray(0);
const hand = CanvasRenderingContext2D.prototype.putImageData;
CanvasRenderingContext2D.prototype.putImageData = function (this: CanvasRenderingContext2D, ...what: Parameters<typeof hand>) {
  handedOver++;
  return hand.apply(this, what);
} as typeof hand;
const drawing = host.querySelector('svg') as SVGSVGElement;
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const settled = async (): Promise<void> => {
  for (let at = 0; at < 3; at++) await frame();
};

/** Where pixels of a token's colour stand on the canvas, device pixels; null for nowhere. */
function boundsOf(token: string): { left: number; top: number; right: number; bottom: number; count: number } | null {
  const colour = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  const { data, width } = overlayPixels();
  const bounds = { left: Infinity, top: Infinity, right: -1, bottom: -1, count: 0 };
  for (let at = 0; at < data.length; at += 4) {
    const off = Math.abs((data[at] as number) - r) + Math.abs((data[at + 1] as number) - g) + Math.abs((data[at + 2] as number) - b);
    if (off > 6 || (data[at + 3] as number) < 250) continue;
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
    bounds.count++;
  }
  return bounds.count === 0 ? null : bounds;
}

export type PixelsPage = {
  show(value: number, quality: number): Promise<void>;
  setSetpoint(value: number, quality: number): Promise<void>;
  /** Words of the class of the tile, and whether its indicator marks a setpoint. */
  tile(): { readonly words: readonly string[]; readonly hasSetpoint: boolean };
  setAlarm(alarm: ScreenAlarm | null): Promise<void>;
  select(isPicked: boolean): Promise<void>;
  /**
   * Makes the picture of the screen and holds it against photographs of it and of its tile (PNG, base64): the part of pixels
   * that differ clearly, the size of the picture, and how many pixels of its head are of its ground, in per cent.
   */
  comparePicture(screenshot: string, tileShot: string): Promise<{ readonly drawing: number; readonly tile: number; readonly size: readonly [number, number]; readonly head: number; readonly text: string }>;
  /** Places of the badges of writes and of the value they belong to, px; what tile and value say of them. */
  setWrites(writes: readonly OpenWrite[]): Promise<{ readonly badges: readonly DOMRect[]; readonly value: DOMRect; readonly words: readonly (string | null)[]; readonly tile: string }>;
  /** Stroke, pattern and filling of the line, its arrow and the cone of the vessel, as the browser has them. */
  looks(): readonly string[];
  setTheme(theme: 'dark' | 'light'): Promise<void>;
  setViewBox(viewBox: string): Promise<void>;
  /** By a class of the drawing, or by an attribute as parts do that have less to show. */
  hide(isHidden: boolean, by?: 'is-off-view' | 'is-off-state' | 'display'): Promise<void>;
  readonly boundsOf: typeof boundsOf;
  /** How opaque each pixel is now is kept. */
  keepInk(): void;
  /** Against what was kept: the largest difference, 0 to 255, and how many pixels differ, in parts of those that held anything. */
  inkOff(): { readonly most: number; readonly share: number };
  readonly randomInk: typeof randomInk;
  /** True while letters are copied from those written before. */
  copies(): boolean;
  /** Pixels of the canvas that hold anything, however faint. */
  painted(): number;
  /** All text the drawing and its names hold. */
  words(): string;
  size(): readonly [number, number];
};
const page: PixelsPage = {
  async show(value, quality) {
    store.apply({ tag: Uint32Array.of(0), timeMs: Float64Array.of(1000), value: Float64Array.of(value), quality: Uint32Array.of(quality) });
    await settled();
    // Numbers wait up to 250 ms for their turn; a new moment does not.
    screen.momentChanged();
    await settled();
  },
  async setSetpoint(value, quality) {
    store.apply({ tag: Uint32Array.of(1), timeMs: Float64Array.of(1000), value: Float64Array.of(value), quality: Uint32Array.of(quality) });
    await settled();
    screen.momentChanged();
    await settled();
  },
  tile: () => ({ words: [...(tileHost.firstElementChild as Element).classList], hasSetpoint: tileHost.querySelector('.indicator-setpoint')?.getAttribute('display') !== 'none' }),
  async setAlarm(next) {
    alarm = next;
    screen.alarmsChanged();
    await settled();
  },
  async select(isPicked) {
    screen.setSelection(null, isPicked ? 'PT-1' : null);
    await settled();
  },
  async comparePicture(screenshot, tileShot) {
    const picture = await screenPicture({ host, tileHost, head: { title: 'Pixels', plant: 'Works', isSimulated: false, timeMs: 0, mark: 'LIVE' }, scale: 1 });
    const tilesPx = tileHost.getBoundingClientRect().height;
    const of = (canvas: HTMLCanvasElement, x: number, y: number, width: number, height: number) => (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(x, y, width, height).data;
    const load = async (png: string): Promise<HTMLCanvasElement> => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      (canvas.getContext('2d') as CanvasRenderingContext2D).drawImage(image, 0, 0);
      return canvas;
    };
    const differing = (a: Uint8ClampedArray, b: Uint8ClampedArray): number => {
      let count = 0;
      for (let at = 0; at < a.length; at += 4) if ([0, 1, 2].some((part) => Math.abs((a[at + part] as number) - (b[at + part] as number)) > 48)) count++;
      return count / (a.length / 4);
    };
    const [screenPhoto, tilePhoto] = [await load(screenshot), await load(tileShot)];
    const head = of(picture, 0, 0, picture.width, 35);
    let ground = 0;
    for (let at = 0; at < head.length; at += 4) if (head[at] === head[0] && head[at + 1] === head[1] && head[at + 2] === head[2]) ground++;
    return {
      drawing: differing(of(picture, 0, 36 + tilesPx, 800, 400), of(screenPhoto, 0, 0, 800, 400)),
      tile: differing(of(picture, 0, 36, tilePhoto.width, tilePhoto.height), of(tilePhoto, 0, 0, tilePhoto.width, tilePhoto.height)),
      size: [picture.width, picture.height],
      head: (100 * ground) / (head.length / 4),
      text: picture.toDataURL('image/png').slice(0, 22),
    };
  },
  async setWrites(writes) {
    screen.setWrites(writes);
    await settled();
    const box = (element: Element): DOMRect => element.getBoundingClientRect().toJSON() as DOMRect;
    const value = drawing.querySelector('.ps-box') as Element;
    const tile = tileHost.firstElementChild as Element;
    return {
      badges: [...host.querySelectorAll('.ps-write')].map(box),
      value: box(value),
      words: [value, tile].map((element) => element.getAttribute('aria-label')),
      tile: getComputedStyle(tile, '::after').content,
    };
  },
  looks: () =>
    ['.pipe-main', '.arrow', '.sy-level-cone'].map((name) => {
      const { stroke, strokeDasharray, fill } = getComputedStyle(drawing.querySelector(name) as Element);
      return `${stroke} ${strokeDasharray} ${fill}`;
    }),
  async setTheme(theme) {
    document.documentElement.setAttribute('data-theme', theme);
    await settled();
    handedOver = 0;
  },
  async setViewBox(viewBox) {
    drawing.setAttribute('viewBox', viewBox);
    await settled();
  },
  async hide(isHidden, by = 'is-off-view') {
    const group = drawing.querySelector('g:has(.ps-box)');
    if (by !== 'display') group?.classList.toggle(by, isHidden);
    else if (isHidden) group?.setAttribute('display', 'none');
    else group?.removeAttribute('display');
    await settled();
  },
  boundsOf,
  keepInk: () => void (keptInk = overlayPixels().data),
  inkOff() {
    const { data } = overlayPixels();
    let [most, off, held] = [0, 0, 0];
    for (let at = 3; at < data.length; at += 4) {
      const difference = Math.abs((data[at] as number) - (keptInk[at] as number));
      most = Math.max(most, difference);
      if (difference !== 0) off++;
      if (keptInk[at] !== 0) held++;
    }
    return { most, share: off / held };
  },
  randomInk,
  copies: () => handedOver > 0,
  painted() {
    const { data } = overlayPixels();
    let count = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count++;
    return count;
  },
  words: () => drawing.textContent ?? '',
  size: () => [canvasOf().width, canvasOf().height],
};
(window as unknown as { pixels: PixelsPage }).pixels = page;
void Promise.all([document.fonts.load('620 17px "Inter Variable"'), document.fonts.load('500 11.5px "IBM Plex Mono"')]).then(() => document.documentElement.setAttribute('data-ready', ''));
