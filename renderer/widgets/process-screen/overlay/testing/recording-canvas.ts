import { createBrush } from '../brush.ts';
import { createInkLanes } from '../ink-lanes.ts';
import type { OverlayContext } from '../overlay-context.ts';
import type { OverlayPart, ScreenOverlay } from '../overlay-part.ts';
import type { OverlayTheme } from '../overlay-theme.ts';
import type { Place } from '../place.ts';
import { createScene } from '../scene.ts';
import { createTextLine } from '../text-line.ts';

/** What stands on a canvas: the texts with place, font and colour, and how often anything was cleared. */
export type WrittenText = { readonly text: string; readonly x: number; readonly y: number; readonly font: string; readonly colour: string };
type Mark = { readonly x: number; readonly y: number; readonly what: string };

/** The recorded theme has names only, never patterns. */
const colourOf = (style: OverlayContext['fillStyle']): string => (typeof style === 'string' ? style : 'pattern');

/** Width of a letter in parts of its size: every letter has it, so places can be told by hand. */
export const letterWidth = 0.6;

/**
 * A context that remembers what is written and filled and forgets it where it is cleared, in device pixels. A text stands
 * where its baseline begins; whatever begins in a cleared rectangle is gone.
 */
export function createRecordingContext() {
  let texts: WrittenText[] = [];
  let marks: Mark[] = [];
  let transform = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  const at = (x: number, y: number): { readonly x: number; readonly y: number } => ({ x: transform.a * x + transform.c * y + transform.e, y: transform.b * x + transform.d * y + transform.f });
  const counts = { cleared: 0, written: 0, filled: 0 };
  let path = { x: 0, y: 0 };
  const context: OverlayContext = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    lineJoin: 'miter',
    font: '',
    letterSpacing: '0px',
    beginPath: () => void (path = { x: Number.NaN, y: Number.NaN }),
    moveTo(x, y) {
      if (Number.isNaN(path.x)) path = at(x, y);
    },
    lineTo: () => undefined,
    closePath: () => undefined,
    arc: () => undefined,
    rect(x, y) {
      if (Number.isNaN(path.x)) path = at(x, y);
    },
    roundRect(x, y) {
      if (Number.isNaN(path.x)) path = at(x, y);
    },
    fill() {
      counts.filled++;
      marks.push({ ...path, what: `fill ${colourOf(context.fillStyle)}` });
    },
    stroke: () => void marks.push({ ...path, what: `stroke ${colourOf(context.strokeStyle)}` }),
    fillRect: (x, y) => void marks.push({ ...at(x, y), what: `fill ${colourOf(context.fillStyle)}` }),
    strokeRect: () => undefined,
    setLineDash: () => undefined,
    setTransform(a?: number | DOMMatrix2DInit, b?: number, c?: number, d?: number, e?: number, f?: number) {
      if (typeof a === 'number') transform = { a, b: b ?? 0, c: c ?? 0, d: d ?? 1, e: e ?? 0, f: f ?? 0 };
    },
    clearRect(x, y, width, height) {
      counts.cleared++;
      const stays = (one: { readonly x: number; readonly y: number }): boolean => one.x < x || one.x >= x + width || one.y < y || one.y >= y + height;
      texts = texts.filter(stays);
      marks = marks.filter(stays);
    },
    fillText(text, x, y) {
      counts.written++;
      texts.push({ text, ...at(x, y), font: context.font, colour: colourOf(context.fillStyle) });
    },
    measureText(text) {
      const size = Number(/([\d.]+)px/.exec(context.font)?.[1] ?? 0);
      return { width: text.length * size * letterWidth } as TextMetrics;
    },
  };
  return {
    context,
    counts,
    /** Texts on the canvas now, top to bottom and left to right. */
    texts: (): readonly WrittenText[] => texts.toSorted((one, other) => one.y - other.y || one.x - other.x),
    /** Grounds, bars and lines on it now, by colour. */
    marks: (): readonly string[] => marks.map(({ what }) => what),
  };
}

/** Tones are their own names, so a test reads "bad" where the canvas would have a colour. */
export const namedTheme: OverlayTheme = { colour: (tone) => tone, hatch: () => 'hatch', ui: 'ui', mono: 'mono' };

/** A host of tests: where it stands is set by hand. */
export type FakeHost = { place: Place | null; readonly closest: () => null; readonly querySelector: () => null };
export const fakeHost = (x = 0, y = 0, scale = 1): FakeHost => ({ place: { alpha: 1, a: scale, b: 0, c: 0, d: scale, e: x, f: y }, closest: () => null, querySelector: () => null });

/** The overlay on a recording canvas of 800 by 600 pixels; `flush` paints what was touched, as the page does at the end of a task. */
export function createRecordedOverlay() {
  const recorded = createRecordingContext();
  const brush = createBrush(recorded.context, namedTheme);
  brush.renew(namedTheme, 1);
  let asked = 0;
  const lanes = createInkLanes(() => void asked++);
  const scene = createScene<FakeHost>({ brush, placeOf: ({ place }) => place, request: () => void asked++, lanes });
  scene.resize(800, 600);
  const overlay: ScreenOverlay = {
    lanes,
    add: (host: SVGElement, part: OverlayPart) => scene.add(host as unknown as FakeHost, part),
    width: (style, text) => brush.metrics.width(style, text),
    text(host, options) {
      const line = createTextLine(overlay, host, { x: options.x, y: options.y, anchor: options.anchor ?? 'start', spans: [options] });
      return {
        set(text, tone) {
          line.put(0, text, tone);
          line.done();
        },
      };
    },
  };
  return { ...recorded, overlay, scene, brush, flush: scene.paint, asked: () => asked, element: (host: FakeHost): SVGElement => host as unknown as SVGElement };
}
