export type Size = { readonly width: number; readonly height: number };
export type Packed = {
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly width: number;
  readonly height: number;
};

/**
 * Rectangles beside and below one another on a page of this ratio, as large as they can then be shown: several widths are
 * tried, each block goes where it stands highest, then furthest left. They keep `gap` between them.
 */
export function packBlocks(blocks: readonly Size[], page: Size, gap: number): Packed {
  const widest = Math.max(0, ...blocks.map(({ width }) => width));
  const all = blocks.reduce((sum, { width }) => sum + width + gap, 0);
  let best: Packed | null = null;
  for (let width = Math.max(widest, page.width); ; width *= 1.08) {
    const packed = packWithin(blocks, width, gap);
    if (best === null || scaleOf(packed, page) < scaleOf(best, page) - 1e-9) best = packed;
    // Wider than all in one row, or than the height of the best already asks for, nothing gets larger.
    if (width >= all || width / page.width > scaleOf(best, page)) return best;
  }
}

const scaleOf = ({ width, height }: Size, page: Size): number => Math.max(1, width / page.width, height / page.height);

/** The free height below what stands already, from left to right. */
type Ledge = { readonly x: number; readonly width: number; readonly y: number };

function packWithin(blocks: readonly Size[], room: number, gap: number): Packed {
  let skyline: readonly Ledge[] = [{ x: 0, width: room + gap, y: 0 }];
  const places: { x: number; y: number }[] = [];
  let [width, height] = [0, 0];
  for (const block of blocks) {
    const place = lowest(skyline, block.width + gap);
    places.push(place);
    skyline = raised(skyline, place.x, block.width + gap, place.y + block.height + gap);
    width = Math.max(width, place.x + block.width);
    height = Math.max(height, place.y + block.height);
  }
  return { places, width, height };
}

function lowest(skyline: readonly Ledge[], width: number): { readonly x: number; readonly y: number } {
  let best = { x: 0, y: Infinity };
  const right = (skyline.at(-1)?.x ?? 0) + (skyline.at(-1)?.width ?? 0);
  for (const [at, { x }] of skyline.entries()) {
    if (x + width > right + 1e-9) break;
    let y = 0;
    for (let next = at; next < skyline.length && (skyline[next] as Ledge).x < x + width; next++)
      y = Math.max(y, (skyline[next] as Ledge).y);
    if (y < best.y) best = { x, y };
  }
  return best;
}

function raised(skyline: readonly Ledge[], x: number, width: number, y: number): readonly Ledge[] {
  const result: Ledge[] = [];
  for (const ledge of skyline) {
    const end = ledge.x + ledge.width;
    if (ledge.x < x) result.push({ ...ledge, width: Math.min(end, x) - ledge.x });
    if (end > x && ledge.x <= x) result.push({ x, width, y });
    if (end > x + width) result.push({ x: Math.max(ledge.x, x + width), width: end - Math.max(ledge.x, x + width), y: ledge.y });
  }
  return result;
}
