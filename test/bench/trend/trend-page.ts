import uPlot from 'uplot';
import { addSample, advanceTo, type ColumnHistory, columnStep, createPixelColumns, mergeHistory, type PixelColumns } from '#shared/math/pixel-columns.ts';
import { createTrendChart, type TrendChart } from '#renderer/widgets/trend-chart/trend-chart.ts';
import type { TrendFrame, TrendMode, TrendPen } from '#renderer/widgets/trend-chart/trend-frame.ts';
import '#renderer/theme/tokens.css';
import { createSignal } from './signals.ts';

/** Runs in the page; the bench calls it by name. Times are ms of the page's own clock, one for each round. */
const startMs = 1_700_000_000_000;
const good = 0;
const plotWidth = 1200;
const plotHeight = 600;
const colours = ['#6FB7FF', '#5FD3C0', '#A8D977', '#B9A6FF', '#D8B68A', '#EDF1F5', '#5F93BF', '#8FA79A'];

const pensOf = (count: number): readonly TrendPen[] =>
  Array.from({ length: count }, (_, at) => ({ id: `T-${at}`, number: at + 1, title: `Tag ${at}`, unit: 'bar', decimals: 1, isState: false, draw: 'line', joinMs: 3000, limits: [], normal: null, range: [0, 150], states: null, lane: null, axis: null, isLog: false }));

/** Waits until everything drawn into these canvases so far is really there. */
function flush(canvases: readonly HTMLCanvasElement[]): void {
  for (const canvas of canvases) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

async function ourChart(pens: readonly TrendPen[], mode: TrendMode): Promise<{ readonly chart: TrendChart; readonly canvases: readonly HTMLCanvasElement[] }> {
  const host = document.getElementById('ours') as HTMLElement;
  host.replaceChildren();
  const chart = createTrendChart(host, { pens, mode, onPointer: () => undefined });
  // It is laid out a microtask later; columns cut for a chart without a width would be far too few.
  await settled();
  if (chart.plotWidth < plotWidth) throw new Error(`the chart is only ${chart.plotWidth} px wide`);
  return { chart, canvases: [...host.querySelectorAll('canvas')] };
}
const frameOf = (columns: readonly PixelColumns[], fromMs: number, toMs: number, selected = -1): TrendFrame => ({ fromMs, toMs, nowMs: toMs, lostMs: null, columns, setpoints: columns.map(() => null), earlier: null, selected, marks: [] });

function peerChart(count: number): { readonly chart: uPlot; readonly canvas: HTMLCanvasElement } {
  const host = document.getElementById('peer') as HTMLElement;
  host.replaceChildren();
  const chart = new uPlot(
    {
      width: plotWidth + 60,
      height: plotHeight + 60,
      ms: 1,
      legend: { show: false },
      scales: { y: { range: [0, 150] } },
      series: [{}, ...Array.from({ length: count }, (_, at): uPlot.Series => ({ stroke: colours[at % 8] as string, width: 1.5, points: { show: false } }))],
    },
    [[0, 1], ...Array.from({ length: count }, () => [0, 0])],
    host,
  );
  return { chart, canvas: chart.ctx.canvas };
}

const settled = (): Promise<void> => Promise.resolve().then(() => undefined);
const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

export type Rounds = { readonly ours: readonly number[]; readonly peer: readonly number[] };

/**
 * A live frame of 24 pens, 60 s at 100 Hz: the samples of the last 60th of a second come in, and the picture is drawn, which
 * keeps what only moved; `anew`: another pen is selected each time, so that every pixel is painted. Without a peer its times are empty.
 */
async function frames(rounds: number, mode: TrendMode, what: 'live' | 'anew', hasPeer: boolean): Promise<Rounds> {
  const [pens, points, periodMs] = [24, 6000, 10];
  const spanMs = points * periodMs;
  const perFrame = 2;
  const signals = Array.from({ length: pens }, (_, pen) => createSignal(pen, points + rounds * perFrame + perFrame));
  const times = Float64Array.from(signals[0] as Float64Array, (_, at) => startMs + at * periodMs);
  const ours = await ourChart(pensOf(pens), mode);
  const stepMs = columnStep(spanMs, ours.chart.plotWidth);
  const columns = signals.map((values) => {
    const made = createPixelColumns(stepMs, Math.floor(startMs / stepMs), Math.ceil(spanMs / stepMs) + 10);
    for (let at = 0; at < points; at++) addSample(made, times[at] as number, values[at] as number, good);
    return made;
  });
  const peer = hasPeer ? peerChart(pens) : null;
  const result = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const end = points + round * perFrame;
    await painted();
    let began = performance.now();
    for (let pen = 0; pen < pens; pen++) {
      const made = columns[pen] as PixelColumns;
      advanceTo(made, Math.floor((times[end] as number) / stepMs) + 2);
      for (let at = end - perFrame; at < end; at++) addSample(made, times[at] as number, (signals[pen] as Float64Array)[at] as number, good);
    }
    const toMs = times[end] as number;
    ours.chart.draw(frameOf(columns, toMs - spanMs, toMs, what === 'anew' ? round % pens : -1));
    await settled();
    flush(ours.canvases);
    result.ours.push(performance.now() - began);
    if (peer === null) continue;
    await painted();
    began = performance.now();
    const from = end - points;
    peer.chart.setData([times.subarray(from, end), ...signals.map((values) => values.subarray(from, end))] as unknown as uPlot.AlignedData);
    await settled();
    flush([peer.canvas]);
    result.peer.push(performance.now() - began);
  }
  peer?.chart.destroy();
  return result;
}

/**
 * A new picture of 8 pens of 1,000,000 samples each. Ours takes columns, as `history.decimated` answers them: the engine
 * has cut the samples to the picture's width (that time is in `history.trend_*`); uPlot takes the samples.
 */
async function setData(rounds: number): Promise<Rounds> {
  const [pens, points, periodMs] = [8, 1_000_000, 1000];
  const spanMs = points * periodMs;
  const signals = Array.from({ length: pens }, (_, pen) => createSignal(pen, points));
  const times = Float64Array.from(signals[0] as Float64Array, (_, at) => startMs + at * periodMs);
  const ours = await ourChart(pensOf(pens), 'shared');
  const stepMs = columnStep(spanMs, ours.chart.plotWidth);
  const from = Math.floor(startMs / stepMs);
  const width = Math.ceil((startMs + spanMs) / stepMs) - from;
  const answers = signals.map((values): ColumnHistory => {
    const cut = createPixelColumns(stepMs, from, width);
    for (let at = 0; at < points; at++) addSample(cut, times[at] as number, values[at] as number, good);
    const inOrder = (column: Float64Array): Float64Array => Float64Array.from({ length: width }, (_, n) => column[(from + n) % width] as number);
    const counts = Uint32Array.from({ length: width }, (_, n) => cut.count[(from + n) % width] as number);
    return { first: inOrder(cut.first), min: inOrder(cut.min), max: inOrder(cut.max), last: inOrder(cut.last), mean: inOrder(cut.mean), count: counts, badCount: new Uint32Array(width) };
  });
  const peer = peerChart(pens);
  const result = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    await painted();
    let began = performance.now();
    const columns = answers.map((answer) => {
      const made = createPixelColumns(stepMs, from, width);
      mergeHistory(made, from, answer);
      return made;
    });
    ours.chart.draw(frameOf(columns, startMs, startMs + spanMs - round));
    await settled();
    flush(ours.canvases);
    result.ours.push(performance.now() - began);
    await painted();
    began = performance.now();
    peer.chart.setData([times, ...signals] as unknown as uPlot.AlignedData);
    await settled();
    flush([peer.canvas]);
    result.peer.push(performance.now() - began);
  }
  peer.chart.destroy();
  return result;
}

export type TrendBenchPage = { readonly frames: typeof frames; readonly setData: typeof setData };
(window as unknown as { trendBench: TrendBenchPage }).trendBench = { frames, setData };
