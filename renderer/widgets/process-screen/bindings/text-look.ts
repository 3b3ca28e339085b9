import type { ShapeNode } from '#shared/screen/screen-model.ts';
import type { Tone } from '../overlay/overlay-theme.ts';
import type { TextStyle } from '../overlay/text-metrics.ts';

/** How a text of the drawing looks when it is painted: as its class has it in symbols.css, and its unit and note smaller. */
export type TextLook = { readonly value: TextStyle; readonly unit: TextStyle; readonly note: TextStyle; readonly badge: TextStyle; readonly tone: Tone };

const small = { family: 'ui', grows: true } as const;
const look = (size: number, weight: number, family: 'ui' | 'mono', tone: Tone): TextLook => {
  const less = Math.max(11, Math.round(size * 0.72));
  return {
    value: { size, weight, family, grows: true },
    unit: { ...small, size: less, weight: 420 },
    note: { ...small, size: less, weight: 520 },
    badge: { ...small, size: less, weight: 620 },
    tone,
  };
};
const plain = look(12, 420, 'ui', 'tx-2');
/** One object for each class, since the overlay tells styles apart by identity. */
const looks: ReadonlyMap<string, TextLook> = new Map([
  ['title', look(15, 620, 'ui', 'tx-1')],
  ['heading', look(12, 600, 'ui', 'tx-2')],
  ['label', look(12, 420, 'ui', 'tx-3')],
  ['note', look(12, 420, 'ui', 'tx-3')],
  ['asset-name', look(12.5, 600, 'mono', 'tx-1')],
]);

export function textLook({ attributes }: ShapeNode): TextLook {
  for (const name of attributes['class']?.split(' ') ?? []) {
    const known = looks.get(name);
    if (known !== undefined) return known;
  }
  return plain;
}
