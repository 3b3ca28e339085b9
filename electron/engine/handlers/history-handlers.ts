import { packPen, type PackedPen, type PenColumns } from '#shared/history-codec/packed-pens.ts';
import type { aggregateColumn } from '#shared/math/aggregate-values.ts';
import { intervalCount, type SampleAggregate } from '#shared/math/aggregates.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { AggregateName } from '#shared/model/history.ts';
import type { TagId } from '#shared/model/ids.ts';
import { freeColumns } from '#shared/rpc/free-columns.ts';
import { StoreError } from '../store/store.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'history.raw' | 'history.samples' | 'history.at' | 'history.decimated' | 'history.interpolated' | 'history.aggregates' | 'history.extent';

/** Numbers one answer may hold: intervals × aggregates × tags. */
const mostAggregates = 2_000_000;
/** Intervals of one question: each takes some 150 bytes while its tag is read. */
const mostIntervals = 200_000;
/** Questions for aggregates that are worked on at once; the others wait, which costs nothing. */
const mostAtOnce = 4;
/** Notes of one interval-wise count. */
const mostNotes = 100_000;

/** Columns packed in one go, one to two milliseconds; what else the engine has to do comes between. */
const columnsPerTurn = 16_384;

async function packInTurns(pens: readonly PenColumns[]): Promise<readonly PackedPen[]> {
  const packed: PackedPen[] = [];
  let columns = 0;
  for (const pen of pens) {
    if (columns >= columnsPerTurn) {
      await new Promise((resolve) => setImmediate(resolve));
      columns = 0;
    }
    packed.push(packPen(pen));
    columns += pen.count.length;
  }
  return packed;
}

/** The past, by the historian. */
export function historyHandlers(parts: EngineParts): HandlersOf<Names> {
  const indexOf = (tag: TagId): number | undefined => parts.plant().project.directory.get(tag)?.index;
  const unknownTag = (tag: string) => refused('not-found', `There is no tag ${tag}.`);
  const failed = (error: unknown) =>
    error instanceof StoreError && error.code === 'cancelled'
      ? refused('cancelled', 'The question was superseded.')
      : refused('history-unavailable', `History cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Live values are not affected; the data store is tried again with the next request.');
  const answer = async <Output>(ask: () => Promise<Output>): Promise<Result<Output, 'cancelled' | 'history-unavailable'>> => {
    try {
      return ok(await ask());
    } catch (error) {
      return failed(error);
    }
  };
  const indicesOf = (tags: readonly TagId[]): Result<readonly number[], 'not-found'> => {
    const indices: number[] = [];
    for (const tag of tags) {
      const index = indexOf(tag);
      if (index === undefined) return unknownTag(tag);
      indices.push(index);
    }
    return ok(indices);
  };
  /** Dense indices hold for one revision, and within its tags. */
  const checkIndexed = (revision: number, tags: readonly number[]): Result<null, 'other-revision' | 'bad-input'> => {
    const plant = parts.plant();
    if (plant.revision !== revision) return refused('other-revision', 'The project was read again meanwhile.', 'The console asks again with the new list of tags.');
    const beyond = tags.find((tag) => tag >= plant.project.tags.length);
    return beyond === undefined ? ok(null) : refused('bad-input', `There is no tag with the index ${beyond}.`);
  };

  let atWork = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <Output>(signal: AbortSignal, work: () => Promise<Output>): Promise<Output> => {
    if (atWork >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else atWork++;
    try {
      if (signal.aborted) throw new StoreError('cancelled', 'The question was given up before it was answered.');
      return await work();
    } finally {
      // Its place goes to the next one that waits.
      const next = waiting.shift();
      if (next === undefined) atWork--;
      else next();
    }
  };

  return {
    'history.raw': async ({ tag, span, limit }, _session, { signal }) => {
      const index = indexOf(tag);
      if (index === undefined) return unknownTag(tag);
      return answer(async () => ({ $packed: 'series' as const, ...(await parts.historian().pieces({ tag: index, fromMs: span.fromMs, toMs: span.toMs, limit }, signal)) }));
    },
    'history.samples': async ({ revision, tags, span, limit }, _session, { signal }) => {
      const checked = checkIndexed(revision, tags);
      if (!checked.ok) return checked;
      return answer(async () => {
        const { reachMs, away, ...samples } = await parts.historian().samples({ tags: [...new Set(tags)], fromMs: span.fromMs, toMs: span.toMs, limit }, signal);
        return { samples, reachMs, away };
      });
    },
    'history.at': async ({ revision, tags, atMs }, _session, { signal }) => {
      const checked = checkIndexed(revision, tags);
      if (!checked.ok) return checked;
      return answer(() => parts.historian().valueAt(tags, atMs, signal));
    },
    'history.decimated': async ({ tags, span, width }, _session, { signal }) => {
      const indices = indicesOf(tags);
      if (!indices.ok) return indices;
      return answer(async () => {
        const { pens, away } = await parts.historian().decimated({ tags: indices.value, fromMs: span.fromMs, toMs: span.toMs, width }, signal);
        const packed = await packInTurns(pens);
        freeColumns(pens, packed);
        return { $packed: 'pens' as const, fromMs: span.fromMs, toMs: span.toMs, width, pens: packed, away };
      });
    },
    'history.interpolated': async ({ tag, atMs, method }, _session, { signal }) => {
      const index = indexOf(tag);
      if (index === undefined) return unknownTag(tag);
      if (atMs.some((time) => !Number.isFinite(time))) return refused('bad-input', 'atMs: every time must be a number.');
      return answer(() => parts.historian().interpolated({ tag: index, atMs, method }, signal));
    },
    'history.aggregates': async ({ tags, span, intervalMs, aggregates }, _session, { signal }) => {
      const indices = indicesOf(tags);
      if (!indices.ok) return indices;
      const intervals = intervalCount(span.fromMs, span.toMs, intervalMs);
      if (intervals > mostIntervals || intervals * aggregates.length * tags.length > mostAggregates) {
        return refused('too-many', `${intervals} intervals of ${tags.length} tags and ${aggregates.length} aggregates are too many for one answer.`, 'Ask for a shorter span or a longer interval.');
      }
      // Of the revision that gave the indices, should the project be read again meanwhile.
      const historian = parts.historian();
      return answer(() => inTurn(signal, async () => {
        const found = await historian.aggregates({ tags: indices.value, fromMs: span.fromMs, toMs: span.toMs, intervalMs, aggregates: aggregates.filter(isOfSamples) }, signal);
        const counted = aggregates.includes('AnnotationCount') ? await countNotes(tags, span, intervalMs, intervals) : [];
        return {
          tags: found.map(({ timeMs, columns }, at) => {
            const own = [...columns];
            return { timeMs, columns: aggregates.map((name) => (isOfSamples(name) ? (own.shift() as (typeof own)[number]) : (counted[at] as (typeof own)[number]))) };
          }),
        };
      }));
    },
    'history.extent': async () => {
      try {
        return ok(await parts.historian().extent());
      } catch (error) {
        return refused('history-unavailable', `History cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };

  /** Notes on each tag that begin in each interval and were not withdrawn. */
  async function countNotes(tags: readonly TagId[], { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }, intervalMs: number, intervals: number): Promise<readonly ReturnType<typeof aggregateColumn>[]> {
    const notes = await parts.store.notes.in({ fromMs, toMs, limit: mostNotes });
    return tags.map((tag) => {
      const value = new Float64Array(intervals);
      for (const note of notes) {
        const at = Math.floor((note.fromMs - fromMs) / intervalMs);
        if (note.withdrawn === null && note.tags.includes(tag) && at >= 0 && at < intervals && note.fromMs < toMs) value[at]!++;
      }
      return { value, quality: new Uint32Array(intervals).fill(calculated) };
    });
  }
}

/** Good, calculated: InfoType DataValue with the historian bit. */
const calculated = 0x0401;
const isOfSamples = (name: AggregateName): name is SampleAggregate => name !== 'AnnotationCount';
