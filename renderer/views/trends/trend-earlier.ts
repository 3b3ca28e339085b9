import { createStore, type StoreApi } from 'zustand/vanilla';
import { createPixelColumns, mergeHistory, type PixelColumns, setLead } from '#shared/math/pixel-columns.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { Timers } from '../../client/timers.ts';
import type { TimeWindow } from './time-window.ts';
import { askHistory } from './trend-history.ts';

export type EarlierState = {
  /** How much later than it was the earlier run is drawn, ms; null while nothing is compared. */
  readonly shiftMs: number | null;
  readonly problem: string | null;
};

/** The same pens at an earlier time, under the trend. */
export type EarlierRun = {
  readonly state: StoreApi<EarlierState>;
  setShift(shiftMs: number | null): void;
  setTags(directory: DirectoryIndex, tags: readonly string[]): void;
  /** Asks for what is missing under this window in columns of this width; cheap when nothing is. */
  look(window: TimeWindow, stepMs: number): void;
  columnsOf(tag: string): PixelColumns | null;
  readonly version: number;
  close(): void;
};

const settleMs = 80;
const retryMs = 2000;

export function createEarlierRun(client: Pick<ConsoleClient, 'call'>, timers: Pick<Timers, 'after'>): EarlierRun {
  const state = createStore<EarlierState>(() => ({ shiftMs: null, problem: null }));
  let tags: readonly { readonly tag: TagId; readonly index: number }[] = [];
  let revision = 0;
  let columns = new Map<string, PixelColumns>();
  let covered: { readonly stepMs: number; readonly from: number; readonly end: number } | null = null;
  let wanted: { readonly stepMs: number; readonly from: number; readonly end: number } | null = null;
  let asking: AbortController | null = null;
  let stopTimer: (() => void) | null = null;
  let version = 0;

  const forget = (): void => {
    asking?.abort();
    asking = null;
    stopTimer?.();
    stopTimer = null;
    columns = new Map();
    covered = wanted = null;
    version++;
  };
  const schedule = (afterMs: number): void => {
    stopTimer?.();
    stopTimer = timers.after(afterMs, () => {
      stopTimer = null;
      void ask();
    });
  };
  const ask = async (): Promise<void> => {
    const mine = wanted;
    if (mine === null || tags.length === 0) return;
    asking?.abort();
    const abort = (asking = new AbortController());
    const answer = await askHistory(client.call, { revision, tags }, { stepMs: mine.stepMs, from: mine.from, count: mine.end - mine.from }, abort.signal);
    if (asking !== abort) return;
    asking = null;
    state.setState({ problem: answer.ok ? null : `The earlier run could not be read: ${answer.fault.message}` });
    if (!answer.ok) return schedule(retryMs);
    columns = new Map(
      tags.map(({ tag }, at) => {
        const filled = createPixelColumns(mine.stepMs, mine.from, mine.end - mine.from);
        const [history, lead] = [answer.pens[at], answer.leads[at]];
        if (history !== undefined) mergeHistory(filled, mine.from, history);
        if (lead !== undefined) setLead(filled, lead.value, lead.isBad);
        return [tag, filled];
      }),
    );
    covered = mine;
    version++;
  };

  return {
    state,
    setShift(shiftMs) {
      state.setState({ shiftMs, problem: null });
      forget();
    },
    setTags(directory, next) {
      revision = directory.revision;
      tags = next.flatMap((id) => {
        const index = directory.indexOf(id);
        const tag = directory.tag(index);
        return tag === undefined ? [] : [{ tag: tag.id, index }];
      });
      forget();
    },
    look({ fromMs, toMs }, stepMs) {
      const { shiftMs } = state.getState();
      if (shiftMs === null) return;
      const first = Math.floor((fromMs - shiftMs) / stepMs);
      const last = Math.ceil((toMs - shiftMs) / stepMs);
      const isIn = (one: typeof covered): boolean => one !== null && one.stepMs === stepMs && first >= one.from && last <= one.end;
      if (isIn(covered) || isIn(wanted)) return;
      const margin = Math.ceil((last - first) / 4);
      wanted = { stepMs, from: first - margin, end: last + margin };
      schedule(settleMs);
    },
    columnsOf: (tag) => columns.get(tag) ?? null,
    get version() {
      return version;
    },
    close: forget,
  };
}
