import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { IncidentReport } from '#shared/model/incident-report.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { isBad } from '#shared/model/quality.ts';
import { bridgeColumns, holdStates } from './fill-columns.ts';
import type { Plot, PlotMoment } from './plot.ts';

const minute = 60_000;
const columns = 460;
/** The plots around the start: so long before and after it. */
const [beforeMs, afterMs] = [5 * minute, 10 * minute];
/** A measurement that was not recorded for so long has not moved; where nothing came for longer, that is shown. */
const quietMs = 30_000;
/** A precursor found days before would make a line of the incident. */
const mostBeforeMs = 24 * 60 * minute;

/** What is read of the historian; pens in the order of the tags, as its `decimated` gives them. */
export type PlotSource = {
  decimated(
    query: { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly width: number },
    cancel?: AbortSignal,
  ): Promise<{
    readonly pens: readonly { readonly first: Float64Array; readonly min: Float64Array; readonly max: Float64Array; readonly last: Float64Array; readonly badCount: Uint32Array }[];
    readonly away: unknown;
  }>;
  /** What stood at a time, in the order of the tags; time NaN where nothing did. */
  valueAt(tags: readonly number[], timeMs: number, cancel?: AbortSignal): Promise<{ readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array }>;
};

export type PlotFacts = {
  readonly report: Pick<IncidentReport, 'incident' | 'moments' | 'madeMs'>;
  readonly tags: readonly TagDefinition[];
  /** Alarms that judge a tag. */
  alarmsOf(tag: string): readonly AlarmDefinition[];
  indexOf(tag: string): number | undefined;
  readonly history: PlotSource;
  readonly signal: AbortSignal;
};

export type PlotGroup = { readonly title: string; readonly note: string; readonly plots: readonly Plot[] };

const legend = 'Dashed: alarm limits. Grey: no value, or a bad one. The marked line is where it began; the band beside it is how exact that time is.';

/** Trends of the key tags around the start, and over all of the incident where that is much longer. */
export async function makePlots(facts: PlotFacts): Promise<readonly PlotGroup[]> {
  const { incident, moments, madeMs } = facts.report;
  const { startMs, precursorMs, closed } = incident;
  const start = { fromMs: startMs - beforeMs, toMs: Math.min(startMs + afterMs, madeMs) };
  const endMs = closed?.atMs ?? madeMs;
  const firstMs = Math.max(Math.min(precursorMs ?? startMs, startMs), startMs - mostBeforeMs);
  const pad = Math.max(minute, (endMs - firstMs) * 0.03);
  const whole = { fromMs: Math.min(firstMs - pad, start.fromMs), toMs: Math.min(endMs + pad, madeMs) };
  const marks = marksOf(moments, incident);
  const around = await plotsIn(facts, start, marks);
  const groups: PlotGroup[] = [{ title: 'Trends around the start', note: legend, plots: around }];
  if (whole.toMs - whole.fromMs > 2 * (beforeMs + afterMs)) groups.push({ title: 'Trends of the whole incident', note: legend, plots: await plotsIn(facts, whole, marks) });
  return groups;
}

const words = { precursor: 'precursor', start: 'start', peak: 'most alarms', opened: 'opened', closed: 'closed' } as const;

const marksOf = (moments: IncidentReport['moments'], { uncertaintyMs, origin }: IncidentReport['incident']): readonly PlotMoment[] =>
  moments.map(({ timeMs, what }) => ({ timeMs, label: what === 'start' && origin.kind === 'first-out' ? 'first out' : words[what], uncertaintyMs: what === 'start' ? uncertaintyMs : null, isFirstOut: what === 'start' }));

async function plotsIn({ tags, alarmsOf, indexOf, history, signal }: PlotFacts, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }, moments: readonly PlotMoment[]): Promise<readonly Plot[]> {
  const known = tags.flatMap((tag) => {
    const index = indexOf(tag.id);
    return index === undefined ? [] : [{ tag, index }];
  });
  if (known.length === 0 || toMs <= fromMs) return [];
  const indices = known.map(({ index }) => index);
  const [{ pens, away }, before] = await Promise.all([history.decimated({ tags: indices, fromMs, toMs, width: columns }, signal), history.valueAt(indices, fromMs, signal)]);
  return known.flatMap(({ tag }, at): readonly Plot[] => {
    const columnsOf = pens[at];
    if (columnsOf === undefined) return [];
    const isStepped = tag.type !== 'float' || tag.use === 'sp';
    const stood = Number.isNaN(before.timeMs[at] ?? Number.NaN) || isBad(before.quality[at] ?? 0) ? Number.NaN : (before.value[at] ?? Number.NaN);
    const pen = isStepped ? holdStates(columnsOf, stood) : bridgeColumns(columnsOf, Math.max(1, Math.round(quietMs / ((toMs - fromMs) / columns))));
    return [
      {
        tag: tag.id,
        name: tag.name,
        unit: tag.unit,
        decimals: tag.decimals,
        fromMs,
        toMs,
        first: pen.first,
        min: pen.min,
        max: pen.max,
        last: pen.last,
        isBad: Uint8Array.from(pen.badCount, (count) => (count > 0 ? 1 : 0)),
        isStepped,
        states: tag.states ?? (tag.type === 'bool' ? { 0: 'Off', 1: 'On' } : {}),
        limits: limitsOf(alarmsOf(tag.id)),
        moments,
        note: away === null ? '' : 'The history server did not answer: older values are missing',
      },
    ];
  });
}

const limitWords = { 'high-high': 'HH', high: 'H', low: 'L', 'low-low': 'LL' } as const;

function limitsOf(alarms: readonly AlarmDefinition[]): Plot['limits'] {
  const limits = new Map<string, number>();
  for (const alarm of alarms) {
    if ((alarm.kind === 'high-high' || alarm.kind === 'high' || alarm.kind === 'low' || alarm.kind === 'low-low') && !limits.has(`${limitWords[alarm.kind]} ${alarm.limit}`)) limits.set(`${limitWords[alarm.kind]} ${alarm.limit}`, alarm.limit);
  }
  return [...limits].map(([label, value]) => ({ label, value }));
}
