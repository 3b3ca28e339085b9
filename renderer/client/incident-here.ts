import type { FirstOutGroup } from '#shared/model/first-out.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { type PickedAlarm, pickedAlarm } from './alarm-actions.ts';
import type { AlarmBook } from './alarm-book.ts';
import type { ConsoleClient } from './console-client.ts';
import type { DirectoryIndex } from './directory-index.ts';
import { openFlood } from './first-out-words.ts';
import { proposedSeverity } from './incident-actions.ts';
import { notify } from './notices.ts';
import { type OpenFrom, openerOf } from './use-incident-opener.ts';

/** What stands before the operator now: alarms, bursts of them, and the alarm picked last. */
export type Before = { readonly book: AlarmBook; readonly groups: readonly FirstOutGroup[]; readonly picked: PickedAlarm | null };

/**
 * What an incident is opened of by key: the alarm picked last where it still stands, as the first-out of its burst where it is
 * that; with none picked the first-out of the burst before the operator; null with neither.
 */
export function incidentHere({ book, groups, picked }: Before, directory: DirectoryIndex | null): OpenFrom | null {
  const group = openFlood(groups, book);
  const [first] = group?.ranked ?? [];
  const row = picked?.alarm === undefined ? undefined : book.byAlarm.get(picked.alarm);
  if (row !== undefined && row.standing.alarm !== first?.alarm) return { origin: { kind: 'alarm', alarm: row.standing.alarm }, severity: proposedSeverity(row.priority), asset: row.asset };
  if (group === null || first === undefined) return null;
  return { origin: { kind: 'first-out', group: group.id }, severity: proposedSeverity(directory?.alarm(first.alarm)?.priority ?? 4), asset: first.asset, assets: assetsOf(group, directory) };
}

/** Where the alarms of a burst stand: the first-out's asset, then in the order in which they came. */
export function assetsOf({ members, ranked }: Pick<FirstOutGroup, 'members' | 'ranked'>, directory: DirectoryIndex | null): readonly AssetId[] {
  const all = members.map(({ alarm }) => directory?.alarm(alarm)).flatMap((definition) => (definition === undefined || directory === null ? [] : (directory.assetOfAlarm(definition) ?? [])));
  const first = ranked[0]?.asset ?? null;
  return [...new Set(first === null ? all : [first as AssetId, ...all])];
}

/** Opens an incident of what stands before the operator, or says why not. */
export function openIncidentHere(client: ConsoleClient): void {
  const from = incidentHere({ book: client.present.alarms.getState(), groups: client.present.firstOut.getState().groups, picked: pickedAlarm.getState().picked }, client.directory.getState());
  if (from === null) return notify('No alarm is picked and no burst stands to open an incident of. Pick an alarm first, or open one by report.', 'failed');
  const opener = openerOf(client, from);
  if (opener.refusal !== null) return notify(opener.refusal, 'failed');
  opener.onOpen(opener.severity);
}
