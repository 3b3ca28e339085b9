import type { KeyboardEvent } from 'react';
import { useClient, useTimeline } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { type Bar, columnCount, fractionOf } from './bar-scale.ts';
import { movedByKey } from './time-bar-actions.ts';

/** The moment shown, and beside it the one on its way. Arrow keys move by a column, with Shift by ten; Home and End go to the ends of the bar. */
export function Playhead({ bar }: { readonly bar: Bar }) {
  const { timeline } = useClient();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const targetMs = useTimeline((now) => now.targetMs);
  const exactMs = useTimeline((now) => now.atMs);
  const clockMs = useNow(1000);
  const atMs = isPast ? exactMs : clockMs;
  const at = fractionOf(bar, atMs);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = movedByKey(event.key, event.shiftKey, bar, targetMs ?? timeline.nowMs(), columnCount);
    if (next === null) return;
    event.preventDefault();
    timeline.pause();
    timeline.seek(next);
  };
  return (
    <>
      {targetMs === null || targetMs < bar.fromMs || targetMs > bar.toMs ? null : <span className="time-playhead-target" style={{ left: `${fractionOf(bar, targetMs) * 100}%` }} />}
      <span
        className={`time-playhead ${isPast ? 'is-past' : ''} ${at < 0 || at > 1 ? 'is-outside' : ''}`}
        style={{ left: `${Math.min(1, Math.max(0, at)) * 100}%` }}
        role="slider"
        tabIndex={0}
        data-first-focus
        aria-label="Moment shown"
        aria-valuemin={bar.fromMs}
        aria-valuemax={bar.toMs}
        aria-valuenow={atMs}
        aria-valuetext={`${formatDay(atMs)} ${formatClock(atMs)}, ${isPast ? 'replay' : 'live'}`}
        onKeyDown={onKey}
      />
    </>
  );
}
