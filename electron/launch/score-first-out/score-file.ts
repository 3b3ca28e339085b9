import { openCsvSource, firstCsvRows } from '../../engine/exchange/formats/csv-source.ts';
import { rankBurst } from '../../engine/first-out/rank-burst.ts';
import { findSeriesBursts } from '../../engine/first-out/series/series-bursts.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { findLogBursts } from './log-bursts.ts';
import { isMatrix, readMatrix } from './read-matrix.ts';
import { looksLikeSeries, readSeries, type SeriesFile } from './read-series.ts';
import { loadScoreProject } from './score-project.ts';
import type { OwnTime } from './own-time.ts';

/** One burst as the command prints it; times in the file's own form. */
export type ScoredBurst = {
  readonly start: OwnTime;
  readonly ranked: readonly { readonly tag: string; readonly time: OwnTime; readonly score: number; readonly why: readonly string[] }[];
  readonly undecided: readonly (readonly [string, string])[];
};

export type ScoreRequest = { readonly file: string; readonly baseline: string | null; readonly project: string | null };

/**
 * What failed first in a recording: bursts oldest first, and what to tell people besides. Throws a TableRefused with one
 * sentence for a file that is neither an alarm log nor a time series, and what the system says of one that cannot be read.
 */
export async function scoreFile({ file, baseline, project }: ScoreRequest): Promise<{ readonly bursts: readonly ScoredBurst[]; readonly notes: readonly string[] }> {
  const plant = await loadScoreProject(project);
  if (!(await isSeries(file))) {
    const { bursts, timeOf, nameOf, notes } = await findLogBursts(file, baseline, plant);
    return { bursts: bursts.map((group) => printed(group, timeOf, nameOf)), notes: [...plant.notes, ...notes] };
  }
  const table = await seriesOf(file);
  const normal = baseline === null ? null : await seriesOf(baseline);
  const bursts = findSeriesBursts(table, normal, plant.assetOf).map((burst) => rankBurst(burst.alarms, plant.knowledge));
  return { bursts: bursts.map((group) => printed(group, table.timeOf, (tag) => tag)), notes: [...plant.notes, ...table.notes, ...(normal?.notes ?? [])] };
}

async function isSeries(path: string): Promise<boolean> {
  if (await isMatrix(path)) return true;
  const source = await openCsvSource(path);
  return looksLikeSeries(source.columns, await firstCsvRows(source, 200));
}

const seriesOf = async (path: string): Promise<SeriesFile> => ((await isMatrix(path)) ? readMatrix(path) : readSeries(path));

/** Of several alarms of one tag the best stands for it. */
function printed(group: FirstOutGroup, timeOf: (timeMs: number) => OwnTime, nameOf: (alarm: string) => string): ScoredBurst {
  const seen = new Set<string>();
  const ranked = group.ranked.flatMap(({ alarm, timeMs, score, why }) => {
    const tag = nameOf(alarm);
    if (seen.has(tag)) return [];
    seen.add(tag);
    return [{ tag, time: timeOf(timeMs), score, why: why.map(({ text }) => text) }];
  });
  const pairs = new Map(group.undecided.map(([a, b]) => [nameOf(a), nameOf(b)] as const).filter(([a, b]) => a !== b).map((pair) => [pair.join('\0'), pair]));
  return { start: timeOf(group.startMs), ranked, undecided: [...pairs.values()] };
}
