import { useEffect, useState } from 'react';
import type { TagId } from '#shared/model/ids.ts';
import { isBad } from '#shared/model/quality.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import type { TrendSession } from './trend-session.ts';

export type SpanStatistics = { readonly mean: number; readonly deviation: number; readonly minimum: number; readonly maximum: number; readonly count: number; readonly percentGood: number };
export type FoundStatistics = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly sentence: string } | { readonly kind: 'found'; readonly statistics: SpanStatistics };

const aggregates = ['TimeAverage2', 'StandardDeviationPopulation', 'Minimum2', 'Maximum2', 'Count', 'PercentGood'] as const;

/** Aggregates of one tag over what the trend shows when this is opened and after each change of the window that lasts. */
export function useSpanStatistics(client: Pick<ConsoleClient, 'call' | 'nowMs'>, session: TrendSession, tag: string): FoundStatistics {
  const [found, setFound] = useState<FoundStatistics>({ kind: 'loading' });
  const [span, setSpan] = useState(() => shown(client, session));
  useEffect(() => {
    const timer = setInterval(() => {
      const next = shown(client, session);
      // A window that follows now moves all the time: then the statistics follow every two seconds.
      setSpan((before) => (Math.abs(next.fromMs - before.fromMs) < 2000 && Math.abs(next.toMs - before.toMs) < 2000 ? before : next));
    }, 500);
    return () => clearInterval(timer);
  }, [client, session]);
  useEffect(() => {
    const abort = new AbortController();
    if (!(span.toMs > span.fromMs)) return undefined;
    void client.call('history.aggregates', { tags: [tag as TagId], span, intervalMs: span.toMs - span.fromMs, aggregates: [...aggregates] }, { signal: abort.signal }).then((answer) => {
      if (abort.signal.aborted) return;
      if (!answer.ok) return setFound({ kind: 'failed', sentence: answer.fault.message });
      const columns = answer.value.tags[0]?.columns ?? [];
      const value = (at: number): number => {
        const column = columns[at];
        return column === undefined || isBad(column.quality[0] ?? 0) ? Number.NaN : (column.value[0] ?? Number.NaN);
      };
      setFound({ kind: 'found', statistics: { mean: value(0), deviation: value(1), minimum: value(2), maximum: value(3), count: value(4), percentGood: value(5) } });
    });
    return () => abort.abort();
  }, [client, tag, span]);
  return found;
}

function shown(client: Pick<ConsoleClient, 'nowMs'>, session: TrendSession): { readonly fromMs: number; readonly toMs: number } {
  const { fromMs, toMs } = session.window();
  return { fromMs, toMs: Math.min(toMs, client.nowMs()) };
}
