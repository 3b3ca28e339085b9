import { type AlarmState, isHiddenState, type Priority } from '#shared/model/alarm.ts';
import { alarmStateWords } from '../alarm-glyph-markup.ts';
import type { ScreenAlarm, ScreenAlarmRow, ScreenAlarms } from './screen-context.ts';

type Row = { readonly standing: { readonly state: AlarmState; readonly isConditionTrue?: boolean | undefined }; readonly priority: Priority };
/** By priority 1 to 4. */
type Counts = readonly [number, number, number, number];
type ToldRow = Row & {
  readonly standing: { readonly raisedMs: number };
  readonly definition: { readonly message: string } | null;
  readonly tag: string | null;
  readonly asset: string | null;
};

/** Standing alarms as the client's alarm book holds them: rows worst first. */
export type AlarmRows = {
  /** In the order an operator is told. */
  readonly told: readonly ToldRow[];
  readonly byTag: ReadonlyMap<string, readonly Row[]>;
  readonly byAsset: ReadonlyMap<string, readonly Row[]>;
  /** Shelved, suppressed and out-of-service ones. */
  readonly hiddenByTag: ReadonlyMap<string, readonly Row[]>;
  readonly hiddenByAsset: ReadonlyMap<string, readonly Row[]>;
  /** Sums of an asset and all below it. */
  readonly below: ReadonlyMap<string, { readonly active: Counts; readonly returned: Counts; readonly shelved: number; readonly suppressed: number; readonly outOfService: number }>;
};

const isActive = (state: AlarmState): boolean =>
  state === 'active-unacked' || state === 'active-acked' || state === 'latched-unacked' || state === 'latched-acked';

/** The alarms of a screen. `book` is asked each time, so one answer serves the life of a screen. */
export function screenAlarms(book: () => AlarmRows): ScreenAlarms {
  return {
    ofTag: (tag) => worst(book().byTag.get(tag)),
    ofAsset: (asset) => worst(book().byAsset.get(asset)),
    hiddenOfTag: (tag) => worstHidden(book().hiddenByTag.get(tag)),
    hiddenOfAsset: (asset) => worstHidden(book().hiddenByAsset.get(asset)),
    countsBelow(asset) {
      const [one, two, three, four] = book().below.get(asset)?.active ?? [0, 0, 0, 0];
      return { 1: one, 2: two, 3: three, 4: four };
    },
    returnedBelow: (asset) => book().below.get(asset)?.returned.reduce((sum, count) => sum + count, 0) ?? 0,
    hiddenBelow(asset) {
      const { shelved, suppressed, outOfService } = book().below.get(asset) ?? { shelved: 0, suppressed: 0, outOfService: 0 };
      return shelved + suppressed + outOfService;
    },
    standing(isMeant, count) {
      const rows: ScreenAlarmRow[] = [];
      let total = 0;
      for (const { standing, priority, definition, tag, asset } of book().told) {
        if (asset === null || !isMeant(asset)) continue;
        total++;
        if (rows.length < count) rows.push({ priority, state: standing.state, tag, asset, message: definition?.message ?? '', raisedMs: standing.raisedMs });
      }
      return { rows, total };
    },
  };
}

/** The hidden alarm that is marked: what a person hid always, what the design suppresses only while it keeps something back, else a unit that stands still would be full of marks. */
function worstHidden(rows: readonly Row[] | undefined): ScreenAlarm | null {
  let best: Row | null = null;
  for (const row of rows ?? []) {
    const isMarked = row.standing.state !== 'suppressed' || row.standing.isConditionTrue !== false;
    if (isMarked && (best === null || row.priority < best.priority)) best = row;
  }
  return best === null ? null : { priority: best.priority, state: best.standing.state };
}

/** The highest priority among those still active; one that only waits for its acknowledge counts after them. */
function worst(rows: readonly Row[] | undefined): ScreenAlarm | null {
  let best: Row | null = null;
  for (const row of rows ?? []) if (best === null || rank(row) < rank(best)) best = row;
  return best === null ? null : { priority: best.priority, state: best.standing.state };
}

const rank = ({ standing, priority }: Row): number =>
  (isActive(standing.state) ? 0 : 10) + priority + (standing.state.endsWith('unacked') ? 0 : 0.5);

/** What a unit says of alarms that came and went unseen: without an active one it must not look as if nothing had been. */
export const returnedWords = (count: number): string => `${count} returned, unacked`;

/** What the name of a marked thing says of its alarm: ", alarm priority 2", ", alarm shelved". */
export function alarmWords(alarm: ScreenAlarm | null): string {
  if (alarm === null) return '';
  return isHiddenState(alarm.state) ? `, alarm ${alarmStateWords(alarm.state).toLowerCase()}` : `, alarm priority ${alarm.priority}`;
}
