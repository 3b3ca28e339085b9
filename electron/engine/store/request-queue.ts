import type { HistoryBlock } from './store-types.ts';
import type { RequestMessage } from './worker-protocol.ts';

/** Requests that overtake samples: somebody waits to see them, or samples refer to them. */
const urgentNames: ReadonlySet<string> = new Set(['journal.append', 'texts.add', 'audit.append', 'records.append', 'notes.write', 'notes.withdraw', 'trips.add', 'drawings.keep', 'meta.set']);
const urgentPerCommit = 256;
/** Blocks that wait behind each other share a commit up to so many, or so many rows: what is urgent waits for these at most. */
const blocksPerCommit = 8;
const rowsPerCommit = 8192;

/** What a turn of the writing thread is for; requests of one turn share a commit. */
export type Turn = { readonly kind: 'urgent' | 'blocks' | 'other'; readonly messages: readonly RequestMessage[] };

/** Requests in the order they are served. */
export type RequestQueue = {
  add(message: RequestMessage): void;
  /** Takes what is served next; without messages where nothing waits. */
  take(): Turn;
  readonly isEmpty: boolean;
  readonly hasUrgent: boolean;
  readonly hasOrdinary: boolean;
};

export function createRequestQueue(): RequestQueue {
  const urgent: RequestMessage[] = [];
  const ordinary: RequestMessage[] = [];
  // In a flood urgent requests never end: samples have every other turn, so that they do not pile up behind them.
  let wasUrgent = false;
  const waitingBlocks = (): number => {
    let count = 0;
    let rows = 0;
    for (const { name, input } of ordinary) {
      if (name !== 'history.append' || count === blocksPerCommit) break;
      rows += (input as HistoryBlock).columns.key.length;
      if (count > 0 && rows > rowsPerCommit) break;
      count++;
    }
    return count;
  };
  return {
    add: (message) => void (urgentNames.has(message.name) ? urgent : ordinary).push(message),
    take() {
      wasUrgent = urgent.length > 0 && !(wasUrgent && ordinary.length > 0);
      if (wasUrgent) return { kind: 'urgent', messages: urgent.splice(0, urgentPerCommit) };
      const blocks = waitingBlocks();
      return blocks > 0 ? { kind: 'blocks', messages: ordinary.splice(0, blocks) } : { kind: 'other', messages: ordinary.splice(0, 1) };
    },
    get isEmpty() {
      return urgent.length === 0 && ordinary.length === 0;
    },
    get hasUrgent() {
      return urgent.length > 0;
    },
    get hasOrdinary() {
      return ordinary.length > 0;
    },
  };
}
