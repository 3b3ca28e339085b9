import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { type RankFlag, rankFlags, rowOfMember } from '../../client/first-out-words.ts';
import { floodToShow, shownFlood } from '../../client/shown-flood.ts';
import { useAlarmBook, useDirectory, useFirstOut } from '../../client/use-client.ts';

/** The burst the list shows as a group of its own: the one looked at, else the one before the operator, else the newest of the last hours. */
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
  const wanted = useStore(shownFlood, ({ id }) => id);
  const group = floodToShow(groups, book, wanted);
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
