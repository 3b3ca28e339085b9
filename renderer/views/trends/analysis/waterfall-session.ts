import { createStore, type StoreApi } from 'zustand/vanilla';
import { evenGrid } from '#shared/math/spectrum-grid.ts';
import type { WindowName } from '#shared/math/spectrum-window.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../../client/console-client.ts';
import { stepFor } from '../../../widgets/plot-axes/axis-scale.ts';
import type { WaterfallRows } from '../../../widgets/waterfall-plot/waterfall-image.ts';
import type { AnalysisRunner } from './analysis-runner.ts';
import type { GridRules } from './analysis-task.ts';
import { readStretch } from './read-stretch.ts';

export type WaterfallWish = {
  readonly tag: TagId;
  readonly fromMs: number;
  readonly toMs: number;
  readonly window: WindowName;
  /** Points a row at most; fewer where the span is short. */
  readonly length: number;
  readonly maxHz: number | null;
  readonly declaredMs: number | null;
  readonly between: GridRules['between'];
  /** Nothing later is recorded yet; UTC epoch ms. */
  readonly knownToMs: number;
};

export type WaterfallState = {
  /** Null until it is known how fast the tag is recorded. `maxHz` is what the columns end at. */
  readonly plan: { readonly length: number; readonly stepMs: number; readonly maxHz: number; readonly rows: WaterfallRows } | null;
  /** Why there is no picture, one sentence. */
  readonly problem: string | null;
  /** Rises with every row that came. */
  readonly version: number;
  /** Rows of the window still to come; 0 when it is whole. */
  readonly missing: number;
};

export type WaterfallSession = { readonly state: StoreApi<WaterfallState>; want(wish: WaterfallWish): void; close(): void };

const columns = 360;
const mostRows = 180;
const fewestPoints = 64;
/** Samples a question at most, so that a newer wish need not wait long. */
const samplesAQuestion = 200_000;
const probePoints = 256;

/** Rows of a waterfall over a window that may move: those known are kept, those missing are read and computed, the latest first. */
export function createWaterfallSession(call: ConsoleClient['call'], runner: Pick<AnalysisRunner, 'run'>): WaterfallSession {
  const state = createStore<WaterfallState>(() => ({ plan: null, problem: null, version: 0, missing: 0 }));
  let known = new Map<number, Float32Array>();
  let wish: WaterfallWish | null = null;
  let subject = '';
  let work: AbortController | null = null;

  const start = (): void => {
    work?.abort();
    const mine = new AbortController();
    work = mine;
    void run(mine);
  };
  const run = async (mine: AbortController): Promise<void> => {
    const { signal } = mine;
    // Told in the same step as the last look for missing rows, so that a wish in between begins anew.
    const rest = (): void => void (work = null);
    if (state.getState().plan === null) {
      const problem = await makePlan(signal);
      if (signal.aborted) return;
      if (problem !== null) {
        rest();
        return state.setState({ problem, missing: 0 });
      }
    }
    for (;;) {
      const next = nextRows();
      if (next === null) return rest();
      const problem = await fill(next, signal);
      if (signal.aborted) return;
      if (problem !== null) rest();
      state.setState(({ version }) => ({ version: version + 1, problem, missing: missingRows().length }));
      if (problem !== null) return;
    }
  };
  const makePlan = async (signal: AbortSignal): Promise<string | null> => {
    if (wish === null) return null;
    const { tag, fromMs, toMs, declaredMs, between, window, length: most, maxHz } = wish;
    let sentence = 'There are no samples in this span.';
    // At its end, middle or beginning: somewhere the signal must have moved to tell how fast it is recorded.
    for (const atMs of [toMs, (fromMs + toMs) / 2, fromMs + (toMs - fromMs) / 8]) {
      const read = await readStretch(call, { tag, toMs: atMs, points: probePoints, declaredMs }, signal);
      if (!read.ok) return read.fault.message;
      const answer = evenGrid(read.value, { toMs: atMs, count: probePoints, declaredMs, between, lateMs: Number.POSITIVE_INFINITY });
      if (!answer.ok) {
        sentence = answer.sentence;
        continue;
      }
      const { stepMs } = answer.grid;
      const length = Math.min(most, 2 ** Math.floor(Math.log2((toMs - fromMs) / 6 / stepMs)));
      if (length < fewestPoints) return `At one sample every ${stepMs < 1000 ? `${Number(stepMs.toPrecision(3))} ms` : `${Number((stepMs / 1000).toPrecision(3))} s`} this span holds too few samples for a waterfall. Show a longer span.`;
      const rowMs = stepFor(Math.max((toMs - fromMs) / mostRows, (length * stepMs) / 4));
      const end = maxHz === null ? 500 / stepMs : Math.min(maxHz, 500 / stepMs);
      known = new Map();
      const kept = known;
      state.setState({ plan: { length, stepMs, maxHz: end, rows: { stepMs: rowMs, columns, row: (k) => kept.get(k) ?? null } }, problem: null });
      settings = { window, length, overlap: 0 };
      return null;
    }
    return sentence;
  };
  let settings = { window: 'hann' as WindowName, length: 1024, overlap: 0 };

  /** Numbers of the rows of the window not known yet, the latest first. */
  const missingRows = (): readonly number[] => {
    const { plan } = state.getState();
    if (plan === null || wish === null) return [];
    const { stepMs } = plan.rows;
    const missing: number[] = [];
    for (let k = Math.floor(Math.min(wish.toMs, wish.knownToMs) / stepMs); k * stepMs > wish.fromMs; k--) if (!known.has(k)) missing.push(k);
    return missing;
  };
  /** The next rows to read with one question: neighbours while their samples overlap or touch. */
  const nextRows = (): readonly number[] | null => {
    const { plan } = state.getState();
    const [latest, ...rest] = missingRows();
    if (plan === null || latest === undefined) return null;
    const lengthMs = plan.length * plan.stepMs;
    const rows = [latest];
    for (const k of rest) {
      const spanMs = (latest - k) * plan.rows.stepMs + lengthMs;
      if (k !== (rows.at(-1) as number) - 1 || plan.rows.stepMs > lengthMs * 2 || spanMs / plan.stepMs > samplesAQuestion || rows.length >= 24) break;
      rows.push(k);
    }
    return rows.toReversed();
  };
  /** Reads and computes rows, given in order of time. */
  const fill = async (rows: readonly number[], signal: AbortSignal): Promise<string | null> => {
    const { plan } = state.getState();
    if (plan === null || wish === null) return null;
    const { tag, declaredMs, between } = wish;
    const endsMs = Float64Array.from(rows, (k) => k * plan.rows.stepMs);
    const toMs = endsMs.at(-1) as number;
    const points = Math.ceil((toMs - (endsMs[0] as number)) / plan.stepMs) + plan.length + 8;
    const read = await call('history.raw', { tag, span: { fromMs: toMs - points * plan.stepMs, toMs }, limit: Math.min(1_000_000, points * 4) }, { signal });
    if (!read.ok) return read.fault.message;
    if (read.value.truncated) return 'Samples come faster in a part of this span than in the rest, which a waterfall cannot show.';
    const { timeMs, value, quality } = read.value;
    const rules = { toMs, declaredMs: plan.stepMs, between, lateMs: Math.max(plan.stepMs * 3, declaredMs ?? 0) };
    const answer = await runner.run({ kind: 'waterfall', rows: { timeMs, value, quality }, rules, settings, endsMs, maxHz: plan.maxHz, columns }, signal);
    if (answer === null) return null;
    if (!answer.ok) return answer.sentence;
    rows.forEach((k, at) => known.set(k, answer.level.subarray(at * columns, (at + 1) * columns)));
    return null;
  };

  return {
    state,
    want(next) {
      const { tag, window, length, maxHz, fromMs, toMs } = next;
      const nextSubject = JSON.stringify([tag, window, length, maxHz, Math.round(toMs - fromMs)]);
      wish = next;
      if (nextSubject !== subject) {
        subject = nextSubject;
        known = new Map();
        state.setState({ plan: null, problem: null, version: 0, missing: 0 });
        return start();
      }
      forgetFar(known, state.getState().plan?.rows.stepMs ?? null, next);
      state.setState({ missing: missingRows().length });
      if (work === null) start();
    },
    close() {
      work?.abort();
      wish = null;
    },
  };
}

/** Rows more than a window away are forgotten. */
function forgetFar(known: Map<number, Float32Array>, stepMs: number | null, { fromMs, toMs }: WaterfallWish): void {
  if (stepMs === null || known.size < mostRows * 4) return;
  for (const k of known.keys()) if (k * stepMs < fromMs - (toMs - fromMs) || k * stepMs > toMs + (toMs - fromMs)) known.delete(k);
}
