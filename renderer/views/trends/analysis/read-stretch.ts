import type { SampleRows } from '#shared/math/spectrum-grid.ts';
import { median } from '#shared/math/spectrum-peaks.ts';
import { refused, type Result } from '#shared/model/fault.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';

/** The most samples one question of history gives. */
const mostRows = 1_000_000;
/** Questions for the stretch itself: the step may turn out another one than was found before. */
const rounds = 3;
const mostMs = 366 * 86_400_000;
/** First looks at a tag nobody knows the period of: a minute, an hour, three days. Few rows tell it. */
const looksMs = [60_000, 3_600_000, 3 * 86_400_000] as const;
const lookRows = 2000;

type Call = ConsoleClient['call'];
type Wish = { readonly tag: TagId; readonly toMs: number; readonly points: number; readonly declaredMs: number | null };

/** Time between samples as last found, ms, by tag; a first guess only. */
const found = new WeakMap<Call, Map<TagId, number>>();

/**
 * Recorded samples up to `toMs`, about as many as `points` need. How fast a tag is recorded is not known before: the period
 * the project states, what was found last time or a short look tells, and a second question closes in. May hold more
 * samples, and fewer where there are no more.
 */
export async function readStretch(call: Call, wish: Wish, signal: AbortSignal): Promise<Result<SampleRows>> {
  const { tag, toMs, points } = wish;
  const known = found.get(call) ?? new Map<TagId, number>();
  found.set(call, known);
  const guess = known.get(tag) ?? wish.declaredMs;
  const first = guess === null ? await look(call, wish, signal) : { ok: true as const, value: guess };
  if (!first.ok) return first;
  let stepMs = first.value;
  for (let round = 1; ; round++) {
    const spanMs = Math.min(mostMs, (points + 2) * stepMs * 1.02);
    const answer = await call('history.raw', { tag, span: { fromMs: toMs - spanMs, toMs }, limit: Math.min(mostRows, points * 2 + 1000) }, { signal });
    if (!answer.ok) return answer;
    const { timeMs, value, quality, truncated } = answer.value;
    const seenMs = typicalStep(timeMs);
    if (seenMs !== null) known.set(tag, seenMs);
    const isEnough = !truncated && (timeMs.length >= points || seenMs === null || seenMs <= stepMs * 1.1 || spanMs === mostMs);
    // Cut off at its end, the stretch would show an earlier moment than the one asked for.
    if (truncated && (round === rounds || seenMs === null)) return refused('too-many', 'Samples come so irregularly here that the stretch before this moment could not be read.');
    if (isEnough || round === rounds || seenMs === null) return { ok: true, value: { timeMs, value, quality } };
    stepMs = seenMs;
  }
}

/** The time between samples before a moment, ms; that of the longest look where there are hardly any. */
async function look(call: Call, { tag, toMs }: Wish, signal: AbortSignal): Promise<Result<number>> {
  for (const lookMs of looksMs) {
    const answer = await call('history.raw', { tag, span: { fromMs: toMs - lookMs, toMs }, limit: lookRows }, { signal });
    if (!answer.ok) return answer;
    const stepMs = typicalStep(answer.value.timeMs);
    if (stepMs !== null) return { ok: true, value: stepMs };
  }
  return { ok: true, value: looksMs[2] / 4 };
}

/** The median time between samples, the one in front of the span left out; null when there are fewer than three. */
function typicalStep(timeMs: Float64Array): number | null {
  const steps: number[] = [];
  for (let row = 2; row < Math.min(timeMs.length, 4000); row++) steps.push((timeMs[row] as number) - (timeMs[row - 1] as number));
  const middle = median(steps);
  return middle > 0 ? middle : null;
}
