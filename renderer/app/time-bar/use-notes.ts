import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Note } from '#shared/model/history.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import type { Bar } from './bar-scale.ts';

const most = 500;
const none: readonly Note[] = [];

/** Notes on the bar that were not withdrawn, oldest first: read again when the bar moves and when a note is written anywhere. */
export function useNotes(bar: Bar): readonly Note[] {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const version = useStore(client.notesVersion);
  const [notes, setNotes] = useState(none);
  useEffect(() => {
    if (!isLive) return undefined;
    let isCurrent = true;
    void client.call('notes.in', { span: { fromMs: bar.fromMs, toMs: bar.toMs }, limit: most }).then((answer) => {
      if (isCurrent && answer.ok) setNotes(answer.value.notes.filter(({ withdrawn }) => withdrawn === null));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, isLive, bar, version]);
  return notes;
}
