import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { rememberAlarms } from '../../client/brought-alarms.ts';
import { faultText } from '../../client/notices.ts';
import type { ConsoleClient } from '../../client/console-client.ts';

export const pageSize = 200;

export type JournalState = {
  /** Newest first; none later than the moment asked for. */
  readonly events: readonly AlarmEvent[];
  /** Journal number below which the search goes on; null when it reached the journal's beginning. */
  readonly nextBeforeSeq: number | null;
  /** Newest number looked at; null before the first answer. */
  readonly topSeq: number | null;
  readonly isSearching: boolean;
  /** One sentence; null when nothing is wrong. */
  readonly problem: string | null;
};

/** What is read: the journal through this filter (all of it without one) up to the event `seq`. Another `epoch` reads it anew. */
export type JournalAsk = { readonly filter: JournalFilter | null; readonly seq: number; readonly epoch: number };

export type JournalReader = {
  show(ask: JournalAsk): void;
  /** Reads on into the past until another page is found, or the beginning. */
  older(): void;
  /** Gives the search up where it is; `older` goes on. */
  stop(): void;
  close(): void;
};

const nothing: JournalState = { events: [], nextBeforeSeq: null, topSeq: null, isSearching: false, problem: null };

/**
 * Reads the journal through a filter, newest first, and follows it as it grows. One question at a time: in a flood the next one
 * takes all that came meanwhile. A filtered search asks on until it has a page, since each answer is of a bounded stretch.
 */
export function createJournalReader(client: Pick<ConsoleClient, 'call'>, onChange: (state: JournalState) => void): JournalReader {
  let state = nothing;
  let ask: JournalAsk | null = null;
  let key = '';
  let wanted = 0;
  let abort = new AbortController();
  let isRunning = false;

  const change = (next: Partial<JournalState>): void => {
    state = { ...state, ...next };
    onChange(state);
  };

  /** One stretch of the journal; null when it failed or is no longer wanted. */
  const stretch = async (beforeSeq: number, of: AbortController) => {
    const filter = ask?.filter ?? null;
    const answer = await client.call('alarms.journal', { beforeSeq, limit: pageSize, ...(filter === null ? {} : { filter }) }, { signal: of.signal });
    if (of.signal.aborted) return null;
    if (answer.ok) {
      rememberAlarms(answer.value.definitions ?? []);
      return answer.value;
    }
    change({ problem: faultText(answer.fault) });
    return null;
  };

  /** Everything from the newest looked at up to the moment asked for. */
  const newer = async (topSeq: number, toSeq: number, of: AbortController): Promise<boolean> => {
    const found: AlarmEvent[] = [];
    for (let before: number | null = toSeq + 1; before !== null && before > topSeq + 1;) {
      const piece = await stretch(before, of);
      if (piece === null) return false;
      found.push(...piece.events.filter(({ seq }) => seq > topSeq));
      before = piece.nextBeforeSeq;
    }
    change({ events: [...found, ...state.events], topSeq: toSeq, problem: null });
    return true;
  };
  const further = async (before: number, of: AbortController): Promise<boolean> => {
    const piece = await stretch(before, of);
    if (piece === null) return false;
    wanted -= piece.events.length;
    change({ events: [...state.events, ...piece.events], nextBeforeSeq: piece.nextBeforeSeq, problem: null });
    return true;
  };

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    for (;;) {
      const of = abort;
      const { topSeq, nextBeforeSeq } = state;
      const toSeq = ask?.seq ?? 0;
      if (topSeq === null || ask === null) break;
      let isGood = true;
      if (toSeq > topSeq) isGood = await newer(topSeq, toSeq, of);
      else if (wanted > 0 && nextBeforeSeq !== null) {
        if (!state.isSearching) change({ isSearching: true });
        isGood = await further(nextBeforeSeq, of);
      } else break;
      // Asked anew meanwhile: go on with that. A failure waits for the next question instead of asking without end.
      if (!isGood && of === abort) {
        wanted = 0;
        break;
      }
    }
    isRunning = false;
    if (state.isSearching) change({ isSearching: false });
  };

  return {
    show(next) {
      const nextKey = JSON.stringify([next.filter, next.epoch]);
      ask = next;
      if (nextKey !== key) {
        key = nextKey;
        abort.abort();
        abort = new AbortController();
        wanted = pageSize;
        change({ ...nothing, topSeq: next.seq, nextBeforeSeq: next.seq + 1, isSearching: true });
      }
      void run();
    },
    older() {
      if (state.nextBeforeSeq === null) return;
      wanted = Math.max(wanted, pageSize);
      void run();
    },
    stop() {
      wanted = 0;
      abort.abort();
      abort = new AbortController();
    },
    close() {
      ask = null;
      key = '';
      abort.abort();
    },
  };
}

/** Events (newest first) up to and with this number; the same object where that is all of them. */
export function upTo(held: readonly AlarmEvent[], lastSeq: number): readonly AlarmEvent[] {
  const from = held.findIndex(({ seq }) => seq <= lastSeq);
  return from === 0 || held.length === 0 ? held : from < 0 ? [] : held.slice(from);
}
