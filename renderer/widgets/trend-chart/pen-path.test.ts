import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSample, createPixelColumns, markLost, type PixelColumns } from '#shared/math/pixel-columns.ts';
import { Q } from '#shared/model/quality.ts';
import { type PenView, tracePen } from './pen-path.ts';

const step = 1000;
const from = 1_700_000_000;
const width = 100;
const fromMs = from * step;
/** One pixel per column, y = 100 − value. */
const view = (more: Partial<PenView> = {}): PenView => ({
  fromMs,
  toMs: fromMs + width * step,
  endMs: fromMs + width * step,
  left: 0,
  perMs: 1 / step,
  top: 0,
  high: 100,
  perUnit: 1,
  isStep: false,
  joinMs: 3 * step,
  spikePx: 3,
  ...more,
});
type Point = readonly [number, number];
type Trace = { readonly runs: Point[][]; readonly bands: Point[][]; readonly gaps: number[]; readonly end: number };
function trace(columns: PixelColumns, more: Partial<PenView> = {}): Trace {
  const sink = (runs: Point[][]) => ({ moveTo: (x: number, y: number) => void runs.push([[x, y]]), lineTo: (x: number, y: number) => void runs.at(-1)?.push([x, y]) });
  const [runs, bands, gaps]: [Point[][], Point[][], number[]] = [[], [], []];
  const band = (x: number, peak: number, foot: number, isFirst: boolean): void => {
    if (isFirst) bands.push([]);
    bands.at(-1)?.push([x, peak], [x, foot]);
  };
  const end = tracePen(columns, view(more), sink(runs), { band }, gaps);
  return { runs, bands, gaps, end };
}
const filled = (rows: readonly (readonly [column: number, value: number, quality?: number])[]): PixelColumns => {
  const columns = createPixelColumns(step, from, width);
  for (const [column, value, quality = Q.good] of rows) addSample(columns, fromMs + column * step, value, quality);
  return columns;
};
const xsOf = (runs: readonly Point[][]): number[] => runs.flatMap((run) => run.map(([x]) => x));

describe('the line of a pen', () => {
  it('goes through every sample where samples are sparse', () => {
    const { runs, gaps, end } = trace(filled([[1, 10], [3, 20], [5, 30]]));
    expect(runs).toHaveLength(1);
    for (const [x, y] of [[1.5, 90], [3.5, 80], [5.5, 70]] as const) expect(runs[0]).toContainEqual([x, y]);
    expect(gaps).toEqual([]);
    expect(end).toBe(70);
  });

  it('ends where the columns end: what was not read yet is neither a held value nor a gap', () => {
    const [later, laterEnd] = [fromMs + 50 * step, fromMs + 150 * step];
    const { runs, gaps, end } = trace(filled([[10, 50], [80, 40]]), { fromMs: later, toMs: laterEnd, endMs: laterEnd });
    expect(Math.max(...xsOf(runs))).toBe(50);
    expect(gaps).toEqual([]);
    expect(end).toBeNaN();
    const beyond = trace(filled([[10, 50]]), { fromMs: laterEnd, toMs: laterEnd + width * step, endMs: laterEnd + width * step });
    expect(beyond.runs).toEqual([]);
    const bad = trace(filled([[80, NaN, Q.badSensorFailure]]), { fromMs: later, toMs: laterEnd, endMs: laterEnd });
    expect(bad.gaps).toEqual([30.5, 50]);
  });

  it('is not joined over a bad stretch, which is marked from its beginning to its end', () => {
    const { runs, gaps } = trace(filled([[10, 50], [20, NaN, Q.badSensorFailure], [30, 40]]));
    expect(gaps).toEqual([20.5, 30.5]);
    expect(runs).toHaveLength(2);
    expect(Math.max(...xsOf([runs[0] as Point[]]))).toBeLessThanOrEqual(20.5);
    expect(Math.min(...xsOf([runs[1] as Point[]]))).toBeGreaterThanOrEqual(30.5);
  });

  it('stays open to the end of the picture where the value is bad now', () => {
    const { gaps, end } = trace(filled([[10, 50], [20, NaN, Q.badNotConnected]]));
    expect(gaps).toEqual([20.5, 100]);
    expect(end).toBeNaN();
  });

  it('breaks where samples were left out', () => {
    const columns = filled([[10, 50], [11, 50], [13, 60], [14, 60]]);
    markLost(columns, fromMs + 13 * step);
    const { runs } = trace(columns);
    expect(runs.map((run) => [run[0]?.[0], run.at(-1)?.[0]])).toEqual([[10.5, 11.5], [13.5, 100]]);
  });

  it('never crosses a gap and never passes now, whatever the signal', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: width - 1 }), fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(Q.good, Q.good, Q.bad));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: width }), (rows, end) => {
        const { runs, gaps } = trace(filled(rows.toSorted((a, b) => a[0] - b[0])), { endMs: fromMs + end * step });
        for (const x of xsOf(runs)) expect(x).toBeLessThanOrEqual(end + 0.01);
        for (let at = 0; at < gaps.length; at += 2) {
          const [start, stop] = [gaps[at] as number, gaps[at + 1] as number];
          expect(stop).toBeGreaterThanOrEqual(start);
          for (const run of runs) {
            const [head, tail] = [run[0]?.[0] as number, run.at(-1)?.[0] as number];
            expect(tail <= start + 0.01 || head >= stop - 0.01).toBe(true);
          }
        }
      }),
    );
  });

  it('shows a spike of one sample among ten thousand at its full height', () => {
    const columns = createPixelColumns(step, from, width);
    for (let row = 0; row < 10_000; row++) addSample(columns, fromMs + row * 10, row === 4321 ? 97 : 20 + (row % 3) * 0.1, Q.good);
    const ys = trace(columns).runs.flatMap((run) => run.map(([, y]) => y));
    expect(Math.min(...ys)).toBe(3);
  });

  it('draws the band from least to greatest where a column holds many samples', () => {
    const columns = createPixelColumns(step, from, width);
    for (let row = 0; row < 1000; row++) addSample(columns, fromMs + row * 100, row % 2 === 0 ? 30 : 40, Q.good);
    const { bands } = trace(columns);
    expect(bands).toHaveLength(1);
    const ys = (bands[0] ?? []).map(([, y]) => y);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([60, 70]);
    expect(bands[0]).toHaveLength(200);
  });

  it('costs no more points for a thousand samples a column than for three', () => {
    const points = (perColumn: number): number => {
      const columns = createPixelColumns(step, from, width);
      for (let row = 0; row < width * perColumn; row++) addSample(columns, fromMs + (row * step) / perColumn, row % 2, Q.good);
      return trace(columns).runs.flat().length;
    };
    expect(points(1000)).toBeLessThanOrEqual(points(3) + 2);
  });

  it('is drawn in steps for states', () => {
    const { runs } = trace(filled([[10, 0], [20, 1]]), { isStep: true });
    expect(runs[0]).toContainEqual([20.5, 100]);
    expect(runs[0]).toContainEqual([20.5, 99]);
    expect((runs[0] ?? []).every(([x], at, run) => at === 0 || x === run[at - 1]?.[0] || run[at]?.[1] === run[at - 1]?.[1])).toBe(true);
  });

  it('holds a value that stood still instead of sloping to the next one', () => {
    const { runs } = trace(filled([[10, 50], [60, 80]]));
    expect(runs[0]).toContainEqual([60, 50]);
  });

  it('comes in from the left with the value that stood before the picture', () => {
    const columns = filled([[50, 30]]);
    columns.leadValue = 70;
    const { runs } = trace(columns);
    expect(runs[0]?.[0]).toEqual([0, 30]);
    columns.isLeadBad = true;
    columns.leadValue = NaN;
    expect(trace(columns).gaps).toEqual([0, 50.5]);
  });
});
