/** Where the pointer stands over the plot, 0 to 1 of the span; null when it is elsewhere. Past React: it moves with the mouse. */
export type TrendPointer = { readonly fraction: number | null; set(fraction: number | null): void; subscribe(listener: () => void): () => void };

export function createPointer(): TrendPointer {
  let fraction: number | null = null;
  const listeners = new Set<() => void>();
  return {
    get fraction() {
      return fraction;
    },
    set(next) {
      if (next === fraction) return;
      fraction = next;
      for (const call of listeners) call();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
