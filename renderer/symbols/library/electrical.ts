import { circle, group, path, rect, svg, trim } from '../svg-node.ts';
import { centredBox, type SymbolSpec } from '../symbol-spec.ts';
import { inLine, row } from './shapes.ts';

const switched = { running: 'closed', stopped: 'open' } as const;

/** Electrical gear in a line that runs from top to bottom. Switches show their blade, so that their state is a form as well as a shade. */
export const electricalSymbols: readonly SymbolSpec[] = [
  {
    name: 'disconnector',
    title: 'Disconnector',
    moving: 'fill',
    says: switched,
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 24, centredBox(24, 24), [
        rect('sy-core', -12, -12, 24, 24, 2),
        path('sy-ink-line', 'M0-12V-6M-4-6H4M0 12V6'),
        group('sy-when-on', path('sy-ink-line sy-blade', 'M0 6V-6')),
        group('sy-when-off', path('sy-ink-line sy-blade', 'M0 6L-7-4')),
      ]),
  },
  {
    name: 'contactor',
    title: 'Contactor',
    moving: 'fill',
    says: switched,
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 24, centredBox(24, 24), [
        rect('sy-core', -12, -12, 24, 24, 2),
        path('sy-ink-line', 'M0-12V-8A3 3 0 0 1 0-2M0 12V6'),
        group('sy-when-on', path('sy-ink-line sy-blade', 'M0 6V-5')),
        group('sy-when-off', path('sy-ink-line sy-blade', 'M0 6L-7-4')),
      ]),
  },
  {
    name: 'fuse',
    title: 'Fuse',
    moving: 'none',
    draw: (options) =>
      inLine(options, 24, { x: -6, y: -12, width: 12, height: 24 }, [rect('sy-body', -6, -12, 12, 24, 1), path('sy-line', 'M0-12V12')]),
  },
  {
    name: 'bus-coupler',
    title: 'Bus coupler',
    moving: 'fill',
    says: switched,
    /** A breaker between the ends of two bars. */
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 64, { x: -32, y: -12, width: 64, height: 24 }, [
        rect('sy-bar', -32, -2.5, 20, 5),
        rect('sy-bar', 12, -2.5, 20, 5),
        rect('sy-core', -12, -12, 24, 24, 2),
        group('sy-when-on', path('sy-ink-line sy-blade', 'M-12 0H12')),
        group('sy-when-off', path('sy-ink-line sy-blade', 'M-12 0H-6M12 0H6M-6 0L4-8')),
      ]),
  },
  {
    name: 'ups',
    title: 'Uninterruptible supply',
    moving: 'fill',
    says: { running: 'on', stopped: 'off' },
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 36, centredBox(36, 36), [
        rect('sy-core', -18, -18, 36, 36, 3),
        path('sy-ink-line', 'M-9-7C-6-13-3-13 0-7S6-1 9-7M-13 8H-3M-3 2V14M3 5V11M3 8H13'),
      ]),
  },
  {
    name: 'battery',
    title: 'Battery',
    moving: 'none',
    /** Its level is the state of charge. */
    draw({ width = 52, height = 34 }) {
      const [x, y] = [width / 2, height / 2];
      return {
        nodes: [
          rect('sy-foot', -x + 8, -y, 9, 5, 1),
          rect('sy-foot', x - 17, -y, 9, 5, 1),
          rect('sy-body', -x, -y + 5, width, height - 5, 3),
        ],
        box: centredBox(width, height),
        level: { inner: rect('', -x + 1, -y + 6, width - 2, height - 7, 2), top: -y + 6, bottom: y - 1, x: -x, width },
        front: [path('sy-line', `M${trim(-x + 9)} ${trim(1)}h8M${trim(x - 17)} ${trim(1)}h8M${trim(x - 13)} ${trim(-3)}v8`)],
      };
    },
  },
  {
    name: 'solar',
    title: 'Solar panels',
    moving: 'none',
    draw({ width = 76, height = 44 }) {
      const [x, y] = [width / 2, height / 2];
      const lean = height * 0.32;
      const slant = (part: number): string => {
        const at = -x + (width - lean) * part;
        return `M${trim(at + lean)} ${trim(-y)}L${trim(at)} ${trim(y - 8)}`;
      };
      const middle = -y + (height - 8) / 2;
      return {
        nodes: [
          path('sy-line', `M0 ${trim(y - 8)}V${trim(y)}M-12 ${trim(y)}H12`),
          path('sy-core', `M${trim(-x + lean)} ${trim(-y)}H${trim(x)}L${trim(x - lean)} ${trim(y - 8)}H${trim(-x)}z`),
          svg('path', { class: 'sy-ink-line', d: row(0.25, 0.75, 3, slant) + `M${trim(-x + lean / 2)} ${trim(middle)}H${trim(x - lean / 2)}` }),
        ],
        box: centredBox(width, height),
      };
    },
  },
  {
    name: 'rectifier',
    title: 'Rectifier',
    moving: 'fill',
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 30, centredBox(30, 30), [
        rect('sy-core', -15, -15, 30, 30, 3),
        path('sy-ink-line', 'M-15 15L15-15M-12-7C-10-11-8-11-6-7S-3-4-2-7M2 7H11M2 11H4M5.5 11H7.5M9 11H11'),
      ]),
  },
  {
    name: 'inverter',
    title: 'Inverter',
    moving: 'fill',
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 30, centredBox(30, 30), [
        rect('sy-core', -15, -15, 30, 30, 3),
        path('sy-ink-line', 'M-15 15L15-15M-11-9H-2M-11-5H-9M-7.5-5H-5.5M-4-5H-2M2 8C4 4 6 4 8 8S11 11 12 8'),
      ]),
  },
  {
    name: 'earth-switch',
    title: 'Earthing switch',
    moving: 'fill',
    says: { running: 'earthed', stopped: 'open' },
    draw: (options) =>
      inLine({ ...options, turn: 0 }, 24, { x: -12, y: -12, width: 24, height: 34 }, [
        rect('sy-core', -12, -12, 24, 24, 2),
        path('sy-ink-line', 'M0-12V-6M0 12V6'),
        circle('sy-ink', 1.8, 0, -6),
        group('sy-when-on', path('sy-ink-line sy-blade', 'M0 6V-6')),
        group('sy-when-off', path('sy-ink-line sy-blade', 'M0 6L-7-4')),
        path('sy-line', 'M0 12V15M-8 15H8M-5 18.5H5M-2 22H2'),
      ]),
  },
];
