/** Time as the client needs it; tests hand in a virtual one. */
export type Timers = {
  /** Monotonic, ms. */
  now(): number;
  /** Wall clock, UTC epoch ms: used only until the engine has told its own. */
  wallMs(): number;
  /** Calls once after `ms`; the answer cancels. */
  after(ms: number, call: () => void): () => void;
  /** Calls once before the next paint; the answer cancels. */
  frame(call: () => void): () => void;
  /** A number in [0, 1), for back-off jitter. */
  random(): number;
};

/** A covered window gets no animation frames; after this long without one the call comes all the same. */
const frameTimeoutMs = 500;

export const browserTimers: Timers = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  frame(call) {
    const once = (): void => {
      cancel();
      call();
    };
    const frame = requestAnimationFrame(once);
    const timer = setTimeout(once, frameTimeoutMs);
    const cancel = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
    return cancel;
  },
  random: () => Math.random(),
};
