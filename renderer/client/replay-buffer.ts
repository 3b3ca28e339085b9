import type { SampleColumns } from '#shared/contract/columns.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';

type Chunk = { readonly samples: SampleColumns; at: number };

/** What was read ahead for replay: samples by source time and alarm events by engine time, taken out as the clock passes them. */
export type ReplayBuffer = {
  /** Everything up to here is in, UTC epoch ms. */
  readonly reachMs: number;
  /** Empties it; it begins after `atMs`. */
  reset(atMs: number): void;
  /** Puts the next stretch behind what is there: all of it from `reachMs` up to and with `toMs`. */
  add(samples: SampleColumns, events: readonly AlarmEvent[], toMs: number): void;
  /** Hands out the samples up to and with `toMs` that were not handed out yet, oldest first. */
  takeSamples(toMs: number, take: (columns: SampleColumns) => void): void;
  takeEvents(toMs: number): readonly AlarmEvent[];
};

export function createReplayBuffer(): ReplayBuffer {
  let chunks: Chunk[] = [];
  let events: AlarmEvent[] = [];
  let reachMs = -Infinity;
  return {
    get reachMs() {
      return reachMs;
    },
    reset(atMs) {
      chunks = [];
      events = [];
      reachMs = atMs;
    },
    add(samples, more, toMs) {
      if (samples.tag.length > 0) chunks.push({ samples, at: 0 });
      for (const event of more) if (event.engineMs > reachMs) events.push(event);
      reachMs = toMs;
    },
    takeSamples(toMs, take) {
      while (chunks.length > 0) {
        const chunk = chunks[0] as Chunk;
        const { timeMs } = chunk.samples;
        const from = chunk.at;
        while (chunk.at < timeMs.length && (timeMs[chunk.at] as number) <= toMs) chunk.at++;
        if (chunk.at > from) take(rowsOf(chunk.samples, from, chunk.at));
        if (chunk.at < timeMs.length) return;
        chunks.shift();
      }
    },
    takeEvents(toMs) {
      let count = 0;
      while (count < events.length && (events[count] as AlarmEvent).engineMs <= toMs) count++;
      return count === 0 ? none : events.splice(0, count);
    },
  };
}

const none: readonly AlarmEvent[] = [];

/** Rows `from` up to before `to` of the columns, without a copy. */
function rowsOf({ tag, timeMs, value, quality }: SampleColumns, from: number, to: number): SampleColumns {
  return {
    tag: tag.subarray(from, to),
    timeMs: timeMs.subarray(from, to),
    value: value.subarray(from, to),
    quality: quality.subarray(from, to),
  };
}
