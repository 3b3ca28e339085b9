import type { AlarmEvent, Priority } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';

/** Columns of the time bar: each is 1/180 of its span. */
export const columnCount = 180;

export type HistogramColumn = { readonly counts: Readonly<Record<Priority, number>>; readonly total: number };

/** Alarms raised per column of [fromMs, toMs) by field time and priority. Alarms the project no longer defines count as 4. */
export function histogramOf(events: readonly AlarmEvent[], directory: DirectoryIndex | null, fromMs: number, toMs: number): readonly HistogramColumn[] {
  const columns = Array.from({ length: columnCount }, () => ({ counts: { 1: 0, 2: 0, 3: 0, 4: 0 } as Record<Priority, number>, total: 0 }));
  for (const { kind, alarm, timeMs } of events) {
    if (kind !== 'raised') continue;
    const column = columns[Math.floor(((timeMs - fromMs) / (toMs - fromMs)) * columnCount)];
    if (column === undefined) continue;
    column.counts[directory?.alarm(alarm)?.priority ?? 4]++;
    column.total++;
  }
  return columns;
}
