import { buildSvg, label, path, rect, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { qualityKind } from '#shared/model/quality.ts';
import type { ScreenContext } from './screen-context.ts';
import { deviation } from './deviation.ts';
import { createGlyph, type MarkGlyph } from './mark-glyph.ts';
import type { Brush } from './overlay/brush.ts';
import { textStyles } from './overlay/text-styles.ts';
import { isUnusable } from './overlay/wash-part.ts';
import { setAttribute } from './write.ts';

/** Between two names, and from one line of them to the next. */
const nameGap = 3;
const nameLine = 16;

/**
 * Values against their normal range on one line: in the middle of the band when a value is in the middle of its range,
 * on the band's edge at the range's edge, at most at the frame's edge. A bad value leaves a gap with a "?", one that is
 * uncertain or stale a hollow point with one. Origin: upper left of the frame, `data-width` by `data-height`. Points without a normal range are reported, since they have no place.
 */
export function createDeviationProfile(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, live, alarms, overlay } = context;
  const width = Math.min(2000, Math.max(120, Number(node.data['width']) || 390));
  const height = Math.min(1000, Math.max(80, Number(node.data['height']) || 150));
  const half = height * 0.22;
  const middle = height / 2;
  const step = node.items.length > 1 ? (width - 44) / (node.items.length - 1) : 0;
  const element = buildSvg(
    svg(
      'g',
      { class: 'ps-profile' },
      rect('ps-profile-frame', 0, 0, width, height),
      rect('ps-profile-band', 0, middle - half, width, half * 2),
      path('ps-profile-middle', `M0 ${trim(middle)}H${width}`),
      ...node.items.map((_, i) => path('ps-profile-grid', `M${trim(22 + step * i)} 6V${trim(height - 6)}`)),
    ),
  );
  const points: {
    readonly index: number;
    readonly tag: string;
    readonly x: number;
    readonly normal: readonly [number, number];
    readonly glyph: MarkGlyph;
    /** NaN while it is not known. */
    y: number;
    isDoubted: boolean;
  }[] = [];
  const names: { readonly element: Element; readonly text: string }[] = [];
  node.items.forEach((item, i) => {
    const x = 22 + step * i;
    const id = item['tag'] ?? '';
    const index = directory.indexOf(id);
    const tag = directory.tag(index);
    const name = buildSvg(label('ps-words', x, height + 17, item['label'] ?? id, 'middle'));
    names.push({ element: name, text: item['label'] ?? id });
    element.append(name);
    if (tag?.normal === undefined) {
      context.report(
        node.line,
        tag === undefined
          ? `Tag ${id} does not exist in the project.`
          : `Tag ${id} has no normal range, so the deviation profile has no place for it.`,
      );
      element.append(buildSvg(label('ps-unknown', x, middle, `unknown ${id}`, 'middle')));
      return;
    }
    // A dot is small to take hold of: the whole column is its handle.
    const handle = element.appendChild(buildSvg(rect('ps-hit', x - Math.min(22, step / 2 || 22), 0, Math.min(44, step || 44), height + 22)));
    context.addSource(handle, tag.id);
    points.push({ index, tag: tag.id, x, normal: tag.normal, glyph: createGlyph(context.addMarks(element), { size: 22, x, y: middle }), y: NaN, isDoubted: false });
  });
  // Names that would run into each other on a small display stand on two lines, turn about.
  const placeNames = (): void => {
    const widths = names.map(({ text }) => overlay.width(textStyles.words, text));
    const isTight = widths.some((width, at) => at > 0 && (width + (widths[at - 1] ?? 0)) / 2 > step - nameGap);
    names.forEach(({ element: name }, at) => setAttribute(name, 'y', String(height + 17 + (isTight && at % 2 === 1 ? nameLine : 0))));
  };
  const handle = overlay.add(element, {
    layer: 'line',
    paint: (brush) => paintProfile(brush, points, middle),
    restyle: placeNames,
  });
  placeNames();
  handle.reach(0, 0, width, height);
  let isPainted = false;
  context.addBinding({
    tags: points.map(({ index }) => index),
    paint() {
      let isChanged = !isPainted;
      isPainted = true;
      for (const point of points) {
        const value = live.value[point.index] as number;
        const kind = qualityKind(live.quality[point.index] as number);
        const isKnown = !Number.isNaN(value) && !isUnusable(kind);
        const isDoubted = isKnown && (kind === 'uncertain' || kind === 'stale');
        const off = deviation(value, point.normal);
        const y = isKnown ? Math.round(Math.min(height - 8, Math.max(8, middle - off * half)) * 2) / 2 : NaN;
        if (isKnown) point.glyph.moveTo(point.x, y);
        point.glyph.set(isKnown ? alarms.ofTag(point.tag) : null);
        if (Object.is(y, point.y) && isDoubted === point.isDoubted) continue;
        point.y = y;
        point.isDoubted = isDoubted;
        isChanged = true;
      }
      if (isChanged) handle.touch(points.length > 0);
    },
  });
  return element;
}

type ProfilePoint = { readonly x: number; readonly y: number; readonly isDoubted: boolean };

/** The line through the points that are known, with a gap and a "?" where one is not; points in doubt are hollow, under a "?". */
function paintProfile(brush: Brush, points: readonly ProfilePoint[], middle: number): void {
  const { context } = brush;
  brush.stroke('spark', 1.5);
  context.beginPath();
  let isJoined = false;
  for (const { x, y } of points) {
    const isKnown = !Number.isNaN(y);
    if (isKnown && isJoined) context.lineTo(x, y);
    else if (isKnown) context.moveTo(x, y);
    isJoined = isKnown;
  }
  context.stroke();
  brush.fill('pointer');
  context.beginPath();
  for (const { x, y, isDoubted } of points) {
    if (Number.isNaN(y) || isDoubted) continue;
    context.moveTo(x + 3.6, y);
    context.arc(x, y, 3.6, 0, Math.PI * 2);
  }
  context.fill();
  for (const { x, y, isDoubted } of points) {
    const isKnown = !Number.isNaN(y);
    if (isKnown && !isDoubted) continue;
    if (isKnown) {
      context.beginPath();
      context.arc(x, y, 3.6, 0, Math.PI * 2);
      brush.fill('bg-canvas');
      context.fill();
      brush.stroke('pointer', 1.5);
      context.stroke();
    }
    brush.font(textStyles.question);
    brush.fill('bad');
    // Above its point, or below one at the upper edge of the frame.
    const at = !isKnown ? middle + 5 : y > 24 ? y - 7 : y + 18;
    context.fillText('?', x - brush.metrics.width(textStyles.question, '?') / 2, at);
  }
}
