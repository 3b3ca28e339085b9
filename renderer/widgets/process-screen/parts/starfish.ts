import { buildSvg, circle, label, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import { isLimitAlarm, type Priority } from '#shared/model/alarm.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { createTextLine } from '../overlay/text-line.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createCell, findTag } from './cell.ts';
import { createFittedLine } from './fitted-line.ts';
import { partOptions } from './part-options.ts';
import { spoke, starRadii, starRadius } from './star-shape.ts';

const labelRoom = { width: 108, height: 38 };

/** What the polygon shows of one spoke. */
type Ray = { readonly x: number; readonly y: number; r: number; alarm: Priority | null };

/**
 * Values of a unit as a star: each on a spoke of its own by its distance from the middle of its normal range. While all is
 * normal the line runs within the band and is nearly a regular polygon; a dent or a spike is seen at a glance. Limits are
 * ticks on their spokes. A bad value breaks the line and shows "?". Origin: the centre.
 */
export function createStarfish(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, overlay } = context;
  const options = partOptions('starfish', node.data);
  const radius = options.number('size') / 2;
  const count = node.items.length;
  const rays: Ray[] = node.items.map((_, at) => {
    const [x, y] = spoke(at, count);
    return { x, y, r: Number.NaN, alarm: null };
  });
  const { low, high, middle } = starRadii;
  const element = buildSvg(
    svg(
      'g',
      { class: 'pt-star' },
      circle('pt-star-band', radius * high),
      circle('pt-star-core', radius * low),
      circle('pt-star-middle', radius * middle),
      path('pt-grid', rays.map(({ x, y }) => `M0 0L${trim(x * radius)} ${trim(y * radius)}`).join('')),
    ),
  );
  if (count < 3) context.report(node.line, 'A starfish needs at least three values.');
  const line = createStarLine(context, element, rays, radius);
  node.items.forEach((item, at) => {
    const ray = rays[at] as Ray;
    const index = findTag(context, item['tag'], { line: node.line, what: 'A spoke of a starfish', isNumber: true });
    const tag = directory.tag(index);
    const words = item['label'] ?? tag?.id ?? item['tag'] ?? '';
    // Labels stand outside the rim; those near the vertical are centred over their spoke.
    const anchor = Math.abs(ray.x) < 0.3 ? 'middle' : ray.x > 0 ? 'start' : 'end';
    const x = ray.x * (radius + 12);
    const y = ray.y * (radius + 12) + (ray.y < -0.9 ? -16 : ray.y > 0.9 ? 12 : 0);
    if (tag?.normal === undefined) {
      if (tag !== undefined) context.report(node.line, `Tag ${tag.id} has no normal range, so the starfish has no place for it.`);
      element.append(buildSvg(label('ps-unknown', x, y, `unknown ${words}`, anchor)));
      return;
    }
    const { normal } = tag;
    // A limit that far out that its spoke ends before it is not to be seen.
    const isInSight = (r: number): boolean => r > starRadii.least && r < starRadii.most;
    const limits = directory
      .alarmsOfTag(index)
      .filter(isLimitAlarm)
      .filter(({ limit }) => isInSight(starRadius(limit, normal)));
    const tick = ({ limit }: { readonly limit: number }): string => {
      const r = starRadius(limit, normal) * radius;
      return `M${trim(ray.x * r - ray.y * 5)} ${trim(ray.y * r + ray.x * 5)}L${trim(ray.x * r + ray.y * 5)} ${trim(ray.y * r - ray.x * 5)}`;
    };
    if (limits.length > 0) element.append(buildSvg(path('pt-tick', limits.map(tick).join(''))));
    const left = anchor === 'middle' ? x - labelRoom.width / 2 : anchor === 'start' ? x - 4 : x - labelRoom.width + 4;
    const cell = createCell(context, {
      index,
      tag,
      words,
      box: { x: left, y: y - 16, width: labelRoom.width, height: labelRoom.height },
      glyphSize: 20,
      ...(anchor === 'end' ? { glyphAt: { x: left, y: y - 16 } } : {}),
    });
    element.append(cell.element);
    createFittedLine(overlay, cell.element, {
      x,
      y: y - 2,
      anchor,
      style: textStyles.words,
      tone: 'tx-3',
      text: words,
      width: labelRoom.width - 8,
    });
    const number = createTextLine(overlay, cell.element, {
      x,
      y: y + 14,
      anchor,
      spans: [
        { style: textStyles.smallValue, tone: 'bad' },
        { style: textStyles.smallValue, tone: 'tx-1' },
        { style: textStyles.unit, tone: 'tx-3', gap: 3 },
      ],
    });
    context.addBinding({
      tags: [index],
      get isAging() {
        return cell.isAging;
      },
      paint(nowMs) {
        const { reading, value, alarm } = cell.paint(nowMs);
        number.put(0, reading.mark);
        number.put(1, reading.text, Number.isNaN(value) ? 'bad' : reading.kind === 'stale' ? 'tx-2' : 'tx-1');
        number.put(2, reading.unit);
        number.done();
        line.set(at, starRadius(value, normal), alarm);
      },
    });
  });
  return element;
}

/** The line through all spokes, painted as one part: it changes with any of them. */
function createStarLine(
  context: ScreenContext,
  host: SVGElement,
  rays: readonly Ray[],
  radius: number,
): { set(at: number, r: number, alarm: Priority | null): void } {
  const handle = context.overlay.add(host, {
    layer: 'line',
    paint(brush) {
      const { context: canvas } = brush;
      brush.stroke('spark', 1.75);
      canvas.lineJoin = 'round';
      canvas.beginPath();
      let isJoined = false;
      for (let step = 0; step <= rays.length; step++) {
        const { x, y, r } = rays[step % rays.length] as Ray;
        if (Number.isNaN(r)) isJoined = false;
        else {
          if (isJoined) canvas.lineTo(x * r * radius, y * r * radius);
          else canvas.moveTo(x * r * radius, y * r * radius);
          isJoined = true;
        }
      }
      canvas.stroke();
      canvas.lineJoin = 'miter';
      for (const { x, y, r, alarm } of rays) {
        if (Number.isNaN(r)) {
          brush.fill('bad');
          brush.font(textStyles.question);
          canvas.fillText('?', x * radius * starRadii.middle - 4, y * radius * starRadii.middle + 5);
          continue;
        }
        brush.fill(alarm === null ? 'pointer' : `p${alarm}`);
        canvas.beginPath();
        canvas.arc(x * r * radius, y * r * radius, alarm === null ? 3.2 : 5, 0, Math.PI * 2);
        canvas.fill();
      }
    },
  });
  handle.reach(-radius - 6, -radius - 6, radius + 6, radius + 6);
  return {
    set(at, r, alarm) {
      const ray = rays[at] as Ray;
      const next = Math.round(r * radius * 2) / (radius * 2);
      if (Object.is(next, ray.r) && alarm === ray.alarm) return;
      ray.r = next;
      ray.alarm = alarm;
      handle.touch(true);
    },
  };
}
