/** Colours of the overlay, by the names of their tokens. */
const tones = [
  'tx-1', 'tx-2', 'tx-3', 'tx-4', 'tx-inv', 'bad', 'accent', 'ok', 'pointer', 'sp', 'spark', 'spark-band',
  'bg-canvas', 'bg-raised', 'bar-bg', 'bar-warn', 'bar-trip', 'bar-normal', 'level', 'level-top',
  'line-1', 'line-2', 'line-3', 'line-ctl', 'grid', 'eq-line', 'eq-on', 'eq-off', 'eq-mid', 'p-off',
  'p1', 'p1-tx', 'p1-bg', 'p2', 'p2-tx', 'p2-bg', 'p3', 'p3-tx', 'p3-bg', 'p4', 'p4-tx', 'p4-bg', 'pen-1', 'pen-2', 'pen-3', 'pen-4',
] as const; // prettier-ignore
export type Tone = (typeof tones)[number];

export type OverlayTheme = {
  colour(tone: Tone): string;
  /** The 45° hatch of bad values, for `fillStyle`; in user units. */
  hatch(): string | CanvasPattern;
  readonly ui: string;
  readonly mono: string;
};

/** Themes read so far, by what decides them: a screen that is opened must not have the page find out its styles at once. */
const known = new Map<string, OverlayTheme>();
const maxKnown = 8;

/**
 * The tokens as they stand on this element now; ask anew when theme or density change. Where the system forces its own
 * colours the drawing keeps the tokens, ground and all, so what is painted on it does too.
 */
export function readOverlayTheme(element: Element, makeTile: () => HTMLCanvasElement, context: CanvasRenderingContext2D): OverlayTheme {
  const page = document.documentElement;
  const key = [element.closest('[data-theme]')?.getAttribute('data-theme'), page.dataset['density'], page.className, page.style.cssText].join('|');
  let theme = known.get(key);
  if (theme !== undefined) return theme;
  theme = readTheme(element, makeTile, context);
  if (known.size >= maxKnown) known.clear();
  known.set(key, theme);
  return theme;
}

function readTheme(element: Element, makeTile: () => HTMLCanvasElement, context: CanvasRenderingContext2D): OverlayTheme {
  const style = getComputedStyle(element);
  const colours = new Map<Tone, string>(tones.map((tone) => [tone, style.getPropertyValue(`--${tone}`).trim() || 'CanvasText']));
  const colour = (tone: Tone): string => colours.get(tone) ?? 'CanvasText';
  let hatch: string | CanvasPattern | null = null;
  return {
    colour,
    hatch: () => (hatch ??= hatchPattern(context, makeTile(), colour('bg-raised'), colour('bad'))),
    ui: style.getPropertyValue('--font-ui').trim() || 'sans-serif',
    mono: style.getPropertyValue('--font-mono').trim() || 'monospace',
  };
}

/** Before the first picture: nothing is painted with it. */
export const noTheme: OverlayTheme = { colour: () => 'CanvasText', hatch: () => 'CanvasText', ui: 'sans-serif', mono: 'monospace' };

/** Pixels of the tile for one user unit: as sharp as a screen at four times its size. */
const tileScale = 4;
const period = 6;

/** The same picture as `createHatch` draws: lines of 0.8 units every 6, turned by 45°. */
function hatchPattern(context: CanvasRenderingContext2D, tile: HTMLCanvasElement, ground: string, line: string): string | CanvasPattern {
  tile.width = tile.height = period * tileScale;
  const brush = tile.getContext('2d');
  if (brush === null) return ground;
  brush.fillStyle = ground;
  brush.fillRect(0, 0, tile.width, tile.height);
  brush.globalAlpha = 0.35;
  brush.fillStyle = line;
  brush.fillRect(0, 0, 0.8 * tileScale, tile.height);
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return ground;
  pattern.setTransform(new DOMMatrix().rotate(45).scale(1 / tileScale));
  return pattern;
}
