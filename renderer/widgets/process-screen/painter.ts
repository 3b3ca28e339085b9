import type { InkLanes } from './overlay/ink-lanes.ts';
import type { Binding } from './screen-context.ts';

/** A number repaints at most this often, ms. */
export const repaintMs = 250;
/** Due paints are gathered on this grid, so that signals of different phase share frames instead of each taking its own. */
const gridMs = 125;
const agingMs = 1000;

export type PainterTimers = {
  /** Monotonic, ms. */
  now(): number;
  after(ms: number, call: () => void): () => void;
  frame(call: () => void): () => void;
};

export type PainterColumns = { readonly value: Float64Array; readonly quality: Uint32Array };

/**
 * Decides which bindings are painted when. The first change after 250 ms of quiet is painted in the frame it is told in;
 * further ones wait until 250 ms have passed since, then up to 125 ms more to meet others. The last change is never lost.
 */
export type Painter = {
  /** Some of the watched tags changed; call it inside an animation frame. */
  changed(): void;
  /** Paints all, whatever the interval: first picture, alarms changed, directory changed. */
  paintAll(): void;
  /** Paints made since the start. */
  readonly paints: number;
  dispose(): void;
};

export function createPainter(options: {
  readonly bindings: readonly Binding[];
  readonly columns: PainterColumns;
  readonly timers: PainterTimers;
  /** Engine clock for ages, UTC epoch ms. */
  readonly nowMs: () => number;
  /** The short way of bindings with a lane. */
  readonly lanes: Pick<InkLanes, 'paint'>;
}): Painter {
  const { bindings, columns, timers, nowMs, lanes } = options;
  /** Tags of all bindings side by side, and where those of each begin: bindings themselves lie far apart in memory. */
  const watched = Uint32Array.from(bindings.flatMap(({ tags }) => tags));
  const offsets = new Uint32Array(bindings.length + 1);
  for (const [at, { tags }] of bindings.entries()) offsets[at + 1] = (offsets[at] as number) + tags.length;
  const total = watched.length;
  const seenValue = new Float64Array(total).fill(NaN);
  const seenQuality = new Uint32Array(total).fill(0xffffffff);
  const paintedAt = new Float64Array(bindings.length).fill(-Infinity);
  const lane = Int32Array.from(bindings, (binding) => binding.lane ?? -1);
  /** 1 where only the value of the first tag is another, 2 where more is. */
  const isDirty = new Uint8Array(bindings.length);
  let paints = 0;
  let cancelTimer: (() => void) | null = null;
  let cancelFrame: (() => void) | null = null;
  let isDisposed = false;

  const paint = (index: number, at: number, engineMs: number): void => {
    const isShort = isDirty[index] === 1 && (lane[index] as number) >= 0 && lanes.paint(lane[index] as number, columns.value[watched[offsets[index] as number] as number] as number);
    isDirty[index] = 0;
    paintedAt[index] = at;
    paints++;
    if (!isShort) (bindings[index] as Binding).paint(engineMs);
  };
  const look = (): void => {
    for (let i = 0; i < bindings.length; i++) {
      const end = offsets[i + 1] as number;
      for (let at = offsets[i] as number; at < end; at++) {
        const tag = watched[at] as number;
        const value = columns.value[tag] as number;
        const quality = columns.quality[tag] as number;
        if (seenQuality[at] === quality && Object.is(seenValue[at], value)) continue;
        if (seenQuality[at] !== quality || at !== offsets[i]) isDirty[i] = 2;
        else if (isDirty[i] === 0) isDirty[i] = 1;
        seenValue[at] = value;
        seenQuality[at] = quality;
      }
    }
  };
  /** Paints what is due and sets the timer for the rest. */
  const flush = (): void => {
    if (isDisposed) return;
    const at = timers.now();
    const engineMs = nowMs();
    let next = Infinity;
    for (let i = 0; i < bindings.length; i++) {
      if (isDirty[i] === 0) continue;
      const earliest = (paintedAt[i] as number) + repaintMs;
      if (earliest <= at) paint(i, at, engineMs);
      else next = Math.min(next, Math.ceil(earliest / gridMs) * gridMs);
    }
    cancelTimer?.();
    cancelTimer =
      next === Infinity
        ? null
        : timers.after(next - at, () => {
            cancelTimer = null;
            cancelFrame = timers.frame(() => {
              cancelFrame = null;
              flush();
            });
          });
  };
  let cancelAging = timers.after(agingMs, age);
  function age(): void {
    if (isDisposed) return;
    cancelAging = timers.after(agingMs, age);
    if (!bindings.some(({ isAging }) => isAging === true)) return;
    const engineMs = nowMs();
    for (const binding of bindings) if (binding.isAging === true) binding.paint(engineMs);
  }

  return {
    get paints() {
      return paints;
    },
    changed() {
      look();
      if (cancelFrame === null) flush();
    },
    paintAll() {
      look();
      const at = timers.now();
      const engineMs = nowMs();
      for (let i = 0; i < bindings.length; i++) {
        isDirty[i] = 2;
        paint(i, at, engineMs);
      }
    },
    dispose() {
      isDisposed = true;
      cancelTimer?.();
      cancelFrame?.();
      cancelAging();
    },
  };
}
