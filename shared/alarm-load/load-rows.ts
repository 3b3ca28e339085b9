import type { LoadLists, LoadRow } from '../model/alarm-load.ts';
import type { AlarmId } from '../model/ids.ts';
import type { AlarmColumns } from './alarm-columns.ts';

export type LoadListOptions = {
  readonly idOf: (alarm: number) => string;
  readonly toMs: number;
  readonly fromMs: number;
  readonly staleMs: number;
  readonly most: number;
};

/** The lists of the worst alarms, each at most `most` long; equal ones in the order of their ids. */
export function loadLists(columns: AlarmColumns, alarms: number, options: LoadListOptions): LoadLists {
  const { idOf, toMs, fromMs, staleMs, most } = options;
  const list = (isIn: (alarm: number) => boolean, weight: (alarm: number) => number): readonly LoadRow[] => {
    const found: number[] = [];
    for (let alarm = 0; alarm < alarms; alarm++) if (isIn(alarm)) found.push(alarm);
    return found
      .toSorted((a, b) => weight(b) - weight(a) || (idOf(a) < idOf(b) ? -1 : 1))
      .slice(0, most)
      .map((alarm) => rowOf(columns, alarm, idOf(alarm), fromMs, toMs));
  };
  const activeMs = (alarm: number): number => toMs - (columns.activeSinceMs[alarm] as number);
  return {
    frequent: list(
      (alarm) => (columns.raised[alarm] as number) > 0,
      (alarm) => columns.raised[alarm] as number,
    ),
    chattering: list(
      (alarm) => (columns.chatters[alarm] as number) > 0,
      (alarm) => columns.chatters[alarm] as number,
    ),
    fleeting: list(
      (alarm) => (columns.fleeting[alarm] as number) > 0,
      (alarm) => columns.fleeting[alarm] as number,
    ),
    stale: list((alarm) => activeMs(alarm) > staleMs, activeMs),
    standing: list((alarm) => activeMs(alarm) <= staleMs, activeMs),
  };
}

function rowOf(columns: AlarmColumns, alarm: number, id: string, fromMs: number, toMs: number): LoadRow {
  const sinceMs = columns.activeSinceMs[alarm] as number;
  const isActive = !Number.isNaN(sinceMs);
  const acknowledged = columns.acknowledged[alarm] as number;
  return {
    alarm: id as AlarmId,
    raised: columns.raised[alarm] as number,
    chatters: columns.chatters[alarm] as number,
    fleeting: columns.fleeting[alarm] as number,
    activeMs: (columns.activeMs[alarm] as number) + (isActive ? toMs - Math.max(sinceMs, fromMs) : 0),
    longestMs: Math.max(columns.longestMs[alarm] as number, isActive ? toMs - sinceMs : 0),
    activeSinceMs: isActive ? sinceMs : null,
    acknowledgeMs: acknowledged === 0 ? null : (columns.acknowledgedMs[alarm] as number) / acknowledged,
  };
}
