import { createBackoff, type Backoff } from '../backoff.ts';
import type { Point } from './blocks.ts';

/** One unit id behind the device's address: the PLC itself, or one of many behind a gateway. */
export type Unit = {
  readonly id: number;
  /** Dense indices of its tags. */
  readonly tags: Uint32Array;
  readonly backoff: Backoff;
  /** Which answer of the connection was its last; 0 before the first. */
  lastAnswer: number;
  /** Why it is set aside while the line lives, as part of a sentence; null when it is not. */
  silence: string | null;
  /** Monotonic time it is asked again, ms; infinite while that question is out. */
  probeAtMs: number;
};

/** The units of a device by id. */
export function createUnits(
  points: readonly Point[],
  fallbackUnit: number,
  random: () => number,
  ceilingMs: number,
): ReadonlyMap<number, Unit> {
  const ids = new Set(points.length === 0 ? [fallbackUnit] : points.map((point) => point.unit));
  return new Map(
    [...ids].map((id) => [
      id,
      {
        id,
        tags: Uint32Array.from(
          points.filter((point) => point.unit === id),
          (point) => point.tag.index,
        ),
        backoff: createBackoff(random, { ceilingMs }),
        lastAnswer: 0,
        silence: null,
        probeAtMs: 0,
      },
    ]),
  );
}

/** Gives a unit a fresh start on a new connection. */
export function restartUnit(unit: Unit): void {
  unit.silence = null;
  unit.lastAnswer = 0;
}

/** Why no unit answers; null when at least one is not set aside. */
export function commonSilence(units: ReadonlyMap<number, Unit>): string | null {
  let silence: string | null = null;
  for (const unit of units.values()) {
    silence = unit.silence;
    if (silence === null) return null;
  }
  return silence;
}
