import type { Brush } from './brush.ts';
import type { InkLanes } from './ink-lanes.ts';
import type { InkPlate } from './ink-plate.ts';
import { layers, type OverlayPart, type PartHandle } from './overlay-part.ts';
import { type HostEntry, newEntry, type PartEntry, stand } from './part-entry.ts';
import { createPartGrid, type PartGrid } from './part-grid.ts';
import { isEven, type Place } from './place.ts';

/** Of all that is shown, the part above which painting all is cheaper than painting what changed. */
const fullShare = 0.6;

export type Scene<Host> = {
  add(host: Host, part: OverlayPart): PartHandle;
  /** Paints what changed: damaged rectangles are cleared, and whatever touches them is painted again, bottom to top. */
  paint(): void;
  /** The canvas has this many device pixels now; it is empty. */
  resize(width: number, height: number): void;
  /** These hosts may have moved, come or gone; all of them when none is named. */
  placesChanged(hosts?: Iterable<Host>): void;
  /** Fonts, sizes or colours are others. */
  looksChanged(): void;
  setOutlined(host: Host, isOutlined: boolean): void;
  /** Pictures since the last one in which everything was placed or styled anew. */
  calm(): number;
  /** From the next picture on ink stands here instead of with the rest. */
  useInk(plate: InkPlate): void;
  has(host: Host): boolean;
};

/**
 * Retained parts and what of them must be painted. Knows no page: `placeOf` says where a host stands, null while it is
 * not to be seen, and `request` asks for a call of `paint` soon. Nothing is allocated by a repaint.
 */
export function createScene<Host>(ports: {
  readonly brush: Brush;
  readonly placeOf: (host: Host) => Place | null;
  readonly request: () => void;
  /** Told before a part that was lent is painted here. */
  readonly lanes: Pick<InkLanes, 'close' | 'closeAll' | 'running'>;
}): Scene<Host> {
  const { brush, placeOf, request, lanes } = ports;
  const { context } = brush;
  const hosts = new Map<Host, HostEntry<Host>>();
  const entries: PartEntry<Host>[] = [];
  let order: PartEntry<Host>[] = [];
  /** 1 where the part of this place in `order` is to be painted: thousands are looked through each time, and few are. */
  let isDue = new Uint8Array(0);
  /** On two canvases neither damages the other. */
  let shapes = createPartGrid<Host>(0, 0);
  let letters = createPartGrid<Host>(0, 0);
  let ink: InkPlate | null = null;
  let calm = 0;
  let pictures = 0;
  let [width, height] = [0, 0];
  const queue: PartEntry<Host>[] = [];
  let queued = 0;
  let shown = 0;
  let isOrdered = true;
  let mustPlace = true;
  let mustRestyle = false;
  const moved = new Set<HostEntry<Host>>();

  const markDirty = (entry: PartEntry<Host>): void => {
    if (entry.lane >= 0) lanes.close(entry.lane);
    if (entry.isDirty) return;
    entry.isDirty = true;
    if (isOrdered) isDue[entry.rank] = 1;
    queue[queued++] = entry;
    if (queued === 1) request();
  };
  const gridOf = (entry: PartEntry<Host>): PartGrid<Host> => (ink !== null && entry.isInk ? letters : shapes);
  const see = (entry: PartEntry<Host>): void => {
    entry.isInView = entry.x1 > 0 && entry.y1 > 0 && entry.x0 < width && entry.y0 < height;
  };
  const put = (entry: PartEntry<Host>): void => {
    if (!stand(entry)) return;
    see(entry);
    gridOf(entry).insert(entry);
  };
  const placeAll = (): void => {
    shapes = createPartGrid(width, height);
    letters = createPartGrid(width, height);
    for (const host of hosts.values()) host.place = placeOf(host.host);
    for (const entry of entries) {
      entry.x0 = entry.y0 = entry.x1 = entry.y1 = entry.nowX0 = entry.nowY0 = entry.nowX1 = entry.nowY1 = 0;
      entry.column0 = entry.row0 = 0;
      entry.column1 = entry.row1 = -1;
      entry.isInView = false;
      put(entry);
    }
  };
  /** Where only some hosts moved, the rest of the picture stays. */
  const placeMoved = (): void => {
    for (const host of moved) {
      const next = placeOf(host.host);
      const { place } = host;
      if (place !== null && next !== null && place.a === next.a && place.b === next.b && place.c === next.c && place.d === next.d && place.e === next.e && place.f === next.f && place.alpha === next.alpha) continue;
      if (place === null && next === null) continue;
      host.place = next;
      for (const entry of host.parts) {
        // The old rectangle stays in the damage: what was painted there must go.
        put(entry);
        if (entry.isShown) markDirty(entry);
      }
    }
  };
  const reorder = (): void => {
    isOrdered = true;
    order = entries.toSorted((one, other) => {
      const byLayer = layers[one.part.layer] - layers[other.part.layer];
      if (byLayer !== 0) return byLayer;
      const [key, otherKey] = [one.part.key ?? '', other.part.key ?? ''];
      return key < otherKey ? -1 : key > otherKey ? 1 : 0;
    });
    isDue = new Uint8Array(order.length);
    for (const [rank, entry] of order.entries()) {
      entry.rank = rank;
      if (entry.isDirty) isDue[rank] = 1;
    }
  };
  /** Lanes into whose rectangle ink came. */
  const crossed: PartEntry<Host>[] = [];
  const noteCrossed = (entry: PartEntry<Host>): void => {
    if (entry.lane >= 0) crossed.push(entry);
  };
  const groundOf = (entry: PartEntry<Host>): PartEntry<Host> | null => {
    const { place } = entry.host;
    if (ink === null || !ink.isSheet() || mustPlace || mustRestyle || entry.isDirty || !entry.isPainted || place === null) return null;
    if (!isEven(place) || place.alpha !== 1 || entry.x0 < 0 || entry.y0 < 0 || entry.x1 > width || entry.y1 > height) return null;
    return entry;
  };
  const clear = (isFull: boolean): void => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (isFull) {
      context.clearRect(0, 0, width, height);
      ink?.clearAll();
      return;
    }
    for (let at = 0; at < queued; at++) {
      const entry = queue[at] as PartEntry<Host>;
      if (!entry.isInView) continue;
      if (ink !== null && entry.isInk) ink.clear(entry);
      else context.clearRect(entry.x0, entry.y0, entry.x1 - entry.x0, entry.y1 - entry.y0);
    }
  };
  const paintEntries = (isFull: boolean): void => {
    let host: HostEntry<Host> | null = null;
    let hand = brush;
    for (let at = 0; at < order.length; at++) {
      if (!isFull && isDue[at] === 0) continue;
      const entry = order[at] as PartEntry<Host>;
      isDue[at] = 0;
      entry.isDirty = false;
      const { inkX0, inkY0, inkX1, inkY1 } = entry;
      // It was cleared.
      entry.inkX1 = entry.inkX0;
      const { place } = entry.host;
      if (entry.x0 !== entry.nowX0 || entry.y0 !== entry.nowY0 || entry.x1 !== entry.nowX1 || entry.y1 !== entry.nowY1) {
        entry.x0 = entry.nowX0;
        entry.y0 = entry.nowY0;
        entry.x1 = entry.nowX1;
        entry.y1 = entry.nowY1;
        see(entry);
      }
      entry.isPainted = entry.isShown && entry.isInView && place !== null;
      if (!entry.isPainted || place === null) continue;
      const next = ink !== null && entry.isInk ? ink.brush : brush;
      if (entry.host !== host || next !== hand) {
        host = entry.host;
        hand = next;
        hand.at(place);
      }
      if (next !== brush) ink?.within(entry);
      entry.part.paint(hand);
      // A lane would take this ink away with its own; where ink was before there is none.
      const isBeyond = entry.inkX0 < inkX0 || entry.inkY0 < inkY0 || entry.inkX1 > inkX1 || entry.inkY1 > inkY1;
      if (next !== brush && isBeyond && lanes.running > 0) letters.touching(entry, true, noteCrossed);
    }
    for (const entry of crossed) {
      markDirty(entry);
      entry.freedFor = -1;
    }
    crossed.length = 0;
  };
  const paint = (): void => {
    if (width === 0 || height === 0) return;
    if (mustRestyle || mustPlace) lanes.closeAll();
    if (mustRestyle) for (const { part } of entries) part.restyle?.();
    let isFull = mustRestyle || mustPlace;
    mustRestyle = false;
    if (!isOrdered) reorder();
    if (mustPlace || isFull) placeAll();
    else if (moved.size > 0) placeMoved();
    mustPlace = false;
    moved.clear();
    calm = isFull ? 0 : calm + 1;
    if (!isFull && queued === 0) {
      ink?.end();
      return;
    }
    isFull = ink?.begin(isFull) === true || isFull || queued > shown * fullShare;
    for (let at = 0; at < queued && !isFull; at++) {
      const entry = queue[at] as PartEntry<Host>;
      if (entry.freedFor !== pictures) gridOf(entry).touching(entry, ink !== null && entry.isInk && ink.isSheet(), markDirty);
      isFull = queued > shown * fullShare;
    }
    if (isFull) lanes.closeAll();
    clear(isFull);
    pictures++;
    queued = 0;
    paintEntries(isFull);
    ink?.end();
  };

  return {
    paint,
    calm: () => calm,
    useInk(plate) {
      lanes.closeAll();
      ink = plate;
      ink.resize(width, height);
      mustPlace = true;
    },
    has: (host) => hosts.has(host),
    add(host, part) {
      let own = hosts.get(host);
      if (own === undefined) {
        own = { host, place: null, isOutlined: false, parts: [] };
        hosts.set(host, own);
      }
      const entry = newEntry(part, own);
      own.parts.push(entry);
      entries.push(entry);
      isOrdered = false;
      mustPlace = true;
      return {
        get isOutlined() {
          return entry.host.isOutlined;
        },
        reach(left, top, right, bottom) {
          entry.left = left;
          entry.top = top;
          entry.right = right;
          entry.bottom = bottom;
          if (!mustPlace) put(entry);
        },
        ground: () => groundOf(entry),
        isFree: (x0, y0, x1, y1) => letters.isFree(entry, x0, y0, x1, y1),
        lend(lane, x0, y0, x1, y1) {
          entry.lane = lane;
          ink?.clear(entry);
          entry.inkX0 = x0;
          entry.inkY0 = y0;
          entry.inkX1 = x1;
          entry.inkY1 = y1;
        },
        takeBack() {
          entry.lane = -1;
          entry.freedFor = pictures;
        },
        touch(isShown) {
          if (!isShown && !entry.isShown) return;
          if (isShown !== entry.isShown) shown += isShown ? 1 : -1;
          entry.isShown = isShown;
          markDirty(entry);
        },
      };
    },
    resize(nextWidth, nextHeight) {
      lanes.closeAll();
      width = nextWidth;
      height = nextHeight;
      ink?.resize(width, height);
      mustPlace = true;
      request();
    },
    placesChanged(which) {
      if (which === undefined) mustPlace = true;
      else
        for (const host of which) {
          const known = hosts.get(host);
          if (known !== undefined) moved.add(known);
        }
      if (mustPlace || moved.size > 0) request();
    },
    looksChanged() {
      mustRestyle = true;
      request();
    },
    setOutlined(host, isOutlined) {
      const known = hosts.get(host);
      if (known === undefined || known.isOutlined === isOutlined) return;
      known.isOutlined = isOutlined;
      for (const entry of known.parts) if (entry.isShown && entry.part.layer === 'wash') markDirty(entry);
    },
  };
}
