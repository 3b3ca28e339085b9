import { useCallback, useEffect, useRef, useState } from 'react';
import type { LoadSpan } from '#shared/contract/alarm-load.ts';
import type { AlarmLoad, LoadWindow } from '#shared/model/alarm-load.ts';
import { faultText } from '../../../client/notices.ts';
import { useAlarmBook, useClient, useLink, useTimeline } from '../../../client/use-client.ts';
import { useNow } from '../../../client/use-now.ts';

export type SpanChoice = { readonly window: LoadWindow } | { readonly fromMs: number; readonly toMs: number };

export type ShownLoad = {
  readonly load: AlarmLoad | null;
  /** Changes with the span and the moment `load` is of, not as that runs on. */
  readonly of: string;
  /** It is of another span than the one chosen: its successor is on its way. */
  readonly isOld: boolean;
  /** One sentence; null when nothing is wrong. */
  readonly problem: string | null;
};

/** How long figures stand before they are asked for anew while they follow the clock, ms. */
const shortMs = 10_000;
const longMs = 60_000;
const retryMs = 5000;
const isShort = (choice: SpanChoice): boolean => 'window' in choice && choice.window !== 'week' && choice.window !== 'month';

/** What is asked of the engine for a choice at the moment shown; null for a span that has no length. */
export function askedSpan(choice: SpanChoice, pastMs: number | null): LoadSpan | null {
  if ('window' in choice) return { window: choice.window, atMs: pastMs };
  const toMs = pastMs === null ? choice.toMs : Math.min(choice.toMs, pastMs);
  return choice.fromMs < toMs ? { fromMs: choice.fromMs, toMs } : null;
}

/** The load of the chosen span up to the moment shown, asked for anew as that moves: in the past with each jump, live as alarms come and time passes. */
export function useLoad(choice: SpanChoice, isVisible: boolean): ShownLoad {
  const client = useClient();
  const { state } = useLink();
  const { isPast, seeks } = { isPast: useTimeline(({ mode }) => mode === 'replay'), seeks: useTimeline((now) => now.seeks) };
  const beat = useNow(isShort(choice) ? shortMs : longMs);
  const seq = useAlarmBook((book) => book.seq);
  const [shown, setShown] = useState<{ readonly key: string; readonly load: AlarmLoad | null; readonly problem: string | null }>({
    key: '',
    load: null,
    problem: null,
  });
  const [retry, setRetry] = useState(0);
  const asking = useRef<{
    readonly abort: AbortController;
    isBusy: boolean;
    /** Last event when it was asked. */ seq: number | null;
  } | null>(null);
  const key = `${'window' in choice ? choice.window : `${choice.fromMs} ${choice.toMs}`} ${isPast ? `past ${seeks}` : 'live'}`;

  const ask = useCallback(
    async (signal: AbortSignal): Promise<boolean> => {
      const span = askedSpan(choice, isPast ? client.nowMs() : null);
      if (span === null) {
        setShown({ key, load: null, problem: 'The span has no length at this moment.' });
        return true;
      }
      const answer = await client.call('alarms.load', { span }, { signal });
      if (signal.aborted) return true;
      setShown((before) => (answer.ok ? { key, load: answer.value, problem: null } : { ...before, problem: faultText(answer.fault) }));
      if (!answer.ok) setTimeout(() => signal.aborted || setRetry((count) => count + 1), retryMs);
      return answer.ok;
    },
    // A span of its own is an object anew at each render; its key is not.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
    [client, key],
  );

  // Given up when another span or moment is asked for, or nobody looks; never because time passes.
  useEffect(() => {
    if (!isVisible || state !== 'live') return undefined;
    const mine = { abort: new AbortController(), isBusy: false, seq: null };
    asking.current = mine;
    return () => {
      mine.abort.abort();
      asking.current = null;
    };
  }, [ask, isVisible, state]);
  useEffect(() => {
    const mine = asking.current;
    if (mine === null || mine.isBusy) return;
    // Nothing came since, and the span stands still: the answer would be the same.
    if ((!('window' in choice) || isPast) && mine.seq === seq) return;
    mine.isBusy = true;
    mine.seq = seq;
    void ask(mine.abort.signal).then((isDone) => {
      mine.isBusy = false;
      if (!isDone) mine.seq = null;
    });
    // Alarms alone do not ask: in a flood they come by the dozen, the beat is soon enough.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [ask, beat, isVisible, state, retry]);

  return { load: shown.load, of: shown.key, isOld: shown.key !== key, problem: shown.problem };
}
