import type { FirstoutContract } from '#shared/contract/index.ts';
import { type ColumnHistory, type PixelColumns, settleColumn, unsureColumns } from '#shared/math/pixel-columns.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import { isBad } from '#shared/model/quality.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

type Call = RpcClient<FirstoutContract>['call'];

/** Which stretch of history, in columns of `stepMs` from column `from`. */
export type HistoryWindow = { readonly stepMs: number; readonly from: number; readonly count: number };

export type HistoryAnswer = { readonly ok: true; readonly pens: readonly ColumnHistory[] } | { readonly ok: false; readonly fault: Fault };

export async function askHistory(call: Call, tags: readonly TagId[], window: HistoryWindow): Promise<HistoryAnswer> {
  const fromMs = window.from * window.stepMs;
  const answer = await call('history.decimated', {
    tags: [...tags],
    span: { fromMs, toMs: fromMs + window.count * window.stepMs },
    width: window.count,
  });
  return answer.ok ? { ok: true, pens: answer.value.pens } : answer;
}

const unsureLimit = 16;

/**
 * Fills in what columns alone cannot say: the value that was standing when the window began, and whether the last sample
 * of a column with good and bad ones was bad. `isCurrent` is asked before anything is written, since the window may have
 * been replaced meanwhile. Where the answer is refused the columns stay as they are: unknown, drawn as a gap.
 */
export async function settleHistory(call: Call, tag: TagId, columns: PixelColumns, isCurrent: () => boolean): Promise<void> {
  const startMs = columns.from * columns.stepMs;
  const lead = await lastBefore(call, tag, startMs);
  if (!isCurrent()) return;
  if (lead !== null && columns.from * columns.stepMs === startMs) {
    columns.isLeadBad = isBad(lead.quality) || Number.isNaN(lead.value);
    columns.leadValue = columns.isLeadBad ? Number.NaN : lead.value;
  }
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

