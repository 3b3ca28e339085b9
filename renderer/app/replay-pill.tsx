import { History } from 'lucide-react';
import { useClient, useTimeline } from '../client/use-client.ts';
import { useNow } from '../client/use-now.ts';
import { formatClock } from '../widgets/format-time.ts';
import { useAgoWords } from './time-bar/use-ago-words.ts';
import './replay-pill.css';

/** Says over the panels that the past is shown, how long ago it was, and leads back. Nothing while live. */
export function ReplayPill() {
  const { timeline } = useClient();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const isRecording = useTimeline((now) => now.recording !== null);
  const ago = useAgoWords();
  const now = useNow(1000);
  if (!isPast) return null;
  if (isRecording) {
    return (
      <span className="replay-pill num">
        <History size={14} strokeWidth={1.75} aria-hidden="true" />
        RECORDING, {formatClock(now)}
      </span>
    );
  }
  return (
    <>
      <span className="replay-pill num">
        <History size={14} strokeWidth={1.75} aria-hidden="true" />
        REPLAY, {ago} ago
      </span>
      <button type="button" className="replay-back button button-default button-normal" title="Every view shows the present again (L)" onClick={() => timeline.live()}>
        Back to live
        <kbd className="kbd">L</kbd>
      </button>
    </>
  );
}
