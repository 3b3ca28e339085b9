import type { BurstMember, FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { AlarmBook } from './alarm-book.ts';
import { type AlarmRow, isUnacked, rowOf } from './alarm-rows.ts';
import type { DirectoryIndex } from './directory-index.ts';

export type RankFlag = '1ST' | '2ND' | '3RD' | '4TH';
const flags: readonly RankFlag[] = ['1ST', '2ND', '3RD', '4TH'];

/** Marks of the candidates of a burst. All whose order against the first the clocks cannot tell carry 1ST with it. */
export function rankFlags({ ranked, undecided }: Pick<FirstOutGroup, 'ranked' | 'undecided'>): ReadonlyMap<AlarmId, RankFlag> {
  const [best] = ranked;
  const marks = new Map<AlarmId, RankFlag>();
  if (best === undefined) return marks;
  const tied = tiedWithFirst({ ranked, undecided });
  let place = 0;
  for (const { alarm } of ranked) {
    if (alarm === best.alarm || tied.includes(alarm)) marks.set(alarm, '1ST');
    else {
      const flag = flags[++place];
      if (flag === undefined) break;
      marks.set(alarm, flag);
    }
  }
  return marks;
}

/** Candidates that the clocks cannot tell from the first in rank, best first. */
export function tiedWithFirst({ ranked, undecided }: Pick<FirstOutGroup, 'ranked' | 'undecided'>): readonly AlarmId[] {
  const best = ranked[0]?.alarm;
  if (best === undefined) return [];
  return ranked.slice(1).filter(({ alarm }) => undecided.some(([a, b]) => (a === best && b === alarm) || (b === best && a === alarm))).map(({ alarm }) => alarm);
}

/** How many alarms of the burst follow from the first in rank by what links them, time alone not counted. */
export function linkedLater({ ranked, members }: Pick<FirstOutGroup, 'ranked' | 'members'>): number {
  const first = ranked[0]?.alarm;
  if (first === undefined) return 0;
  const parentOf = new Map(members.map(({ alarm, parent, via }) => [alarm, via === 'time' ? null : parent] as const));
  const leads = new Map<AlarmId, boolean>([[first, true]]);
  const leadsBack = (alarm: AlarmId): boolean => {
    const known = leads.get(alarm);
    if (known !== undefined) return known;
    // A ring of parents leads nowhere.
    leads.set(alarm, false);
    const parent = parentOf.get(alarm) ?? null;
    const found = parent !== null && leadsBack(parent);
    leads.set(alarm, found);
    return found;
  };
  return members.filter(({ alarm }) => alarm !== first && leadsBack(alarm)).length;
}

/** A burst stands before the operator while alarms join it, and until everything of it is acknowledged. */
export const isBeforeOperator = (group: FirstOutGroup, book: AlarmBook): boolean =>
  !group.isOver || group.members.some(({ alarm, seq }) => {
    const standing = book.byAlarm.get(alarm)?.standing;
    return standing !== undefined && standing.seq >= seq && isUnacked(standing.state);
  });

/** The burst the console shows first: the newest before the operator. Null when there is none. */
export const openFlood = (groups: readonly FirstOutGroup[], book: AlarmBook): FirstOutGroup | null => groups.find((group) => isBeforeOperator(group, book)) ?? null;

/** Seconds from the first-out with its sign and to the millisecond: "0.000 s", "+0.456 s", "−1.200 s"; minutes beyond 100 s: "+2 min 05 s". */
export function sinceText(ms: number): string {
  const rounded = Math.round(ms);
  const sign = rounded > 0 ? '+' : rounded < 0 ? '−' : '';
  const size = Math.abs(rounded);
  if (size < 100_000) return `${sign}${(size / 1000).toFixed(3)} s`;
  const seconds = Math.floor(size / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')];
  return minutes < 100 ? `${sign}${minutes} min ${rest} s` : `${sign}${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** "±50 ms", "±1.2 s"; empty where nothing speaks against the stamp. */
export function errorText(uncertaintyMs: number): string {
  if (!(uncertaintyMs > 0)) return '';
  return uncertaintyMs < 999.5 ? `±${Math.max(1, Math.round(uncertaintyMs))} ms` : `±${(uncertaintyMs / 1000).toFixed(1)} s`;
}

/** What an alarm of a burst says: its definition's message, else its name. */
export const memberMessage = (alarm: AlarmId, directory: DirectoryIndex | null): string => directory?.alarm(alarm)?.message ?? alarm;

/** The row of one alarm of a burst as it stands now, also when it is normal again. */
export function rowOfMember({ alarm, seq, timeMs }: Pick<BurstMember, 'alarm' | 'seq' | 'timeMs'>, book: AlarmBook, directory: DirectoryIndex | null): AlarmRow {
  const row = book.byAlarm.get(alarm);
  if (row !== undefined) return row;
  return rowOf({ alarm, state: 'normal', raisedMs: timeMs, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq }, directory);
}
