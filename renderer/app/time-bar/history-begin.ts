import { formatClock, formatDay } from '../../widgets/format-time.ts';

/** First and last recorded moment, UTC epoch ms; both null while nothing is recorded. */
export type HistoryExtent = { readonly fromMs: number | null; readonly toMs: number | null };
/** Why there is nothing to see: in a sentence, and where there is something. */
export type BeforeHistory = { readonly sentence: string; /** The same where there is little room. */ readonly short: string; readonly beginMs: number | null };

/** That the moment shown lies before all that was recorded, and when that begins; null where it does not, or that is not known. */
export function beforeHistory(atMs: number, extent: HistoryExtent | null): BeforeHistory | null {
  if (extent === null || !Number.isFinite(atMs)) return null;
  const { fromMs } = extent;
  if (fromMs === null) return { sentence: 'Nothing was recorded yet.', short: 'Nothing was recorded yet', beginMs: null };
  if (atMs >= fromMs) return null;
  const day = formatDay(fromMs) === formatDay(atMs) ? '' : `${formatDay(fromMs)} `;
  const short = `History begins at ${day}${formatClock(fromMs)}`;
  return { sentence: `${short}: nothing is recorded of this moment.`, short, beginMs: fromMs };
}
