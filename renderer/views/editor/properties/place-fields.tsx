import { useStore } from 'zustand';
import { move } from '#shared/screen/edit/move.ts';
import { resize } from '#shared/screen/edit/resize.ts';
import { type EditorContext, pickedBoxes, wordsOf } from '../commands/editor-context.ts';
import { stretchedBox } from '../canvas/drag-gestures.ts';
import { NumberField } from '../fields/number-field.tsx';
import { type Box, unionOf } from '../geometry/box.ts';
import { hundredths } from '../geometry/route.ts';
import { oneByOne } from '../session/one-by-one.ts';

const far = 20_000;
const sides = [
  ['x', 'X'],
  ['y', 'Y'],
  ['width', 'Width'],
  ['height', 'Height'],
] as const;

/** Place and size of the box around what is selected, in user units, as drawn. */
export function PlaceFields({ context }: { readonly context: EditorContext }) {
  const boxes = useStore(context.canvas, (now) => now.boxes);
  const box = unionOf(boxes);
  if (box === null) return null;
  const change = (side: keyof Box, value: string | null): void => {
    const wanted = Number(value);
    if (value === null || !Number.isFinite(wanted)) return;
    const { draft, picked } = context.session.store.getState();
    if (side === 'x' || side === 'y') {
      const by = hundredths(wanted - box[side]);
      context.session.edit(`Move: ${wordsOf(draft, picked)}`, (now) => move(now, picked, side === 'x' ? by : 0, side === 'y' ? by : 0));
      return;
    }
    const boxed = pickedBoxes(context);
    const to = { ...box, [side]: wanted };
    context.session.edit(`Resize: ${wordsOf(draft, picked)}`, (now) =>
      oneByOne(now, boxed, (then, one) => resize(then, one.path, one.box, stretchedBox(one.box, box, to))),
    );
  };
  return (
    <div className="editor-place">
      {sides.map(([side, label]) => (
        <NumberField
          key={side}
          label={label}
          value={String(hundredths(box[side]))}
          isMixed={false}
          min={side === 'x' || side === 'y' ? -far : 0}
          max={far}
          onChange={(value) => change(side, value)}
        />
      ))}
    </div>
  );
}
