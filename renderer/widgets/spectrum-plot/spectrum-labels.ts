/** A line worth a name: an order of the shaft, or a peak. */
export type SpectrumMark = { readonly name: string; readonly hz: number; readonly amplitude: number; readonly text: string };
export type PlacedMark = SpectrumMark & { readonly x: number; readonly y: number; readonly hasText: boolean; readonly left: number };

/** CSS px a character of a label takes, about: enough to keep labels apart. */
const characterPx = 6.6;
const rowPx = 15;
const rows = 3;
const rise = 8;

/**
 * Places for the names of lines, greatest first, none over another: first with its figures, then the name alone, each in the
 * row above the line or up to two rows higher; what finds no place is left out (the table has it).
 */
export function placeMarks(marks: readonly SpectrumMark[], at: (mark: SpectrumMark) => { readonly x: number; readonly y: number }, bounds: { readonly left: number; readonly right: number; readonly top: number }): readonly PlacedMark[] {
  const placed: (PlacedMark & { readonly width: number })[] = [];
  for (const mark of marks.toSorted((a, b) => b.amplitude - a.amplitude)) {
    const { x, y } = at(mark);
    if (!(x >= bounds.left && x <= bounds.right)) continue;
    const found = tries(mark, x, y, bounds).find((one) => placed.every((other) => apart(one, other)));
    if (found !== undefined) placed.push(found);
  }
  return placed;
}

function* triesOf(mark: SpectrumMark, x: number, y: number, { left, right, top }: { readonly left: number; readonly right: number; readonly top: number }) {
  for (const hasText of mark.text === '' ? [false] : [true, false]) {
    const width = characterPx * (mark.name.length + (hasText ? mark.text.length + 1 : 0));
    for (let row = 0; row < rows; row++) {
      const height = Math.max(top, y - rise) - row * rowPx;
      if (height < top) break;
      yield { ...mark, x, y: height, hasText, width, left: Math.max(left, Math.min(right - width, x - (characterPx * mark.name.length) / 2)) };
    }
  }
}
const tries = (...parts: Parameters<typeof triesOf>) => [...triesOf(...parts)];

type Box = { readonly left: number; readonly width: number; readonly y: number };
const apart = (a: Box, b: Box): boolean => a.left + a.width + 5 < b.left || b.left + b.width + 5 < a.left || Math.abs(a.y - b.y) >= rowPx;
