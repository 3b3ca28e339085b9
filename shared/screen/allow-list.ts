/** What a screen file may hold. Whatever is not named here does not reach the page. */

const placing = ['class', 'transform', 'id'] as const;

/** Drawn elements and the attributes they keep. Colours are not among them: they come from our classes, so themes work. */
export const drawnElements: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    g: placing,
    rect: [...placing, 'x', 'y', 'width', 'height', 'rx', 'ry'],
    circle: [...placing, 'cx', 'cy', 'r'],
    ellipse: [...placing, 'cx', 'cy', 'rx', 'ry'],
    line: [...placing, 'x1', 'y1', 'x2', 'y2'],
    polyline: [...placing, 'points'],
    polygon: [...placing, 'points'],
    path: [...placing, 'd'],
    text: [...placing, 'x', 'y', 'dx', 'dy', 'text-anchor'],
    tspan: ['class', 'x', 'y', 'dx', 'dy'],
  }).map(([name, attributes]): [string, ReadonlySet<string>] => [name, new Set<string>(attributes)]),
);

/** Left out without a word: drawing programs write them, and they draw nothing here. */
export const silentElements: ReadonlySet<string> = new Set(['title', 'desc', 'metadata', 'style', 'defs']);
export const isSilentPrefix = (name: string): boolean => /^(inkscape|sodipodi|rdf|cc|dc|svg):/.test(name);

/** Presentation for drawing programs: left out without a word, since our classes decide. */
export const silentAttributes: ReadonlySet<string> = new Set([
  'style',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-family',
  'font-weight',
  'version',
  'xml:space',
  'xmlns',
  'viewBox',
  'width',
  'height',
  'role',
]);
export const isSilentAttribute = (name: string): boolean =>
  silentAttributes.has(name) || /^(xmlns|inkscape|sodipodi|rdf|aria)[:-]/.test(name);

/** Classes a screen may use; each is a rule of `symbols.css`. */
export const drawingClasses: ReadonlySet<string> = new Set([
  'pipe-main',
  'pipe-utility',
  'pipe-vapour',
  'signal',
  'arrow',
  'arrow-utility',
  'body',
  'body-2',
  'outline',
  'outline-dashed',
  'frame',
  'panel',
  'rule',
  'bus',
  'title',
  'label',
  'note',
  'heading',
  'asset-name',
  'on-level',
]);

export const limits = {
  /** 4 MiB of text, as the engine reads of a file. */
  xml: { maxLength: 4 * 1024 * 1024, maxElements: 6000, maxDepth: 24, maxAttributes: 60 },
  pathLength: 20_000,
  pointsLength: 20_000,
  textLength: 300,
  dataLength: 300,
  symbols: 1200,
  items: 40,
  /** Parts of a screen with what its templates add. */
  nodes: 6000,
  templates: { depth: 4, uses: 400 },
  layers: 40,
  /** Characters gone through while the parts of a screen are read, its templates at each use: what bounds the time. */
  work: 24 * 1024 * 1024,
  /** Widest and tallest drawing, and how far a coordinate may lie out, in user units. */
  size: 20_000,
  coordinate: 100_000,
  problems: 100,
} as const;
