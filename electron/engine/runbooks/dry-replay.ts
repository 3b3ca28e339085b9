import type { ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch } from '#shared/model/sample-batch.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import { type CheckWatch, createCheckWatch } from './check-watch.ts';
import { truthsOf } from './plan-checks.ts';
import type { RunPlant, RunView } from './run-plant.ts';

/** The past as the historian tells it; tags by their dense index of the plant's revision. */
export type RunHistory = {
  valueAt(tags: readonly number[], timeMs: number): Promise<PastColumns>;
  /** In the order of time, after `fromMs` up to `reachMs`, which is `toMs` once all are told. `tag`: the dense index. */
  samples(query: { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number }): Promise<PastColumns & { readonly tag: ArrayLike<number>; readonly reachMs: number }>;
};
type PastColumns = { readonly timeMs: ArrayLike<number>; readonly value: ArrayLike<number>; readonly quality: ArrayLike<number> };

/** A dry run's values and checks at the moment of the past it stands at. */
export type DryReplay = {
  readonly revision: number;
  readonly watch: CheckWatch;
  /** The plant with the values of that moment. */
  readonly view: RunView;
  /** UTC epoch ms; NaN before the first moment. */
  readonly atMs: number;
  /** Goes to a moment; rejects where history cannot be read, and then stands nowhere until it is asked again. */
  move(atMs: number): Promise<void>;
};

/** A longer way is not gone through sample by sample: what stands before it is read, and hold times begin there. */
const longestWayMs = 600_000;
const mostSamples = 100_000;

/**
 * The checks of a run by the values of the past: the same expressions, hold times and rules of quality as those of live values
 * (`check-watch.ts`), with the samples' own times as the clock. After a jump values are read from before it by the longest hold
 * time among the checks, so that what was held then is held here.
 */
export function createDryReplay(state: RunState, plant: RunPlant, history: RunHistory): DryReplay {
  const size = plant.table.size;
  const value = new Float64Array(size).fill(Number.NaN);
  const quality = new Uint32Array(size).fill(Q.badWaitingForInitialData);
  const timeMs = new Float64Array(size).fill(Number.NaN);
  const source: ExpressionSource = { value, quality, timeMs, text: plant.source.text };
  const view: RunView = { ...plant, table: { value, quality, timeMs }, source };
  const watch = createCheckWatch(() => undefined);
  const truths = truthsOf(state, plant);
  const tags = tagsOf(state, plant, truths.flatMap(({ expression }) => expression?.inputs ?? []));
  const longestHoldMs = Math.max(0, ...truths.map(({ forMs }) => forMs));
  const row = createBatch(1);
  row.length = 1;
  let reachedMs = Number.NaN;

  const put = (tag: number, past: PastColumns, at: number): void => {
    value[tag] = past.value[at] as number;
    quality[tag] = past.quality[at] as number;
    timeMs[tag] = past.timeMs[at] as number;
  };
  const elapseTo = (untilMs: number): void => {
    while (watch.dueMs <= untilMs) {
      const dueMs = watch.dueMs;
      watch.elapse({ monotonicMs: dueMs, nowMs: dueMs });
    }
  };
  const standAt = async (fromMs: number): Promise<void> => {
    const past = await history.valueAt(tags, fromMs);
    value.fill(Number.NaN);
    quality.fill(Q.badWaitingForInitialData);
    timeMs.fill(Number.NaN);
    for (const [at, tag] of tags.entries()) if (Number.isFinite(past.timeMs[at])) put(tag, past, at);
    // Nothing of where it stood before goes on from here.
    watch.watch([], source, size, { monotonicMs: fromMs, nowMs: fromMs });
    watch.watch(truths, source, size, { monotonicMs: fromMs, nowMs: fromMs });
    reachedMs = fromMs;
  };
  const goOnTo = async (toMs: number): Promise<void> => {
    while (reachedMs < toMs) {
      const past = await history.samples({ tags, fromMs: reachedMs, toMs, limit: mostSamples });
      for (let at = 0; at < past.tag.length; at++) {
        const nowMs = past.timeMs[at] as number;
        // A hold time that is over is over, even if this sample ends it.
        elapseTo(nowMs);
        put(past.tag[at] as number, past, at);
        row.tag[0] = past.tag[at] as number;
        watch.judge(row, { monotonicMs: nowMs, nowMs });
      }
      reachedMs = past.reachMs > reachedMs ? past.reachMs : toMs;
    }
    elapseTo(toMs);
  };
  return {
    revision: plant.revision,
    watch,
    view,
    get atMs() {
      return reachedMs;
    },
    async move(atMs) {
      if (tags.length === 0) return void (reachedMs = atMs);
      try {
        if (!(atMs >= reachedMs && atMs - reachedMs <= longestWayMs)) await standAt(atMs - Math.min(longestHoldMs, longestWayMs) - 1);
        await goOnTo(atMs);
      } catch (error) {
        watch.watch([], source, size, { monotonicMs: atMs, nowMs: atMs });
        reachedMs = Number.NaN;
        throw error;
      }
    },
  };
}

/** Every tag the run shows, checks or would write, each once. */
function tagsOf({ steps }: RunState, plant: RunPlant, checked: readonly number[]): readonly number[] {
  const tags = new Set(checked);
  for (const { plan } of steps) {
    for (const item of plan.items) {
      const index = item.kind === 'value' || item.kind === 'action' ? plant.indexOf(item.tag) : undefined;
      if (index !== undefined) tags.add(index);
    }
  }
  return [...tags];
}
