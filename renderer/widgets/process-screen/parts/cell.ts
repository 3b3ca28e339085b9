import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { Box } from '#renderer/symbols/symbol-spec.ts';
import type { Priority } from '#shared/model/alarm.ts';
import { qualityKind } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ValueReading } from '../../value-reading.ts';
import { createGlyph } from '../mark-glyph.ts';
import { createWash, isUnusable } from '../overlay/wash-part.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createShownReading, type ShownReading } from '../shown-reading.ts';

/** What a cell read of its tag for one paint. */
export type CellLook = {
  readonly reading: ValueReading;
  /** What is said beside the number: a note in its short form, else the badge; empty for nothing. */
  readonly said: string;
  readonly alarm: Priority | null;
  /** NaN where there is no number to point at. */
  readonly value: number;
};

/** What a cell shows: a tag, or an expression over some. */
export type CellSource = {
  /** Dense indices it depends on. */
  readonly tags: readonly number[];
  /** Null for an expression: it belongs to no tag or asset. */
  readonly tag: string | null;
  readonly asset: string | null;
  readonly shown: ShownReading;
  /** As last read; NaN for none. */
  value(): number;
};

/**
 * The place of one value in a part: its ground by quality and alarm, its glyph, its name with the present state; one can point
 * at it, focus it and drag it away. Everything else of it must be painted on the overlay: the ground covers the drawing.
 */
export type Cell = {
  readonly element: SVGElement;
  readonly tags: readonly number[];
  /** True while an age must go on ticking. */
  readonly isAging: boolean;
  paint(nowMs: number): CellLook;
};

export type CellOptions = ({ readonly index: number; readonly tag: TagDefinition } | { readonly source: CellSource }) & {
  /** Units of the cell. */
  readonly box: Box;
  /** Words before the value in its accessible name, after the tag. */
  readonly words?: string;
  readonly glyphSize?: number;
  /** Centre of the glyph; by itself the upper right corner. */
  readonly glyphAt?: { readonly x: number; readonly y: number };
};

export const tagSource = (context: ScreenContext, index: number, tag: TagDefinition): CellSource => ({
  tags: [index],
  tag: tag.id,
  asset: tag.asset,
  shown: createShownReading(context, tag, index),
  value: () => context.live.value[index] as number,
});

export function createCell(context: ScreenContext, options: CellOptions): Cell {
  const { alarms } = context;
  const { box } = options;
  const source = 'source' in options ? options.source : tagSource(context, options.index, options.tag);
  const { shown, tag } = source;
  const words = options.words ?? ('tag' in options ? options.tag.name : '');
  const element = buildSvg(svg('g', { class: 'pt-cell', 'data-quality': 'good' }, svg('rect', { class: 'ps-wash', rx: 3, ...box })));
  const wash = createWash(context.overlay, element, 3);
  const glyph = createGlyph(context.addMarks(element), {
    size: options.glyphSize ?? 20,
    x: options.glyphAt?.x ?? box.x + box.width,
    y: options.glyphAt?.y ?? box.y,
  });
  context.addTarget(element, {
    asset: source.asset,
    tag,
    screen: null,
    name: () => (tag === null ? shown.name(words) : shown.name(tag, words)),
  });
  return {
    element,
    tags: source.tags,
    get isAging() {
      return shown.isAging;
    },
    paint(nowMs) {
      const reading = shown.read(nowMs);
      const alarm = tag === null ? null : alarms.ofTag(tag);
      shown.mark(element);
      wash.set({ kind: reading.kind, alarm: alarm?.priority ?? null }, box.x, box.y, box.width, box.height);
      glyph.set(alarm ?? (tag === null ? null : alarms.hiddenOfTag(tag)));
      return {
        reading,
        said: reading.note === '' ? reading.badge : reading.shortNote,
        alarm: alarm?.priority ?? null,
        value: shown.isUsable ? source.value() : Number.NaN,
      };
    },
  };
}

/** The value of a tag that stands beside another, such as a setpoint; NaN for none, and while it is not to be trusted. */
export function knownValue({ live }: ScreenContext, index: number): number {
  return index < 0 || isUnusable(qualityKind(live.quality[index] as number)) ? Number.NaN : (live.value[index] as number);
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
