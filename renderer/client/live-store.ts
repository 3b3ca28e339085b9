import type { SampleColumns } from '#shared/contract/columns.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import type { Timers } from './timers.ts';

/**
 * Value of every watched tag at the console's moment, by dense tag index of the current directory: the latest while the
 * console is live, the one that stood then while it replays. Never some of the one and some of the other.
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
  /** True while the columns hold the past: see the client's timeline. */
  readonly isPast: boolean;
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
  /** Takes present values over. Called by the live stream; while the past is shown they are kept out of sight. */
  apply(columns: SampleColumns): void;
  /**
   * Shows these tags as they stood at one moment, all at once: from now on the past is shown. Every other tag reads as
   * waiting. A time of NaN: nothing was recorded up to then.
   */
  showPast(tags: readonly number[], picture: PastPicture): void;
  /** Shows tags as they stood at the moment shown already, beside the ones there. */
  addPast(tags: readonly number[], picture: PastPicture): void;
  /** Takes over what was recorded next, while the past is shown. */
  applyPast(columns: SampleColumns): void;
  /** Back to the present: what the stream brought meanwhile, all at once. */
  endPast(): void;
  /** New arrays for a directory of `size` tags; ends all watches. */
  resize(size: number): void;
  /** Marks everything as not connected, at once. */
  linkLost(): void;
  /** Marks tags as waiting: nobody keeps them current any more. */
  forget(tags: Iterable<number>): void;
  setTexts(from: number, texts: readonly string[]): void;
};

/** Newest sample up to a moment, by position of the tags asked for. */
export type PastPicture = { readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array };

type Columns = { readonly value: Float64Array; readonly quality: Uint32Array; readonly timeMs: Float64Array };

type Watcher = { readonly tags: readonly number[]; readonly onChange: () => void; isDirty: boolean };

/** `onDemand` is told which tags begin (+) and stop (−) being watched, each tag once however many watch it. */
export function createLiveStore(
  timers: Pick<Timers, 'frame'>,
  onDemand: (added: readonly number[], removed: readonly number[]) => void,
): LiveStoreWriter {
  let present = emptyColumns(0, Q.badWaitingForInitialData);
  /** What views see: the present's own columns, or others while the past is shown. */
  let shown = present;
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

  const touchAll = (): void => {
    for (const watchers of watchersOf) if (watchers !== undefined) touch(watchers);
  };
  const take = (into: Columns, columns: SampleColumns): void => {
    const rows = columns.tag.length;
    const isSeen = into === shown;
    for (let row = 0; row < rows; row++) {
      const tag = columns.tag[row] as number;
      if (tag >= into.value.length) continue;
      // A bad sample carries no number: the last one stays, shown only as what it was.
      const next = columns.value[row] as number;
      if (!(Number.isNaN(next) && isBad(columns.quality[row] as number))) into.value[tag] = next;
      into.timeMs[tag] = columns.timeMs[row] as number;
      into.quality[tag] = columns.quality[row] as number;
      const watchers = isSeen ? watchersOf[tag] : undefined;
      if (watchers !== undefined) touch(watchers);
    }
  };
  const put = (tags: readonly number[], picture: PastPicture): void => {
    for (let at = 0; at < tags.length; at++) {
      const tag = tags[at] as number;
      if (tag >= shown.value.length) continue;
      const timeMs = picture.timeMs[at] as number;
      const isKnown = !Number.isNaN(timeMs);
      shown.timeMs[tag] = timeMs;
      shown.value[tag] = isKnown ? (picture.value[at] as number) : NaN;
      shown.quality[tag] = isKnown ? (picture.quality[at] as number) : Q.badNoData;
      const watchers = watchersOf[tag];
      if (watchers !== undefined) touch(watchers);
    }
  };

  return {
    get value() {
      return shown.value;
    },
    get quality() {
      return shown.quality;
    },
    get timeMs() {
      return shown.timeMs;
    },
    get isLinkLost() {
      return isLost && shown === present;
    },
    get isPast() {
      return shown !== present;
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
        if (tag < 0 || tag >= shown.value.length) continue;
        const list = table[tag];
        if (list === undefined) {
          table[tag] = [watcher];
          added.push(tag);
          // Nobody kept it at the moment shown: what it held is of another one.
          if (shown !== present) blank(shown, tag);
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
      take(present, columns);
    },
    showPast(tags, picture) {
      if (shown === present) shown = emptyColumns(present.value.length, Q.badWaitingForInitialData);
      else clear(shown);
      put(tags, picture);
      touchAll();
    },
    addPast: put,
    applyPast: (columns) => take(shown, columns),
    endPast() {
      if (shown === present) return;
      shown = present;
      touchAll();
    },
    resize(size) {
      const isPast = shown !== present;
      present = emptyColumns(size, isLost ? Q.badNotConnected : Q.badWaitingForInitialData);
      shown = isPast ? emptyColumns(size, Q.badWaitingForInitialData) : present;
      watchersOf = [];
      for (const watcher of dirty) watcher.isDirty = false;
      dirty = [];
    },
    linkLost() {
      isLost = true;
      present.quality.fill(Q.badNotConnected);
      if (shown === present) touchAll();
    },
    forget(tags) {
      for (const tag of tags) {
        if (tag < present.value.length && watchersOf[tag] === undefined) present.quality[tag] = isLost ? Q.badNotConnected : Q.badWaitingForInitialData;
      }
    },
    setTexts(from, more) {
      texts.length = Math.min(texts.length, from);
      for (const text of more) texts.push(text);
    },
  };
}

const emptyColumns = (size: number, quality: number): Columns => ({
  value: new Float64Array(size).fill(NaN),
  quality: new Uint32Array(size).fill(quality),
  timeMs: new Float64Array(size).fill(NaN),
});

function clear({ value, quality, timeMs }: Columns): void {
  value.fill(NaN);
  quality.fill(Q.badWaitingForInitialData);
  timeMs.fill(NaN);
}

function blank(columns: Columns, tag: number): void {
  columns.value[tag] = NaN;
  columns.timeMs[tag] = NaN;
  columns.quality[tag] = Q.badWaitingForInitialData;
}
