import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { faultText } from '../../client/notices.ts';
import { useAlarmBook, useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { appendOlder, fetchNewer, pageSize, putNewer, upTo } from './journal-pages.ts';

export type Journal = {
  /** Newest first; none later than the moment shown. */
  readonly events: readonly AlarmEvent[];
  /** No older events exist behind these. */
  readonly isWhole: boolean;
  /** One sentence; null when nothing is wrong. */
  readonly problem: string | null;
  readonly fetchOlder: () => Promise<void>;
};

/** The alarm journal up to the moment shown, read on as that moves, and anew after a jump to another one. */
export function useJournal(isVisible: boolean): Journal {
  const client = useClient();
  const { state } = useLink();
  const seq = useAlarmBook((book) => book.seq);
  const seeks = useTimeline((now) => now.seeks);
  const [held, setHeld] = useState<{ readonly seeks: number; readonly events: readonly AlarmEvent[]; readonly isWhole: boolean }>({ seeks, events: [], isWhole: false });
  const [problem, setProblem] = useState<string | null>(null);
  const isBusy = useRef(false);
  const oldest = held.events.at(-1)?.seq ?? null;
  const newest = held.seeks === seeks ? (held.events[0]?.seq ?? null) : null;

  const fetchOlder = useCallback(async (): Promise<void> => {
    if (isBusy.current || oldest === null) return;
    isBusy.current = true;
    const answer = await client.call('alarms.journal', { beforeSeq: oldest, limit: pageSize });
    isBusy.current = false;
    if (!answer.ok) return setProblem(faultText(answer.fault));
    setProblem(null);
    // The answer belongs behind the event it was asked for; after a jump that one may be gone.
    setHeld((now) => (now.events.at(-1)?.seq === oldest ? { ...now, events: appendOlder(now.events, answer.value.events), isWhole: answer.value.events.length < pageSize } : now));
  }, [client, oldest]);

  useEffect(() => {
    if (!isVisible || state !== 'live' || (newest !== null && seq <= newest)) return undefined;
    let isCurrent = true;
    void fetchNewer(client, newest, seq).then((newer) => {
      if (!isCurrent) return;
      setProblem(newer.ok ? null : faultText(newer.fault));
      if (!newer.ok) return;
      setHeld((now) => (newest === null ? { seeks, events: newer.events, isWhole: newer.isWhole } : { ...now, events: putNewer(now.events, newer.events) }));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, isVisible, state, seq, newest, seeks]);

  return { events: upTo(held.events, seq), isWhole: held.isWhole, problem, fetchOlder };
}
