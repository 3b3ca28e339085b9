import { createStore } from 'zustand/vanilla';
import type { Result } from '#shared/model/fault.ts';
import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { type AlarmRow, isUnacked } from './alarm-book.ts';
import type { ConsoleClient } from './console-client.ts';
import { faultText, notify } from './notices.ts';
import { pastRefusal } from './replay-rules.ts';

/** What became of several alarms that one gesture was about. */
export type Handled = { readonly done: readonly AlarmId[]; readonly refused: readonly { readonly alarm: AlarmId; readonly reason: string }[] };

const mostPerCall = 500;
/** Refusals that are told by name; the rest is counted. */
const mostNamed = 3;

/**
 * Does one thing to many alarms, 500 a call, and tells in one notice what was refused. `done` is the word of the notice: "acknowledged".
 * Ends at the first call that fails as a whole; what was done before it stays done and is told.
 */
export async function handleAlarms<Item>(items: readonly Item[], done: string, call: (items: Item[]) => Promise<Result<Handled>>): Promise<Handled> {
  const all: { done: AlarmId[]; refused: Handled['refused'][number][] } = { done: [], refused: [] };
  for (let from = 0; from < items.length; from += mostPerCall) {
    const answer = await call(items.slice(from, from + mostPerCall));
    if (!answer.ok) {
      notify(`Not ${done}: ${faultText(answer.fault)}${all.done.length > 0 ? ` ${all.done.length} were ${done} before.` : ''}`, 'failed');
      return all;
    }
    all.done.push(...answer.value.done);
    all.refused.push(...answer.value.refused);
  }
  const words = refusalWords(all, done);
  if (words !== null) notify(words, 'failed');
  return all;
}

/** One sentence for each of the first refusals, and how many more there are; null where nothing was refused. */
export function refusalWords({ done, refused }: Handled, word: string): string | null {
  if (refused.length === 0) return null;
  const named = refused.slice(0, mostNamed).map(({ alarm, reason }) => `${alarm}: ${asSentence(reason)}`);
  const more = refused.length > mostNamed ? ` And ${refused.length - mostNamed} more.` : '';
  const [only] = refused;
  if (refused.length === 1 && done.length === 0 && only !== undefined) return `${only.alarm} was not ${word}: ${asSentence(only.reason)}`;
  return `${refused.length} of ${refused.length + done.length} were not ${word}. ${named.join(' ')}${more}`;
}

const asSentence = (reason: string): string => (/[.!?]$/.test(reason) ? reason : `${reason}.`);

/**
 * Acknowledges the unacknowledged of these occurrences, each named by the number the operator saw, so that a newer one
 * is never taken with it. Says in a notice what was refused; answers how many were acknowledged.
 */
export async function acknowledgeRows(client: Pick<ConsoleClient, 'call'>, rows: readonly AlarmRow[], comment = ''): Promise<number> {
  const occurrences = rows.filter(({ standing }) => isUnacked(standing.state)).map(occurrenceOf);
  return (await handleAlarms(occurrences, 'acknowledged', (some) => client.call('alarm.acknowledge', { occurrences: some, comment }))).done.length;
}

export const isResettable = ({ standing: { state } }: AlarmRow): boolean => state === 'latched-acked' || state === 'latched-unacked';

/** Resets the latched of these alarms whose condition is gone. */
export async function resetRows(client: Pick<ConsoleClient, 'call'>, rows: readonly AlarmRow[]): Promise<number> {
  const occurrences = rows.filter(isResettable).map(occurrenceOf);
  return (await handleAlarms(occurrences, 'reset', (some) => client.call('alarm.reset', { occurrences: some }))).done.length;
}

const occurrenceOf = ({ standing: { alarm, seq } }: AlarmRow): { alarm: AlarmId; seq: number } => ({ alarm, seq });

/** Why this console may not acknowledge now, one sentence; null when it may. */
export function ackRefusal(client: ConsoleClient): string | null {
  return alarmRefusal(client, 'Acknowledging', 'operate');
}

/** Why this console may not do this to an alarm now, one sentence; null when it may. `what` begins the sentence: "Shelving". */
export function alarmRefusal(client: Pick<ConsoleClient, 'timeline' | 'link'>, what: string, role: 'operate' | 'lead'): string | null {
  const past = pastRefusal(client.timeline.state.getState());
  if (past !== null) return past;
  const { state, session } = client.link.getState();
  if (state !== 'live' || session === null) return 'There is no link to the engine.';
  return roleCovers(session.role, role) ? null : `${what} needs the role ${role}; this console has ${session.role}.`;
}

/** Rows that stand on the screen right now, by the place that shows them: what "Ack shown" takes. */
export const shownAlarms = createStore<{ readonly bySource: ReadonlyMap<string, readonly AlarmRow[]> }>(() => ({ bySource: new Map() }));

export type PickedAlarm = { readonly alarm?: AlarmId; readonly tag: TagId | null; readonly asset: AssetId | null; readonly raisedMs: number };

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
