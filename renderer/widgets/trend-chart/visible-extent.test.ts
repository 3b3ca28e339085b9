import { describe, expect, it } from 'vitest';
import { addSample, createPixelColumns, type PixelColumns } from '#shared/math/pixel-columns.ts';
import { logRange } from './axis-range.ts';
import type { TrendFrame, TrendPen } from './trend-frame.ts';
import { positiveExtent } from './visible-extent.ts';

const pen = (more: Partial<TrendPen> = {}): TrendPen => ({ id: 'P', number: 1, title: '', unit: '', decimals: 1, isState: false, draw: 'line', joinMs: 3000, limits: [], normal: null, range: null, states: null, lane: null, axis: null, isLog: true, ...more });
/** Columns of 1 s from 0 to 10 s with these values, one a second from `fromS` on. */
const columns = (values: readonly number[], fromS = 0): PixelColumns => {
  const made = createPixelColumns(1000, 0, 20);
  values.forEach((value, at) => addSample(made, (fromS + at) * 1000 + 500, value, 0));
  return made;
};
const frame = (more: Partial<TrendFrame>): TrendFrame => ({ fromMs: 0, toMs: 10_000, nowMs: 10_000, lostMs: null, columns: [null], setpoints: [null], earlier: null, selected: -1, marks: [], ...more });

describe('the ends of a log axis', () => {
  it('hold the values above 0; those of 0 and below have no place on it', () => {
    expect(positiveExtent([pen()], [0], frame({ columns: [columns([-5, 0, 3, 40])] }))).toEqual([3, 40]);
  });
  it('hold the setpoint, which is drawn too', () => {
    expect(positiveExtent([pen()], [0], frame({ columns: [columns([3, 40])], setpoints: [columns([700])] }))).toEqual([3, 700]);
    expect(positiveExtent([pen()], [0], frame({ columns: [columns([3, 40])], setpoints: [columns([-1])] }))).toEqual([3, 40]);
  });
  it('hold the earlier run at the time it is drawn at, not what came before or after it', () => {
    const earlier = { columns: [columns([0.02, 5000, 7, 8])], shiftMs: -2000 };
    // Shown from 0 to 1.5 s: of the earlier run that is 2 s to 3.5 s.
    expect(positiveExtent([pen()], [0], frame({ toMs: 1500, columns: [columns([3, 4])], earlier }))).toEqual([3, 5000]);
    const none = { columns: [null], shiftMs: 3_600_000 };
    expect(positiveExtent([pen()], [0], frame({ columns: [columns([3, 4])], earlier: none }))).toEqual([3, 4]);
  });
  it('hold limits and the normal band where those are above 0', () => {
    const limited = pen({ limits: [{ kind: 'high', value: 900 }, { kind: 'low', value: -3 }], normal: [0, 60] });
    expect(positiveExtent([limited], [0], frame({ columns: [columns([30])] }))).toEqual([30, 900]);
    expect(positiveExtent([pen({ normal: [0.5, 60] })], [0], frame({ columns: [columns([30])] }))).toEqual([0.5, 60]);
  });
  it('are a decade from 1 to 10 where nothing above 0 is drawn', () => {
    const [low, high] = positiveExtent([pen()], [0], frame({ columns: [columns([-1, 0])], setpoints: [columns([0])] }));
    expect(low).toBeGreaterThan(high);
    expect(logRange(low, high)).toMatchObject({ low: 0, high: 1, isLog: true });
  });
});
