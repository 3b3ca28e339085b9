import { useEffect, useMemo, useState } from 'react';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { beforeHistory, type BeforeHistory, type HistoryExtent } from './history-begin.ts';

/**
 * As `beforeHistory`, of the moment shown in replay; null while live and while it is not known. Asked once each time the past is
 * entered: history only ever loses its oldest, so what was there then is there or is not missed.
 */
export function useBeforeHistory(): BeforeHistory | null {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const isPast = useTimeline(({ mode, recording }) => mode === 'replay' && recording === null);
  const atMs = useTimeline((now) => now.atMs);
  const [extent, setExtent] = useState<HistoryExtent | null>(null);
  useEffect(() => {
    if (!isPast || !isLive) return undefined;
    const abort = new AbortController();
    void client.call('history.extent', {}, { signal: abort.signal }).then((answer) => {
      if (answer.ok && !abort.signal.aborted) setExtent(answer.value);
    });
    return () => abort.abort();
  }, [client, isPast, isLive]);
  return useMemo(() => (isPast ? beforeHistory(atMs, extent) : null), [isPast, atMs, extent]);
}
