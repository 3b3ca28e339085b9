import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import type { TrendMark } from '../../widgets/trend-chart/trend-frame.ts';
import { actionMarks, alarmMarks, markScope, marksUpTo, noteMarks, type OperatorAction } from './trend-marks.ts';
import type { TrendSession } from './trend-session.ts';

export type TrendMarks = {
  /** Of the past, as read; a new array only when something changed. */
  readonly past: readonly TrendMark[];
  /** Up to when alarms were read: newer ones come from the alarm book, UTC epoch ms. */
  readonly alarmsToMs: number;
  readonly notes: readonly Note[];
};

type Read = { /** Of which jump of the clock this is. */ readonly seeks: number; readonly events: readonly AlarmEvent[]; readonly actions: readonly OperatorAction[]; readonly notes: readonly Note[]; readonly alarmsToMs: number };

const nothing: Read = { seeks: 0, events: [], actions: [], notes: [], alarmsToMs: Number.NEGATIVE_INFINITY };
const mostEvents = 10_000;
const mostActions = 2000;
const mostNotes = 500;
/** What people do is read again this often while the trend follows now, ms. */
const refreshMs = 15_000;

/** Alarms, actions and notes over what is shown and half as much on either side, read again when the window leaves that. */
export function useTrendMarks(session: TrendSession, directory: DirectoryIndex, tags: readonly string[], isVisible: boolean): TrendMarks {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const seeks = useTimeline((now) => now.seeks);
  const notesVersion = useStore(client.notesVersion);
  const [read, setRead] = useState(nothing);
  const { fromMs, toMs } = useWide(session, isVisible);
  useEffect(() => {
    if (!isVisible || !isLive || !(toMs > fromMs)) return undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      // Nothing is shown past the moment the console shows.
      const span = { fromMs, toMs: Math.min(toMs, client.nowMs()) };
      if (!(span.toMs > span.fromMs)) return setRead(nothing);
      const options = { signal: abort.signal };
      const [alarms, actions, notes] = await Promise.all([
        client.call('alarms.eventsIn', { span, limit: mostEvents }, options),
        client.call('actions.in', { span, limit: mostActions }, options),
        client.call('notes.in', { span, limit: mostNotes }, options),
      ]);
      if (abort.signal.aborted) return;
      setRead((before) => ({
        // A question that failed leaves what was read for another moment.
        seeks: alarms.ok && actions.ok && notes.ok ? seeks : before.seeks,
        events: alarms.ok ? alarms.value.events : before.events,
        alarmsToMs: alarms.ok ? span.toMs : before.alarmsToMs,
        actions: actions.ok ? actions.value.actions : before.actions,
        notes: notes.ok ? notes.value.notes : before.notes,
      }));
    };
    void ask();
    const timer = setInterval(() => void ask(), refreshMs);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [client, isVisible, isLive, fromMs, toMs, seeks, notesVersion]);
  return useMemo(() => {
    const scope = markScope(directory, tags);
    const past = [...alarmMarks(directory, read.events, scope), ...actionMarks(directory, read.actions, scope), ...noteMarks(read.notes, scope)].toSorted((a, b) => a.timeMs - b.timeMs);
    if (read.seeks === seeks) return { past, alarmsToMs: read.alarmsToMs, notes: read.notes };
    // Read for another moment: until the answer for this one is there, nothing later than it is shown.
    const nowMs = client.nowMs();
    return { past: marksUpTo(past, nowMs), alarmsToMs: Math.min(read.alarmsToMs, nowMs), notes: read.notes };
  }, [client, directory, tags, read, seeks]);
}

/** A span wider than what is shown, which stands still until the window leaves it. */
function useWide(session: TrendSession, isVisible: boolean): { readonly fromMs: number; readonly toMs: number } {
  const [wide, setWide] = useState({ fromMs: 0, toMs: 0 });
  useEffect(() => {
    if (!isVisible) return undefined;
    const look = (): void => {
      const shown = session.window();
      const spanMs = shown.toMs - shown.fromMs;
      setWide((before) => {
        const isWithin = shown.fromMs >= before.fromMs && shown.toMs <= before.toMs && before.toMs - before.fromMs <= 4 * spanMs;
        return isWithin ? before : { fromMs: shown.fromMs - spanMs / 2, toMs: shown.toMs + spanMs / 2 };
      });
    };
    look();
    const timer = setInterval(look, 300);
    return () => clearInterval(timer);
  }, [session, isVisible]);
  return wide;
}
