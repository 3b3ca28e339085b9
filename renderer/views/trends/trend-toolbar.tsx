import { CircleAlert, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay, formatSpan } from '../../widgets/format-time.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import type { TrendMode } from '../../widgets/trend-chart/trend-frame.ts';
import { PenSearch } from './pen-search.tsx';
import { PenSets } from './pen-sets.tsx';
import { spans, type TrendChoiceStore } from './trend-choice.ts';
import type { TrendPointer } from './trend-pointer.ts';
import type { LostSamples, TrendSession } from './trend-session.ts';

const modes: readonly { readonly id: TrendMode; readonly label: string }[] = [
  { id: 'lanes', label: 'Lanes' },
  { id: 'shared', label: 'Shared axis' },
  { id: 'percent', label: '% of range' },
];

/** Span, layout, state of the window, pen sets and the search for pens. */
export function TrendToolbar({
  choice,
  session,
  directory,
  pointer,
  onAdd,
}: {
  readonly choice: TrendChoiceStore;
  readonly session: TrendSession;
  readonly directory: DirectoryIndex;
  readonly pointer: TrendPointer;
  readonly onAdd: (tags: readonly string[]) => void;
}) {
  const mode = useStore(choice.store, (now) => now.mode);
  const notice = useStore(choice.store, (now) => now.notice);
  const { spanMs, toMs, problem, lost } = useStore(session.state);
  const [isSearching, setSearching] = useState(false);
  const known = spans.find(({ ms }) => Math.abs(ms - spanMs) < 1);
  return (
    <div className="trends-bar">
      <Segmented label="Span" segments={spans.map(({ ms, label }) => ({ id: String(ms), label }))} value={known === undefined ? null : String(known.ms)} onChange={(id) => session.setSpan(Number(id))} />
      <Segmented label="Layout" segments={modes} value={mode} onChange={choice.setMode} />
      {toMs === null ? (
        <span className="trends-past num">{known === undefined ? `Last ${formatSpan(spanMs)}` : ''}</span>
      ) : (
        <>
          <span className="trends-past num" title="The trend stands still; the plant does not">
            {formatSpan(spanMs)} to {formatDay(toMs)} {formatClock(toMs)}
          </span>
          <Button onClick={session.follow}>
            Back to now <span className="kbd">L</span>
          </Button>
        </>
      )}
      <span className="trends-space" />
      {problem === null ? null : <TrendNote text={problem} />}
      {lost.length === 0 ? null : <TrendNote text={lostWords(lost.at(-1) as LostSamples)} title={lost.map((one) => `${formatClock(one.timeMs)}  ${lostWords(one)}`).join('\n')} onClose={() => session.state.setState({ lost: [] })} />}
      {notice === null ? null : <TrendNote text={notice} onClose={() => choice.say(null)} />}
      <CursorTime session={session} pointer={pointer} />
      <PenSets choice={choice} />
      <div className="trends-search-place">
        <Button icon={<Plus size={14} strokeWidth={1.75} />} aria-expanded={isSearching} onClick={() => setSearching((before) => !before)}>
          Pen
        </Button>
        {isSearching ? <PenSearch choice={choice} directory={directory} onAdd={onAdd} onClose={() => setSearching(false)} /> : null}
      </div>
    </div>
  );
}

export function lostWords({ count }: LostSamples): string {
  return count === null ? 'Samples were missed while the line was down' : `${count} ${count === 1 ? 'sample' : 'samples'} left out for this slow link`;
}

function TrendNote({ text, title, onClose }: { readonly text: string; readonly title?: string; readonly onClose?: () => void }) {
  return (
    <span className="trends-note" role="status" title={title ?? text}>
      <CircleAlert size={14} strokeWidth={1.75} />
      <span className="trends-note-text">{text}</span>
      {onClose === undefined ? null : (
        <button type="button" className="trends-note-close" onClick={onClose}>
          Close
        </button>
      )}
    </span>
  );
}

/** The time under the pointer, written past React. */
function CursorTime({ session, pointer }: { readonly session: TrendSession; readonly pointer: TrendPointer }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (): void => {
      if (ref.current === null) return;
      const { fromMs, toMs } = session.window();
      const { fraction } = pointer;
      const ms = fraction === null ? Number.NaN : fromMs + fraction * (toMs - fromMs);
      ref.current.textContent = fraction === null ? '' : `${formatClock(ms)}.${Math.floor((ms % 1000) / 100)}`;
    };
    write();
    return pointer.subscribe(write);
  }, [session, pointer]);
  return <span ref={ref} className="trends-cursor-time num" />;
}
