import type { AggregateName } from '#shared/model/history.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { TripGroup } from '#shared/model/logic.ts';
import type { HistoryAway } from '../store/history-away.ts';

type Columns = {
  readonly timeMs: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly quality: Uint32Array<ArrayBuffer>;
  readonly away: HistoryAway | null;
};

/** What this folder needs of the historian; tags are dense indices. */
export type HistorySource = {
  samples(
    query: { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<Columns & { readonly tag: Uint32Array<ArrayBuffer>; readonly reachMs: number }>;
  aggregates(
    query: { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly intervalMs: number; readonly aggregates: readonly AggregateName[] },
    signal?: AbortSignal,
  ): Promise<readonly { readonly timeMs: Float64Array; readonly columns: readonly { readonly value: Float64Array; readonly quality: Uint32Array }[] }[]>;
  valueAt(tags: readonly number[], timeMs: number, signal?: AbortSignal): Promise<Columns>;
  /** Records samples past the policies; resolves when they are on disk. */
  writeAll(batch: SampleBatch): Promise<void>;
};

/** What this folder needs of the project that runs: asked for anew, since an edit replaces it. */
export type PlantFacts = {
  readonly revision: number;
  readonly name: string;
  /** In the order of their dense indices. */
  readonly tags: readonly TagDefinition[];
  readonly tripGroups: readonly TripGroup[];
  indexOf(tag: TagId | string): number | undefined;
  readonly historian: HistorySource;
};

/** The last time a calendar has, UTC epoch ms (ECMAScript's time range). */
const lastTimeMs = 8.64e15;

/** True where both ends of a span are times that can be written as dates. */
export const isInCalendar = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): boolean => Math.abs(fromMs) <= lastTimeMs && Math.abs(toMs) <= lastTimeMs;

/** Times of a span for a title, to the minute, UTC. */
export function spanWords(fromMs: number, toMs: number): string {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return `${from.slice(0, 10)} ${from.slice(11, 16)} to ${from.slice(0, 10) === to.slice(0, 10) ? '' : `${to.slice(0, 10)} `}${to.slice(11, 16)} UTC`;
}

/** A name for a file on any system: letters, digits, - and _ of `words`. */
export function fileName(words: string, ending: string): string {
  const plain = words
    .normalize('NFKD')
    .replace(/[^\w\s.-]/g, '')
    .trim()
    .replace(/[\s.]+/g, '-')
    .slice(0, 80);
  return `${plain === '' ? 'firstout' : plain}.${ending}`;
}

/** 1,048,576 for 1048576. */
export const counted = (count: number): string => count.toLocaleString('en-US');
