import { createStore } from 'zustand/vanilla';
import { barSpans, behindPresentMs, speeds, type Timeline } from '../../client/timeline.ts';
import type { Bar } from './bar-scale.ts';

/** Whether the dialog for a date and time is open. */
export const goToTime = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));
export const showGoToTime = (isOpen: boolean): void => goToTime.setState({ isOpen });

/** Plays or pauses; from live it holds the present moment. */
export function togglePlay(timeline: Timeline): void {
  const { mode, isPlaying } = timeline.state.getState();
  if (isPlaying) timeline.pause();
  else if (mode === 'live') timeline.seek(timeline.nowMs() - behindPresentMs);
  else timeline.play();
}

/** Next longer (1) or shorter (−1) span of the bar. */
export function shiftSpan(timeline: Timeline, by: 1 | -1): void {
  const { barSpanMs } = timeline.state.getState();
  const next = by === 1 ? barSpans.find((span) => span > barSpanMs) : barSpans.findLast((span) => span < barSpanMs);
  if (next !== undefined) timeline.setBar(next);
}

/** Next faster (1) or slower (−1) speed. */
export function shiftSpeed(timeline: Timeline, by: 1 | -1): void {
  const { speed } = timeline.state.getState();
  const next = by === 1 ? speeds.find((one) => one > speed) : speeds.findLast((one) => one < speed);
  if (next !== undefined) timeline.setSpeed(next);
}

/** Puts a window of a tenth of the bar around the moment shown, or takes the one there away. */
export function toggleWindow(timeline: Timeline): void {
  const { window, barSpanMs } = timeline.state.getState();
  if (window !== null) return timeline.setWindow(null);
  const atMs = timeline.nowMs();
  timeline.setWindow({ fromMs: atMs - barSpanMs / 20, toMs: atMs + barSpanMs / 20 });
}

/** Moves the bar by half its span, later (1) or earlier (−1); the moment shown stays. */
export function panBar(timeline: Timeline, shownToMs: number, by: 1 | -1): void {
  const { barSpanMs } = timeline.state.getState();
  timeline.setBar(barSpanMs, shownToMs + (by * barSpanMs) / 2);
}

const handleKeys: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** Where a key moves something that stands at this fraction of a bar of `columns`; null for other keys. Home and End are the bar's ends. */
export function movedByKey(key: string, isCoarse: boolean, bar: Bar, atMs: number, columns: number): number | null {
  if (key === 'Home') return bar.fromMs;
  if (key === 'End') return bar.toMs;
  const by = handleKeys[key];
  return by === undefined ? null : atMs + by * (isCoarse ? 10 : 1) * ((bar.toMs - bar.fromMs) / columns);
}

/** The place in a row of `count` a key goes to from place `at`, without going round; null for other keys. */
export function steppedTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const by = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : key === 'ArrowRight' || key === 'ArrowDown' ? 1 : 0;
  return by === 0 ? null : Math.min(count - 1, Math.max(0, at + by));
}
