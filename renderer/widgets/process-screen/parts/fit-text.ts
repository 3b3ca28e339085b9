import type { ScreenOverlay } from '../overlay/overlay-part.ts';
import type { TextStyle } from '../overlay/text-metrics.ts';

const ellipsis = '…';

/** The text, or as much of it as fits with an ellipsis. Call it when the text changed: it measures. */
export function fitText(overlay: Pick<ScreenOverlay, 'width'>, style: TextStyle, text: string, width: number): string {
  if (overlay.width(style, text) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (overlay.width(style, text.slice(0, middle).trimEnd() + ellipsis) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? ellipsis : text.slice(0, low).trimEnd() + ellipsis;
}

/** A text that stays, as much of it as fits at the present size of letters: measured again only when that changed. */
export function createFittedText(overlay: Pick<ScreenOverlay, 'width'>, style: TextStyle, text: string, width: number): () => string {
  let measured = Number.NaN;
  let fitted = text;
  return () => {
    const now = overlay.width(style, text);
    if (now === measured) return fitted;
    measured = now;
    return (fitted = fitText(overlay, style, text, width));
  };
}

/** The text on at most `lines` lines, broken at spaces where it can be; what does not fit ends in an ellipsis. */
export function wrapText(
  overlay: Pick<ScreenOverlay, 'width'>,
  style: TextStyle,
  text: string,
  width: number,
  lines: number,
): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const out: string[] = [];
  let line = '';
  for (let at = 0; at < words.length; at++) {
    const longer = line === '' ? (words[at] as string) : `${line} ${words[at]}`;
    if (line === '' || overlay.width(style, longer) <= width) {
      line = longer;
      continue;
    }
    if (out.length === lines - 1) return [...out, fitText(overlay, style, `${line} ${words.slice(at).join(' ')}`, width)];
    out.push(fitText(overlay, style, line, width));
    line = words[at] as string;
  }
  return line === '' ? out : [...out, fitText(overlay, style, line, width)];
}
