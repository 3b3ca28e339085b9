import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';

let serial = 0;

/**
 * The 45° hatch of bad values as a `<defs>` for one drawing, and the style that makes it `--hatch` there. Every drawing
 * has its own: a pattern in a hidden panel would paint nothing in the others.
 */
export function createHatch(): { readonly defs: SVGElement; readonly fill: string } {
  const id = `hatch-${++serial}`;
  const defs = buildSvg(
    svg(
      'defs',
      {},
      svg(
        'pattern',
        { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        svg('rect', { class: 'hatch-ground', width: 6, height: 6 }),
        svg('path', { class: 'hatch-line', d: 'M0 0V6' }),
      ),
    ),
  );
  return { defs, fill: `url(#${id})` };
}
