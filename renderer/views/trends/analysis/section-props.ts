import type { ConsoleClient } from '../../../client/console-client.ts';
import type { AnalysisPen, AnalysisSpan, CursorName } from './analysis-pen.ts';
import type { AnalysisRunner } from './analysis-runner.ts';
import type { AnalysisSettings } from './analysis-settings.ts';

/** What every part of the panel gets. */
export type SectionProps = {
  readonly client: ConsoleClient;
  readonly runner: AnalysisRunner;
  /** The selected pen. */
  readonly pen: AnalysisPen;
  readonly pens: readonly AnalysisPen[];
  /** What the trend shows, standing still for a second at a time while it follows now. */
  readonly span: AnalysisSpan;
  readonly cursorA: number | null;
  readonly cursorB: number | null;
  readonly onCursor: (name: CursorName, ms: number) => void;
  readonly settings: AnalysisSettings;
  /** A covered panel asks nothing. */
  readonly isVisible: boolean;
  /** The span moves with the moment the console shows. */
  readonly isFollowing: boolean;
  readonly themeKey: string;
};
