import { expect, it } from 'vitest';
import { formatDifference, formatNumber } from './format-value.ts';

it('numbers have a real minus sign, thin spaces between thousands and are never “−0”', () => {
  expect([-0.04, 0, -12345.6, 999, Number.NaN, Number.POSITIVE_INFINITY].map((value) => formatNumber(value, 1))).toEqual(['0.0', '0.0', '\u221212\u2009345.6', '999.0', '----', '----']);
});

it('differences have a sign where they are not zero as they are written', () => {
  expect([0.04, 0.06, -0.04, -0.06, 0, 1234, Number.NaN].map((value) => formatDifference(value, 1))).toEqual(['0.0', '+0.1', '0.0', '\u22120.1', '0.0', '+1\u2009234.0', '----']);
});
