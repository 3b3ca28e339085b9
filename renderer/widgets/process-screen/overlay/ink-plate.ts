import { type Brush, createBrush, type Stamp } from './brush.ts';
import type { LaneGround } from './ink-lanes.ts';
import { createInkSprites, figureOf, type LetterFace, phases, quarters, rowOf, wordPhases } from './ink-sprites.ts';
import type { OverlayTheme, Tone } from './overlay-theme.ts';
import { createPixelSheet, type InkBox } from './pixel-sheet.ts';
import { isEven, type Place } from './place.ts';
import { isEvenlySpaced, type TextStyle } from './text-metrics.ts';

/** The canvas of what changes all the time, letters and pointers, above that of shapes. A picture is `begin`, what is cleared, what is painted, `end`. */
export type InkPlate = {
  /** Only its `write` and `stamp` leave ink. */
  readonly brush: Brush;
  /** `isMoved`: everything is painted anew, at other places or in other fonts or colours. True where all must be painted, moved or not. */
  begin(isMoved: boolean): boolean;
  /** True while ink is copied, so that only where ink was is cleared; by `begin`. */
  isSheet(): boolean;
  /** Takes away what this part left. */
  clear(box: InkBox): void;
  clearAll(): void;
  /** What is painted next is of this part, within its rectangle. */
  within(box: InkBox): void;
  end(): void;
  resize(width: number, height: number): void;
  renew(theme: OverlayTheme, grow: number): void;
  /** What lanes paint with and on, while `isSheet`. */
  readonly ground: LaneGround;
};

/** After so many pictures in which nothing moved the next ones will be such too, and letters are worth being copied. */
export const settled = 2;
/** A smaller canvas holds so few values that it does not matter how they are painted. */
export const isInkWorth = (width: number, height: number): boolean => width >= 480 && height >= 96;
/** Letters of a text that may be wider than the canvas it would be written on to be kept. */
const longest = 60;

/**
 * Letters are most of what a changed value costs: a number that was never seen is laid out by the browser at ten times the
 * price of copying its figures, and the canvas paints it a second time when the page is put together. So while only values
 * change, numbers are put together from figures painted before, in a sheet of pixels that is handed to the canvas at once;
 * what is turned or has an uneven scale is painted by the canvas after that. Where everything moves (zoom, size, theme)
 * the canvas paints all of it, as it would without this.
 */
export function createInkPlate(context: CanvasRenderingContext2D, theme: OverlayTheme): InkPlate {
  const plain = createBrush(context, theme);
  const sheet = createPixelSheet(context);
  const sprites = createInkSprites(context, plain, (width, height) => sheet.damage(0, 0, width, height));
  let width = 0;
  let height = 0;
  let unmoved = 0;
  let isSheet = false;
  let style: TextStyle | null = null;
  let tone: Tone | null = null;
  let place: Place | null = null;
  let box: InkBox = { x0: 0, y0: 0, x1: 0, y1: 0, inkX0: 0, inkY0: 0, inkX1: 0, inkY1: 0 };
  let face: LetterFace | null = null;
  let faceScale = NaN;
  const late: { readonly box: InkBox; readonly paint: () => void }[] = [];

  /** Figures from this place of the line on; gives back where the next one begins. */
  const putFigures = (of: LetterFace, text: string, from: number, to: number, x: number, { a, e, alpha }: Place, row: number): number => {
    let next = x;
    for (let at = from; at < to; at++) {
      const figure = figureOf(text.charCodeAt(at));
      const q = quarters(a * next + e);
      sheet.blend(box, of.figure(figure, q & (phases - 1)), q >> 2, row, alpha);
      next += of.advance(figure);
    }
    return next;
  };
  const isFigures = (text: string, from: number, to: number): boolean => {
    for (let at = from; at < to; at++) if (figureOf(text.charCodeAt(at)) < 0) return false;
    return true;
  };
  const putText = (of: LetterFace, font: TextStyle, text: string, x: number, at: Place, row: number): void => {
    if (isFigures(text, 0, text.length)) return void putFigures(of, text, 0, text.length, x, at, row);
    if (isEvenlySpaced(font, text)) {
      // Tags: thousands of them, each with its own letters, and all come at once where a plant fails.
      const advance = plain.metrics.width(font, '0');
      for (let index = 0; index < text.length; index++) {
        const q = quarters(at.a * (x + index * advance) + at.e);
        sheet.blend(box, of.letter(text.charCodeAt(index), q & (phases - 1)), q >> 2, row, at.alpha);
      }
      return;
    }
    // Word by word: a number among words is put together as well.
    let next = x;
    for (let from = 0; from < text.length; ) {
      const space = text.indexOf(' ', from);
      const to = space < 0 ? text.length : space;
      if (isFigures(text, from, to)) next = putFigures(of, text, from, to, next, at, row);
      else {
        const word = text.slice(from, to);
        const q = Math.floor((at.a * next + at.e) * wordPhases + 0.5);
        sheet.blend(box, of.word(word, q & (wordPhases - 1)), q >> 4, row, at.alpha);
        next += plain.metrics.width(font, word);
      }
      if (space >= 0) next = putFigures(of, text, space, space + 1, next, at, row);
      from = to + 1;
    }
  };
  const later = (paint: () => void): void => {
    inkAll(box);
    late.push({ box, paint });
  };
  const writePlain = (font: TextStyle, colour: Tone, at: Place, text: string, x: number, y: number): void => {
    plain.at(at);
    plain.font(font);
    plain.fill(colour);
    plain.write(text, x, y);
  };
  const stampPlain = (stamp: Stamp, at: Place, x: number, y: number): void => {
    plain.at(at);
    plain.stamp(stamp, x, y);
  };
  // What cannot be copied is painted by the canvas after the sheet was shown.
  const writeLater = (...what: Parameters<typeof writePlain>): void => later(() => writePlain(...what));
  const stampLater = (...what: Parameters<typeof stampPlain>): void => later(() => stampPlain(...what));
  const brush: Brush = {
    ...plain,
    fill(next) {
      if (next !== tone) face = null;
      tone = next;
    },
    font(next) {
      if (next !== style) face = null;
      style = next;
    },
    at: (next) => void (place = next),
    write(text, x, y) {
      if (style === null || tone === null || place === null) return;
      if (!isSheet) return writePlain(style, tone, place, text, x, y);
      if (!isEven(place) || text.length > longest) return writeLater(style, tone, place, text, x, y);
      if (face === null || faceScale !== place.a) face = sprites.faceOf(style, tone, (faceScale = place.a));
      putText(face, style, text, x, place, rowOf(place, y));
    },
    stamp(stamp, x, y) {
      if (place === null) return;
      if (!isSheet) return stampPlain(stamp, place, x, y);
      if (!isEven(place)) return stampLater(stamp, place, x, y);
      const right = quarters(place.a * x + place.e);
      const down = quarters(place.d * y + place.f);
      sheet.blend(box, sprites.stamp(stamp, place.a, right & (phases - 1), down & (phases - 1)), right >> 2, down >> 2, place.alpha);
    },
  };
  /** By the canvas any of its rectangle may have been painted on. */
  const inkAll = (of: InkBox): void => {
    of.inkX0 = of.x0;
    of.inkY0 = of.y0;
    of.inkX1 = of.x1;
    of.inkY1 = of.y1;
  };
  const clearRect = (x: number, y: number, across: number, down: number): void => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(x, y, across, down);
  };
  return {
    brush,
    isSheet: () => isSheet,
    ground: { sheet, sprites },
    begin(isMoved) {
      if (isMoved) {
        unmoved = 0;
        sheet.drop();
      } else if (++unmoved === settled && isInkWorth(width, height)) sheet.take(width, height);
      const was = isSheet;
      isSheet = sheet.isHeld();
      return isSheet !== was;
    },
    clear(cleared) {
      if (isSheet) sheet.clear(cleared);
      else clearRect(cleared.x0, cleared.y0, cleared.x1 - cleared.x0, cleared.y1 - cleared.y0);
    },
    clearAll() {
      if (isSheet) sheet.clearAll();
      else clearRect(0, 0, width, height);
    },
    within(next) {
      box = next;
      if (!isSheet) inkAll(box);
    },
    end() {
      if (!isSheet) return;
      sheet.show();
      for (const one of late) {
        one.paint();
        sheet.fetch(one.box);
      }
      late.length = 0;
    },
    resize(nextWidth, nextHeight) {
      width = nextWidth;
      height = nextHeight;
      sheet.drop();
      plain.forget();
    },
    renew(next, grow) {
      plain.renew(next, grow);
      sprites.forget();
      face = null;
    },
  };
}
