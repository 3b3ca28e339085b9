import type { TextStyle } from './text-metrics.ts';

/** The kinds of live text on a screen; sizes are user units. The same as the classes of the drawing's own text in process-screen.css. */
export const textStyles = {
  value: { size: 17, weight: 620, family: 'ui', grows: true },
  smallValue: { size: 14, weight: 620, family: 'ui', grows: true },
  unit: { size: 11, weight: 420, family: 'ui', grows: true },
  note: { size: 11, weight: 520, family: 'ui', grows: true },
  badge: { size: 11, weight: 620, family: 'ui', grows: true },
  words: { size: 12, weight: 420, family: 'ui', grows: true },
  tag: { size: 11.5, weight: 500, family: 'mono', grows: true },
  keyValue: { size: 25, weight: 620, family: 'ui', grows: false, spacing: -0.015 },
  keyUnit: { size: 13, weight: 420, family: 'ui', grows: false },
  rowUnit: { size: 13, weight: 420, family: 'ui', grows: true },
  unitName: { size: 20, weight: 620, family: 'ui', grows: false, spacing: -0.015 },
  question: { size: 15, weight: 700, family: 'ui', grows: false },
} as const satisfies Readonly<Record<string, TextStyle>>;
