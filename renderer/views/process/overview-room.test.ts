import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenModel, SymbolNode } from '#shared/screen/screen-model.ts';
import { overviewInRoom } from './overview-room.ts';

const drawing = (body: string, height = 830): ScreenModel => {
  const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1512 ${height}"><title>Plant overview</title>${body}</svg>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.screen;
};
const row = (asset: string, at: number): string => `<g data-symbol="unit-row" data-asset="${asset}" data-width="1512" data-height="136" transform="translate(0 ${at * 136})"><g data-tag="T" data-label="Level"/></g>`;
const rowsOf = (count: number): ScreenModel => drawing(Array.from({ length: count }, (_, at) => row(`U${at}`, at)).join(''), count * 136);
/** Screen pixels of one unit of the drawing in that room. */
const scaleIn = (model: ScreenModel, room: { readonly width: number; readonly height: number }): number => Math.min(room.width / model.width, room.height / model.height);

describe('the overview in a panel', () => {
  it('of 872 × 550 pixels, as beside the inspector at 1280 × 800, has its letters in full size', () => {
    const room = { width: 872, height: 550 };
    expect(scaleIn(rowsOf(6), room)).toBeLessThan(0.6);
    expect(scaleIn(overviewInRoom(rowsOf(6), room), room)).toBeCloseTo(1, 2);
  });

  it('is as it was drawn where it has the room', () => {
    const model = rowsOf(6);
    expect(overviewInRoom(model, { width: 1512, height: 860 })).toBe(model);
  });

  it('shows every unit, in the order of the drawing, none over another and none outside, in any room', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 40, max: 3000 }), fc.integer({ min: 40, max: 2000 }), (count, width, height) => {
        const model = rowsOf(count);
        const laid = overviewInRoom(model, { width, height });
        const [before, after] = [model.nodes as readonly SymbolNode[], laid.nodes as readonly SymbolNode[]];
        expect(after.map(({ data, items }) => [data['asset'], items])).toEqual(before.map(({ data, items }) => [data['asset'], items]));
        if (laid === model) return;
        let top = 0;
        for (const { transform, data } of after) {
          expect(transform).toBe(`translate(0 ${top})`);
          expect(Number(data['width'])).toBe(laid.width);
          top += Number(data['height']);
        }
        expect(top).toBeLessThanOrEqual(laid.height);
        expect(scaleIn(laid, { width, height })).toBeGreaterThan(scaleIn(model, { width, height }) * 0.99);
      }),
    );
  });

  it('with anything else on it is a drawing, and left as it was drawn', () => {
    const model = drawing(`${row('U1', 0)}<g data-symbol="pump" data-asset="P-1"/>`);
    expect(overviewInRoom(model, { width: 700, height: 400 })).toBe(model);
  });
});
