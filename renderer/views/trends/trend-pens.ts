import { isLimitAlarm } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { PenDraw, TrendLimit, TrendPen } from '../../widgets/trend-chart/trend-frame.ts';
import type { PenChoice } from './trend-choice.ts';

/** Without a word on how often a tag changes, samples this far apart are still joined by a slope; ms. */
const standardPeriodMs = 1000;
const joinedPeriods = 3;

/** The chart's pen for a chosen tag; null when the project has no such tag, or it is a text, which has no line. */
export function trendPen(directory: DirectoryIndex, { tag: id, number, lane, axis, log, draw }: PenChoice): TrendPen | null {
  const index = directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined || tag.type === 'text') return null;
  const limits: TrendLimit[] = [];
  for (const alarm of directory.alarmsOfTag(index)) if (isLimitAlarm(alarm)) limits.push({ kind: alarm.kind, value: alarm.limit });
  const isState = tag.type === 'bool' || tag.type === 'enum';
  const ends = [...limits.map(({ value }) => value), ...(tag.normal ?? [])];
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  return {
    id,
    number,
    title: directory.asset(tag.asset)?.name ?? tag.asset,
    unit: tag.unit,
    decimals: tag.type === 'int' ? 0 : tag.decimals,
    isState,
    draw: draw ?? standardDraw(tag.type, tag.use),
    joinMs: tag.history?.swingingDoor === undefined ? (tag.periodMs ?? standardPeriodMs) * joinedPeriods : Number.POSITIVE_INFINITY,
    limits,
    normal: tag.normal ?? null,
    range: tag.range ?? (low < high ? [low, high] : isState ? [0, Math.max(1, ...Object.keys(tag.states ?? {}).map(Number))] : null),
    states: tag.states ?? (tag.type === 'bool' ? { '0': 'Off', '1': 'On' } : null),
    lane: lane ?? null,
    axis: axis ?? null,
    isLog: log === true && !isState,
  };
}

/** States, whole numbers and setpoints hold until the next value; measurements go on between. */
export const standardDraw = (type: string, use: string): PenDraw => (type === 'float' && use !== 'sp' ? 'line' : 'step');
