import { useTimeline } from '../../client/use-client.ts';
import { usePresentNow } from '../../client/use-now.ts';
import { agoWords } from './time-words.ts';

/** How long before the present the moment shown is, "4 min 13 s"; null while live and in a recording, which has no present. */
export function useAgoWords(): string | null {
  const atMs = useTimeline((now) => (now.mode === 'live' || now.recording !== null ? null : now.atMs));
  const presentMs = usePresentNow(1000);
  return atMs === null ? null : agoWords(presentMs - atMs);
}
