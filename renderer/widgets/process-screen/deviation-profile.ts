import { buildSvg, label, path, rect, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { qualityKind } from '#shared/model/quality.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import type { ScreenContext } from './screen-context.ts';
import { deviation } from './deviation.ts';
import { setAttribute } from './write.ts';

/**
 * Values against their normal range on one line: in the middle of the band when a value is in the middle of its range,
 * on the band's edge at the range's edge, at most at the frame's edge. A bad value leaves a gap with a "?". Origin: upper
 * left of the frame, `data-width` by `data-height`. Points without a normal range are reported, since they have no place.
 */
export function createDeviationProfile(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, live, alarms } = context;
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
      path('ps-profile-line', ''),
    ),
  );
  const line = element.querySelector('.ps-profile-line') as Element;
  const points: {
    readonly index: number;
    readonly tag: string;
    readonly x: number;
    readonly normal: readonly [number, number];
    readonly dot: Element;
    readonly unknown: Element;
    glyph: SVGElement | null;
    key: string;
  }[] = [];
  node.items.forEach((item, i) => {
    const x = 22 + step * i;
    const id = item['tag'] ?? '';
    const index = directory.indexOf(id);
    const tag = directory.tag(index);
    element.append(buildSvg(label('ps-words', x, height + 17, item['label'] ?? id, 'middle')));
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
    const dot = element.appendChild(buildSvg(svg('circle', { class: 'ps-profile-dot', r: 3.6, cx: x, cy: middle })));
    const unknown = element.appendChild(buildSvg(svg('text', { class: 'sy-question', x, y: middle + 5, 'text-anchor': 'middle' }, '?')));
    points.push({ index, tag: tag.id, x, normal: tag.normal, dot, unknown, glyph: null, key: '' });
  });
  context.addBinding({
    tags: points.map(({ index }) => index),
    paint() {
      let d = '';
      let isJoined = false;
      for (const point of points) {
        const value = live.value[point.index] as number;
        const kind = qualityKind(live.quality[point.index] as number);
        const isKnown = !Number.isNaN(value) && kind !== 'bad' && kind !== 'no-link' && kind !== 'waiting';
        const off = deviation(value, point.normal);
        const y = Math.round(Math.min(height - 8, Math.max(8, middle - off * half)) * 2) / 2;
        setAttribute(point.dot, 'display', isKnown ? 'inline' : 'none');
        setAttribute(point.unknown, 'class', isKnown ? 'sy-question' : 'sy-question is-shown');
        if (isKnown) {
          d += `${isJoined ? 'L' : 'M'}${trim(point.x)} ${y}`;
          setAttribute(point.dot, 'cy', String(y));
        }
        isJoined = isKnown;
        const alarm = alarms.ofTag(point.tag);
        const key = alarm === null || !isKnown ? '' : `${alarm.priority} ${alarm.state} ${y}`;
        if (key === point.key) continue;
        point.key = key;
        point.glyph?.remove();
        point.glyph = alarm === null || !isKnown ? null : alarmGlyph({ ...alarm, size: 22, x: point.x, y });
        if (point.glyph !== null) element.append(point.glyph);
      }
      setAttribute(line, 'd', d);
    },
  });
  return element;
}
