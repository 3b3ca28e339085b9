/** Callbacks of those who want to hear of one kind of change. One that throws does not keep the others from hearing. */
export type Listeners<Args extends readonly unknown[]> = {
  add(listener: (...args: Args) => void): () => void;
  call(...args: Args): void;
};

export function createListeners<Args extends readonly unknown[]>(onBug: (error: unknown) => void): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    call(...args) {
      for (const listener of listeners) {
        try {
          listener(...args);
        } catch (error) {
          onBug(error);
        }
      }
    },
  };
}
