import { History } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Note } from '#shared/model/history.ts';
import { useClient } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay, formatSpan, fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import type { TrendParts } from './trend-parts.ts';
import { focusOpener, useAway } from './use-away.ts';

const shifts = [
  { ms: 3_600_000, label: 'An hour before' },
  { ms: 8 * 3_600_000, label: 'A shift before, 8 h' },
  { ms: 86_400_000, label: 'A day before' },
  { ms: 7 * 86_400_000, label: 'A week before' },
] as const;

type Props = { readonly parts: TrendParts; readonly notes: readonly Note[] };

/** Puts the same pens of an earlier time under the trend: by a distance, from a moment, or from a note such as a good start-up. */
export function CompareMenu({ parts, notes }: Props) {
  const [isOpen, setOpen] = useState(false);
  const shiftMs = useStore(parts.earlier.state, (now) => now.shiftMs);
  return (
    <div className="trends-search-place">
      <Button icon={<History size={14} strokeWidth={1.75} />} aria-expanded={isOpen} aria-pressed={shiftMs !== null} onClick={() => setOpen((before) => !before)}>
        {shiftMs === null ? 'Compare run' : `Against ${formatSpan(shiftMs)} before`}
      </Button>
      {isOpen ? <Menu parts={parts} notes={notes} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function Menu({ parts: { session, earlier }, notes, onClose }: Props & { readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const client = useClient();
  useAway(ref, onClose);
  const { fromMs } = session.window();
  const [text, setText] = useState(() => toLocalInput(fromMs - 86_400_000));
  const shiftMs = useStore(earlier.state, (now) => now.shiftMs);
  const take = (shift: number | null): void => {
    earlier.setShift(shift);
    focusOpener(ref.current);
    onClose();
  };
  const typed = fromLocalInput(text);
  const shiftOf = (ms: number): number => session.window().fromMs - ms;
  const refusal = Number.isNaN(typed) ? 'Give a date and a time.' : shiftOf(typed) <= 0 ? 'The other run must lie before what is shown.' : null;
  const earlierNotes = notes.filter((note) => note.withdrawn === null && note.fromMs < client.nowMs() && shiftOf(note.fromMs) > 0).slice(-8).toReversed();
  return (
    <div ref={ref} className="trends-pop trends-compare" role="dialog" aria-label="Compare with an earlier run">
      <ul className="trends-found">
        {shifts.map(({ ms, label }) => (
          <li key={ms}>
            <button type="button" className="trends-found-row" onClick={() => take(ms)}>
              <span className="trends-found-name">{label}</span>
            </button>
          </li>
        ))}
        {earlierNotes.map((note) => (
          <li key={note.seq}>
            <button type="button" className="trends-found-row" title={`The run that begins with this note: ${note.text}`} onClick={() => take(shiftOf(note.fromMs))}>
              <span className="trends-found-name">{note.text}</span>
              <span className="trends-found-state num">
                {formatDay(note.fromMs)} {formatClock(note.fromMs)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="trends-setting" onKeyDown={(event) => event.key === 'Enter' && event.target instanceof HTMLInputElement && refusal === null && take(shiftOf(typed))}>
        <span>Run that began</span>
        <MomentField className="trends-select" label="Beginning of the earlier run" value={text} onChange={setText} />
        <Button refusal={refusal} onClick={() => take(shiftOf(typed))}>
          Compare
        </Button>
      </div>
      {shiftMs === null ? null : (
        <div className="trends-setting">
          <Button onClick={() => take(null)}>End the comparison</Button>
        </div>
      )}
    </div>
  );
}
