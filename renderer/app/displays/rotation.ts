import type { Rotation } from '#shared/model/layout.ts';

/** Where a rotation stands. Pure; times are ms of any steady clock. */
export type Turning = {
  /** Place in the list of screens, from 0. */
  readonly at: number;
  /** When the screen shown came. */
  readonly sinceMs: number;
  /** Somebody touched the window: it waits until then. */
  readonly touchedUntilMs: number;
};

/** Somebody who touched the window reads on for this long, ms. */
export const touchHoldMs = 120_000;

export const firstTurn = (nowMs: number): Turning => ({ at: 0, sinceMs: nowMs, touchedUntilMs: -Infinity });
export const touched = (turning: Turning, nowMs: number): Turning => ({ ...turning, touchedUntilMs: nowMs + touchHoldMs });
/** By hand to another screen, which is a touch as well. */
export const turnedTo = (at: number, { screens }: Rotation, nowMs: number): Turning => ({ at: (at + screens.length) % screens.length, sinceMs: nowMs, touchedUntilMs: nowMs + touchHoldMs });

/** Why it stands still: an urgent alarm in the area of the screen shown, or a hand; null while it turns. */
export type Standing = 'alarm' | 'touch' | null;
export const standing = (turning: Turning, isAlarmed: boolean, nowMs: number): Standing => (isAlarmed ? 'alarm' : nowMs < turning.touchedUntilMs ? 'touch' : null);

/** The rotation at a moment. While it stands still, the time of the screen shown begins anew: it has its full time after that. */
export function turn(turning: Turning, rotation: Rotation, isAlarmed: boolean, nowMs: number): Turning {
  if (standing(turning, isAlarmed, nowMs) !== null) return { ...turning, sinceMs: nowMs };
  if (nowMs - turning.sinceMs < rotation.seconds * 1000) return turning;
  return { ...turning, at: (turning.at + 1) % rotation.screens.length, sinceMs: nowMs };
}
