import { createStore } from 'zustand/vanilla';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { type AlarmRow, isUnacked } from './alarm-book.ts';
import type { ConsoleClient } from './console-client.ts';
import { faultText, notify } from './notices.ts';
import { pastRefusal } from './replay-rules.ts';

const mostPerCall = 500;

/**
 * Acknowledges the unacknowledged of these occurrences, each named by the number the operator saw, so that a newer one
 * is never taken with it. Says in a notice what was refused; answers how many were acknowledged.
 */
export async function acknowledgeRows(client: ConsoleClient, rows: readonly AlarmRow[], comment = ''): Promise<number> {
  const occurrences = rows
    .filter(({ standing }) => isUnacked(standing.state))
    .map(({ standing }) => ({ alarm: standing.alarm, seq: standing.seq }));
  let done = 0;
  for (let from = 0; from < occurrences.length; from += mostPerCall) {
    const answer = await client.call('alarm.acknowledge', { occurrences: occurrences.slice(from, from + mostPerCall), comment });
    if (!answer.ok) {
      notify(`Not acknowledged: ${faultText(answer.fault)}`, 'failed');
      return done;
    }
    done += answer.value.done.length;
    const [first, ...more] = answer.value.refused;
    if (first !== undefined) {
      notify(`${first.alarm} was not acknowledged: ${first.reason}.${more.length > 0 ? ` ${more.length} more likewise.` : ''}`, 'failed');
    }
  }
  return done;
}

/** Resets a latched alarm whose condition is gone. */
export async function resetRow(client: ConsoleClient, row: AlarmRow): Promise<void> {
  const answer = await client.call('alarm.reset', { occurrences: [{ alarm: row.standing.alarm, seq: row.standing.seq }] });
  if (!answer.ok) return notify(`Not reset: ${faultText(answer.fault)}`, 'failed');
  const [first] = answer.value.refused;
  if (first !== undefined) notify(`${first.alarm} was not reset: ${first.reason}.`, 'failed');
}

/** Why this console may not acknowledge now, one sentence; null when it may. */
export function ackRefusal(client: ConsoleClient): string | null {
  const past = pastRefusal(client.timeline.state.getState());
  if (past !== null) return past;
  const { state, session } = client.link.getState();
  if (state !== 'live' || session === null) return 'There is no link to the engine.';
  return roleCovers(session.role, 'operate') ? null : `Acknowledging needs the role operate; this console has ${session.role}.`;
}

/** Rows that stand on the screen right now, by the place that shows them: what "Ack shown" takes. */
export const shownAlarms = createStore<{ readonly bySource: ReadonlyMap<string, readonly AlarmRow[]> }>(() => ({ bySource: new Map() }));

export type PickedAlarm = { readonly tag: TagId | null; readonly asset: AssetId | null; readonly raisedMs: number };

/** The occurrence picked last in an alarm list or journal, for "replay from before it". It counts while its tag is still what is selected. */
export const pickedAlarm = createStore<{ readonly picked: PickedAlarm | null }>(() => ({ picked: null }));

/** Told by a banner or list whenever its visible rows change; empty when it is covered or gone. */
export function setShownAlarms(source: string, rows: readonly AlarmRow[]): void {
  const before = shownAlarms.getState().bySource;
  if (rows.length === 0 && !before.has(source)) return;
  const bySource = new Map(before);
  if (rows.length === 0) bySource.delete(source);
  else bySource.set(source, rows);
  shownAlarms.setState({ bySource });
}

/** Every row on the screen once, unacknowledged only. */
export function shownUnacked(bySource: ReadonlyMap<string, readonly AlarmRow[]>): readonly AlarmRow[] {
  const rows = new Map<string, AlarmRow>();
  for (const list of bySource.values()) for (const row of list) if (isUnacked(row.standing.state)) rows.set(row.standing.alarm, row);
  return [...rows.values()];
}
