import { createEarlierRun } from '#renderer/views/trends/trend-earlier.ts';
import { createTrendPainter } from '#renderer/views/trends/trend-painter.ts';
import { trendPen } from '#renderer/views/trends/trend-pens.ts';
import { createTrendSession, type TrendSession } from '#renderer/views/trends/trend-session.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { createTrendChart } from '#renderer/widgets/trend-chart/trend-chart.ts';
import type { TrendMark, TrendPen } from '#renderer/widgets/trend-chart/trend-frame.ts';
import '#renderer/theme/tokens.css';
import { type FakePlant, startFakePlant } from './fake-plant.ts';

/** Runs in the page; the bench calls it by name. */
/** As wide as the bench page makes it. */
const leastWidth = 1000;
const noMarks: readonly TrendMark[] = [];

type Trend = { readonly plant: FakePlant; readonly session: TrendSession; readonly layer: HTMLCanvasElement; readonly paint: () => boolean; readonly close: () => void };
let open: Trend | null = null;

/** The trend as the view has it, without the page around it: session, painter, chart in lanes. */
async function openTrend(pens: number, rateHz: number, spanMs: number, answerMs: number): Promise<Trend> {
  open?.close();
  const plant = startFakePlant(pens, rateHz, answerMs);
  const { client, directory } = plant;
  const ids = Array.from({ length: pens }, (_, pen) => `T-${pen}`);
  const drawn = ids.map((tag, at) => trendPen(directory, { tag, number: at + 1 })).filter((pen): pen is TrendPen => pen !== null);
  const host = document.getElementById('host') as HTMLElement;
  host.replaceChildren();
  const chart = createTrendChart(host, { pens: drawn, mode: 'lanes', onPointer: () => undefined });
  // It is laid out a microtask later.
  await Promise.resolve();
  if (chart.plotWidth < leastWidth) throw new Error(`the chart is only ${chart.plotWidth} px wide`);
  const session = createTrendSession(client, browserTimers, { spanMs });
  const earlier = createEarlierRun(client, browserTimers);
  session.setTags(directory, ids);
  session.setWidth(chart.plotWidth);
  session.setVisible(true);
  const painter = createTrendPainter({ client, session, earlier, pens: drawn, setpoints: drawn.map(() => null), lostMs: null });
  const made: Trend = {
    plant,
    session,
    layer: host.querySelector('.trend-layer') as HTMLCanvasElement,
    paint: () => painter.paint(chart, 'T-0', noMarks),
    close() {
      session.close();
      earlier.close();
      chart.destroy();
      plant.close();
      if (open === made) open = null;
    },
  };
  open = made;
  return made;
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Columns of the picture with something of the pens in them. */
function inkedColumns({ layer }: Trend): number {
  const { width, height } = layer;
  const pixels = new Uint32Array((layer.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height).data.buffer);
  let inked = 0;
  for (let x = 0; x < width; x++) {
    for (let at = x; at < pixels.length; at += width) {
      if (pixels[at] === 0) continue;
      inked++;
      break;
    }
  }
  return inked;
}

/** Opens a trend that follows now, and waits until its history is there and live samples came. */
async function start(pens: number, rateHz: number, spanMs: number): Promise<void> {
  const trend = await openTrend(pens, rateHz, spanMs, 30);
  while (trend.plant.questions.answered < 2 || trend.plant.sent === 0 || trend.session.state.getState().isLoading) {
    await frame();
    trend.paint();
  }
}

export type LiveRun = { readonly ms: number; readonly frames: number; readonly drawn: number; readonly samples: number; readonly inkedShare: number };

/** Draws each change for so long; frames are counted, and afterwards how much of the picture has a line. */
async function run(ms: number): Promise<LiveRun> {
  const trend = open as Trend;
  let [frames, drawn] = [0, 0];
  const sentBefore = trend.plant.sent;
  const beganMs = await frame();
  let atMs = beganMs;
  while (atMs - beganMs < ms) {
    if (trend.paint()) drawn++;
    atMs = await frame();
    frames++;
  }
  return { ms: atMs - beganMs, frames, drawn, samples: trend.plant.sent - sentBefore, inkedShare: inkedColumns(trend) / trend.layer.width };
}

const yearMs = 365 * 86_400_000;
const nearMs = 10;

/** `leastInked`: columns of the emptiest picture; null when nobody looked. `gapMaxMs`: longest time from picture to picture. */
export type PanZoom = { readonly frames: number; readonly leastInked: number | null; readonly emptyAt: readonly string[]; readonly nearestMs: number; readonly answered: number; readonly cancelled: number; readonly gapMaxMs: number };

/** From a year to 10 ms and back without a rest, with pans in between; one step each frame. `isWatched` looks at each picture, which costs time of its own. */
async function panZoom(isWatched: boolean): Promise<PanZoom> {
  const trend = await openTrend(8, 100, yearMs, 30);
  const { session } = trend;
  while (trend.plant.questions.answered < 2 || session.state.getState().isLoading) {
    await frame();
    trend.paint();
  }
  let [frames, nearestMs, gapMaxMs] = [0, Infinity, 0];
  let leastInked: number | null = null;
  const emptyAt: string[] = [];
  let before = await frame();
  const step = async (what: string, act: () => void): Promise<void> => {
    act();
    trend.paint();
    if (isWatched) {
      const inked = inkedColumns(trend);
      if (inked === 0) emptyAt.push(`${what} at ${session.state.getState().spanMs.toPrecision(3)} ms`);
      leastInked = Math.min(leastInked ?? Infinity, inked);
    }
    nearestMs = Math.min(nearestMs, session.state.getState().spanMs);
    frames++;
    const now = await frame();
    gapMaxMs = Math.max(gapMaxMs, now - before);
    before = now;
  };
  const pan = async (share: number, count: number): Promise<void> => {
    for (let at = 0; at < count; at++) {
      await step(share < 0 ? 'pan back' : 'pan on', () => {
        const { fromMs, toMs } = session.window();
        session.pan((toMs - fromMs) * share);
      });
    }
  };
  await pan(-0.02, 10);
  while (session.state.getState().spanMs > nearMs) {
    await step('zoom in', () => session.zoom(Math.max(0.87, nearMs / session.state.getState().spanMs), 0.6));
    const { spanMs } = session.state.getState();
    if (spanMs > 3e6 && spanMs < 3.5e6) await pan(-0.03, 30);
  }
  await pan(-0.03, 40);
  await pan(0.03, 40);
  while (session.state.getState().spanMs < yearMs) await step('zoom out', () => session.zoom(1 / 0.87, 0.4));
  await pan(-0.03, 40);
  const { answered, cancelled } = trend.plant.questions;
  trend.close();
  return { frames, leastInked, emptyAt, nearestMs, answered, cancelled, gapMaxMs };
}

export type LiveBenchPage = { readonly start: typeof start; readonly run: typeof run; readonly panZoom: typeof panZoom };
(window as unknown as { trendLive: LiveBenchPage }).trendLive = { start, run, panZoom };
