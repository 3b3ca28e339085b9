import { useEffect, useState } from 'react';
import { useClient, useLink } from '../../client/use-client.ts';
import { type Bar, columnCount } from './bar-scale.ts';

export type Density = {
  /** The stretch these counts are of: it may lag behind the bar while the next answer is on its way. */
  readonly bar: Bar;
  /** Alarms raised, as `alarms.density` gives them. */
  readonly counts: Uint32Array;
};

const day = 86_400_000;
const retryMs = 5000;

/**
 * Alarms raised on the bar by priority, counted by the engine: again when the bar moves, and when alarms came, then at most
 * once a second (once in ten for spans of more than a day). Null until the first answer; the last answer stays while the
 * link is down.
 */
export function useDensity(bar: Bar): { readonly density: Density | null; readonly problem: string | null } {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const [density, setDensity] = useState<Density | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!isLive) return undefined;
    const abort = new AbortController();
    const everyMs = bar.toMs - bar.fromMs > day ? 10_000 : 1000;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isAsking = false;
    let isDue = false;
    const ask = async (): Promise<void> => {
      timer = null;
      isAsking = true;
      isDue = false;
      const answer = await client.call('alarms.density', { span: { fromMs: bar.fromMs, toMs: bar.toMs }, width: columnCount }, { signal: abort.signal });
      isAsking = false;
      if (abort.signal.aborted) return;
      if (answer.ok) setDensity({ bar, counts: answer.value.counts });
      setProblem(answer.ok ? null : answer.fault.message);
      if (!answer.ok || isDue) timer = setTimeout(() => void ask(), answer.ok ? everyMs : retryMs);
    };
    void ask();
    const stop = client.present.alarms.subscribe((now, before) => {
      if (now.seq === before.seq) return;
      isDue = true;
      if (!isAsking) timer ??= setTimeout(() => void ask(), everyMs);
    });
    return () => {
      abort.abort();
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, isLive, bar]);
  return { density, problem };
}
