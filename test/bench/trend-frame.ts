import { type Bench, type Figure, median } from './bench.ts';
import { withTrendPage } from './trend/open-page.ts';
import type { Rounds, TrendBenchPage } from './trend/trend-page.ts';

type Window = { readonly trendBench: TrendBenchPage };

/** Drawing of trends against raw uPlot in the same page, round by round in turn; the first rounds warm both up. */
export const trendFrame: Bench = async (pace) => {
  const [rounds, dataRounds] = pace === 'full' ? [50, 6] : [25, 5];
  return withTrendPage('trend-page.html', 'trendBench', async (page) => {
    const shared = await page.evaluate((count) => (globalThis as unknown as Window).trendBench.frames(count, 'shared', 'live', true), rounds);
    const lanes = await page.evaluate((count) => (globalThis as unknown as Window).trendBench.frames(count, 'lanes', 'live', false), rounds);
    const anew = await page.evaluate((count) => (globalThis as unknown as Window).trendBench.frames(count, 'shared', 'anew', false), rounds);
    const data = await page.evaluate((count) => (globalThis as unknown as Window).trendBench.setData(count), dataRounds);
    const [one, two, three, four] = [settled(shared), settled(lanes), settled(data), settled(anew)];
    return [
      figure('trend.frame_24x6000_ms', one.ours, 'ms'),
      figure('trend.frame_vs_uplot', one.ours / one.peer, 'x'),
      figure('trend.frame_24x6000_lanes_ms', two.ours, 'ms'),
      figure('trend.frame_24x6000_anew_ms', four.ours, 'ms'),
      figure('trend.frame_24x6000_uplot_ms', one.peer, 'ms'),
      figure('trend.setdata_8x1m_ms', three.ours, 'ms'),
      figure('trend.setdata_8x1m_vs_uplot', three.ours / three.peer, 'x'),
    ];
  });
};

const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit });
const warmShare = 0.2;
function settled({ ours, peer }: Rounds): { readonly ours: number; readonly peer: number } {
  const from = Math.ceil(ours.length * warmShare);
  return { ours: median(ours.slice(from)), peer: median(peer.slice(from)) };
}
