import type { FirstoutContract } from '#shared/contract/index.ts';
import { type ColumnHistory, type PixelColumns, settleColumn, unsureColumns } from '#shared/math/pixel-columns.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import { isBad } from '#shared/model/quality.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

type Call = RpcClient<FirstoutContract>['call'];

/** Which stretch of history, in columns of `stepMs` from column `from`. */
export type HistoryWindow = { readonly stepMs: number; readonly from: number; readonly count: number };

/** Samples up to then are missing, since the history server does not answer. */
export type HistoryAway = { readonly untilMs: number; readonly sentence: string };

/** `leads`: what stood right before the window, in the order of the pens; undefined where nobody knows. */
export type HistoryAnswer =
  | { readonly ok: true; readonly pens: readonly ColumnHistory[]; readonly away: HistoryAway | null; readonly leads: readonly ({ readonly value: number; readonly isBad: boolean } | undefined)[] }
  | { readonly ok: false; readonly fault: Fault };

export type AskedTags = { readonly revision: number; readonly tags: readonly { readonly tag: TagId; readonly index: number }[] };

/** Nothing the clocks of devices tell apart lies within this, ms: what stands before a moment is asked for so much before it. */
const beforeMs = 0.001;

export async function askHistory(call: Call, { revision, tags }: AskedTags, window: HistoryWindow, signal: AbortSignal): Promise<HistoryAnswer> {
  const fromMs = window.from * window.stepMs;
  const [answer, before] = await Promise.all([
    call('history.decimated', { tags: tags.map(({ tag }) => tag), span: { fromMs, toMs: fromMs + window.count * window.stepMs }, width: window.count }, { signal }),
    call('history.at', { revision, tags: tags.map(({ index }) => index), atMs: fromMs - beforeMs }, { signal }),
  ]);
  if (!answer.ok) return answer;
  const leads = tags.map((_, at) => {
    if (!before.ok || Number.isNaN(before.value.timeMs[at])) return undefined;
    const value = before.value.value[at] as number;
    return { value, isBad: isBad(before.value.quality[at] as number) || Number.isNaN(value) };
  });
  return { ok: true, pens: answer.value.pens, away: answer.value.away, leads };
}

const unsureLimit = 16;

/**
 * Fills in what columns alone cannot say: whether the last sample of a column with good and bad ones was bad. `isCurrent`
 * is asked before anything is written, since the window may have been replaced meanwhile. Where the answer is refused the
 * columns stay as they are: unknown, drawn as a gap.
 */
export async function settleHistory(call: Call, tag: TagId, columns: PixelColumns, isCurrent: () => boolean): Promise<void> {
  for (const column of unsureColumns(columns, unsureLimit)) {
    const last = await lastBefore(call, tag, (column + 1) * columns.stepMs);
    if (!isCurrent()) return;
    if (last !== null) settleColumn(columns, column, isBad(last.quality) || Number.isNaN(last.value));
  }
}

/** The newest recorded sample before a time; null when there is none or history cannot be read. */
async function lastBefore(call: Call, tag: TagId, timeMs: number): Promise<{ readonly value: number; readonly quality: number } | null> {
  const answer = await call('history.raw', { tag, span: { fromMs: timeMs, toMs: timeMs + 1 }, limit: 1 });
  if (!answer.ok) return null;
  const { timeMs: times, value, quality } = answer.value;
  for (let row = times.length - 1; row >= 0; row--) {
    if ((times[row] as number) < timeMs) return { value: value[row] as number, quality: quality[row] as number };
  }
  return null;
}

