import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { Box } from '#renderer/symbols/symbol-spec.ts';
import type { Priority } from '#shared/model/alarm.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ValueReading } from '../../value-reading.ts';
import { createGlyph } from '../mark-glyph.ts';
import { createWash } from '../overlay/wash-part.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createShownReading } from '../shown-reading.ts';

/** What a cell read of its tag for one paint. */
export type CellLook = {
  readonly reading: ValueReading;
  /** What is said beside the number: a note in its short form, else the badge; empty for nothing. */
  readonly said: string;
  readonly alarm: Priority | null;
  /** NaN where there is no number to point at. */
  readonly value: number;
};

/**
 * The place of one tag in a part: its ground by quality and alarm, its glyph, its name with the present state; one can point
 * at it, focus it and drag it away. Everything else of it must be painted on the overlay: the ground covers the drawing.
 */
export type Cell = {
  readonly element: SVGElement;
  readonly index: number;
  readonly tag: TagDefinition;
  /** True while an age must go on ticking. */
  readonly isAging: boolean;
  paint(nowMs: number): CellLook;
};

export type CellOptions = {
  readonly index: number;
  readonly tag: TagDefinition;
  /** Units of the cell. */
  readonly box: Box;
  /** Words before the value in its accessible name, after the tag. */
  readonly words?: string;
  readonly glyphSize?: number;
  /** Centre of the glyph; by itself the upper right corner. */
  readonly glyphAt?: { readonly x: number; readonly y: number };
  /** Whose alarms it shows when they are not its own. */
  readonly alarmTag?: string;
  /** Screen it opens; absent none. */
  readonly screen?: string | null;
  /** What it says after the value, asked for with its name. */
  readonly more?: () => string;
};

export function createCell(context: ScreenContext, options: CellOptions): Cell {
  const { live, alarms } = context;
  const { index, tag, box, words = tag.name, alarmTag = tag.id } = options;
  const element = buildSvg(svg('g', { class: 'pt-cell', 'data-quality': 'good' }, svg('rect', { class: 'ps-wash', rx: 3, ...box })));
  const wash = createWash(context.overlay, element, 3);
  const glyph = createGlyph(context.addMarks(element), {
    size: options.glyphSize ?? 20,
    x: options.glyphAt?.x ?? box.x + box.width,
    y: options.glyphAt?.y ?? box.y,
  });
  const shown = createShownReading(context, tag, index, alarmTag);
  context.addTarget(element, {
    asset: tag.asset,
    tag: tag.id,
    screen: options.screen ?? null,
    name: () => `${shown.name(tag.id, words)}${options.more?.() ?? ''}`,
  });
  return {
    element,
    index,
    tag,
    get isAging() {
      return shown.isAging;
    },
    paint(nowMs) {
      const reading = shown.read(nowMs);
      const alarm = alarms.ofTag(alarmTag);
      shown.mark(element);
      wash.set({ kind: reading.kind, alarm: alarm?.priority ?? null }, box.x, box.y, box.width, box.height);
      glyph.set(alarm ?? alarms.hiddenOfTag(alarmTag));
      return {
        reading,
        said: reading.note === '' ? reading.badge : reading.shortNote,
        alarm: alarm?.priority ?? null,
        value: shown.isUsable ? (live.value[index] as number) : Number.NaN,
      };
    },
  };
}

/** The tag of an item or a key: its index, or −1 after it was reported. `isNumber` refuses bools, words and texts too. */
export function findTag(
  context: ScreenContext,
  id: string | undefined,
  place: { readonly line: number; readonly what: string; readonly isNumber?: boolean },
): number {
  if (id === undefined) {
    context.report(place.line, `${place.what} names no tag.`);
    return -1;
  }
  const index = context.directory.indexOf(id);
  const tag = context.directory.tag(index);
  if (tag === undefined) context.report(place.line, `Tag ${id} does not exist in the project.`);
  else if (place.isNumber === true && tag.type !== 'float' && tag.type !== 'int') {
    context.report(place.line, `${place.what} needs a number, but tag ${id} is of type ${tag.type}.`);
    return -1;
  }
  return index;
}
