import type { AlarmId } from '#shared/model/ids.ts';
import type { AlarmBook } from '../client/alarm-book.ts';
import { type AlarmRow, isActive, isUnacked } from '../client/alarm-rows.ts';

/** More waiting than this are told in one sentence: a voice that lags behind a flood helps nobody. */
const mostWaiting = 3;

export type SpeechQueue = {
  /** Takes in what is new in this book. The first book is the state of things, not news. */
  look(book: AlarmBook): void;
  /** The next sentence, or null. What was acknowledged, cleared or hidden meanwhile is not spoken. */
  next(book: AlarmBook): string | null;
  /** Forgets what waits. */
  clear(): void;
};

/** What a console's voice says, in order: each new alarm, worst first, and in a flood how many there are. `assetName` gives an asset's spoken name. */
export function createSpeechQueue(assetName: (asset: string) => string | null): SpeechQueue {
  let heardSeq: number | null = null;
  /** The newest occurrence of each alarm that waits: never more than there are alarms, however long a sentence takes. */
  const waiting = new Map<AlarmId, AlarmRow>();

  const calls = ({ standing }: AlarmRow): boolean => isActive(standing.state) && isUnacked(standing.state);
  return {
    look(book) {
      if (heardSeq === null) {
        heardSeq = book.seq;
        return;
      }
      const before: number = heardSeq;
      // Unacknowledged ones stand in front, so that an acknowledged one ends the search.
      for (const row of book.told) {
        if (!isUnacked(row.standing.state)) break;
        if (row.standing.seq <= before || !calls(row)) continue;
        waiting.set(row.standing.alarm, row);
        heardSeq = Math.max(heardSeq, row.standing.seq);
      }
    },
    next(book) {
      for (const [alarm, row] of waiting) {
        const now = book.byAlarm.get(alarm);
        if (now === undefined || now.standing.seq !== row.standing.seq || !calls(now)) waiting.delete(alarm);
      }
      if (waiting.size <= mostWaiting) {
        const [worst] = [...waiting.values()].sort((a, b) => a.priority - b.priority || a.standing.seq - b.standing.seq);
        if (worst === undefined) return null;
        waiting.delete(worst.standing.alarm);
        return sentenceOf(worst, assetName);
      }
      const urgent = [...waiting.values()].filter(({ priority }) => priority === 1).length;
      const sentence = `${waiting.size} new alarms${urgent === 0 ? '' : `, ${urgent} of priority 1`}.`;
      waiting.clear();
      return sentence;
    },
    clear() {
      waiting.clear();
    },
  };
}

function sentenceOf({ priority, definition, standing, asset }: AlarmRow, assetName: (asset: string) => string | null): string {
  const where = asset === null ? null : (assetName(asset) ?? asset);
  const message = definition?.message ?? standing.alarm;
  return `Priority ${priority}. ${message}${where === null || message.toLowerCase().includes(where.toLowerCase()) ? '' : `, ${where}`}.`;
}
