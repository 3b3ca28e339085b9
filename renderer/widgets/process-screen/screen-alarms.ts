import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import type { ScreenAlarm, ScreenAlarms } from './screen-context.ts';

type Row = { readonly standing: { readonly state: AlarmState }; readonly priority: Priority; readonly asset: string | null };

/** Standing alarms as the client's alarm book holds them: rows worst first. */
export type AlarmRows = {
  readonly byTag: ReadonlyMap<string, readonly Row[]>;
  readonly byAsset: ReadonlyMap<string, readonly Row[]>;
  readonly told: readonly Row[];
};

const isActive = (state: AlarmState): boolean =>
  state === 'active-unacked' || state === 'active-acked' || state === 'latched-unacked' || state === 'latched-acked';

/** The alarms of a screen. `book` is asked each time, so one answer serves the life of a screen. */
export function screenAlarms(book: () => AlarmRows, directory: { isWithin(asset: never, ancestor: never): boolean }): ScreenAlarms {
  return {
    ofTag: (tag) => worst(book().byTag.get(tag)),
    ofAsset: (asset) => worst(book().byAsset.get(asset)),
    countsBelow(asset) {
      const counts: Record<Priority, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
      for (const row of book().told) {
        if (isActive(row.standing.state) && row.asset !== null && directory.isWithin(row.asset as never, asset as never))
          counts[row.priority]++;
      }
      return counts;
    },
  };
}

/** The highest priority among those still active; one that only waits for its acknowledge counts after them. */
function worst(rows: readonly Row[] | undefined): ScreenAlarm | null {
  let best: Row | null = null;
  for (const row of rows ?? []) if (best === null || rank(row) < rank(best)) best = row;
  return best === null ? null : { priority: best.priority, state: best.standing.state };
}

const rank = ({ standing, priority }: Row): number =>
  (isActive(standing.state) ? 0 : 10) + priority + (standing.state.endsWith('unacked') ? 0 : 0.5);
