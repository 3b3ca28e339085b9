import { useEffect, useState } from 'react';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { faultText } from '../../client/notices.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';

/** Stretches of the journal looked at; what is older is for the history view. */
const mostStretches = 5;

export type AlarmEvents = {
  /** Newest first; null while they are being read. */
  readonly events: readonly AlarmEvent[] | null;
  /** One sentence; null when nothing is wrong. */
  readonly problem: string | null;
};

/** The last events of one alarm up to the moment shown; read again whenever `key` changes. */
export function useAlarmEvents(alarm: AlarmId, key: string, limit: number): AlarmEvents {
  const client = useClient();
  const { state } = useLink();
  const seeks = useTimeline((now) => now.seeks);
  const [found, setFound] = useState<AlarmEvents>({ events: null, problem: null });
  useEffect(() => {
    if (state !== 'live') return undefined;
    const giveUp = new AbortController();
    const read = async (): Promise<void> => {
      const events: AlarmEvent[] = [];
      const ask = (beforeSeq: number) => client.call('alarms.journal', { beforeSeq, limit: limit - events.length, filter: { alarms: [alarm] } }, { signal: giveUp.signal });
      let before: number | null = client.alarms.getState().seq + 1;
      for (let stretch = 0; stretch < mostStretches && before !== null && events.length < limit; stretch++) {
        const answer: Awaited<ReturnType<typeof ask>> = await ask(before);
        if (giveUp.signal.aborted) return;
        if (!answer.ok) return setFound({ events: null, problem: faultText(answer.fault) });
        events.push(...answer.value.events);
        before = answer.value.nextBeforeSeq;
      }
      setFound({ events, problem: null });
    };
    void read();
    return () => giveUp.abort();
  }, [client, state, seeks, alarm, key, limit]);
  return found;
}
