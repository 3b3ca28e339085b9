import { createHistorian } from '#electron/engine/historian/historian.ts';
import { openTestStore } from '#electron/engine/store/testing/open-test-store.ts';
import { createMemoryLog, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';

export const busyTags = 20;
/** Source time between two sample numbers, ms. */
export const busyStepMs = 1500;
/** Space history may take with 'shed', MB. */
export const spaceMb = 9;
const hourMs = 3_600_000;

export type BusyRecording = {
  /** Sample numbers that are there, tag by tag, by time. */
  readonly numbers: readonly (readonly number[])[];
  /** Samples of each tag its hours count, those dropped meanwhile too. */
  readonly counted: readonly number[];
  /** Up to when raw samples of each tag may have been dropped; NaN for none. */
  readonly goneMs: readonly number[];
  readonly warnings: readonly string[];
};

export async function readBusyRecording(dataDir: string): Promise<BusyRecording> {
  const clock = createVirtualClock(1e12);
  const log = createMemoryLog();
  const store = await openTestStore(dataDir, clock, log);
  const historian = createHistorian({ store, clock, log, tagIds: Array.from({ length: busyTags }, (_, at) => `TAG-${at}`) });
  const numbers: number[][] = [];
  const counted: number[] = [];
  const newestMs = (await store.history.newestMs()) ?? 0;
  const hours = Math.floor(newestMs / hourMs) + 1;
  for (let tag = 0; tag < busyTags; tag++) {
    const { value } = await historian.raw({ tag, fromMs: 0, toMs: newestMs, limit: 1_000_000 });
    numbers.push([...value]);
    const { pens: [pen] } = await historian.decimated({ tags: [tag], fromMs: 0, toMs: hours * hourMs, width: hours });
    counted.push(pen?.count.reduce((sum, each) => sum + each, 0) ?? 0);
  }
  const keys = Array.from(await store.history.keys(Array.from({ length: busyTags }, (_, at) => `TAG-${at}`)));
  const goneMs = [...(await store.history.goneEachMs(keys))];
  await historian.close();
  await store.close();
  return { numbers, counted, goneMs, warnings: log.lines.map(({ sentence }) => sentence) };
}

/**
 * What is wrong in a recording of which numbers up to `written` at most were given and up to `acknowledged` are on disk; null
 * when nothing is: each tag's numbers follow one another without hole or repeat up to the newest, what is missing in front
 * lies in what was dropped, and the hours count each sample ever committed once.
 */
export function wrongIn({ numbers, counted, goneMs }: BusyRecording, acknowledged: number): string | null {
  const newest = Math.max(...numbers.map((each) => each.at(-1) ?? 0));
  if (newest < acknowledged) return `${acknowledged} was acknowledged, ${newest} is the newest there`;
  for (const [tag, each] of numbers.entries()) {
    const last = newest - ((newest - tag + busyTags * 1_000_000) % busyTags);
    if (each.at(-1) !== last) return `tag ${tag} ends with ${each.at(-1)} instead of ${last}`;
    for (let at = 1; at < each.length; at++) {
      if (each[at] !== (each[at - 1] as number) + busyTags) return `tag ${tag}: ${each[at - 1]} is followed by ${each[at]}`;
    }
    const firstEver = tag === 0 ? busyTags : tag;
    const missingUpTo = (each[0] as number) - busyTags;
    if (missingUpTo >= firstEver && !(missingUpTo * busyStepMs <= (goneMs[tag] as number))) return `tag ${tag}: ${missingUpTo} is missing and was not dropped`;
    const ever = (last - firstEver) / busyTags + 1;
    if (counted[tag] !== ever) return `the hours of tag ${tag} count ${counted[tag]} samples of ${ever}`;
  }
  return null;
}
