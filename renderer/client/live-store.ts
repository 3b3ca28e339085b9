import type { SampleColumns } from '#shared/contract/columns.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import type { Timers } from './timers.ts';

/**
 * Latest value of every watched tag, by dense tag index of the current directory.
 * Read the columns through the store each time (`live.value[i]`): a new directory brings new arrays and ends all watches;
 * a view watches again when `useDirectory()` gives it the new one. Tags nobody watches read as waiting.
 */
export type LiveStore = {
  readonly value: Float64Array;
  /** OPC UA StatusCode. While the link is down every tag reads `Q.badNotConnected`; value and time keep the last ones. */
  readonly quality: Uint32Array;
  /** Source time, UTC epoch ms; NaN before the first value. */
  readonly timeMs: Float64Array;
  /** True from the loss of the link to the engine until the next value: then the engine is away, not the device. */
  readonly isLinkLost: boolean;
  /** Frames in which at least one watcher was called. */
  readonly frame: number;
  /**
   * Keeps the tags current until the answer is called. `onChange` is called at most once per animation frame, and only
   * when one of the tags changed value, time or quality since. Not called at once: read the columns for a first picture.
   */
  watch(tags: readonly number[], onChange: () => void): () => void;
  /** Entry of the text table, for the value of a text tag; empty when unknown. */
  text(index: number): string;
};

/** What the client does to the store; views see only `LiveStore`. */
export type LiveStoreWriter = LiveStore & {
  /** Takes new values over. Called by the stream. */
  apply(columns: SampleColumns): void;
  /** New arrays for a directory of `size` tags; ends all watches. */
  resize(size: number): void;
  /** Marks everything as not connected, at once. */
  linkLost(): void;
  /** Marks tags as waiting: nobody keeps them current any more. */
  forget(tags: Iterable<number>): void;
  setTexts(from: number, texts: readonly string[]): void;
};

type Watcher = { readonly tags: readonly number[]; readonly onChange: () => void; isDirty: boolean };

/** `onDemand` is told which tags begin (+) and stop (−) being watched, each tag once however many watch it. */
export function createLiveStore(
  timers: Pick<Timers, 'frame'>,
  onDemand: (added: readonly number[], removed: readonly number[]) => void,
): LiveStoreWriter {
  let value = new Float64Array(0);
  let quality = new Uint32Array(0);
  let timeMs = new Float64Array(0);
  let watchersOf: (Watcher[] | undefined)[] = [];
  let dirty: Watcher[] = [];
  let isFramePending = false;
  let frame = 0;
  let isLost = false;
  const texts: string[] = [];

  const paint = (): void => {
    isFramePending = false;
    if (dirty.length === 0) return;
    const due = dirty;
    dirty = [];
    frame++;
    for (const watcher of due) {
      if (!watcher.isDirty) continue;
      watcher.isDirty = false;
      watcher.onChange();
    }
  };
  const touch = (watchers: readonly Watcher[]): void => {
    for (let i = 0; i < watchers.length; i++) {
      const watcher = watchers[i] as Watcher;
      if (watcher.isDirty) continue;
      watcher.isDirty = true;
      dirty.push(watcher);
    }
    if (isFramePending || dirty.length === 0) return;
    isFramePending = true;
    timers.frame(paint);
  };

  return {
    get value() {
      return value;
    },
    get quality() {
      return quality;
    },
    get timeMs() {
      return timeMs;
    },
    get isLinkLost() {
      return isLost;
    },
    get frame() {
      return frame;
    },
    text: (index) => texts[index] ?? '',
    watch(tags, onChange) {
      const watcher: Watcher = { tags, onChange, isDirty: false };
      const table = watchersOf;
      const added: number[] = [];
      for (const tag of new Set(tags)) {
        if (tag < 0 || tag >= value.length) continue;
        const list = table[tag];
        if (list === undefined) {
          table[tag] = [watcher];
          added.push(tag);
        } else list.push(watcher);
      }
      if (added.length > 0) onDemand(added, []);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        watcher.isDirty = false;
        if (table !== watchersOf) return;
        const removed: number[] = [];
        for (const tag of new Set(tags)) {
          const rest = table[tag]?.filter((one) => one !== watcher);
          if (rest === undefined) continue;
          table[tag] = rest.length === 0 ? undefined : rest;
          if (rest.length === 0) removed.push(tag);
        }
        if (removed.length > 0) onDemand([], removed);
      };
    },
    apply(columns) {
      isLost = false;
      const rows = columns.tag.length;
      for (let row = 0; row < rows; row++) {
        const tag = columns.tag[row] as number;
        if (tag >= value.length) continue;
        // A bad sample carries no number: the last one stays, shown only as what it was.
        const next = columns.value[row] as number;
        if (!(Number.isNaN(next) && isBad(columns.quality[row] as number))) value[tag] = next;
        timeMs[tag] = columns.timeMs[row] as number;
        quality[tag] = columns.quality[row] as number;
        const watchers = watchersOf[tag];
        if (watchers !== undefined) touch(watchers);
      }
    },
    resize(size) {
      value = new Float64Array(size).fill(NaN);
      timeMs = new Float64Array(size).fill(NaN);
      quality = new Uint32Array(size).fill(isLost ? Q.badNotConnected : Q.badWaitingForInitialData);
      watchersOf = [];
      for (const watcher of dirty) watcher.isDirty = false;
      dirty = [];
    },
    linkLost() {
      isLost = true;
      quality.fill(Q.badNotConnected);
      for (const watchers of watchersOf) if (watchers !== undefined) touch(watchers);
    },
    forget(tags) {
      for (const tag of tags) {
        if (tag < value.length && watchersOf[tag] === undefined) quality[tag] = isLost ? Q.badNotConnected : Q.badWaitingForInitialData;
      }
    },
    setTexts(from, more) {
      texts.length = Math.min(texts.length, from);
      for (const text of more) texts.push(text);
    },
  };
}
