import { describe, expect, it } from 'vitest';
import { parseOrders, orderText, threeDigits } from './analysis-settings.ts';
import { lineNear, nameLines } from './spectrum-marks.ts';

const stepHz = 0.5;
const withLines = (lines: Readonly<Record<number, number>>): Float64Array => {
  const amplitude = new Float64Array(2000).map((_, n) => 0.1 + 0.01 * (n % 3));
  for (const [hz, height] of Object.entries(lines)) amplitude[Math.round(Number(hz) / stepHz)] = height;
  return amplitude;
};
const peak = (hz: number, amplitude: number) => ({ hz, amplitude, prominence: 20 });

describe('names of lines', () => {
  it('are orders of the shaft, those asked for exactly and the rest as found', () => {
    const amplitude = withLines({ 61.5: 26, 134: 19, 268: 5 });
    const named = nameLines({ amplitude, stepHz }, [peak(61.7, 26), peak(134.1, 19), peak(268.2, 5)], 134, [1, 2, 3]);
    expect(named.map(({ name }) => name)).toEqual(['0.46×', '1×', '2×']);
  });
  it('take an order in that is there though too small for the list, and not one that is not', () => {
    const amplitude = withLines({ 134: 19, 402: 0.5 });
    const named = nameLines({ amplitude, stepHz }, [peak(134, 19)], 134, [1, 2, 3]);
    expect(named.map(({ name }) => name)).toEqual(['1×', '3×']);
    expect(lineNear(amplitude, stepHz, 268)).toBeNull();
  });
  it('are frequencies while no speed is known or the shaft stands still', () => {
    for (const shaftHz of [null, 0]) expect(nameLines({ amplitude: withLines({}), stepHz }, [peak(61.72, 26)], shaftHz, [1]).map(({ name, order }) => [name, order])).toEqual([['61.7 Hz', null]]);
  });
});

it('orders are read as people type them', () => {
  expect(parseOrders('1 2 3')).toEqual([1, 2, 3]);
  expect(parseOrders('0.46, 1, 2')).toEqual([0.46, 1, 2]);
  expect(parseOrders('0,46; 5.4152×')).toEqual([0.46, 5.4152]);
  expect(parseOrders('')).toEqual([]);
  expect(parseOrders('1 two')).toBeNull();
  expect(parseOrders('1 -2')).toBeNull();
  expect([1, 0.4604, 12.34].map(orderText)).toEqual(['1×', '0.46×', '12.3×']);
});
it('amplitudes have three digits', () => {
  expect([0, 0.0523, 1.234, 26.37, 128.4, -128.4, 2e-7, Number.NaN].map(threeDigits)).toEqual(['0', '0.0523', '1.23', '26.4', '128', '\u2212128', '2.0e\u22127', '----']);
});
