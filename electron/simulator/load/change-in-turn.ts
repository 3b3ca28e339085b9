/**
 * Calls `change` for so many tags, in turn, that `rate` changes a second come about; catches up after a late timer.
 * Gives back how to stop it.
 */
export function changeInTurn(tags: number, rate: number, change: (tag: number, nowMs: number) => void): () => void {
  const startMs = performance.now();
  let made = 0;
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1000) * rate);
    const nowMs = Date.now();
    // Never more than a second's worth at once: a source that was stopped does not fire an hour of changes.
    if (due - made > rate + tags) made = due - Math.ceil(rate);
    for (; made < due; made++) {
      change(next, nowMs);
      next = next + 1 === tags ? 0 : next + 1;
    }
  }, 5);
  return () => clearInterval(timer);
}
