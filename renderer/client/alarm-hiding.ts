import { createStore } from 'zustand/vanilla';
import type { AlarmId } from '#shared/model/ids.ts';
import { handleAlarms } from './alarm-actions.ts';
import { rowGuidance } from './alarm-row-guidance.ts';
import { type AlarmRow, isHidden } from './alarm-rows.ts';
import type { ConsoleClient } from './console-client.ts';
import type { DirectoryIndex } from './directory-index.ts';
import { notify } from './notices.ts';

const minuteMs = 60_000;

/** The dialog that hides alarms: for a time, or until they are taken back into service. Opened from anywhere, shown by the shell. */
export type HideDialog = { readonly kind: 'shelve' | 'out-of-service'; readonly rows: readonly AlarmRow[] };
export const hideDialog = createStore<{ readonly dialog: HideDialog | null }>(() => ({ dialog: null }));
export const openHideDialog = (kind: HideDialog['kind'], rows: readonly AlarmRow[]): void => hideDialog.setState({ dialog: { kind, rows } });
export const closeHideDialog = (): void => hideDialog.setState({ dialog: null });

export type ShelfTime = { readonly id: '15min' | '1h' | '4h' | 'shift'; readonly label: string; readonly forMs: number };

/** Times an alarm may be shelved for, the end of this shift among them; all of them from `nowMs` on. */
export function shelfTimes(shifts: readonly string[], nowMs: number): readonly ShelfTime[] {
  return [
    { id: '15min', label: '15 min', forMs: 15 * minuteMs },
    { id: '1h', label: '1 h', forMs: 60 * minuteMs },
    { id: '4h', label: '4 h', forMs: 240 * minuteMs },
    { id: 'shift', label: 'End of shift', forMs: Math.max(minuteMs, endOfShiftMs(shifts, nowMs) - nowMs) },
  ];
}

/** When the next shift begins after `nowMs`, UTC epoch ms, by this console's local time of day. */
export function endOfShiftMs(shifts: readonly string[], nowMs: number): number {
  const now = new Date(nowMs);
  let next = Infinity;
  for (const shift of shifts) {
    const [hour = 0, minute = 0] = shift.split(':').map(Number);
    for (const day of [0, 1]) {
      const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hour, minute).getTime();
      if (at > nowMs) next = Math.min(next, at);
    }
  }
  return next;
}

/** Longest time this alarm may be shelved, ms: its own limit, else its class's, else the project's; 0 forbids it. */
export function shelfLimitMs(row: AlarmRow, directory: DirectoryIndex | null): number {
  const className = rowGuidance(row, directory).class;
  const ofClass = className === undefined ? undefined : directory?.directory.logic.classes.find(({ id }) => id === className)?.maxShelveMin;
  return (row.definition?.maxShelveMin ?? ofClass ?? directory?.directory.alarmSettings.maxShelveMin ?? 0) * minuteMs;
}

export type Sorted = { readonly rows: readonly AlarmRow[]; /** Why others of those asked for are left out, one sentence each. */ readonly notes: readonly string[] };

/** Those of the rows that can be shelved for this long by this role, and what is said of the others. */
export function shelvable(rows: readonly AlarmRow[], forMs: number, isLead: boolean, directory: DirectoryIndex | null): Sorted {
  const notes: string[] = [];
  const left = (some: readonly AlarmRow[], why: (subject: string) => string): void => {
    if (some.length > 0) notes.push(why(some.length === 1 && some[0] !== undefined ? some[0].standing.alarm : `${some.length} of them`));
  };
  const urgent = isLead ? [] : rows.filter(({ priority }) => priority === 1);
  const forbidden = rows.filter((row) => !urgent.includes(row) && shelfLimitMs(row, directory) === 0);
  const short = rows.filter((row) => !urgent.includes(row) && !forbidden.includes(row) && shelfLimitMs(row, directory) < forMs);
  left(urgent, (subject) => `${subject} cannot be shelved here: priority 1 needs the role lead.`);
  left(forbidden, (subject) => `${subject} may not be shelved by its design.`);
  left(short, (subject) => `${subject} may be shelved for at most ${Math.round(Math.min(...short.map((row) => shelfLimitMs(row, directory))) / minuteMs)} min.`);
  const out = new Set([...urgent, ...forbidden, ...short]);
  return { rows: rows.filter((row) => !out.has(row)), notes };
}

const idsOf = (rows: readonly AlarmRow[]): AlarmId[] => [...new Set(rows.map(({ standing }) => standing.alarm))];
const countWords = (done: readonly AlarmId[], what: string): string => (done.length === 1 ? `${done[0]} ${what}.` : `${done.length} alarms ${what}.`);
type Line = Pick<ConsoleClient, 'call'>;

/** Shelves these alarms; answers whether all of them are. What was refused is told. */
export async function shelveRows(client: Line, rows: readonly AlarmRow[], shelf: { readonly forMs: number; readonly isOneShot: boolean; readonly reason: string }): Promise<boolean> {
  const ids = idsOf(rows);
  const { done } = await handleAlarms(ids, 'shelved', (alarms) => client.call('alarm.shelve', { alarms, ...shelf }));
  if (done.length > 0) notify(countWords(done, 'shelved'));
  return done.length === ids.length;
}

export async function removeFromService(client: Line, rows: readonly AlarmRow[], reason: string): Promise<boolean> {
  const ids = idsOf(rows);
  const { done } = await handleAlarms(ids, 'taken out of service', (alarms) => client.call('alarm.removeFromService', { alarms, reason }));
  if (done.length > 0) notify(countWords(done, 'taken out of service'));
  return done.length === ids.length;
}

/** What ends or moves the hiding of a row, by what its state allows. Suppressed alarms come back by the design alone. */
export async function unshelveRows(client: Line, rows: readonly AlarmRow[]): Promise<void> {
  const { done } = await handleAlarms(idsOf(rows.filter(isShelved)), 'unshelved', (alarms) => client.call('alarm.unshelve', { alarms }));
  if (done.length > 0) notify(countWords(done, 'unshelved'));
}

export async function returnToService(client: Line, rows: readonly AlarmRow[]): Promise<void> {
  const { done } = await handleAlarms(idsOf(rows.filter(isOutOfService)), 'returned to service', (alarms) => client.call('alarm.returnToService', { alarms }));
  if (done.length > 0) notify(countWords(done, 'back in service'));
}

/** This console's user answers for these shelved and out-of-service alarms from now on. */
export async function takeOverRows(client: Line, rows: readonly AlarmRow[]): Promise<void> {
  const { done } = await handleAlarms(idsOf(rows.filter(isPersons)), 'taken over', (alarms) => client.call('alarm.takeOver', { alarms, comment: '' }));
  if (done.length > 0) notify(countWords(done, 'taken over'));
}

export const isShelved = ({ standing: { state, alsoHidden } }: AlarmRow): boolean => state === 'shelved' || (alsoHidden ?? []).some((other) => other.state === 'shelved');
export const isOutOfService = ({ standing: { state, alsoHidden } }: AlarmRow): boolean => state === 'out-of-service' || (alsoHidden ?? []).some((other) => other.state === 'out-of-service');
/** Hidden by a person, who answers for it. */
export const isPersons = (row: AlarmRow): boolean => isShelved(row) || isOutOfService(row);
/** May be put on a shelf: told to the operator, or hidden by something else so far. */
export const isShelvable = (row: AlarmRow): boolean => row.standing.state !== 'normal' && !isShelved(row);
export const isRemovable = (row: AlarmRow): boolean => row.standing.state !== 'normal' && !isOutOfService(row);
/** What may be acted on as told: neither hidden nor gone. */
export const isTold = ({ standing: { state } }: AlarmRow): boolean => state !== 'normal' && !isHidden(state);
