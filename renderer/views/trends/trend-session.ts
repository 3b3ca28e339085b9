import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SampleColumns } from '#shared/contract/columns.ts';
import { addSample, advanceTo, columnStep, createPixelColumns, markLost, mergeHistory, type PixelColumns, setLead } from '#shared/math/pixel-columns.ts';
import type { TagId } from '#shared/model/ids.ts';
import { type ConsoleClient, seeked } from '../../client/console-client.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { Timers } from '../../client/timers.ts';
import { momentWords } from './moment-words.ts';
import { askHistory, type HistoryAway, settleHistory } from './trend-history.ts';
import { clampWindow, followWindow, type TimeWindow, zoomWindow } from './time-window.ts';

/** Samples left out before `timeMs`; `count` null when nobody knows how many. */
export type LostSamples = { readonly timeMs: number; readonly count: number | null };

export type TrendState = {
  readonly spanMs: number;
  /** End of the span; null while it follows now. */
  readonly toMs: number | null;
  /** What is wrong with the history on screen; null when nothing is. */
  readonly problem: string | null;
  /** True from a question to the historian until its answer, or until a newer question replaced it. */
  readonly isLoading: boolean;
  readonly lost: readonly LostSamples[];
};

export type TrendSession = {
  readonly state: StoreApi<TrendState>;
  /** Which tags to keep columns of, in this directory; unknown ids are left out. */
  setTags(directory: DirectoryIndex, tags: readonly string[]): void;
  /** CSS px the span is drawn over. */
  setWidth(px: number): void;
  /** A covered panel keeps nothing current; in front again it asks anew. */
  setVisible(isVisible: boolean): void;
  setSpan(spanMs: number): void;
  /** `factor` below 1 looks closer; what stands at `fraction` of the span stays there, the end while it follows. */
  zoom(factor: number, fraction: number): void;
  /** Moves the window by this much, later being positive; at now it follows again. */
  pan(byMs: number): void;
  follow(): void;
  /** Shows this stretch. */
  show(window: TimeWindow): void;
  /** The span as it stands now; while it follows it moves by whole columns, a very short one up to the newest sample. */
  window(): TimeWindow;
  columnsOf(tag: string): PixelColumns | null;
  /** Rises with everything that changes the picture. */
  readonly version: number;
  close(): void;
};

type Pen = { readonly tag: TagId; readonly index: number; columns: PixelColumns | null };

/** Quiet time before a question to the historian, so that a turn of the wheel asks once. */
const settleMs = 60;
/** While the window does not come to rest it is asked all the same, this long after the columns did not serve any more. */
const movingMs = 120;
/** Spans shorter than this follow the newest sample, at most so far behind now: samples come some 50 ms together, and the last of a very short span would always be still to come. */
const nearMs = 1000;
const maxLagMs = 200;
/** So much of the span beside what is shown is asked for before it comes into sight. */
const aheadShare = 0.15;
const retryMs = 2000;
/** While the history server is away it is asked again this often. */
const awayMs = 10_000;
/** After samples were left out, history is asked for them this much later: by then they are recorded. */
const healMs = 1500;
/** Columns ahead of now that take samples of a clock a little ahead of ours. */
const aheadColumns = 8;
const keptLost = 50;
const maxColumns = 3800;

/** Keeps pixel columns of some tags over a moving window: history first, live samples appended, without gap or doubling. */
export function createTrendSession(client: Pick<ConsoleClient, 'call' | 'samples' | 'nowMs' | 'status'>, timers: Pick<Timers, 'after'>, first: { readonly spanMs: number }): TrendSession {
  const state = createStore<TrendState>(() => ({ spanMs: first.spanMs, toMs: null, problem: null, isLoading: false, lost: [] }));
  let pens: Pen[] = [];
  let penOf = new Map<number, Pen>();
  let penById = new Map<string, Pen>();
  let widthPx = 0;
  let isVisible = false;
  let version = 0;
  /** Source time of the newest live sample. */
  let newestMs = Number.NEGATIVE_INFINITY;
  let asked = 0;
  let heard: SampleColumns[] | null = null;
  let closeSamples: (() => void) | null = null;
  let stopTimer: (() => void) | null = null;
  let stopMoving: (() => void) | null = null;
  /** What the columns were last filled for. */
  let covered: { readonly stepMs: number; readonly pens: readonly Pen[] } | null = null;
  let isClosed = false;
  let revision = 0;
  let asking: AbortController | null = null;
  // A new engine has marked in history where the one before ended; it may be told after the line is up again.
  const stopStatus = client.status.subscribe((now, before) => {
    if (before !== null && now !== null && now.engineId !== before.engineId) schedule(settleMs);
  });

  const window = (): TimeWindow => {
    const { spanMs, toMs } = state.getState();
    if (toMs !== null) return { fromMs: toMs - spanMs, toMs };
    const endMs = followedMs();
    slide(endMs);
    return followWindow(endMs, spanMs, stepMs());
  };
  /** Where a window that follows ends: now, or where near spans have something to show. */
  const followedMs = (): number => {
    const now = client.nowMs();
    return state.getState().spanMs < nearMs ? Math.min(now, Math.max(newestMs, now - maxLagMs)) : now;
  };
  const stepMs = (): number => columnStep(state.getState().spanMs, Math.min(widthPx, maxColumns));
  const isFollowing = (): boolean => state.getState().toMs === null;

  /** While it follows, the columns move along, also those of a tag that keeps silent: its last value still holds. */
  const slide = (endMs: number): void => {
    for (const { columns } of pens) if (columns !== null) advanceTo(columns, Math.floor(endMs / columns.stepMs) + aheadColumns);
  };
  const take = (samples: SampleColumns): void => {
    const { tag, timeMs, value, quality } = samples;
    const rows = tag.length;
    if (rows === 0) return;
    for (let row = 0; row < rows; row++) if ((timeMs[row] as number) > newestMs) newestMs = timeMs[row] as number;
    if (isFollowing()) slide(followedMs());
    let index = -1;
    let columns: PixelColumns | null = null;
    for (let row = 0; row < rows; row++) {
      // Samples of a fast tag come many together.
      if (tag[row] !== index) {
        index = tag[row] as number;
        columns = penOf.get(index)?.columns ?? null;
      }
      if (columns !== null) addSample(columns, timeMs[row] as number, value[row] as number, quality[row] as number);
    }
    version++;
  };
  /** The console shows another moment: what is here is of another time, and the window follows where it would not show it. */
  const jump = (): void => {
    const { toMs, spanMs } = state.getState();
    const now = client.nowMs();
    const isOutside = toMs !== null && !(now >= toMs - spanMs && now <= toMs);
    for (const pen of pens) pen.columns = null;
    covered = null;
    newestMs = Number.NEGATIVE_INFINITY;
    state.setState({ lost: [], ...(isOutside ? { toMs: null } : {}) });
    check(0);
  };
  const onSamples = (samples: SampleColumns, lost: number): void => {
    if (lost === seeked) return jump();
    if (lost !== 0) noteLost(samples, lost);
    heard?.push(samples);
    take(samples);
  };
  const noteLost = (samples: SampleColumns, lost: number): void => {
    const timeMs = (samples.timeMs[0] as number | undefined) ?? client.nowMs();
    for (const { columns } of pens) if (columns !== null) markLost(columns, timeMs);
    const entry: LostSamples = { timeMs, count: lost < 0 ? null : lost };
    state.setState(({ lost: before }) => ({ lost: [...before, entry].slice(-keptLost) }));
    version++;
    // After a lost line the hole is asked for at once; what a slow link left out, when it is surely recorded.
    schedule(lost < 0 ? settleMs : healMs);
  };

  const canAsk = (): boolean => !isClosed && isVisible && widthPx > 0 && pens.length > 0;
  const schedule = (afterMs: number): void => {
    if (!canAsk()) return;
    stopTimer?.();
    stopTimer = timers.after(afterMs, () => {
      stopTimer = null;
      void ask();
    });
  };
  /** A window that moves on and on would never be asked for: it is in between, one question at a time. */
  const scheduleMoving = (): void => {
    if (!canAsk()) return;
    stopMoving ??= timers.after(movingMs, () => {
      stopMoving = null;
      if (asking === null && canAsk()) void ask();
    });
  };
  const stopTimers = (): void => {
    stopTimer?.();
    stopMoving?.();
    stopTimer = stopMoving = null;
  };
  const ask = async (): Promise<void> => {
    stopTimers();
    const mine = ++asked;
    const isCurrent = (): boolean => mine === asked && !isClosed;
    const step = stepMs();
    const shown = window();
    const margin = Math.ceil((shown.toMs - shown.fromMs) / 2 / step);
    const from = Math.floor(shown.fromMs / step) - margin;
    const end = Math.ceil(shown.toMs / step) + margin;
    const present = Math.floor(client.nowMs() / step) + 1;
    const wanted = pens;
    heard = [];
    state.setState({ isLoading: true });
    asking?.abort();
    asking = new AbortController();
    const answer = await askHistory(client.call, { revision, tags: wanted }, { stepMs: step, from, count: Math.max(1, Math.min(end, present) - from) }, asking.signal);
    if (!isCurrent()) return;
    asking = null;
    const meanwhile = heard ?? [];
    heard = null;
    state.setState({ isLoading: false, problem: answer.ok ? awayWords(answer.away, shown.toMs - shown.fromMs) : answer.fault.message });
    version++;
    if (!answer.ok) {
      // Without history the columns there are go on with live samples; where there are none yet, they begin empty.
      for (const pen of wanted) pen.columns ??= createPixelColumns(step, from, end - from + aheadColumns);
      return schedule(retryMs);
    }
    for (const pen of wanted) pen.columns = createPixelColumns(step, from, end - from + aheadColumns);
    covered = { stepMs: step, pens: wanted };
    for (const samples of meanwhile) take(samples);
    wanted.forEach((pen, at) => {
      const history = answer.pens[at];
      if (history === undefined || pen.columns === null) return;
      mergeHistory(pen.columns, from, history);
      const lead = answer.leads[at];
      if (lead !== undefined) setLead(pen.columns, lead.value, lead.isBad);
      void settle(pen.tag, pen.columns, isCurrent);
    });
    // The window may have moved on meanwhile.
    check();
    if (answer.away !== null && stopTimer === null) schedule(awayMs);
  };
  const settle = async (tag: TagId, columns: PixelColumns, isCurrent: () => boolean): Promise<void> => {
    await settleHistory(client.call, tag, columns, isCurrent);
    version++;
  };

  /** Asks history when the columns there are do not cover what is shown, or are too wide or too narrow for it. */
  const check = (afterMs = settleMs): void => {
    version++;
    if (pens.length === 0) return;
    if (covers()) return;
    schedule(afterMs);
    scheduleMoving();
  };
  const covers = (): boolean => {
    const { fromMs, toMs } = window();
    const columns = pens[0]?.columns ?? null;
    if (columns === null || covered?.stepMs !== stepMs() || covered.pens !== pens) return false;
    const beside = isFollowing() ? 0 : (toMs - fromMs) * aheadShare;
    const neededMs = Math.max(toMs, Math.min(toMs + beside, client.nowMs()));
    return fromMs - beside >= columns.from * columns.stepMs && neededMs <= (columns.from + columns.capacity) * columns.stepMs;
  };
  const reopen = (): void => {
    closeSamples?.();
    closeSamples = isVisible && pens.length > 0 ? client.samples(pens.map(({ index }) => index), onSamples) : null;
  };
  const show = (next: TimeWindow): void => {
    const { fromMs, toMs } = clampWindow(next, client.nowMs());
    state.setState({ spanMs: toMs - fromMs, toMs: toMs >= followedMs() ? null : toMs });
    check();
  };

  return {
    state,
    setTags(directory, tags) {
      const before = new Map(pens.map((pen) => [pen.tag, pen]));
      pens = tags.flatMap((id): Pen[] => {
        const index = directory.indexOf(id);
        const tag = directory.tag(index);
        return tag === undefined ? [] : [{ tag: tag.id, index, columns: before.get(tag.id)?.columns ?? null }];
      });
      penOf = new Map(pens.map((pen) => [pen.index, pen]));
      penById = new Map(pens.map((pen) => [pen.tag, pen]));
      revision = directory.revision;
      // The stream is opened anew, so samples may have passed between the old one and the new: history has them.
      covered = null;
      reopen();
      check(0);
    },
    setWidth(px) {
      if (px === widthPx || px <= 0) return;
      widthPx = px;
      check();
    },
    setVisible(next) {
      if (next === isVisible) return;
      isVisible = next;
      reopen();
      covered = null;
      if (next) check(0);
      else {
        stopTimers();
        asked++;
        asking?.abort();
        asking = null;
        heard = null;
        state.setState({ isLoading: false });
      }
    },
    setSpan(spanMs) {
      const { toMs } = state.getState();
      if (toMs === null) {
        state.setState({ spanMs });
        check();
      } else show({ fromMs: toMs - spanMs, toMs });
    },
    zoom(factor, fraction) {
      const shown = window();
      if (isFollowing()) {
        state.setState({ spanMs: clampWindow(zoomWindow(shown, factor, 1), client.nowMs()).spanMs });
        check();
      } else show(zoomWindow(shown, factor, fraction));
    },
    pan(byMs) {
      const { fromMs, toMs } = window();
      show({ fromMs: fromMs + byMs, toMs: toMs + byMs });
    },
    follow() {
      state.setState({ toMs: null });
      check();
    },
    show,
    window,
    columnsOf: (tag) => penById.get(tag)?.columns ?? null,
    get version() {
      return version;
    },
    close() {
      isClosed = true;
      stopTimers();
      asking?.abort();
      stopStatus();
      closeSamples?.();
    },
  };
}

/** A hole for want of the history server must not look as if nothing had been recorded. */
const awayWords = (away: HistoryAway | null, spanMs: number): string | null => (away === null ? null : `Samples before ${momentWords(away.untilMs, spanMs)} are missing here: ${away.sentence}`);
