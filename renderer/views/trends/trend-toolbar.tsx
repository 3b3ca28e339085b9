import { ChartSpline, CircleAlert, Download, ImageDown, Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Note } from '#shared/model/history.ts';
import { exchangeRefusal, openExport } from '../../client/exchange.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { formatGap } from '../../widgets/trend-chart/gap-text.ts';
import type { TrendMode } from '../../widgets/trend-chart/trend-frame.ts';
import { Annotate } from './annotate.tsx';
import { CompareMenu } from './compare-menu.tsx';
import { PenSearch } from './pen-search.tsx';
import { PenSets } from './pen-sets.tsx';
import { spans } from './trend-choice.ts';
import { CursorTimes } from './cursor-times.tsx';
import type { TrendParts } from './trend-parts.ts';
import type { LostSamples } from './trend-session.ts';

const modes: readonly { readonly id: TrendMode; readonly label: string }[] = [
  { id: 'lanes', label: 'Lanes' },
  { id: 'shared', label: 'Shared axis' },
  { id: 'percent', label: '% of range' },
];

type Props = {
  readonly parts: TrendParts;
  readonly notes: readonly Note[];
  readonly isNoting: boolean;
  readonly setNoting: (isNoting: boolean) => void;
  readonly onAdd: (tags: readonly string[]) => void;
  readonly onImage: () => void;
};

/** Span, layout, comparison, notes, cursors, files, saved trends and the search for pens. */
export function TrendToolbar({ parts, notes, isNoting, setNoting, onAdd, onImage }: Props) {
  const { choice, session, directory } = parts;
  const client = useClient();
  const link = useLink();
  const mode = useStore(choice.store, (now) => now.mode);
  const isAnalysisOpen = useStore(choice.store, (now) => now.isAnalysisOpen);
  const hasPens = useStore(choice.store, (now) => now.pens.length > 0);
  const { spanMs } = useStore(session.state);
  const [isSearching, setSearching] = useState(false);
  const known = spans.find(({ ms }) => Math.abs(ms - spanMs) < 1);
  const noPens = hasPens ? null : 'There is no pen yet.';
  const exportSeen = (): void => {
    const { fromMs, toMs } = session.window();
    openExport(choice.store.getState().pens.map(({ tag }) => tag), { fromMs, toMs: Math.min(toMs, client.nowMs()) });
  };
  return (
    <div className="trends-bar">
      <Segmented label="Span" segments={spans.map(({ ms, label }) => ({ id: String(ms), label }))} value={known === undefined ? null : String(known.ms)} onChange={(id) => session.setSpan(Number(id))} />
      <Segmented label="Layout" segments={modes} value={mode} onChange={choice.setMode} />
      <CompareMenu parts={parts} notes={notes} />
      <Annotate parts={parts} isOpen={isNoting} setOpen={setNoting} />
      <span className="trends-space" />
      <CursorTimes parts={parts} />
      <Button icon={<ImageDown size={14} strokeWidth={1.75} />} aria-label="Copy as image" title="Copy what is shown as an image" refusal={noPens} onClick={onImage} />
      <Button icon={<Download size={14} strokeWidth={1.75} />} aria-label="Export" title="Export what is shown to a file" refusal={noPens ?? exchangeRefusal(link, 'Exporting', 'operate')} onClick={exportSeen}>
        <span className="trends-wide">Export</span>
      </Button>
      <Button icon={<ChartSpline size={14} strokeWidth={1.75} />} aria-pressed={isAnalysisOpen} aria-label="Analyse" title="Spectrum, waterfall, XY plot and histogram of the selected pen" refusal={noPens} onClick={() => choice.setAnalysisOpen(!isAnalysisOpen)}>
        <span className="trends-wide">Analyse</span>
      </Button>
      <PenSets choice={choice} onSpan={session.setSpan} />
      <div className="trends-search-place">
        <Button icon={<Plus size={14} strokeWidth={1.75} />} aria-expanded={isSearching} onClick={() => setSearching((before) => !before)}>
          Pen
        </Button>
        {isSearching ? <PenSearch choice={choice} directory={directory} onAdd={onAdd} onClose={() => setSearching(false)} /> : null}
      </div>
    </div>
  );
}

/** Where the window stands when it does not follow now, and what is wrong with what is shown; nothing when all is well. */
export function TrendState({ parts }: { readonly parts: TrendParts }) {
  const { choice, session, earlier } = parts;
  const notice = useStore(choice.store, (now) => now.notice);
  const earlierProblem = useStore(earlier.state, (now) => now.problem);
  const { spanMs, toMs, problem, lost } = useStore(session.state);
  const last = lost.at(-1);
  if (toMs === null && problem === null && last === undefined && notice === null && earlierProblem === null) return null;
  return (
    <div className="trends-state">
      {toMs === null ? null : (
        <>
          <span className="trends-past num" title="The trend stands still; the plant does not">
            {formatGap(spanMs)} to {formatDay(toMs)} {spanMs < 10_000 ? formatClockMs(toMs) : formatClock(toMs)}
          </span>
          <Button onClick={session.follow}>
            Back to now <span className="kbd">L</span>
          </Button>
        </>
      )}
      {problem === null ? null : <TrendNote text={problem} />}
      {earlierProblem === null ? null : <TrendNote text={earlierProblem} />}
      {last === undefined ? null : <TrendNote text={lostWords(last)} title={lost.map((one) => `${formatClock(one.timeMs)}  ${lostWords(one)}`).join('\n')} onClose={() => session.state.setState({ lost: [] })} />}
      {notice === null ? null : <TrendNote text={notice} onClose={() => choice.say(null)} />}
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
