import type { Brush } from './brush.ts';
import type { LaneNumber } from './lane-columns.ts';
import type { OverlayPart, PartHandle, ScreenOverlay } from './overlay-part.ts';
import type { Tone } from './overlay-theme.ts';
import type { TextStyle } from './text-metrics.ts';

/** One of several texts that follow each other on a line. */
export type SpanOptions = {
  readonly style: TextStyle;
  readonly tone: Tone;
  /** Distance from the text before it, user units; absent 0. Counts only where the span has text. */
  readonly gap?: number;
};

/**
 * Texts on one line: a number, its unit, its note. `put` says what a span shows, `done` places them all and has those
 * painted anew that changed or moved: while a number keeps its width nothing else of its line is touched.
 */
export type TextLine = {
  put(span: number, text: string, tone?: Tone): void;
  done(): void;
  /** Moves the line. */
  moveTo(x: number, y: number): void;
  /** A span for a lane. */
  lane(span: number): LaneNumber;
};

/** What letters of the two faces reach over their advance at most, user units; little, so that a number and its unit are damaged apart. */
const overhang = 0.5;

type Span = { readonly options: SpanOptions; readonly handle: PartHandle; text: string; tone: Tone; x: number; width: number; isChanged: boolean; /** Where it was said to reach last. */ reachX: number; reachWidth: number };

export type TextLineOptions = {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly spans: readonly SpanOptions[];
};

export function createTextLine(overlay: Pick<ScreenOverlay, 'add' | 'width'>, host: SVGElement, options: TextLineOptions): TextLine {
  const { anchor = 'start' } = options;
  let { x: left, y: baseline } = options;
  const spans: Span[] = [];
  let isChanged = false;
  const place = (mustMeasure: boolean): void => {
    isChanged = false;
    let total = 0;
    for (let at = 0; at < spans.length; at++) {
      const span = spans[at] as Span;
      if (mustMeasure || span.isChanged) span.width = span.text === '' ? 0 : overlay.width(span.options.style, span.text);
      if (span.text !== '') total += (span.options.gap ?? 0) + span.width;
    }
    let x = left - (anchor === 'start' ? 0 : anchor === 'middle' ? total / 2 : total);
    for (let at = 0; at < spans.length; at++) {
      const span = spans[at] as Span;
      if (span.text === '') {
        if (span.isChanged) span.handle.touch(false);
        span.isChanged = false;
        continue;
      }
      x += span.options.gap ?? 0;
      // A tenth of a unit is not seen; without this, sums of widths would repaint what did not move.
      if (span.isChanged || mustMeasure || Math.abs(span.x - x) > 0.1) {
        span.x = x;
        span.isChanged = false;
        // A number mostly keeps its width.
        if (mustMeasure || span.reachX !== x || span.reachWidth !== span.width) {
          span.reachX = x;
          span.reachWidth = span.width;
          const { size } = span.options.style;
          // The floor of small scales lets letters grow by up to 1.3.
          span.handle.reach(x - overhang, baseline - size * 1.3, x + span.width + overhang, baseline + size * 0.45);
        }
        span.handle.touch(true);
      }
      x += span.width;
    }
  };
  options.spans.forEach((span, at) => {
    const part: OverlayPart = {
      layer: 'text',
      isInk: true,
      key: keyOf(span.style),
      paint(brush: Brush) {
        const { text, tone, x } = spans[at] as Span;
        brush.font(span.style);
        brush.fill(tone);
        brush.write(text, x, baseline);
      },
      // One span places the whole line.
      ...(at === 0 ? { restyle: () => place(true) } : {}),
    };
    spans.push({ options: span, handle: overlay.add(host, part), text: '', tone: span.tone, x: left, width: 0, isChanged: false, reachX: NaN, reachWidth: NaN });
  });
  return {
    put(at, text, tone) {
      const span = spans[at] as Span;
      const next = tone ?? span.options.tone;
      if (span.text === text && span.tone === next) return;
      span.text = text;
      span.tone = next;
      span.isChanged = true;
      isChanged = true;
    },
    done() {
      if (isChanged) place(false);
    },
    lane(at) {
      const span = spans[at] as Span;
      return {
        handle: span.handle,
        written: () => ({ text: span.text, style: span.options.style, tone: span.tone, x: span.x, y: baseline }),
        // A lane keeps the places of all figures, and so the width.
        follow: (text) => void (span.text = text),
      };
    },
    moveTo(x, y) {
      if (x === left && y === baseline) return;
      left = x;
      baseline = y;
      place(true);
    },
  };
}

const keys = new Map<TextStyle, string>();
function keyOf(style: TextStyle): string {
  let key = keys.get(style);
  if (key === undefined) {
    key = `${style.family} ${style.weight} ${style.size} ${keys.size}`;
    // Adopted texts make styles of their own; only those of the widgets are worth an order.
    if (keys.size < 200) keys.set(style, key);
  }
  return key;
}
