import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RecordingFacts } from '#shared/model/history.ts';
import { fastestBySample, type ReplayFeed } from './replay-feed.ts';
import type { Timers } from './timers.ts';

export const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 100, 1000] as const;
/** Spans of the time bar, ms. */
export const barSpans = [15 * 60_000, 2 * 3_600_000, 8 * 3_600_000, 24 * 3_600_000, 7 * 86_400_000, 30 * 86_400_000] as const;

export type PlayWindow = { readonly fromMs: number; readonly toMs: number };

export type TimelineState = {
  /** `replay` from the moment the first picture of the past is on the screen, and only until the present is back. */
  readonly mode: 'live' | 'replay';
  /** The moment shown in replay, UTC epoch ms: exact after each jump and pause, at most four times a second while playing. NaN while live. */
  readonly atMs: number;
  /** The moment on its way to the screen; null when none is. The picture before it stays until all of the new one is there. */
  readonly targetMs: number | null;
  readonly isPlaying: boolean;
  /** True while playing stands still because what comes next is not read yet. */
  readonly isStalled: boolean;
  readonly speed: number;
  /** Playing begins and ends with it; null plays up to the present. */
  readonly window: PlayWindow | null;
  readonly barSpanMs: number;
  /** End of the time bar's span; null while it follows the present. */
  readonly barToMs: number | null;
  /**
   * Rises with every jump: to another moment, into the past and back, and once a second while playing faster than 10×,
   * since then not every sample is shown. Whoever keeps something of the time before reads it anew.
   */
  readonly seeks: number;
  /** What went wrong, one sentence; null when nothing did. */
  readonly problem: string | null;
  /** The recording this console shows; then there is no present to go back to. */
  readonly recording: RecordingFacts | null;
};

export type Timeline = {
  readonly state: StoreApi<TimelineState>;
  /** The moment that is shown: the engine's clock while live, the replay's else. UTC epoch ms. */
  nowMs(): number;
  /** Jumps to a moment and enters replay where it is live; what lies ahead of the present is the present. */
  seek(atMs: number): void;
  /** As `seek`, but stands exactly there or nowhere: a moment too near the present is waited for, 4 s at most, and true is given back. */
  seekExactly(atMs: number): boolean;
  /** Jumps to a moment and plays on from there. A window that does not hold the moment is given up. */
  playFrom(atMs: number): void;
  /** Moves by so many ms from where it stands. */
  step(byMs: number): void;
  /** Back to the present; nothing in a recording. */
  live(): void;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  setWindow(window: PlayWindow | null): void;
  setBar(spanMs: number, toMs?: number | null): void;
};

export type TimelineParts = {
  readonly timers: Pick<Timers, 'now' | 'frame' | 'after'>;
  readonly feed: Pick<ReplayFeed, 'show' | 'advance' | 'problem' | 'shownMs' | 'end'>;
  /** The engine's clock. */
  readonly presentMs: () => number;
};

/** Recorded samples are on disk and asked for by then: replay never shows less than this before the present, ms. */
export const behindPresentMs = 2000;
/** A question for a moment that takes longer gives way to a newer one, ms. */
const patienceMs = 250;
/** Whole pictures may lag behind their clock by this much of this console's time before the clock waits, ms. */
const pictureLagMs = 500;
const tellEveryMs = 250;
/** The clock of the replay moves by no more than this between two frames, ms of this console's time. */
const longestFrameMs = 1000;
const retryMs = 1000;

/**
 * The one clock of the console. Live, it is the engine's; in replay it jumps and plays over what was recorded, and stops at
 * the window's end or right behind the present: it never goes live by itself, since with that writes would be possible
 * again without anybody having asked for it.
 */
export function createTimeline({ timers, feed, presentMs }: TimelineParts): Timeline & {
  /** The line is up with this directory: what is shown is asked for again. */
  renewed(recording: RecordingFacts | null): void;
} {
  const state = createStore<TimelineState>(() => ({
    mode: 'live',
    atMs: NaN,
    targetMs: null,
    isPlaying: false,
    isStalled: false,
    speed: 1,
    window: null,
    barSpanMs: barSpans[1],
    barToMs: null,
    seeks: 0,
    problem: null,
    recording: null,
  }));
  const get = state.getState;
  let shownMs = NaN;
  let wantedMs = NaN;
  let lastMs = 0;
  let toldMs = -Infinity;
  let cancelFrame: (() => void) | null = null;
  let asking: { readonly abort: AbortController; readonly sinceMs: number } | null = null;

  const firstMs = (): number => get().recording?.fromMs ?? -Infinity;
  const lastPossibleMs = (): number => get().recording?.toMs ?? presentMs() - behindPresentMs;
  const endMs = (): number => Math.min(lastPossibleMs(), get().window?.toMs ?? Infinity);
  const clamp = (atMs: number): number => Math.max(firstMs(), Math.min(atMs, lastPossibleMs()));
  const nowMs = (): number => (get().mode === 'live' ? presentMs() : feed.shownMs);

  /** One question at a time: while it runs, the newest target waits, so that dragging shows pictures all the way. */
  const ask = async (): Promise<void> => {
    const { targetMs } = get();
    if (targetMs === null) return;
    // Only `seekExactly` asks for more than there is; meanwhile the picture before it stays.
    const earlyMs = targetMs - lastPossibleMs();
    if (earlyMs > 0) return void timers.after(earlyMs, () => void ask());
    if (asking !== null) {
      if (timers.now() - asking.sinceMs > patienceMs) asking.abort.abort();
      return;
    }
    const mine = { abort: new AbortController(), sinceMs: timers.now() };
    asking = mine;
    const fault = await feed.show(targetMs, mine.abort.signal, () => {
      shownMs = targetMs;
      wantedMs = targetMs;
      state.setState(({ seeks, targetMs: newest }) => ({ mode: 'replay', atMs: targetMs, targetMs: newest === targetMs ? null : newest, seeks: seeks + 1, problem: feed.problem, isStalled: false }));
      keepInBar(targetMs);
    });
    if (asking !== mine) return;
    asking = null;
    const newest = get().targetMs;
    if (newest === null) return run();
    if (fault !== null && newest === targetMs && fault.code !== 'cancelled') {
      // Without a link the target stays: it is asked for again when the line is up. In replay every other failure tries again too.
      const isKept = fault.code === 'disconnected' || get().mode === 'replay';
      state.setState({ problem: fault.message, targetMs: isKept ? newest : null, ...(isKept ? {} : { isPlaying: false }) });
      if (fault.code !== 'disconnected' && isKept) timers.after(retryMs, () => void ask());
      return;
    }
    void ask();
  };
  const seek = (atMs: number): void => {
    if (!Number.isFinite(atMs)) return;
    state.setState({ targetMs: clamp(atMs) });
    void ask();
  };

  const stopFrames = (): void => {
    cancelFrame?.();
    cancelFrame = null;
  };
  const run = (): void => {
    if (cancelFrame !== null || !get().isPlaying || get().mode === 'live') return;
    lastMs = timers.now();
    cancelFrame = timers.frame(tick);
  };
  const tick = (): void => {
    cancelFrame = null;
    const { isPlaying, speed, mode, targetMs } = get();
    if (!isPlaying || mode === 'live') return;
    const now = timers.now();
    // While a jump is on its way the picture before it stands still.
    if (targetMs !== null) {
      lastMs = now;
      return run();
    }
    const end = endMs();
    // A window nobody sees draws no frames: what passed meanwhile is not jumped over.
    wantedMs = Math.min(wantedMs + Math.min(now - lastMs, longestFrameMs) * speed, Math.max(end, shownMs));
    lastMs = now;
    const before = shownMs;
    shownMs = Math.max(shownMs, feed.advance(wantedMs, speed));
    const lag = speed > fastestBySample ? pictureLagMs * speed : 0;
    const isStalled = wantedMs - shownMs > lag;
    if (isStalled) wantedMs = shownMs + lag;
    // The present moves on while a picture is on its way: near enough is there.
    const isOver = shownMs >= end - (speed > fastestBySample ? pictureLagMs : 0);
    if (shownMs !== before && (now - toldMs >= tellEveryMs || isOver)) {
      toldMs = now;
      const isRead = speed > fastestBySample && now - toldJumpMs >= 1000;
      if (isRead) toldJumpMs = now;
      state.setState(({ seeks }) => ({ atMs: shownMs, seeks: isRead ? seeks + 1 : seeks }));
      keepInBar(shownMs);
    }
    const problem = feed.problem;
    if (isStalled !== get().isStalled || problem !== get().problem) state.setState({ isStalled, problem });
    if (isOver) return pause();
    cancelFrame = timers.frame(tick);
  };
  let toldJumpMs = -Infinity;
  const pause = (): void => {
    stopFrames();
    if (!get().isPlaying) return;
    state.setState({ isPlaying: false, isStalled: false, ...(get().mode === 'replay' ? { atMs: shownMs } : {}) });
    settleAfterPictures();
  };
  /** Faster than by sample, readers of samples lag behind the picture: where that ends they are brought to it. */
  const settleAfterPictures = (): void => {
    if (get().mode === 'replay' && get().speed > fastestBySample && get().targetMs === null) seek(shownMs);
  };
  /** The playhead is always on the bar: the bar moves on by its half where it would leave it. */
  const keepInBar = (atMs: number): void => {
    const { barSpanMs, barToMs } = get();
    const toMs = barToMs ?? lastPossibleMs();
    if (atMs >= toMs - barSpanMs && atMs <= toMs) return;
    const end = atMs + barSpanMs / 2;
    state.setState({ barToMs: end >= lastPossibleMs() ? null : end });
  };

  return {
    state,
    nowMs,
    seek,
    seekExactly(atMs) {
      const isEarly = get().recording === null && atMs > lastPossibleMs() && atMs <= presentMs() + behindPresentMs;
      if (!isEarly) seek(atMs);
      else {
        state.setState({ targetMs: atMs });
        void ask();
      }
      return isEarly;
    },
    playFrom(atMs) {
      if (!Number.isFinite(atMs)) return;
      const { window } = get();
      const isOutside = window !== null && (atMs < window.fromMs || atMs >= window.toMs);
      state.setState({ isPlaying: true, ...(isOutside ? { window: null } : {}) });
      seek(atMs);
    },
    step: (byMs) => seek((get().targetMs ?? nowMs()) + byMs),
    live() {
      if (get().recording !== null) return;
      asking?.abort.abort();
      asking = null;
      stopFrames();
      const wasPast = get().mode === 'replay';
      if (!wasPast && get().targetMs === null && get().problem === null) return;
      shownMs = NaN;
      feed.end(() => state.setState(({ seeks }) => ({ mode: 'live', atMs: NaN, targetMs: null, isPlaying: false, isStalled: false, problem: null, window: null, barToMs: null, seeks: wasPast ? seeks + 1 : seeks })));
    },
    play() {
      if (get().mode === 'live' || get().isPlaying) return;
      state.setState({ isPlaying: true });
      const { window } = get();
      if (window !== null && (shownMs >= window.toMs || shownMs < window.fromMs)) seek(window.fromMs);
      wantedMs = shownMs;
      run();
    },
    pause,
    setSpeed(speed) {
      if (speed === get().speed) return;
      wantedMs = shownMs;
      if (speed <= fastestBySample && get().isPlaying) settleAfterPictures();
      state.setState({ speed });
    },
    setWindow(window) {
      const kept = window === null ? null : { fromMs: clamp(window.fromMs), toMs: clamp(window.toMs) };
      // One that lies wholly ahead of the present would hold nothing to play.
      state.setState({ window: kept !== null && kept.toMs > kept.fromMs ? kept : null });
    },
    setBar(spanMs, toMs) {
      const wanted = toMs === undefined ? get().barToMs : toMs;
      state.setState({ barSpanMs: spanMs, barToMs: wanted === null || wanted >= lastPossibleMs() ? null : wanted });
      if (get().mode === 'replay' && toMs === undefined) keepInBar(shownMs);
    },
    renewed(recording) {
      state.setState({ recording });
      const { targetMs, mode } = get();
      if (recording !== null && mode === 'live' && targetMs === null) {
        const spanMs = recording.toMs - recording.fromMs;
        state.setState({ barSpanMs: spanMs, barToMs: null });
        return seek(recording.fromMs);
      }
      if (mode === 'live' && targetMs === null) return;
      asking?.abort.abort();
      asking = null;
      seek(targetMs ?? shownMs);
    },
  };
}
