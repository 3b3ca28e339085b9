/** Items (dense numbers) by the moment they are due, earliest first. Nothing is allocated after it was made. */
export type DueQueue = {
  /** When the earliest is due; Infinity while nothing waits. */
  readonly firstMs: number;
  /** The earliest item; meaningless while nothing waits. */
  readonly first: number;
  readonly size: number;
  has(item: number): boolean;
  /** When an item is due; meaningless for one that does not wait. */
  dueMs(item: number): number;
  /** Puts an item in, or moves it. */
  set(item: number, dueMs: number): void;
  remove(item: number): void;
};

const absent = -1;

/** A binary heap that knows where each item lies, so that moving and removing one cost as little as adding it. */
export function createDueQueue(items: number): DueQueue {
  const heap = new Uint32Array(items);
  const place = new Int32Array(items).fill(absent);
  const due = new Float64Array(items);
  let size = 0;

  const put = (item: number, at: number): void => {
    heap[at] = item;
    place[item] = at;
  };
  const rise = (item: number, from: number): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as number;
      if ((due[above] as number) <= (due[item] as number)) break;
      put(above, at);
      at = parent;
    }
    put(item, at);
  };
  const sink = (item: number, from: number): void => {
    let at = from;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (due[heap[child + 1] as number] as number) < (due[heap[child] as number] as number)) child++;
      const below = heap[child] as number;
      if ((due[item] as number) <= (due[below] as number)) break;
      put(below, at);
      at = child;
    }
    put(item, at);
  };

  return {
    get firstMs() {
      return size === 0 ? Number.POSITIVE_INFINITY : (due[heap[0] as number] as number);
    },
    get first() {
      return heap[0] as number;
    },
    get size() {
      return size;
    },
    has: (item) => place[item] !== absent,
    dueMs: (item) => due[item] as number,
    set(item, dueMs) {
      const at = place[item] as number;
      const before = due[item] as number;
      due[item] = dueMs;
      if (at === absent) rise(item, size++);
      else if (dueMs < before) rise(item, at);
      else sink(item, at);
    },
    remove(item) {
      const at = place[item] as number;
      if (at === absent) return;
      place[item] = absent;
      const last = heap[--size] as number;
      if (last === item) return;
      // What takes its place may belong further up or further down.
      rise(last, at);
      if (place[last] === at) sink(last, at);
    },
  };
}
