import type { LoadFigures, LoadMeasure, LoadSettings, LoadTargetId, LoadVerdict } from '../model/alarm-load.ts';

export type LoadTarget = {
  readonly id: LoadTargetId;
  readonly name: string;
  readonly unit: string;
  /** `at-most`: the value must not be greater than `good`; `at-least`: not less. */
  readonly compare: 'at-most' | 'at-least';
  readonly good: number;
  /** Between `good` and this a plant can still be run; null where there is nothing in between. */
  readonly limit: number | null;
  readonly source: string;
};

const isa = 'ISA-18.2-2016 as quoted in course texts and in the documentation of alarmkpi (PyPI), not read in the original: check yours';
const both = 'ISA-18.2-2016 and EEMUA 191 as quoted in course and benchmark texts, not read in the originals: check yours';

/**
 * What a well-run plant reaches, for one operator. Read in secondary texts only, which differ in wording and sometimes in
 * number (EEMUA's own grid asks for less): a project sets its own under `alarms.load.targets`.
 */
export const loadTargets: readonly LoadTarget[] = [
  { id: 'per-day', name: 'Alarms a day, an operator', unit: 'a day', compare: 'at-most', good: 150, limit: 300, source: isa },
  { id: 'per-hour', name: 'Alarms an hour, an operator', unit: 'an hour', compare: 'at-most', good: 6, limit: 12, source: isa },
  { id: 'per-10-min', name: 'Alarms in 10 minutes, an operator', unit: 'in 10 min', compare: 'at-most', good: 1, limit: 2, source: both },
  {
    id: 'peak-10-min',
    name: 'Most in one 10-minute interval, an operator',
    unit: 'in 10 min',
    compare: 'at-most',
    good: 10,
    limit: null,
    source: both,
  },
  {
    id: 'bins-over',
    name: 'Share of 10-minute intervals over the flood limit',
    unit: '%',
    compare: 'at-most',
    good: 1,
    limit: null,
    source: isa,
  },
  {
    id: 'hours-over',
    name: 'Share of hours over three times the flood limit',
    unit: '%',
    compare: 'at-most',
    good: 1,
    limit: null,
    source: isa,
  },
  { id: 'time-in-flood', name: 'Share of time in a flood', unit: '%', compare: 'at-most', good: 1, limit: null, source: isa },
  { id: 'top-10-share', name: 'Share of the ten most frequent alarms', unit: '%', compare: 'at-most', good: 1, limit: 5, source: isa },
  { id: 'chattering', name: 'Chattering alarms', unit: '', compare: 'at-most', good: 0, limit: null, source: isa },
  { id: 'fleeting', name: 'Fleeting alarms', unit: '', compare: 'at-most', good: 0, limit: null, source: isa },
  { id: 'stale', name: 'Stale alarms', unit: '', compare: 'at-most', good: 4, limit: null, source: isa },
  { id: 'priority-1', name: 'Share of priority 1', unit: '%', compare: 'at-most', good: 5, limit: null, source: both },
  { id: 'priority-2', name: 'Share of priority 2', unit: '%', compare: 'at-most', good: 15, limit: null, source: both },
  { id: 'priority-3-4', name: 'Share of priorities 3 and 4', unit: '%', compare: 'at-least', good: 80, limit: null, source: both },
  { id: 'days-of-data', name: 'Days the figures are of', unit: 'days', compare: 'at-least', good: 30, limit: null, source: isa },
];

export const targetOf = (id: LoadTargetId): LoadTarget => loadTargets.find((target) => target.id === id) as LoadTarget;

/** Shares of fewer alarms than this say nothing: ten different ones are all of them. */
export const fewestForShares = 100;
/** Rates of a shorter time than this are not told: one alarm in the first minute is no ten an hour. */
const shortestForRatesMs = 600_000;
/** Likewise for shares of 10-minute intervals, and of hours. */
const shortestForBinsMs = 3_600_000;
const shortestForHoursMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** Each figure beside its target. `priorities`: alarms of priority 1 to 4, or null where the log names none. */
export function measureLoad(
  figures: LoadFigures,
  priorities: readonly number[] | null,
  operators: number,
  settings: LoadSettings,
): readonly LoadMeasure[] {
  const lengthMs = figures.toMs - figures.fromMs;
  const rate = (perMs: number): number | null => (lengthMs < shortestForRatesMs ? null : (figures.alarms * perMs) / (operators * lengthMs));
  const ofTime = (part: number, whole: number, shortestMs: number): number | null => (lengthMs < shortestMs ? null : percent(part, whole));
  const counted = (count: number): number | null => (lengthMs === 0 ? null : count);
  const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);
  const isFew = figures.alarms < fewestForShares;
  const share = (count: number | undefined): number | null =>
    priorities === null || isFew
      ? null
      : percent(
          count ?? 0,
          priorities.reduce((sum, one) => sum + one, 0),
        );
  const [p1, p2, p3 = 0, p4 = 0] = priorities ?? [];
  const values: Readonly<Record<LoadTargetId, number | null>> = {
    'per-day': rate(dayMs),
    'per-hour': rate(3_600_000),
    'per-10-min': rate(600_000),
    'peak-10-min': counted(figures.bins.most / operators),
    'bins-over': ofTime(figures.bins.over, figures.bins.total, shortestForBinsMs),
    'hours-over': ofTime(figures.hours.over, figures.hours.total, shortestForHoursMs),
    'time-in-flood': ofTime(figures.flood.bins, figures.bins.total, shortestForBinsMs),
    'top-10-share': isFew ? null : percent(figures.top10, figures.alarms),
    chattering: counted(figures.chattering),
    fleeting: counted(figures.fleeting.alarms),
    stale: counted(figures.stale.atEnd),
    'priority-1': share(p1),
    'priority-2': share(p2),
    'priority-3-4': share(p3 + p4),
    'days-of-data': lengthMs / dayMs,
  };
  const whyNot = (id: LoadTargetId): string => {
    if (values[id] !== null) return '';
    if (lengthMs === 0) return 'Nothing is known of this time.';
    if (id.startsWith('per-')) return 'The time is too short for a rate.';
    if (id.endsWith('-over') || id === 'time-in-flood') return 'The time is too short for a share of it.';
    if (priorities === null && id.startsWith('priority-')) return 'The log names no priorities.';
    return `Shares of fewer than ${fewestForShares} alarms say nothing.`;
  };
  return loadTargets.map(({ id, compare, good, limit, source }) => {
    const own = settings.targets[id];
    const used = own === undefined ? { good, limit, source } : { good: own.good, limit: own.limit ?? null, source: own.source };
    return { id, value: values[id], ...used, verdict: verdictOf(values[id], compare, used), why: whyNot(id) };
  });
}

function verdictOf(
  value: number | null,
  compare: LoadTarget['compare'],
  { good, limit }: { readonly good: number; readonly limit: number | null },
): LoadVerdict {
  if (value === null) return 'unknown';
  const isWithin = (bound: number): boolean => (compare === 'at-most' ? value <= bound : value >= bound);
  if (isWithin(good)) return 'met';
  return limit !== null && isWithin(limit) ? 'near' : 'missed';
}
