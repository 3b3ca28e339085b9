import { type KeyboardEvent, useMemo, useState } from 'react';
import { useClient, useFirstOut, usePresentFirstOut } from '../../client/use-client.ts';
import { formatClock, formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { type Bar, type Flag, placeFlags } from './bar-scale.ts';
import { steppedTo } from './time-bar-actions.ts';
import { useNotes } from './use-notes.ts';

/** Width of the label of a first-out, px: it stands before its line where there is room, since what follows is the flood. */
const firstOutPx = 150;

/** What failed first in the bursts of the last hours, of now and of the moment shown, as flags. */
function useFirstOutFlags(): readonly Flag[] {
  const present = usePresentFirstOut((picture) => picture.groups);
  const shown = useFirstOut((picture) => picture.groups);
  return useMemo(() => {
    const byId = new Map([...present, ...shown].map((group) => [group.id, group]));
    return [...byId.values()].flatMap(({ id, ranked: [first] }) => (first === undefined ? [] : [{ key: `first-out-${id}`, text: `First-out ${formatClockMs(first.timeMs)}`, fromMs: first.timeMs, toMs: null }]));
  }, [present, shown]);
}

/**
 * Notes and first-outs as flags over the bar, each with the stretch it is about. A click shows its moment. However many there are, they
 * are one stop of Tab, the newest first; arrow keys, Home and End go among them.
 */
export function TimeFlags({ bar, width }: { readonly bar: Bar; readonly width: number }) {
  const { timeline } = useClient();
  const notes = useNotes(bar);
  const firstOuts = useFirstOutFlags();
  const flags = useMemo(() => placeFlags([...notes.map(({ seq, text, fromMs, toMs }): Flag => ({ key: String(seq), text, fromMs, toMs })), ...firstOuts], bar, width), [notes, firstOuts, bar, width]);
  const [stop, setStop] = useState<string | null>(null);
  const stopAt = flags.some(({ key }) => key === stop) ? stop : (flags.at(-1)?.key ?? null);
  const standsBefore = ({ key, left }: { readonly key: string; readonly left: number }): boolean => key.startsWith('first-out') && left * width > firstOutPx;
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.time-flag')];
    const to = steppedTo(event.key, buttons.indexOf(event.target as HTMLElement), buttons.length);
    if (to === null) return;
    event.preventDefault();
    buttons[to]?.focus();
  };
  return (
    <div className="time-flags" onKeyDown={onKey}>
      {flags.map((flag) => {
        const isBefore = standsBefore(flag);
        const isFirstOut = isBefore || flag.key.startsWith('first-out');
        // Of first-outs close together the last one is named, the others are lines: half a name says nothing.
        const isCovered = isBefore && flags.some((other) => other !== flag && standsBefore(other) && other.left >= flag.left && (other.left - flag.left) * width < firstOutPx);
        return (
          <button
            key={flag.key}
            type="button"
            tabIndex={flag.key === stopAt ? 0 : -1}
            onFocus={() => setStop(flag.key)}
            className={`time-flag ${isFirstOut ? 'is-first-out' : ''} ${isBefore ? 'is-before' : ''}`}
            style={{ left: `${flag.left * 100}%` }}
            title={`${formatDay(flag.fromMs)} ${formatClock(flag.fromMs)}${flag.toMs === null ? '' : ` to ${formatClock(flag.toMs)}`}: ${flag.text}`}
            aria-label={`${isFirstOut ? '' : 'Note: '}${flag.text}. Shows ${formatDay(flag.fromMs)} ${formatClock(flag.fromMs)}.`}
            onClick={() => timeline.seek(flag.fromMs)}
          >
            {flag.toMs === null ? null : <i style={{ width: (flag.right - flag.left) * width }} />}
            {isCovered || (flag.labelPx === 0 && !isBefore) ? null : <span style={isBefore ? undefined : { maxWidth: flag.labelPx }}>{flag.text}</span>}
          </button>
        );
      })}
    </div>
  );
}
