import { SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { Segmented } from '../../../widgets/segmented.tsx';
import { useSize } from '../../../widgets/plot-axes/use-size.ts';
import { useThemeKey } from '../use-theme-key.ts';
import { AnalysisControls } from './analysis-controls.tsx';
import type { AnalysisPen, AnalysisSpan, CursorName } from './analysis-pen.ts';
import { type AnalysisRunner, createAnalysisRunner, openAnalysisPort } from './analysis-runner.ts';
import { analysisSettings, type AnalysisTab, setAnalysis } from './analysis-settings.ts';
import { HistogramSection } from './histogram-section.tsx';
import { PictureMessage } from './section-head.tsx';
import type { SectionProps } from './section-props.ts';
import { SpectrumSection } from './spectrum-section.tsx';
import { stillSpan } from './use-answer.ts';
import { WaterfallSection } from './waterfall-section.tsx';
import { XySection } from './xy-section.tsx';
import './analysis.css';

export type AnalysisPanelProps = {
  readonly client: ConsoleClient;
  readonly pens: readonly AnalysisPen[];
  /** Number of the selected pen; where no pen has it, the first is taken. */
  readonly selected: number;
  /** What the trend shows, UTC epoch ms. May move with every frame; the panel looks at it a second at a time. */
  readonly span: AnalysisSpan;
  readonly cursorA: number | null;
  readonly cursorB: number | null;
  readonly onCursor: (name: CursorName, ms: number) => void;
  /** False while another tab covers the trend: nothing is asked or computed. */
  readonly isVisible?: boolean;
  readonly onClose?: () => void;
};

const tabs: readonly { readonly id: AnalysisTab; readonly label: string }[] = [
  { id: 'spectrum', label: 'Spectrum' },
  { id: 'waterfall', label: 'Waterfall' },
  { id: 'xy', label: 'XY' },
  { id: 'histogram', label: 'Histogram' },
];
/** A span that ends so near to now is taken to move with it. */
const followMs = 5000;
/** From this height of the panel on, the spectrum has the waterfall below it. */
const tallPx = 720;

/** Analysis of the selected pen beside the trend: spectrum, waterfall, XY plot, histogram. Has a worker of its own, ended with it. */
export function AnalysisPanel({ client, pens, selected, span, cursorA, cursorB, onCursor, isVisible = true, onClose }: AnalysisPanelProps) {
  const settings = useStore(analysisSettings);
  const runner = useRunner();
  const host = useRef<HTMLElement>(null);
  const { height } = useSize(host);
  const themeKey = useThemeKey();
  const [hasControls, setControls] = useState(false);
  const pen = pens.find(({ number }) => number === selected) ?? pens[0];
  const still = useStillSpan(span);
  const { tab } = settings;
  const parts: SectionProps | null = runner === null || pen === undefined ? null : { client, runner, pen, pens, span: still, cursorA, cursorB, onCursor, settings, isVisible, isFollowing: Math.abs(client.nowMs() - span.toMs) < followMs, themeKey };
  return (
    <aside ref={host} className="analysis" aria-label="Analysis">
      <div className="analysis-bar">
        <Segmented label="Analysis" segments={tabs} value={tab} onChange={(next) => setAnalysis({ tab: next })} />
        <span className="analysis-space" />
        <button type="button" className="trends-icon" aria-label="Settings of the analysis" title="Settings" aria-expanded={hasControls} onClick={() => setControls((before) => !before)}>
          <SlidersHorizontal size={16} strokeWidth={1.75} />
        </button>
        {onClose === undefined ? null : (
          <button type="button" className="trends-icon" aria-label="Close the analysis" title="Close" onClick={onClose}>
            <X size={16} strokeWidth={1.75} />
          </button>
        )}
      </div>
      {hasControls ? <AnalysisControls client={client} settings={settings} pens={pens} /> : null}
      {parts === null ? <PictureMessage text={pen === undefined ? 'Add a pen to the trend to analyse it.' : ''} isBusy={pen !== undefined} /> : <Sections parts={parts} tab={tab} isTall={height >= tallPx} />}
    </aside>
  );
}

function Sections({ parts, tab, isTall }: { readonly parts: SectionProps; readonly tab: AnalysisTab; readonly isTall: boolean }) {
  switch (tab) {
    case 'spectrum':
      return (
        <>
          <SpectrumSection {...parts} listedPeaks={isTall ? 3 : 8} />
          {isTall ? <WaterfallSection {...parts} /> : null}
        </>
      );
    case 'waterfall':
      return <WaterfallSection {...parts} />;
    case 'xy':
      return <XySection {...parts} />;
    case 'histogram':
      return <HistogramSection {...parts} />;
  }
}

/** Null for the first moment: the worker stands only while the panel is mounted. */
function useRunner(): AnalysisRunner | null {
  const [runner, setRunner] = useState<AnalysisRunner | null>(null);
  useEffect(() => {
    const made = createAnalysisRunner(openAnalysisPort());
    setRunner(made);
    return () => {
      setRunner(null);
      made.close();
    };
  }, []);
  return runner;
}

/** The same object until the span moved by a step or changed its length. */
function useStillSpan(span: AnalysisSpan): AnalysisSpan {
  const { fromMs, toMs } = stillSpan(span);
  return useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
}
