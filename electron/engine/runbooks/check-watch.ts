import type { CompiledExpression, ExpressionResult, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import type { CheckState } from '#shared/model/runbook-run.ts';
import { isGood, Q, qualityKind, type Quality } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';

/** One truth to look at. `key` names it: whatever is watched under the same key and expression goes on as it stood. */
export type WatchedCheck = {
  readonly key: string;
  /** Null where the project of the moment cannot judge it: it is unknown then. */
  readonly expression: CompiledExpression | null;
  readonly text: string;
  readonly forMs: number;
};

/** How a check stands. */
export type CheckStanding = {
  readonly state: CheckState;
  /** Since when, UTC epoch ms by the engine's clock; of `pass` since the hold time was over. */
  readonly sinceMs: number;
  /** When its hold time is over, monotonic ms; NaN where none runs. */
  readonly dueMs: number;
  /** A value it reads was set by hand at the device. */
  readonly isForced: boolean;
  readonly quality: Quality;
};

/** `isState` false: only whether its data are forced. */
export type CheckChanged = (key: string, at: number, isState: boolean) => void;

/**
 * Truths of running runbooks over the live values. Each is looked at when a value it reads has changed, in the same call as
 * alarms are; it passes when it was true for its hold time without a break, on good
 * data all along. Bad, stale and uncertain data make it unknown and end a hold time; forced data count and are marked.
 * Of a batch that brings several values of one tag the last one counts. Nothing is allocated per sample.
 */
export type CheckWatch = {
  /** What is watched from now on. All of it is looked at once; `changed` is called for what stands otherwise than before. */
  watch(checks: readonly WatchedCheck[], source: ExpressionSource, tagCount: number, now: Moment): void;
  /** Looks at what reads one of these rows; to be called when the source's columns hold them. */
  judge(batch: SampleBatch, now: Moment): void;
  /** Ends the hold times that are over. */
  elapse(now: Moment): void;
  /** When `elapse` is to be called next, monotonic ms; Infinity while no hold time runs. */
  readonly dueMs: number;
  readonly size: number;
  /** By number in the list watched last, or by key. */
  standing(at: number): CheckStanding;
  placeOf(key: string): number | undefined;
};

export type Moment = { readonly monotonicMs: number; readonly nowMs: number };

const code = { pending: 0, holding: 1, pass: 2, fail: 3, unknown: 4 } as const;
const names = ['pending', 'holding', 'pass', 'fail', 'unknown'] as const satisfies readonly CheckState[];

/** @param changed told after each change of a state, with the check's key and its number in the list. */
export function createCheckWatch(changed: CheckChanged): CheckWatch {
  let checks: readonly WatchedCheck[] = [];
  let places = new Map<string, number>();
  let source: ExpressionSource | null = null;
  let state = new Uint8Array(0);
  let sinceMs = new Float64Array(0);
  let trueMs = new Float64Array(0);
  let holdMs = new Float64Array(0);
  let isForced = new Uint8Array(0);
  let quality = new Uint32Array(0);
  /** Checks that read a tag: `readers[start[tag] .. start[tag + 1])`. */
  let start = new Uint32Array(1);
  let readers = new Uint32Array(0);
  let isDue = new Uint8Array(0);
  let due = new Uint32Array(0);
  let dueCount = 0;
  let holding = 0;
  let nextDueMs = Number.POSITIVE_INFINITY;
  const out: ExpressionResult = { value: 0, quality: 0, timeMs: 0 };

  const set = (at: number, next: number, now: Moment): void => {
    const was = state[at] as number;
    if (was === next) return;
    if (was === code.holding) holding--;
    if (next === code.holding) holding++;
    state[at] = next;
    sinceMs[at] = now.nowMs;
    changed((checks[at] as WatchedCheck).key, at, true);
  };
  const markForced = (at: number, inputs: readonly number[], columns: ExpressionSource): void => {
    let forced = 0;
    for (let i = 0; i < inputs.length; i++) if (((columns.quality[inputs[i] as number] as number) & 0xffff0000) >>> 0 === Q.goodLocalOverride) forced = 1;
    if (isForced[at] === forced) return;
    isForced[at] = forced;
    changed((checks[at] as WatchedCheck).key, at, false);
  };
  const evaluate = (at: number, columns: ExpressionSource, now: Moment): void => {
    const { expression } = checks[at] as WatchedCheck;
    if (expression === null) {
      quality[at] = Q.badConfigurationError;
      return set(at, code.unknown, now);
    }
    expression.evaluate(columns, out);
    quality[at] = out.quality;
    markForced(at, expression.inputs, columns);
    if (!isGood(out.quality)) return set(at, qualityKind(out.quality) === 'waiting' && state[at] === code.pending ? code.pending : code.unknown, now);
    if (out.value !== 1) return set(at, code.fail, now);
    const was = state[at] as number;
    if (was === code.pass || was === code.holding) return;
    if ((holdMs[at] as number) === 0) return set(at, code.pass, now);
    trueMs[at] = now.monotonicMs;
    nextDueMs = Math.min(nextDueMs, now.monotonicMs + (holdMs[at] as number));
    set(at, code.holding, now);
  };
  const lookAhead = (): void => {
    nextDueMs = Number.POSITIVE_INFINITY;
    for (let at = 0; at < checks.length; at++) if (state[at] === code.holding) nextDueMs = Math.min(nextDueMs, (trueMs[at] as number) + (holdMs[at] as number));
  };

  return {
    watch(next, columns, tagCount, now) {
      const before = { checks, places, state, sinceMs, trueMs, isForced, quality };
      checks = next;
      source = columns;
      places = new Map(next.map(({ key }, at) => [key, at]));
      state = new Uint8Array(next.length);
      sinceMs = new Float64Array(next.length).fill(now.nowMs);
      trueMs = new Float64Array(next.length);
      isForced = new Uint8Array(next.length);
      quality = new Uint32Array(next.length).fill(Q.badWaitingForInitialData);
      holdMs = Float64Array.from(next, ({ forMs }) => forMs);
      isDue = new Uint8Array(next.length);
      due = new Uint32Array(next.length);
      dueCount = 0;
      holding = 0;
      ({ start, readers } = indexReaders(next, tagCount));
      for (const [at, { key, text }] of next.entries()) {
        const was = before.places.get(key);
        if (was === undefined || before.checks[was]?.text !== text) continue;
        state[at] = before.state[was] as number;
        sinceMs[at] = before.sinceMs[was] as number;
        trueMs[at] = before.trueMs[was] as number;
        if (state[at] === code.holding) holding++;
      }
      for (let at = 0; at < next.length; at++) evaluate(at, columns, now);
      lookAhead();
    },
    judge(batch, now) {
      if (checks.length === 0 || source === null) return;
      const tags = start.length - 1;
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        if (tag >= tags) continue;
        const to = start[tag + 1] as number;
        for (let i = start[tag] as number; i < to; i++) {
          const at = readers[i] as number;
          if (isDue[at] === 1) continue;
          isDue[at] = 1;
          due[dueCount++] = at;
        }
      }
      const count = dueCount;
      dueCount = 0;
      for (let i = 0; i < count; i++) {
        const at = due[i] as number;
        isDue[at] = 0;
        evaluate(at, source, now);
      }
    },
    elapse(now) {
      if (holding === 0 || now.monotonicMs < nextDueMs) return;
      for (let at = 0; at < checks.length; at++) {
        if (state[at] === code.holding && now.monotonicMs - (trueMs[at] as number) >= (holdMs[at] as number)) set(at, code.pass, now);
      }
      lookAhead();
    },
    get dueMs() {
      return holding === 0 ? Number.POSITIVE_INFINITY : nextDueMs;
    },
    get size() {
      return checks.length;
    },
    standing: (at) => ({
      state: names[state[at] as number] ?? 'unknown',
      sinceMs: sinceMs[at] as number,
      dueMs: state[at] === code.holding ? (trueMs[at] as number) + (holdMs[at] as number) : Number.NaN,
      isForced: isForced[at] === 1,
      quality: quality[at] as number,
    }),
    placeOf: (key) => places.get(key),
  };
}

function indexReaders(checks: readonly WatchedCheck[], tagCount: number): { start: Uint32Array<ArrayBuffer>; readers: Uint32Array<ArrayBuffer> } {
  const start = new Uint32Array(tagCount + 1);
  for (const { expression } of checks) for (const input of expression?.inputs ?? []) start[input + 1] = (start[input + 1] as number) + 1;
  for (let tag = 0; tag < tagCount; tag++) start[tag + 1] = (start[tag + 1] as number) + (start[tag] as number);
  const readers = new Uint32Array(start[tagCount] as number);
  const next = start.slice();
  for (const [at, { expression }] of checks.entries()) {
    for (const input of expression?.inputs ?? []) {
      readers[next[input] as number] = at;
      next[input] = (next[input] as number) + 1;
    }
  }
  return { start, readers };
}
