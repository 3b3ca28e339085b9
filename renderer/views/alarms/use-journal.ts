import { useEffect, useState } from 'react';
import type { JournalFilter } from '#shared/contract/alarms.ts';
import { useAlarmBook, useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { createJournalReader, type JournalReader, type JournalState, upTo } from './journal-reader.ts';

export type Journal = JournalState & Pick<JournalReader, 'older' | 'stop'>;

const nothingYet: JournalState = { events: [], nextBeforeSeq: null, topSeq: null, isSearching: true, problem: null };

/** The alarm journal through a filter, up to the moment shown, read on as that moves, and anew after a jump to another one. `filter` must be the same object until it changes. */
export function useJournal(filter: JournalFilter | null, isVisible: boolean): Journal {
  const client = useClient();
  const { state: line } = useLink();
  const seq = useAlarmBook((book) => book.seq);
  const epoch = useTimeline((now) => now.seeks);
  const [state, setState] = useState(nothingYet);
  const [reader, setReader] = useState<JournalReader | null>(null);
  useEffect(() => {
    const made = createJournalReader(client, setState);
    setReader(made);
    return () => made.close();
  }, [client]);
  useEffect(() => {
    if (isVisible && line === 'live') reader?.show({ filter, seq, epoch });
  }, [reader, isVisible, line, filter, seq, epoch]);
  return { ...state, events: upTo(state.events, seq), older: () => reader?.older(), stop: () => reader?.stop() };
}
