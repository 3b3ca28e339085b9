import { formatClock, formatDay } from '../../format-time.ts';
import { readHtml, takeHtml } from './html-picture.ts';
import { paintSvg, readSvg, takeSvg } from './svg-picture.ts';

/** What a picture says of itself: it travels without its console. */
export type PictureHead = {
  readonly title: string;
  /** Name of the plant; and that it is a simulated one, where it is. */
  readonly plant: string;
  readonly isSimulated: boolean;
  /** The moment shown, UTC epoch ms. */
  readonly timeMs: number;
  /** Whether it shows the present, what was recorded, or values that nobody confirms any more. */
  readonly mark: 'LIVE' | 'REPLAY' | 'RECORDING' | 'NO LINK';
};

/** Height of the line above a picture, px of the page. */
export const headPx = 36;
/** Longest edge of a picture, px of the canvas: more than that some programs do not open. */
const mostPx = 8192;
const flashes = ['flashFast', 'flashMid', 'flashSlow'] as const;

/**
 * The screen in `host`, with its tiles where it has some, as a picture under a line that says what and when it is. All of it
 * is of the moment this is called at: drawing, values, marks; glyphs that flash are lit. Rejects where the screen has no size
 * or the browser cannot make the picture. `scale`: px of the picture for one of the page.
 */
export async function screenPicture(options: {
  readonly host: HTMLElement;
  readonly tileHost: HTMLElement | null;
  readonly head: PictureHead;
  readonly scale?: number;
}): Promise<HTMLCanvasElement> {
  const { host, tileHost, head } = options;
  const tiles = tileHost === null || tileHost.childElementCount === 0 ? null : tileHost;
  const place = host.getBoundingClientRect();
  if (place.width < 1 || place.height < 1) throw new Error('the screen is not in sight');
  const [tilesPx, width] = [tiles?.getBoundingClientRect().height ?? 0, Math.ceil(Math.max(place.width, tiles?.getBoundingClientRect().width ?? 0))];
  const height = Math.ceil(headPx + tilesPx + place.height);
  const scale = Math.min(options.scale ?? Math.max(1, devicePixelRatio), mostPx / width, mostPx / height);
  const [canvas, context] = canvasOf(Math.round(width * scale), Math.round(height * scale));
  // Asked before anything is waited for: from here on nothing of the page is looked at.
  const colours = headColours(host);
  const shot = lit(() => takeScreen(host, tiles, { x: place.left, y: place.top - headPx - tilesPx }));

  context.scale(scale, scale);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  paintHead(context, head, width, colours);
  if (shot.tiles !== null) {
    const paint = await readHtml(shot.tiles);
    paint(context);
  }
  const [drawing, marks] = await Promise.all(shot.layers.map(readSvg));
  if (drawing !== undefined && shot.layers[0] !== undefined) paintSvg(context, shot.layers[0], drawing);
  context.drawImage(shot.values, 0, headPx + tilesPx, place.width, place.height);
  if (marks !== undefined && shot.layers[1] !== undefined) paintSvg(context, shot.layers[1], marks);
  return canvas;
}

/**
 * A picture as a PNG file without transparency, which a paper takes in as it is; rejects where it is too large for the browser.
 * Painted on such a canvas at once, its letters would get the coloured edges that a display wants and paper does not.
 */
export function pngOf(picture: HTMLCanvasElement): Promise<Blob> {
  const [canvas, context] = canvasOf(picture.width, picture.height, { alpha: false });
  context.drawImage(picture, 0, 0);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)), 'image/png'));
}

function takeScreen(host: HTMLElement, tileHost: HTMLElement | null, origin: { readonly x: number; readonly y: number }) {
  const [root, canvases, over] = [host.querySelector('.process-screen'), host.querySelectorAll('canvas'), host.querySelector('.ps-marks-layer')];
  const [first] = canvases;
  if (!(root instanceof SVGSVGElement) || first === undefined || !(over instanceof SVGSVGElement)) throw new Error('no screen is drawn here');
  // The values are painted over as soon as one changes: they are copied now.
  const [values, context] = canvasOf(Math.max(1, first.width), Math.max(1, first.height));
  for (const canvas of canvases) if (canvas.width > 0) context.drawImage(canvas, 0, 0);
  const tiles = tileHost === null ? null : takeHtml(tileHost, { x: tileHost.getBoundingClientRect().left, y: tileHost.getBoundingClientRect().top - headPx });
  return { layers: [takeSvg(root, origin), takeSvg(over, origin)], values, tiles };
}

/** Takes a picture with all glyphs lit; nobody sees it, since the page is not drawn meanwhile. */
function lit<Shot>(take: () => Shot): Shot {
  const { dataset } = document.documentElement;
  const before = flashes.map((name) => dataset[name]);
  for (const name of flashes) delete dataset[name];
  try {
    return take();
  } finally {
    flashes.forEach((name, at) => {
      if (before[at] !== undefined) dataset[name] = before[at];
    });
  }
}

function canvasOf(width: number, height: number, settings: CanvasRenderingContext2DSettings = {}): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', settings);
  if (context === null) throw new Error('the browser gives no canvas for it');
  return [canvas, context];
}

export type HeadColours = { readonly ground: string; readonly chrome: string; readonly line: string; readonly ink: string; readonly quiet: string; readonly replay: string; readonly bad: string; readonly font: string };

/** The colours of a picture's head and ground in the theme of the page. */
export function headColours(element: Element): HeadColours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return { ground: token('--bg-canvas'), chrome: token('--bg-chrome'), line: token('--line-2'), ink: token('--tx-1'), quiet: token('--tx-2'), replay: token('--replay'), bad: token('--bad'), font: token('--font-ui') };
}

/** The line above a picture that says what and when it is, `headPx` high. */
export function paintHead(context: CanvasRenderingContext2D, head: PictureHead, width: number, { chrome, line, ink, quiet, replay, bad, font }: HeadColours): void {
  const middle = headPx / 2;
  context.fillStyle = chrome;
  context.fillRect(0, 0, width, headPx);
  context.fillStyle = line;
  context.fillRect(0, headPx - 1, width, 1);
  context.textBaseline = 'middle';
  let right = width - 12;
  const write = (text: string, weight: number, colour: string): void => {
    context.font = `${weight} 13px ${font}`;
    context.fillStyle = colour;
    context.textAlign = 'right';
    context.fillText(text, right, middle);
    right -= context.measureText(text).width + 14;
  };
  const colour = head.mark === 'LIVE' ? ink : head.mark === 'NO LINK' ? bad : replay;
  write(head.mark, 650, colour);
  write(momentWords(head.timeMs), 420, ink);
  if (head.isSimulated) write('SIM plant', 520, quiet);
  context.textAlign = 'left';
  context.save();
  context.beginPath();
  context.rect(0, 0, Math.max(0, right), headPx);
  context.clip();
  context.font = `620 14px ${font}`;
  context.fillStyle = ink;
  context.fillText(head.title, 12, middle);
  const from = 24 + context.measureText(head.title).width;
  context.font = `420 13px ${font}`;
  context.fillStyle = quiet;
  context.fillText(head.plant, from, middle);
  context.restore();
}

/** "Sun 29 Nov 2026 04:12:09 UTC+01:00": a picture is also looked at elsewhere. */
export function momentWords(timeMs: number): string {
  if (!Number.isFinite(timeMs)) return 'time unknown';
  const date = new Date(timeMs);
  const east = -date.getTimezoneOffset();
  const two = (part: number): string => String(part).padStart(2, '0');
  const zone = `UTC${east < 0 ? '−' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return `${formatDay(timeMs)} ${date.getFullYear()} ${formatClock(timeMs)} ${zone}`;
}
