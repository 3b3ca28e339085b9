import type { OverlayContext } from './overlay-context.ts';
import type { OverlayTheme } from './overlay-theme.ts';

/** How a text looks, apart from its colour. Compared by identity: make each once. */
export type TextStyle = {
  /** User units of the screen, before the floor of small scales. */
  readonly size: number;
  readonly weight: number;
  readonly family: 'ui' | 'mono';
  /** True when letters grow by what the screen shrinks; false for text that is large enough at any scale. */
  readonly grows: boolean;
  /** Between letters, in parts of the size; absent 0. */
  readonly spacing?: number;
};

export type TextMetrics = {
  /** Advance of a text in user units. Figures are added up from their digits, which all have one width: nothing is laid out for them. */
  width(style: TextStyle, text: string): number;
  /** Height of the letters above and below the baseline, in user units; generous. */
  size(style: TextStyle): number;
  /** Sets font and spacing of the context. */
  write(style: TextStyle): void;
  renew(theme: OverlayTheme, grow: number): void;
};

type Face = { readonly font: string; readonly spacing: string; readonly size: number; readonly digits: Float64Array; readonly words: Map<string, number> };

/** The characters of numbers as `formatNumber` writes them; digits share the first place. */
const samples = ['0', '.', '\u2212', '\u2009', ' ', '-', '%'];
/** Place among the samples by character code; −1 for letters. */
const figures = new Int8Array(0x2213).fill(-1);
for (const [at, sign] of samples.entries()) figures[sign.charCodeAt(0)] = at;
for (let digit = 1; digit <= 9; digit++) figures[String(digit).charCodeAt(0)] = 0;
/** Words repeat; a screen that makes ever new ones would fill the memory. */
const maxWords = 2000;

/** What a face of one width has itself: from another it would have another width. */
const plainLetters = /^[!-~]+$/;

/** True of a text whose letters all have one width in this style, that of a digit: a tag. Each is another, and laid out by the browser it would cost more than to be written. */
export const isEvenlySpaced = (style: TextStyle, text: string): boolean => style.family === 'mono' && plainLetters.test(text);

/** `prepare` sets the context's font by `write` where it is another: the browser looks a font up anew each time it is set. */
export function createTextMetrics(context: OverlayContext, prepare: (style: TextStyle) => void): TextMetrics {
  let theme: OverlayTheme | null = null;
  let grow = 1;
  const faces = new Map<TextStyle, Face>();
  const faceOf = (style: TextStyle): Face => {
    const known = faces.get(style);
    if (known !== undefined) return known;
    const size = style.size * (style.grows ? grow : 1);
    const face: Face = {
      font: `${style.weight} ${Math.round(size * 100) / 100}px ${theme === null ? 'sans-serif' : style.family === 'mono' ? theme.mono : theme.ui}`,
      spacing: `${Math.round((style.spacing ?? 0) * size * 1000) / 1000}px`,
      size,
      digits: new Float64Array(samples.length).fill(NaN),
      words: new Map(),
    };
    faces.set(style, face);
    return face;
  };
  const write = (style: TextStyle): void => {
    const face = faceOf(style);
    context.font = face.font;
    context.letterSpacing = face.spacing;
  };
  const measure = (style: TextStyle, text: string): number => {
    prepare(style);
    return context.measureText(text).width;
  };
  /** "was 24.3" is as wide as "was 00.0": a changing number in words is laid out once. Laying out after a change of the page costs more than all else. */
  const wordWidth = (face: Face, style: TextStyle, text: string): number => {
    const shape = text.replace(/[1-9]/g, '0');
    const known = face.words.get(shape);
    if (known !== undefined) return known;
    const width = measure(style, shape);
    if (face.words.size >= maxWords) face.words.clear();
    face.words.set(shape, width);
    return width;
  };
  const digitWidth = (face: Face, style: TextStyle, place: number): number => {
    const known = face.digits[place] as number;
    return Number.isNaN(known) ? (face.digits[place] = measure(style, samples[place] as string)) : known;
  };
  return {
    write,
    size: (style) => faceOf(style).size,
    width(style, text) {
      const face = faceOf(style);
      if (isEvenlySpaced(style, text)) return text.length * digitWidth(face, style, 0);
      let sum = 0;
      for (let at = 0; at < text.length; at++) {
        const place = figures[text.charCodeAt(at)] ?? -1;
        if (place < 0) return wordWidth(face, style, text);
        sum += digitWidth(face, style, place);
      }
      return sum;
    },
    renew(next, factor) {
      theme = next;
      grow = factor;
      faces.clear();
    },
  };
}
