import { useMemo } from 'react';
import { useClient } from '../../client/use-client.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { type Bar, type Flag, placeFlags } from './bar-scale.ts';
import { useNotes } from './use-notes.ts';

/** Notes as flags over the bar, each with the stretch it is about. A click shows its moment. */
export function TimeFlags({ bar, width }: { readonly bar: Bar; readonly width: number }) {
  const { timeline } = useClient();
  const notes = useNotes(bar);
  const flags = useMemo(() => placeFlags(notes.map(({ seq, text, fromMs, toMs }): Flag => ({ key: String(seq), text, fromMs, toMs })), bar, width), [notes, bar, width]);
  return (
    <div className="time-flags">
      {flags.map((flag) => (
        <button
          key={flag.key}
          type="button"
          className="time-flag"
          style={{ left: `${flag.left * 100}%` }}
          title={`${formatDay(flag.fromMs)} ${formatClock(flag.fromMs)}${flag.toMs === null ? '' : ` to ${formatClock(flag.toMs)}`}: ${flag.text}`}
          aria-label={`Note: ${flag.text}. Shows ${formatDay(flag.fromMs)} ${formatClock(flag.fromMs)}.`}
          onClick={() => timeline.seek(flag.fromMs)}
        >
          {flag.toMs === null ? null : <i style={{ width: (flag.right - flag.left) * width }} />}
          {flag.labelPx === 0 ? null : <span style={{ maxWidth: flag.labelPx }}>{flag.text}</span>}
        </button>
      ))}
    </div>
  );
}
