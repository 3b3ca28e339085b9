import { useEffect, useRef, useState } from 'react';
import { browserTimers } from '../../../client/timers.ts';
import { type Asker, type AskerState, createAsker, type Wish } from './asker.ts';

/** While the trend follows now, an analysis is made anew this often. */
export const liveStepMs = 1000;

export type Answered<Value> = { readonly value: Value | null; readonly isBusy: boolean };

/** The answer to the latest wish, see `createAsker`; null wants nothing. The last answer stays in sight meanwhile, but never under another subject. */
export function useAnswer<Value>(wish: Wish<Value> | null): Answered<Value> {
  const [state, setState] = useState<AskerState<Value>>({ answer: null, isBusy: false });
  const asker = useRef<Asker<Value> | null>(null);
  const latest = useRef(wish);
  latest.current = wish;
  useEffect(() => {
    const made = createAsker<Value>(browserTimers.after, setState);
    asker.current = made;
    return () => {
      asker.current = null;
      made.close();
    };
  }, []);
  const key = wish === null ? null : [wish.subject, wish.config, wish.moment, wish.isFollowing].join('\n');
  useEffect(() => asker.current?.want(latest.current), [key]);
  return { value: wish !== null && state.answer?.subject === wish.subject ? state.answer.value : null, isBusy: state.isBusy };
}

/** A span that moves with now, in steps, so that what is computed from it stands still in between. */
export const stillSpan = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): { readonly fromMs: number; readonly toMs: number } => {
  const stepMs = Math.max(liveStepMs, (toMs - fromMs) / 600);
  const end = Math.floor(toMs / stepMs) * stepMs;
  return { fromMs: end - (toMs - fromMs), toMs: end };
};
