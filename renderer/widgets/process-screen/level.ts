import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import type { LevelSpace } from '#renderer/symbols/symbol-spec.ts';
import { qualityKind } from '#shared/model/quality.ts';
import { isUnusable } from './overlay/wash-part.ts';
import type { ScreenContext } from './screen-context.ts';

/** What is known of the contents: a level that is good, one that is stale or uncertain, one that is empty, none. */
export type Contents = 'known' | 'doubted' | 'empty' | 'unknown';

/** Contents of a vessel: a flat fill with a surface line, by a level tag over the tag's own range. */
export type Level = { readonly element: SVGElement; readonly tags: readonly number[]; paint(): Contents };

let serial = 0;

/** Null when the screen names no level. An unknown tag is reported and the vessel stays empty under a hatch. */
export function createLevel(context: ScreenContext, space: LevelSpace, id: string | null, line: number): Level | null {
  if (id === null) return null;
  const index = context.directory.indexOf(id);
  const tag = context.directory.tag(index);
  if (tag === undefined) context.report(line, `Tag ${id} does not exist in the project; the level is not drawn.`);
  const [low, high] = tag?.range ?? [0, 100];
  const clip = `level-${++serial}`;
  const hidden = { display: 'none' };
  const fill = buildSvg(svg('rect', { class: 'sy-level', x: space.x, width: space.width, y: space.bottom, height: 0 }));
  const top = buildSvg(svg('path', { class: 'sy-level-top', d: `M${space.x} 0h${space.width}`, ...hidden }));
  const unknown = buildSvg(
    svg('rect', { class: 'sy-level-unknown', x: space.x, width: space.width, y: space.top, height: space.bottom - space.top, ...hidden }),
  );
  const inner = buildSvg(svg('g', { 'clip-path': `url(#${clip})` }));
  inner.append(fill, top, unknown);
  const element = buildSvg(svg('g', { class: 'sy-contents' }, svg('clipPath', { id: clip }, space.inner)));
  element.append(inner);
  let shown = NaN;
  let isKnown = true;
  return {
    element,
    tags: index < 0 ? [] : [index],
    paint() {
      const value = context.live.value[index] ?? NaN;
      const kind = index < 0 ? 'bad' : qualityKind(context.live.quality[index] as number);
      const known = !Number.isNaN(value) && !isUnusable(kind);
      if (known !== isKnown) {
        isKnown = known;
        for (const [mark, isShown] of [
          [fill, known],
          [top, known],
          [unknown, !known],
        ] as const) {
          if (isShown) mark.removeAttribute('display');
          else mark.setAttribute('display', 'none');
        }
      }
      if (!known) return 'unknown';
      const part = Math.min(1, Math.max(0, (value - low) / (high - low)));
      const y = Math.round((space.bottom - (space.bottom - space.top) * part) * 2) / 2;
      if (y !== shown) {
        if (Number.isNaN(shown)) top.removeAttribute('display');
        shown = y;
        fill.setAttribute('y', String(y));
        fill.setAttribute('height', String(space.bottom - y));
        top.setAttribute('transform', `translate(0 ${y})`);
      }
      if (kind === 'stale' || kind === 'uncertain') return 'doubted';
      return part === 0 ? 'empty' : 'known';
    },
  };
}
