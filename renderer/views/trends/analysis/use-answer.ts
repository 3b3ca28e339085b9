import { useEffect, useRef, useState } from 'react';

/** Quiet time before a question, so that dragging a cursor asks once. */
const settleMs = 120;
/** While the trend follows now, an analysis is made anew this often. */
export const liveStepMs = 1000;

export type Answered<Value> = { readonly value: Value | null; readonly isBusy: boolean };

/**
 * The answer to a question named by `key`; asked anew when it changes, the one before given up by its signal. The last
 * answer stays in sight meanwhile, but never under another `subject`. An answer of null (given up) changes nothing.
 */
export function useAnswer<Value>(subject: string, key: string | null, ask: (signal: AbortSignal) => Promise<Value | null>): Answered<Value> {
  const [kept, setKept] = useState<{ readonly subject: string; readonly value: Value } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === null) {
      setBusy(false);
      return undefined;
    }
    const giveUp = new AbortController();
    setBusy(true);
    const timer = setTimeout(() => {
      void latest.current(giveUp.signal).then((value) => {
        if (giveUp.signal.aborted) return;
        setBusy(false);
        if (value !== null) setKept({ subject, value });
      });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [subject, key]);
  return { value: kept?.subject === subject && key !== null ? kept.value : null, isBusy };
}

/** A span that moves with now, in steps, so that what is computed from it stands still in between. */
export const stillSpan = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): { readonly fromMs: number; readonly toMs: number } => {
  const stepMs = Math.max(liveStepMs, (toMs - fromMs) / 600);
  const end = Math.floor(toMs / stepMs) * stepMs;
  return { fromMs: end - (toMs - fromMs), toMs: end };
};
