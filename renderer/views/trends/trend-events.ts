import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { TrendEvent } from '../../widgets/trend-chart/trend-frame.ts';

/** Alarms raised on the assets of these tags, for the strip above the lanes. Of the journal only what the console keeps. */
export function trendEvents(directory: DirectoryIndex, recent: readonly AlarmEvent[], tags: readonly string[]): readonly TrendEvent[] {
  const assets = new Set(tags.map((tag) => directory.tagById(tag)?.asset));
  return recent.flatMap((event): TrendEvent[] => {
    if (event.kind !== 'raised') return [];
    const alarm = directory.alarm(event.alarm);
    const asset = alarm === undefined ? null : directory.assetOfAlarm(alarm);
    if (alarm === undefined || asset === null || !assets.has(asset)) return [];
    return [{ timeMs: event.timeMs, priority: alarm.priority, text: alarm.message }];
  });
}
