import { buildSvg, label, path, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { Box } from '#renderer/symbols/symbol-spec.ts';
import type { EquipmentState } from './equipment-state.ts';

const wrench =
  'M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.8-3.8a6 6 0 0 1-7.9 7.9l-6.9 6.9a2.1 2.1 0 0 1-3-3l6.9-6.9a6 6 0 0 1 7.9-7.9z';

type Point = { readonly x: number; readonly y: number };

/**
 * Chevrons, wrench, question mark and mode badges of a machine, by its state; symbols.css says which of them is seen. Each is
 * drawn when it is first needed, below `hit`, which takes the pointer: a screen of hundreds of machines that run has none of them.
 */
export function createStateMarks(hit: SVGElement, box: Box, corner: Point): (state: EquipmentState['state'], isInDoubt: boolean, letters: EquipmentState['badges']) => void {
  const middle = box.y + box.height / 2;
  const late = (build: () => SVGElement): (() => SVGElement) => {
    let mark: SVGElement | null = null;
    return () => {
      if (mark === null) hit.before((mark = build()));
      return mark;
    };
  };
  const chevrons = late(() => buildSvg(svg('g', { class: 'sy-chevrons', transform: `translate(${trim(box.x + box.width - 5)} ${trim(middle)})` }, path('', 'M0-5l5 5-5 5M6-5l5 5-5 5'))));
  const tool = late(() =>
    buildSvg(
      svg(
        'g',
        { class: 'sy-wrench', transform: `translate(${trim(corner.x)} ${trim(corner.y)})` },
        svg('circle', { r: 9 }),
        svg('path', { d: wrench, transform: 'translate(-5.5 -5.5) scale(.46)' }),
      ),
    ),
  );
  const question = late(() => buildSvg(svg('text', { class: 'sy-question', x: corner.x - 4, y: corner.y + 6 }, '?')));
  const badges = late(() => buildSvg(svg('g', { transform: `translate(${trim(box.x - 21)} ${trim(middle - 8)})` })));
  let badgeKey = '';
  return (state, isInDoubt, letters) => {
    if (state === 'moving') chevrons();
    if (state === 'out-of-service') tool();
    if (state === 'no-link' || isInDoubt) question();
    const next = letters.join('');
    if (next === badgeKey) return;
    badgeKey = next;
    badges().replaceChildren(
      ...letters.map((letter, at) =>
        buildSvg(
          svg('g', { class: `sy-badge is-${letter}`, transform: `translate(${-17 * at} 0)` }, svg('rect', { width: 15, height: 15, rx: 3 }), label('', 7.5, 11.3, letter, 'middle')),
        ),
      ),
    );
  };
}
