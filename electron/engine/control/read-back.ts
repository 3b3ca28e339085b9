import { isGood, Q } from '#shared/model/quality.ts';
import type { DeviceId, TagId } from '#shared/model/ids.ts';
import type { Clock } from '../ports.ts';
import type { ControlledTag, ControlLinks, ControlPlant } from './control-plant.ts';
import { toleranceOf } from './device-value.ts';
import { wordsOf } from './write-checks.ts';

/** What the feedback of a write must show. It is looked up by name each time, since a reload renumbers tags. */
export type Expected = {
  readonly feedback: TagId;
  /** A number, or the text of a text tag. */
  readonly value: number | string;
  readonly tolerance: number;
};

/** What is to be read back for a write; null where the project says that nothing shows it. */
export function expectedOf(plant: ControlPlant, target: ControlledTag, value: number | string): Expected | null {
  const { rule, tag } = target;
  if (rule.feedback === undefined && rule.momentary) return null;
  const feedback = rule.feedback === undefined ? target : plant.tagOf(rule.feedback);
  if (feedback === undefined) return null;
  return { feedback: feedback.tag.id, value, tolerance: typeof value === 'number' ? toleranceOf(tag, feedback.tag, value) : 0 };
}

/** `shown`: what the feedback shows, with its unit; null where it has not been heard of since, or is not good. */
export type Seen = { readonly agrees: boolean; readonly shown: string | null; readonly value: number | string | null };
const unseen: Seen = { agrees: false, shown: null, value: null };

/** What the feedback shows of what was heard after a monotonic time: older values say nothing about a write. */
export function lookAt(plant: ControlPlant, expected: Expected, afterMs: number): Seen {
  const feedback = plant.tagOf(expected.feedback);
  if (feedback === undefined) return unseen;
  const { table, source } = plant;
  const quality = table.quality[feedback.index] as number;
  const isHeard = (table.heardMs[feedback.index] as number) > afterMs;
  if (!isHeard || !(isGood(quality) || quality === Q.uncertainEngineeringUnitsExceeded)) return unseen;
  const number = table.value[feedback.index] as number;
  const value = feedback.tag.type === 'text' ? source.text(number) : number;
  const agrees = typeof value === 'number' ? Math.abs(value - Number(expected.value)) <= expected.tolerance : value === expected.value;
  return { agrees, shown: wordsOf(feedback, number, (at) => source.text(at)), value };
}

export type ReadBackOptions = { readonly clock: Clock; readonly links: ControlLinks; readonly plant: () => ControlPlant; readonly isClosed: () => boolean };

/** How often it is looked at, and how often the device is asked anew, ms. */
const lookMs = 25;
const askMs = 500;

/**
 * Waits until the feedback agrees, at most `timeoutMs` from `sentMs` (monotonic) on. The device is asked for it, since what
 * reports changes only would not tell that a value stayed. Never resolves once the engine has ended.
 */
export function readBack({ clock, links, plant, isClosed }: ReadBackOptions, expected: Expected, sentMs: number, timeoutMs: number): Promise<Seen & { readonly tookMs: number }> {
  let askedMs = Number.NEGATIVE_INFINITY;
  const ask = (): void => {
    const feedback = plant().tagOf(expected.feedback);
    if (feedback?.tag.device === undefined) return;
    askedMs = clock.monotonicMs();
    void links.read(feedback.tag.device as DeviceId, feedback.index);
  };
  return new Promise((resolve) => {
    const look = (): void => {
      if (isClosed()) return;
      const now = clock.monotonicMs();
      const seen = lookAt(plant(), expected, sentMs);
      if (seen.agrees || now >= sentMs + timeoutMs) return resolve({ ...seen, tookMs: now - sentMs });
      if (now >= askedMs + askMs) ask();
      clock.after(lookMs, look);
    };
    look();
  });
}
