import { describe, expect, it } from 'vitest';
import type { SampleRows } from '#shared/math/spectrum-grid.ts';
import { createTaskRunner, poolLines, type GridRules } from './analysis-task.ts';

const stepMs = 0.5;
const wave = (samples: number, of: (seconds: number) => number, quality: (n: number) => number = () => 0): SampleRows => ({
  timeMs: Float64Array.from({ length: samples }, (_, n) => n * stepMs),
  value: Float64Array.from({ length: samples }, (_, n) => of((n * stepMs) / 1000)),
  quality: Uint32Array.from({ length: samples }, (_, n) => quality(n)),
});
const tone = (hz: number, amplitude: number) => (seconds: number) => amplitude * Math.sin(2 * Math.PI * hz * seconds);
const rules = (toMs: number): GridRules => ({ toMs, declaredMs: null, between: 'hold', lateMs: 0 });
const settings = { window: 'hann', length: 4096, overlap: 0.5 } as const;
const bad = 0x80050000;

describe('a spectrum of recorded samples', () => {
  it('reads tones of a 2 kHz channel in Hz and in the unit of the tag', () => {
    const run = createTaskRunner();
    const rows = wave(8192, (seconds) => tone(61.7, 26)(seconds) + tone(134, 19)(seconds));
    const answer = run({ kind: 'spectrum', rows, rules: rules(8191 * stepMs), settings, averages: 3, band: null });
    if (!answer.ok || !('peaks' in answer)) throw new Error('no spectrum');
    expect(answer.peaks.slice(0, 2).map(({ hz }) => Math.round(hz * 10) / 10)).toEqual([61.7, 134]);
    expect(answer.peaks[0]?.amplitude).toBeCloseTo(26, 0);
    expect(answer.spectrum.averages).toBe(3);
    expect(answer.overallRms).toBeCloseTo(Math.hypot(26, 19) / Math.SQRT2, 0);
  });
  it('shows in its envelope how often a ringing is struck', () => {
    const struck = (seconds: number): number => Math.exp(-300 * (seconds % 0.02)) * tone(700, 5)(seconds % 0.02);
    const answer = createTaskRunner()({ kind: 'spectrum', rows: wave(8192, struck), rules: rules(8191 * stepMs), settings, averages: 1, band: { lowHz: 500, highHz: 900 } });
    if (!answer.ok || !('peaks' in answer)) throw new Error('no spectrum');
    expect(Math.round(answer.peaks[0]?.hz ?? 0)).toBe(50);
  });
  it('is refused with a sentence where there is too little, all is bad, or the band makes no sense', () => {
    const run = createTaskRunner();
    const ask = (rows: SampleRows, band: { lowHz: number; highHz: number } | null = null) => run({ kind: 'spectrum', rows, rules: rules(8191 * stepMs), settings, averages: 1, band });
    expect(ask(wave(2000, tone(50, 1)))).toMatchObject({ ok: false });
    expect(ask({ ...wave(8192, tone(50, 1), (n) => (n % 100 === 0 ? bad : 0)) })).toMatchObject({ ok: false, sentence: expect.stringMatching(/has bad values in it/) });
    expect(ask(wave(8192, tone(50, 1)), { lowHz: 900, highHz: 200 })).toMatchObject({ ok: false, sentence: expect.stringMatching(/^The band of the envelope/) });
  });
});

describe('a waterfall', () => {
  const task = (rows: SampleRows, endsMs: readonly number[], maxHz = 1000) => createTaskRunner()({ kind: 'waterfall', rows, rules: rules(endsMs.at(-1) as number), settings: { ...settings, length: 512 }, endsMs: Float64Array.from(endsMs), maxHz, columns: 100 });
  const tops = (answer: ReturnType<typeof task>): number[] => {
    if (!answer.ok || !('level' in answer)) throw new Error('no waterfall');
    return Array.from({ length: answer.level.length / answer.columns }, (_, row) => {
      const levels = [...answer.level.subarray(row * answer.columns, (row + 1) * answer.columns)];
      return levels.every(Number.isNaN) ? Number.NaN : levels.indexOf(Math.max(...levels));
    });
  };
  it('follows a tone that moves, row by row', () => {
    const chirp = wave(8192, (seconds) => Math.sin(2 * Math.PI * (100 * seconds + 50 * seconds * seconds)));
    expect(tops(task(chirp, [1000, 2000, 3000, 4000]))).toEqual([18, 28, 38, 48].map((column) => expect.closeTo(column, -0.5)));
  });
  it('has no row where samples were bad, and one where they were good', () => {
    const rows = wave(8192, tone(205, 1), (n) => (n > 3000 && n < 3100 ? bad : 0));
    expect(tops(task(rows, [1000, 1600, 3000]))).toEqual([20, Number.NaN, 20]);
  });
  it('has no row before the first sample', () => {
    expect(tops(task(wave(2048, tone(205, 1)), [100, 1000]))).toEqual([Number.NaN, 20]);
  });
});

it('a line is never lost between the columns of a picture', () => {
  const amplitude = new Float64Array(2049);
  for (let line = 0; line < 2049; line += 37) amplitude[line] = line;
  const out = new Float32Array(61);
  poolLines(amplitude, 0.5, 900, out);
  for (let line = 0; line * 0.5 < 900; line += 37) expect(out[Math.floor((line * 0.5) / (900 / 61))]).toBeGreaterThanOrEqual(line);
  expect(Math.max(...out)).toBe(37 * Math.floor(1799 / 37));
  const wide = new Float32Array(10);
  poolLines(Float64Array.of(1, 2, 3), 10, 40, wide);
  expect([...wide]).toEqual([1, 2, 2, 2, 3, 3, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
});

describe('two pens against each other and how long a value stood', () => {
  it('are compared where both have a value', () => {
    const x = Float64Array.from({ length: 400 }, (_, n) => tone(3, 10)(n / 400));
    const y = x.map((value, n) => (n % 7 === 0 ? Number.NaN : 2 * value + 1));
    const answer = createTaskRunner()({ kind: 'pair', x, y, mostLag: 20 });
    if (!answer.ok || !('correlation' in answer)) throw new Error('no pairs');
    expect(answer.correlation.r).toBeCloseTo(1, 9);
    expect(answer.correlation.slope).toBeCloseTo(2, 9);
  });
  it('are refused where nothing is good', () => {
    const run = createTaskRunner();
    const none = wave(100, tone(3, 1), () => bad);
    expect(run({ kind: 'histogram', rows: none, fromMs: 0, toMs: 50, bins: 20 })).toEqual({ ok: false, sentence: 'This span holds no good value.' });
    expect(run({ kind: 'pair', x: new Float64Array(9).fill(Number.NaN), y: new Float64Array(9), mostLag: 2 })).toMatchObject({ ok: false });
  });
});
