import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { indicatorGround } from '../analog-indicator.ts';
import { indicatorScale } from '../indicator-scale.ts';
import type { ValueReading } from '../value-reading.ts';
import { createGlyph } from './mark-glyph.ts';
import { createIndicatorPart } from './overlay/indicator-part.ts';
import type { Tone } from './overlay/overlay-theme.ts';
import { createReadingLine } from './overlay/reading-line.ts';
import { createSparkPart, type SparkPart } from './overlay/spark-part.ts';
import { textStyles } from './overlay/text-styles.ts';
import { createWash, isCovering } from './overlay/wash-part.ts';
import type { ScreenContext } from './screen-context.ts';
import { createShownReading, setpointOf } from './shown-reading.ts';

const indicatorLength = 44;
const sparkWidth = 70;

/**
 * A process value: tag, number and unit, and as asked for by `data-show` a vertical indicator and a sparkline. Its origin
 * is the upper left of the indicator, or of the tag where there is none; `data-align` centres or right-aligns the text.
 * Tag and bar stand in the drawing; what changes is painted above them.
 */
export function createValueBox(context: ScreenContext, index: number, data: ScreenData): SVGElement {
  const { directory, live, alarms, overlay } = context;
  const tag = directory.tag(index);
  if (tag === undefined) throw new RangeError(`no tag with index ${index}`);
  const show = new Set((data['show'] ?? '').split(/\s+/));
  const hasTag = !show.has('plain');
  const isSmall = data['size'] === 'small';
  const align = data['align'] === 'middle' || data['align'] === 'end' ? data['align'] : 'start';
  const scale = show.has('indicator') || show.has('spark') ? indicatorScale(tag, directory.alarmsOfTag(index)) : null;
  const hasIndicator = show.has('indicator') && scale !== null;
  const hasSpark = show.has('spark') && scale !== null;
  const x = hasIndicator ? 19 : 0;
  // Right-aligned values stand in columns: their note goes below, as it does under a tag.
  const noteBelow = hasTag || align === 'end';
  const valueY = hasTag ? (isSmall ? 25 : 28) : 0;
  const label = data['name'] ?? tag.id;

  const box = boxOf({ x, align, hasTag, hasIndicator, hasSpark, isSmall });
  const bar = hasIndicator ? { scale, orientation: 'vertical', length: indicatorLength, thickness: 8 } as const : null;
  const ground = bar === null ? null : indicatorGround(bar);
  const element = buildSvg(
    svg(
      'g',
      { class: 'ps-box', 'data-quality': 'good' },
      svg('rect', { class: 'ps-wash', rx: 4, ...box }),
      hasTag ? svg('text', { class: 'ps-tag', x, y: 8, 'text-anchor': align }, label) : null,
      ...(ground?.bands ?? []),
      ground?.ticks ?? null,
    ),
  );
  const outline = createOutline(element.firstElementChild as Element, box);
  const wash = createWash(overlay, element, 4);
  const covered = hasTag ? overlay.text(element, { x, y: 8, anchor: align, style: textStyles.tag, tone: 'tx-3' }) : null;
  const line = createReadingLine(overlay, element, {
    x,
    y: valueY,
    anchor: align,
    value: isSmall ? textStyles.smallValue : textStyles.value,
    unit: textStyles.unit,
    unitGap: isSmall ? 3 : 4,
    noteGap: 6,
    ...(noteBelow ? { noteY: valueY + 15 } : {}),
  });
  const indicator = bar === null ? null : createIndicatorPart(overlay, element, { ...bar, x: 0, y: 0 });
  let sparkline: SparkPart | null = null;
  if (hasSpark) {
    const [low, high] = tag.normal ?? [NaN, NaN];
    sparkline = createSparkPart(overlay, element, {
      x: align === 'middle' ? x - sparkWidth / 2 : x,
      y: valueY + 6,
      width: sparkWidth,
      height: 14,
      band: tag.normal === undefined ? null : { low, high },
    });
    context.addSparkline(index, sparkline);
  }
  const setpoint = tag.setpoint === undefined ? -1 : directory.indexOf(tag.setpoint);
  const glyph = createGlyph(context.addMarks(element), { size: isSmall ? 20 : 27, x: box.x + box.width, y: box.y });
  const shown = createShownReading(context, tag, index);
  const isNumber = tag.type === 'float' || tag.type === 'int';
  const lane = isNumber ? overlay.lanes.open({ decimals: tag.type === 'int' ? 0 : tag.decimals, number: line.number, pointer: indicator?.pointer ?? null }) : -1;
  let isWaiting = true;
  let tagTone: Tone | null = null;
  context.addBinding({
    tags: setpoint < 0 ? [index] : [index, setpoint],
    get isAging() {
      return shown.isAging;
    },
    lane,
    paint(nowMs) {
      if (lane >= 0) overlay.lanes.close(lane);
      const reading = shown.read(nowMs);
      const said = reading.note === '' ? reading.badge : reading.shortNote;
      const alarm = alarms.ofTag(tag.id);
      const priority = alarm?.priority ?? null;
      const isCovered = isCovering({ kind: reading.kind, alarm: priority });
      if (isWaiting && reading.kind !== 'waiting') {
        isWaiting = false;
        shown.mark(element);
      }
      line.set(reading, said);
      outline.fit(align, x, lineWidth(reading, noteBelow ? '' : said, isSmall), !noteBelow || said === '' ? 0 : hasTag ? 57 : 38);
      wash.set({ kind: reading.kind, alarm: priority }, outline.x, outline.y, outline.width, outline.height);
      tagTone ??= element.closest('.on-level') === null ? 'tx-3' : 'tx-1';
      covered?.set(isCovered ? label : '', tagTone);
      sparkline?.setShown(said === '');
      sparkline?.setAlarm(priority);
      indicator?.set({ value: live.value[index] as number, isUsable: shown.isUsable, setpoint: setpointOf(live, setpoint), alarm: priority }, isCovered);
      glyph.set(alarm ?? alarms.hiddenOfTag(tag.id));
      if (lane >= 0 && reading.kind === 'good' && priority === null) overlay.lanes.offer(lane);
    },
  });
  const named = (): string => {
    // Once a second, when the page is written to anyway.
    outline.write();
    shown.mark(element);
    return shown.name(tag.id, tag.name);
  };
  context.addTarget(element, { asset: tag.asset, tag: tag.id, screen: null, name: named });
  return element;
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Generous width of a line: digits of the face are 0.6 em wide, and the box must hold them all. */
function lineWidth({ mark, text, unit }: ValueReading, inlineNote: string, isSmall: boolean): number {
  const em = isSmall ? 14 : 17;
  return (
    (mark.length + text.length) * em * 0.6 +
    (unit === '' ? 0 : 4 + unit.length * 6.6) +
    (inlineNote === '' ? 0 : 6 + inlineNote.length * 7.4)
  );
}

/**
 * The outline of a box in the drawing: what the pointer hits, and the edge of what is picked. It grows where its text needs
 * more room than usual: away from the anchor, and down for a note of its own line. `write` brings the drawing up to date:
 * apart from `fit`, since a rectangle that changes has the browser lay out and draw what it lies in anew.
 */
function createOutline(rect: Element, box: Box) {
  const at = { x: box.x, y: box.y, width: box.width, height: box.height };
  let isWritten = true;
  return {
    get x() {
      return at.x;
    },
    get y() {
      return at.y;
    },
    get width() {
      return at.width;
    },
    get height() {
      return at.height;
    },
    fit(align: 'start' | 'middle' | 'end', x: number, width: number, noteHeight: number): void {
      const half = Math.max(box.width / 2, width / 2 + 6);
      const left = align === 'start' ? box.x : align === 'middle' ? x - half : Math.min(box.x, x - width - 8);
      const right = align === 'start' ? Math.max(box.x + box.width, x + width + 6) : align === 'middle' ? x + half : box.x + box.width;
      const [nextX, nextWidth, nextHeight] = [Math.floor(left), Math.ceil(right - left), Math.max(box.height, noteHeight)];
      if (nextX === at.x && nextWidth === at.width && nextHeight === at.height) return;
      at.x = nextX;
      at.width = nextWidth;
      at.height = nextHeight;
      isWritten = false;
    },
    write(): void {
      if (isWritten) return;
      isWritten = true;
      rect.setAttribute('x', String(at.x));
      rect.setAttribute('width', String(at.width));
      rect.setAttribute('height', String(at.height));
    },
  };
}

function boxOf(parts: { x: number; align: string; hasTag: boolean; hasIndicator: boolean; hasSpark: boolean; isSmall: boolean }): Box {
  const width = parts.hasIndicator ? 120 : parts.isSmall ? 84 : 108;
  const height = parts.hasTag ? (parts.hasSpark ? 62 : parts.hasIndicator ? 58 : parts.isSmall ? 38 : 43) : parts.isSmall ? 22 : 26;
  const left = parts.hasIndicator ? -12 : parts.align === 'middle' ? -width / 2 : parts.align === 'end' ? -width + 8 : -8;
  return { x: left, y: parts.hasTag ? -7 : parts.isSmall ? -16 : -19, width, height };
}
