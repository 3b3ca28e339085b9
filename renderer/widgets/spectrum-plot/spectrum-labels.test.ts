import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMarks } from './spectrum-labels.ts';

const bounds = { left: 40, right: 400, top: 12 };
const at = ({ hz, amplitude }: { hz: number; amplitude: number }) => ({ x: 40 + hz, y: 200 - amplitude * 10 });
const mark = (name: string, hz: number, amplitude: number) => ({ name, hz, amplitude, text: `${hz} Hz` });

describe('names of lines', () => {
  it('stand above their line with its figures', () => {
    const [placed] = placeMarks([mark('1×', 134, 5)], at, bounds);
    expect(placed).toMatchObject({ x: 174, y: 142, hasText: true });
  });
  it('of close lines give way upwards or lose their figures, the greatest keeping its place', () => {
    const placed = placeMarks([mark('1×', 100, 5), mark('2×', 108, 5.1)], at, bounds);
    expect(placed.map(({ name }) => name)).toEqual(['2×', '1×']);
    expect(Math.abs((placed[0]?.y ?? 0) - (placed[1]?.y ?? 0))).toBeGreaterThanOrEqual(15);
  });
  it('never lie over each other nor outside', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -50, max: 420 }), fc.double({ min: 0, max: 19, noNaN: true })), { maxLength: 20 }), (lines) => {
        const placed = placeMarks(lines.map(([hz, amplitude], n) => mark(`${n}×`, hz, amplitude)), at, bounds);
        for (const [n, one] of placed.entries()) {
          expect(one.y).toBeGreaterThanOrEqual(bounds.top);
          expect(one.left).toBeGreaterThanOrEqual(bounds.left);
          for (const other of placed.slice(n + 1)) expect(Math.abs(one.y - other.y) >= 15 || Math.abs(one.left - other.left) > 5).toBe(true);
        }
      }),
    );
  });
});
