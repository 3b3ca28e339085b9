import type { Tone } from './colour.ts';
import { boundsOf, isClosed, type Outline, subOutlines } from './outline.ts';

/** How a shape was drawn, in units of the screen; tones null where it was not filled or had no line. */
export type Look = {
  readonly fill: Tone | null;
  readonly stroke: Tone | null;
  readonly strokeWidth: number;
  readonly isDashed: boolean;
  /** How light the page is it was drawn on. */
  readonly ground: number;
};

/** Sizes in units of the screen. */
const smallMark = 14;
const thinBar = 5;
const widths = { bus: 4.5, main: 2.7, utility: 1.6 };

/**
 * The drawing class a shape gets, by what it seems to mean; null where nothing of it was seen. Colours go: on a screen they
 * are kept for what is abnormal (ISA-101, clause 5, as a secondary text gives it). The rule, first match first:
 * - a grey fill as light as the page, without a line: hardly seen, `panel`;
 * - a filled shape up to 14 across, or a bar up to 5 thick: solid ink (`arrow`): arrow heads, dots, lines drawn as rectangles;
 * - dark, without a line, of several parts: a symbol drawn as one filled shape: solid ink;
 * - filled otherwise: an apparatus, `body`, dark ones `body-2`, those over an eighth of the screen `panel`;
 * - not filled and closed: `outline`, dashed `outline-dashed`, large and dashed `frame`;
 * - not filled and open: dashed thin `signal`, then by width `bus`, `pipe-main`, `pipe-utility`, `outline`.
 */
export function classOf(outline: Outline, { fill, stroke, strokeWidth, isDashed, ground }: Look, page: { readonly width: number; readonly height: number }): string | null {
  const bounds = boundsOf(outline);
  if (bounds === null) return null;
  const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const share = (width * height) / (page.width * page.height);
  const parts = subOutlines(outline);
  const hasLine = stroke !== null && strokeWidth > 0;
  if (fill !== null && parts.some(hasArea)) {
    if (!hasLine && !fill.isColoured && Math.abs(fill.lightness - ground) < 0.06) return 'panel';
    if (Math.max(width, height) <= smallMark || Math.min(width, height) <= thinBar) return 'arrow';
    const isDark = fill.lightness < 0.35;
    if (isDark && !hasLine && parts.length > 1) return 'arrow';
    if (share > 0.125) return 'panel';
    return isDark ? 'body-2' : 'body';
  }
  if (!hasLine) return null;
  if (parts.every(isClosed)) return isDashed ? (share > 0.02 ? 'frame' : 'outline-dashed') : 'outline';
  if (isDashed) return strokeWidth < widths.utility ? 'signal' : 'outline-dashed';
  return strokeWidth >= widths.bus ? 'bus' : strokeWidth >= widths.main ? 'pipe-main' : strokeWidth >= widths.utility ? 'pipe-utility' : 'outline';
}

/** Two points, or several on one line, have nothing to fill. */
function hasArea(part: Outline): boolean {
  const bounds = boundsOf(part);
  if (bounds === null || (bounds.right - bounds.left) * (bounds.bottom - bounds.top) < 0.01) return false;
  if (part.some(({ t }) => t === 'C')) return true;
  let area = 0;
  const corners = part.filter((step) => step.t !== 'Z');
  for (const [at, corner] of corners.entries()) {
    const next = corners[(at + 1) % corners.length];
    if (next !== undefined) area += corner.x * next.y - next.x * corner.y;
  }
  return Math.abs(area) > 0.02;
}

/** Whether shapes of this class are lines only, so that several are one path and nothing looks different. */
export const isLineClass = (name: string): boolean => !['arrow', 'arrow-utility', 'body', 'body-2', 'panel'].includes(name);
