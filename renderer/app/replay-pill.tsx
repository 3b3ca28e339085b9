import { History } from 'lucide-react';
import { useClient, useTimeline } from '../client/use-client.ts';
import { useNow } from '../client/use-now.ts';
import { formatClock } from '../widgets/format-time.ts';
import type { BeforeHistory } from './time-bar/history-begin.ts';
import { useAgoWords } from './time-bar/use-ago-words.ts';
import { useBeforeHistory } from './time-bar/use-before-history.ts';
import './replay-pill.css';

/** Behind its beginning by so much every tag that is read has a value. */
const afterBeginMs = 2000;

/** Says over the panels that the past is shown, how long ago it was, and leads back; before all history it says when that begins, and leads there. Nothing while live. */
export function ReplayPill() {
  const { timeline } = useClient();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const isRecording = useTimeline((now) => now.recording !== null);
  const ago = useAgoWords();
  const before = useBeforeHistory();
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
      {before === null ? null : <NoHistory before={before} />}
      <button type="button" className="replay-back button button-default button-normal" title="Every view shows the present again (L)" onClick={() => timeline.live()}>
        Back to live
        <kbd className="kbd">L</kbd>
      </button>
    </>
  );
}

function NoHistory({ before: { sentence, short, beginMs } }: { readonly before: BeforeHistory }) {
  const { timeline } = useClient();
  return (
    <>
      <span className="replay-before num" role="status" title={sentence}>
        {short}
      </span>
      {beginMs === null ? null : (
        <button type="button" className="replay-back button button-default button-normal" onClick={() => timeline.seek(beginMs + afterBeginMs)}>
          Go to its beginning
        </button>
      )}
    </>
  );
}
