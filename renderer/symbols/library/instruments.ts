import { circle, label, path, rect, svg, type SvgNode } from '../svg-node.ts';
import { centredBox, type SymbolOptions, type SymbolSpec } from '../symbol-spec.ts';
import { inLine } from './shapes.ts';

const r = 22;

/** Function letters over the loop number, as "PDT-2314" or "PDT 2314" names them; one row where there is no number. */
function letters(caption: string | undefined): readonly SvgNode[] {
  if (caption === undefined) return [];
  const [top = '', ...rest] = caption.trim().split(/[\s-]+/);
  const bottom = rest.join('-');
  const line = (y: number, text: string): SvgNode => label('sy-bubble', 0, y, text, 'middle');
  return bottom === '' ? [line(4, top)] : [line(-3.5, top), line(12.5, bottom)];
}

function bubble(options: SymbolOptions, frame: readonly SvgNode[]): ReturnType<typeof inLine> {
  return inLine({ ...options, turn: 0 }, 2 * r, centredBox(2 * r, 2 * r), [...frame, ...letters(options.caption)]);
}

/** The line of an instrument in the control room; a second row of letters would cross it, so it lies between the rows. */
const roomLine = path('sy-line', `M${-r} 0H${r}`);

/**
 * Instrument bubbles as ISA-5.1 draws them (told from secondary texts; the standard was not read): a circle is a device of
 * its own, a circle in a square a shared display or control, a diamond in a square a logic controller, a diamond an
 * interlock; a line across means that the operator reaches it in the control room.
 */
const bubbles: readonly SymbolSpec[] = [
  { name: 'instrument', title: 'Field instrument', moving: 'none', draw: (options) => bubble(options, [circle('sy-body', r)]) },
  {
    name: 'instrument-panel',
    title: 'Panel instrument',
    moving: 'none',
    draw: (options) => bubble(options, [circle('sy-body', r), roomLine]),
  },
  {
    name: 'instrument-shared',
    title: 'Shared display or control',
    moving: 'none',
    draw: (options) => bubble(options, [rect('sy-foot', -r, -r, 2 * r, 2 * r), circle('sy-body', r), roomLine]),
  },
  {
    name: 'instrument-logic',
    title: 'Logic controller',
    moving: 'none',
    draw: (options) =>
      bubble(options, [rect('sy-foot', -r, -r, 2 * r, 2 * r), path('sy-body', `M0-${r}L${r} 0L0 ${r}L-${r} 0z`), roomLine]),
  },
  {
    name: 'interlock',
    title: 'Interlock',
    moving: 'fill',
    says: { running: 'active', stopped: 'not active' },
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 26, centredBox(26, 26), [
        path('sy-core', 'M0-13L13 0L0 13L-13 0z'),
        label('sy-letter', 0, 4.3, options.caption ?? 'I', 'middle'),
      ]),
  },
];

/** Flow elements in a line that runs to the right. `size` is their length. */
const flowElements: readonly SymbolSpec[] = [
  {
    name: 'orifice',
    title: 'Orifice plate',
    moving: 'none',
    draw: (options) =>
      inLine(options, 12, { x: -6, y: -13, width: 12, height: 26 }, [
        path('sy-plate', 'M0-13V-3M0 3V13'),
        path('sy-line', 'M-6-10V10M6-10V10'),
      ]),
  },
  {
    name: 'venturi',
    title: 'Venturi tube',
    moving: 'none',
    draw: (options) =>
      inLine(options, 44, { x: -22, y: -9, width: 44, height: 18 }, [path('sy-body', 'M-22-9H-14L-3-3.5H3L22-9V9L3 3.5H-3L-14 9H-22z')]),
  },
  {
    name: 'magnetic-meter',
    title: 'Magnetic flowmeter',
    moving: 'none',
    draw: (options) =>
      inLine(options, 28, { x: -14, y: -22, width: 28, height: 34 }, [
        path('sy-line', 'M0-12V-16'),
        rect('sy-foot', -7, -22, 14, 7, 1),
        path('sy-line', 'M-14-10V10M14-10V10'),
        rect('sy-body', -11, -12, 22, 24, 2),
        svg('g', { transform: `rotate(${-(options.turn ?? 0)})` }, path('sy-line', 'M-6 6V-6L0 2L6-6V6')),
      ]),
  },
  {
    name: 'coriolis-meter',
    title: 'Coriolis flowmeter',
    moving: 'none',
    draw: (options) =>
      inLine(options, 40, { x: -20, y: -8, width: 40, height: 34 }, [
        path('sy-line', 'M-20-7V7M20-7V7'),
        path('sy-body', 'M-17-6H17V6H12V12C12 30-12 30-12 12V6H-17z'),
        path('sy-line', 'M-6.5 2V12C-6.5 21 6.5 21 6.5 12V2'),
      ]),
  },
  {
    name: 'turbine-meter',
    title: 'Turbine flowmeter',
    moving: 'none',
    draw: (options) =>
      inLine(options, 28, { x: -14, y: -14, width: 28, height: 28 }, [
        circle('sy-body', 14),
        path('sy-line', 'M0 0C-4-4-9-5-9 0S-4 4 0 0S9-5 9 0S4 4 0 0z'),
      ]),
  },
  {
    name: 'rotameter',
    title: 'Rotameter',
    moving: 'none',
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 24, { x: -12, y: -26, width: 24, height: 52 }, [
        rect('sy-foot', -12, -26, 24, 6, 1),
        rect('sy-foot', -12, 20, 24, 6, 1),
        path('sy-body', 'M-9-20H9L5 20H-5z'),
        path('sy-ink sy-float', 'M-5-5H5L0 5z'),
      ]),
  },
];

export const instrumentSymbols: readonly SymbolSpec[] = [...bubbles, ...flowElements].map((spec) => ({ ...spec, isInstrument: true }));
