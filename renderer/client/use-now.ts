import { useSyncExternalStore } from 'react';
import { useClient, useTimeline } from './use-client.ts';

const tickers = new Map<number, { readonly listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null }>();

function subscribe(periodMs: number, listener: () => void): () => void {
  let ticker = tickers.get(periodMs);
  if (ticker === undefined) tickers.set(periodMs, (ticker = { listeners: new Set(), timer: null }));
  const mine = ticker;
  mine.listeners.add(listener);
  mine.timer ??= setInterval(() => {
    for (const call of mine.listeners) call();
  }, periodMs);
  return () => {
    mine.listeners.delete(listener);
    if (mine.listeners.size > 0 || mine.timer === null) return;
    clearInterval(mine.timer);
    mine.timer = null;
  };
}

/**
 * The clock of the moment shown, UTC epoch ms, rounded down to `periodMs`: renders again when that moves, at once after a
 * jump. One timer per period.
 */
export function useNow(periodMs = 1000): number {
  const client = useClient();
  return useSyncExternalStore(
    (listener) => {
      const stops = [subscribe(Math.min(periodMs, 1000), listener), client.timeline.state.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    () => Math.floor(client.nowMs() / periodMs) * periodMs,
  );
}

/** The engine's own clock, whatever moment is shown. As `useNow` else. */
export function usePresentNow(periodMs = 1000): number {
  const client = useClient();
  return useSyncExternalStore(
    (listener) => subscribe(Math.min(periodMs, 1000), listener),
    () => Math.floor(client.present.nowMs() / periodMs) * periodMs,
  );
}

/** The present as far as incidents have one: in a recording its end, up to which they are known. As `useNow` else. */
export function useSituationNow(periodMs = 1000): number {
  const now = usePresentNow(periodMs);
  return Math.min(now, useTimeline(({ recording }) => recording?.toMs) ?? Number.POSITIVE_INFINITY);
}
