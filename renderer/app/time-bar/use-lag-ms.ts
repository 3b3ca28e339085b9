import { useState, useSyncExternalStore } from 'react';
import { useClient } from '../../client/use-client.ts';

/** Age of the newest watched value, ms, looked at once a second; null when nothing is watched. */
export function useLagMs(): number | null {
  const client = useClient();
  const [store] = useState(() => {
    let lag: number | null = null;
    return {
      subscribe(changed: () => void) {
        const timer = setInterval(() => {
          const newest = newestGoodMs(client.live.timeMs, client.live.quality);
          lag = newest === null ? null : Math.max(0, Math.round((client.nowMs() - newest) / 100) * 100);
          changed();
        }, 1000);
        return () => clearInterval(timer);
      },
      get: () => lag,
    };
  });
  return useSyncExternalStore(store.subscribe, store.get);
}

function newestGoodMs(timeMs: Float64Array, quality: Uint32Array): number | null {
  let newest = -Infinity;
  for (let i = 0; i < timeMs.length; i++) {
    const time = timeMs[i] as number;
    if (time > newest && (quality[i] as number) >>> 31 === 0) newest = time;
  }
  return newest === -Infinity ? null : newest;
}
