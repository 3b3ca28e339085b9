import type { SampleRows } from '#shared/math/spectrum-grid.ts';
import { median } from '#shared/math/spectrum-peaks.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';

/** The most samples one question of history gives. */
export const mostRows = 1_000_000;
const rounds = 4;
const fallbackMs = 1000;
const mostMs = 366 * 86_400_000;

/**
 * Recorded samples up to `toMs`, about as many as `points` need. How fast a tag is recorded is not known before; a first
 * question by the period the project states tells, and at most three more close in. May hold more samples, and fewer where
 * there are no more.
 */
export async function readStretch(
  call: ConsoleClient['call'],
  wish: { readonly tag: TagId; readonly toMs: number; readonly points: number; readonly declaredMs: number | null },
  signal: AbortSignal,
): Promise<Result<SampleRows>> {
  const { tag, toMs, points } = wish;
  let stepMs = wish.declaredMs ?? fallbackMs;
  for (let round = 1; ; round++) {
    const spanMs = Math.min(mostMs, (points + 2) * stepMs * 1.02);
    const limit = Math.min(mostRows, points * 2 + 1000);
    const answer = await call('history.raw', { tag, span: { fromMs: toMs - spanMs, toMs }, limit }, { signal });
    if (!answer.ok) return answer;
    const { timeMs, value, quality, truncated } = answer.value;
    const seenMs = typicalStep(timeMs);
    const isEnough = !truncated && (timeMs.length >= points || seenMs === null || seenMs <= stepMs * 1.1 || spanMs === mostMs);
    // Cut off at its end, the stretch would show an earlier moment than the one asked for.
    if (truncated && (round === rounds || seenMs === null)) return refused('too-many', 'Samples come so irregularly here that the stretch before this moment could not be read.');
    if (isEnough || round === rounds || seenMs === null) return { ok: true, value: { timeMs, value, quality } };
    stepMs = seenMs;
  }
}

/** The median time between samples, the one in front of the span left out; null when there are fewer than three. */
function typicalStep(timeMs: Float64Array): number | null {
  const steps: number[] = [];
  for (let row = 2; row < Math.min(timeMs.length, 4000); row++) steps.push((timeMs[row] as number) - (timeMs[row - 1] as number));
  const middle = median(steps);
  return middle > 0 ? middle : null;
}
