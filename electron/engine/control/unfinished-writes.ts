import type { TagId } from '#shared/model/ids.ts';
import type { Clock, Log } from '../ports.ts';
import type { AuditEntry, Store } from '../store/store.ts';
import type { ControlPlant, ControlLinks } from './control-plant.ts';
import { type Expected, lookAt, readBack } from './read-back.ts';
import { readDetail, writeAction, type WriteDetail, type WriteLines } from './write-lines.ts';
import type { WriteMarks } from './write-marks.ts';

export type OpenLine = AuditEntry & { readonly seq: number };

export type UnfinishedOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: WriteLines;
  readonly marks: WriteMarks;
  readonly links: ControlLinks;
  readonly plant: () => ControlPlant;
  readonly isClosed: () => boolean;
};

/** How long the device may take to be reached again, ms, before a person has to look. */
export const reachMs = 120_000;
/** A device that was just reached may still be about to show what it took: at least so long, ms. */
const leastSettleMs = 2000;
const mostRead = 500;

/** Writes without an end in the audit log; to be asked for before the first new one is made. */
export function findUnfinished(audit: Store['audit'], log: Log): Promise<readonly OpenLine[]> {
  return audit.open({ action: writeAction, limit: mostRead }).catch((error: unknown) => {
    log.error('control', `Writes without an end could not be looked for in the audit log: ${String(error)}`);
    return [];
  });
}

/**
 * Closes the writes that an engine before this one began and did not end, as it was killed or lost power: the device is asked
 * what it shows. The new value: done. The value from before, for the time the feedback was given: failed. Anything else, or
 * nothing within two minutes: in doubt, and marked until somebody looks or the feedback agrees.
 */
export function closeUnfinished(options: UnfinishedOptions, left: readonly OpenLine[]): void {
  const { log, marks } = options;
  for (const line of left) {
    const detail = readDetail(line.detail);
    // One of a version that kept less: nothing can be compared with it.
    if (detail === null) continue;
    log.warn('control', `The write of ${detail.after} to ${line.subject} by ${line.user} has no end in the audit log; ${detail.device} is asked what it shows.`);
    marks.put(markOf(line, detail, 'The engine ended before it was known whether this took effect; the device is being asked.'), line.role, null, options.clock.monotonicMs());
    void close(options, line, detail);
  }
}

const markOf = ({ seq, subject, user, timeMs }: OpenLine, detail: WriteDetail, sentence: string) => ({
  seq,
  tag: subject as TagId,
  kind: 'in-doubt' as const,
  sentence,
  wanted: detail.after,
  user,
  place: detail.place,
  timeMs,
});

async function close(options: UnfinishedOptions, line: OpenLine, detail: WriteDetail): Promise<void> {
  const { clock, lines, marks } = options;
  const tag = line.subject as TagId;
  const expected = detail.expected as Expected | null;
  const sinceMs = clock.monotonicMs();
  const end = (result: string, shown: string | null): void => void lines.end(line.seq, line, tag, result, shown);
  const doubt = (sentence: string, shown: string | null): void => {
    end(`in-doubt: ${sentence}`, shown);
    marks.put(markOf(line, detail, sentence), line.role, expected, sinceMs);
  };
  if (expected === null) return doubt('The engine ended before the device had answered, and nothing shows whether it took the value.', null);
  const reached = await firstSeen(options, expected, sinceMs);
  if (!reached) return doubt(`The engine ended before the device had answered, and ${expected.feedback} has not been read since.`, null);
  const seen = await readBack(options, expected, clock.monotonicMs(), Math.max(detail.feedbackTimeoutMs, leastSettleMs));
  if (seen.agrees) {
    end('done, found by read-back after a restart', seen.shown);
    return marks.clear(tag);
  }
  if (seen.shown !== null && isSame(seen.value, detail.beforeValue, expected.tolerance) && detail.expected?.feedback === tag) {
    const sentence = `The engine ended before the device had answered; ${expected.feedback} still shows ${seen.shown}.`;
    end(`failed: ${sentence}`, seen.shown);
    return marks.put({ ...markOf(line, detail, sentence), kind: 'failed' }, line.role, expected, sinceMs);
  }
  doubt(`The engine ended before the device had answered; ${expected.feedback} ${seen.shown === null ? 'is not good' : `shows ${seen.shown}`}.`, seen.shown);
}

/** Whether the feedback was heard of, good, within the time. */
function firstSeen({ clock, plant, isClosed }: UnfinishedOptions, expected: Expected, sinceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (isClosed()) return;
      if (lookAt(plant(), expected, sinceMs).shown !== null) return resolve(true);
      if (clock.monotonicMs() >= sinceMs + reachMs) return resolve(false);
      clock.after(100, look);
    };
    look();
  });
}

const isSame = (a: number | string | null, b: number | string | null, tolerance: number): boolean => (typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= tolerance : a !== null && a === b);
