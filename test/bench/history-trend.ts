import { columnStep } from '#shared/math/pixel-columns.ts';
import { type Bench, type Figure, median, percentile } from './bench.ts';
import { say } from './bench-processes.ts';
import { createChance } from './history-data.ts';
import { dropPageCache } from './history/drop-page-cache.ts';
import { type EnginePage, withEnginePage } from './history/engine-page.ts';
import type { Question } from './history/history-page.ts';
import { dayMs, endMs, openPens, openYear, penDays, penIds, yearDays, yearIds } from './history/pens.ts';
import { checkPens } from './history/check-pens.ts';

/** Columns of a trend across a full screen, as the trends view asks for them. */
const maxColumns = 2000;

/** The first questions for a trend that an engine and a page get. */
const warmUp = 10;

/** What the trends view asks for a window: whole columns of a step from its ladder. */
function windowQuestion(tags: readonly string[], fromMs: number, toMs: number): Extract<Question, { readonly name: 'history.decimated' }> {
  const stepMs = columnStep(toMs - fromMs, maxColumns);
  const from = Math.floor(fromMs / stepMs);
  const width = Math.ceil(toMs / stepMs) - from;
  return { name: 'history.decimated', input: { tags, span: { fromMs: from * stepMs, toMs: (from + width) * stepMs }, width } };
}

const month: readonly [number, number] = [endMs - penDays * dayMs, endMs];

/** Eight pens over a day and a month, into the page's memory; every answer is checked bit by bit against the samples made. */
export const historyTrend: Bench = async (pace) => {
  const made = openPens();
  try {
    return await withEnginePage(made.dataDir, penIds, async (on) => {
      const raw = penIds.map((tag): Question => ({ name: 'history.raw', input: { tag, span: { fromMs: endMs - dayMs, toMs: endMs }, limit: 1_000_000 } }));
      const whole = windowQuestion(penIds, ...month);
      checkPens(await on.ask(raw, true), await on.ask([whole], true), whole);
      const rounds = pace === 'full' ? 40 : 20;
      const figures: Figure[] = [];
      const day = await repeat(Math.ceil(rounds / 2), () => on.ask(raw));
      figures.push({ name: 'history.raw_24h_8pens_ms', value: median(day.map(({ allMs }) => allMs)), unit: 'ms' });
      figures.push({ name: 'history.raw_24h_first_pen_ms', value: median(day.map(({ firstMs }) => firstMs)), unit: 'ms' });
      // Until the code of both sides is compiled; what these take stands by itself.
      const early = await repeat(warmUp, () => on.ask([windowQuestion(penIds, ...month)]));
      figures.push({ name: 'history.trend_30d_8pens_early_max_ms', value: Math.max(...early.map(({ allMs }) => allMs)), unit: 'ms' });
      const together = await repeat(rounds * 2, () => on.ask([windowQuestion(penIds, ...month)]));
      figures.push({ name: 'history.trend_30d_8pens_p95_ms', value: percentile(together.map(({ allMs }) => allMs), 95), unit: 'ms' });
      figures.push({ name: 'history.trend_30d_8pens_p50_ms', value: median(together.map(({ allMs }) => allMs)), unit: 'ms' });
      const single = await repeat(rounds * 2, () => on.ask(penIds.map((tag) => windowQuestion([tag], ...month))));
      figures.push({ name: 'history.trend_30d_first_pen_ms', value: median(single.map(({ firstMs }) => firstMs)), unit: 'ms' });
      figures.push(...(await cold(on, pace === 'full' ? 9 : 5)));
      return figures;
    });
  } finally {
    made.remove();
  }
};

/** The first question after the machine forgot all files; it reads SQLite's own pages and the programs anew as well. */
async function cold(on: EnginePage, rounds: number): Promise<readonly Figure[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const refusal = dropPageCache();
    if (refusal !== null) {
      say(`history.trend_30d_8pens_cold_ms: not measured: ${refusal}`);
      return [];
    }
    // Another day each time: SQLite's own cache of pages must not answer either.
    const shift = round * 3_600_000;
    times.push((await on.ask([windowQuestion(penIds, month[0] + shift, month[1] - shift)])).allMs);
  }
  return [{ name: 'history.trend_30d_8pens_cold_ms', value: median(times), unit: 'ms' }];
}

/** Windows of any length from a second to a year, anywhere in a year; lengths even on a logarithmic scale. */
export const historyZoom: Bench = async (pace) => {
  const made = openYear();
  try {
    return await withEnginePage(made.dataDir, yearIds, async (on) => {
      const chance = createChance(77);
      const yearMs = yearDays * dayMs;
      const times: { readonly spanMs: number; readonly ms: number }[] = [];
      for (let round = 0; round < (pace === 'full' ? 300 : 150); round++) {
        const spanMs = 1000 * (yearMs / 1000) ** chance();
        const fromMs = endMs - yearMs + chance() * (yearMs - spanMs);
        times.push({ spanMs, ms: (await on.ask([windowQuestion(yearIds, fromMs, fromMs + spanMs)])).allMs });
      }
      const slowest = times.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
      say(`slowest zooms: ${slowest.map(({ spanMs, ms }) => `${(spanMs / 3_600_000).toPrecision(3)} h in ${ms.toFixed(0)} ms`).join(', ')}`);
      const all = times.map(({ ms }) => ms);
      return [
        { name: 'history.zoom_1y_p95_ms', value: percentile(all, 95), unit: 'ms' },
        { name: 'history.zoom_1y_max_ms', value: percentile(all, 100), unit: 'ms' },
      ];
    });
  } finally {
    made.remove();
  }
};

async function repeat<T>(rounds: number, work: () => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  for (let round = 0; round < rounds; round++) done.push(await work());
  return done;
}
