import { useMemo } from 'react';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { openFlood, type RankFlag, rankFlags, rowOfMember } from '../../client/first-out-words.ts';
import { useAlarmBook, useDirectory, useFirstOut } from '../../client/use-client.ts';

/** The burst the list can show as a group of its own: the one before the operator, else the newest of the last hours. */
export type Burst = {
  readonly group: FirstOutGroup;
  /** Its members in the order of source time, as they stand now; those that are normal again too. */
  readonly rows: readonly AlarmRow[];
  readonly flags: ReadonlyMap<AlarmId, RankFlag>;
  /** Source time of the first-ranked one: what "since first-out" counts from, UTC epoch ms. */
  readonly firstMs: number;
  readonly timeOf: ReadonlyMap<AlarmId, number>;
};

export function useBurst(): Burst | null {
  const book = useAlarmBook((now) => now);
  const directory = useDirectory();
  const groups = useFirstOut((picture) => picture.groups);
  const group = openFlood(groups, book) ?? groups[0] ?? null;
  return useMemo(() => {
    if (group === null) return null;
    return {
      group,
      rows: group.members.map((member) => rowOfMember(member, book, directory)),
      flags: rankFlags(group),
      firstMs: group.ranked[0]?.timeMs ?? group.startMs,
      timeOf: new Map(group.members.map(({ alarm, timeMs }) => [alarm, timeMs])),
    };
  }, [group, book, directory]);
}
