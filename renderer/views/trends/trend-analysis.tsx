import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../client/use-client.ts';
import { AnalysisPanel } from './analysis/analysis-panel.tsx';
import type { AnalysisPen, CursorName } from './analysis/analysis-pen.ts';
import type { TrendParts } from './trend-parts.ts';

const lookEveryMs = 500;

/** The analysis panel over the pens and window of the trend. */
export function TrendAnalysis({ parts, selected, onCursor }: { readonly parts: TrendParts; readonly selected: number; readonly onCursor: (name: CursorName, ms: number) => void }) {
  const { choice, session, cursors, directory, isVisible } = parts;
  const client = useClient();
  const chosen = useStore(choice.store, (now) => now.pens);
  const { aMs, bMs } = useStore(cursors);
  const pens = useMemo(
    () =>
      chosen.flatMap(({ tag: id, number }): AnalysisPen[] => {
        const tag = directory.tagById(id);
        return tag === undefined || tag.type === 'text' ? [] : [{ tag: tag.id, id, number, name: tag.name, unit: tag.unit, decimals: tag.decimals, isState: tag.type === 'bool' || tag.type === 'enum' }];
      }),
    [chosen, directory],
  );
  const [span, setSpan] = useState(session.window);
  useEffect(() => {
    if (!isVisible) return undefined;
    const timer = setInterval(() => {
      const { fromMs, toMs } = session.window();
      setSpan((before) => (before.fromMs === fromMs && before.toMs === toMs ? before : { fromMs, toMs }));
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [session, isVisible]);
  return <AnalysisPanel client={client} pens={pens} selected={selected} span={span} cursorA={aMs} cursorB={bMs} onCursor={onCursor} isVisible={isVisible} onClose={() => choice.setAnalysisOpen(false)} />;
}
