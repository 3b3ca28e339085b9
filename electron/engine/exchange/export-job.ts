import type { ExportRequest } from '#shared/contract/exchange.ts';
import { beforeTime } from '#shared/math/next-time.ts';
import { refused, type Fault } from '#shared/model/fault.ts';
import type { AggregateName } from '#shared/model/history.ts';
import { whole } from '../store/history-away.ts';
import type { ExportedTag, SampleSlice } from './formats/table.ts';
import { mostXlsxRows } from './formats/xlsx-writer.ts';
import { type ExchangeFolder, JobFailed } from './exchange-folder.ts';
import { startExchangeThread } from './exchange-thread.ts';
import type { JobContext, JobWork } from './job-queue.ts';
import { counted, fileName, isInCalendar, type PlantFacts, spanWords } from './plant-access.ts';

/** Samples read and written at once, about. */
const sliceSamples = 50_000;
/** Cells of a slice in the wide layout, where each sample may be a row of its own. */
const wideCells = 2_000_000;
/** Wider tables are of no use to any reader, and cost memory by their width. */
export const mostWideTags = 1000;
/** Tags of one question for aggregates. */
const aggregateTags = 64;
/** Aggregates of a text that are a text of it; counts, durations and qualities are numbers, all else has no meaning. */
const keepsText: readonly AggregateName[] = ['Interpolative', 'Start', 'End', 'StartBound', 'EndBound'];
const isNumberOfText: readonly AggregateName[] = ['Count', 'DurationGood', 'DurationBad', 'PercentGood', 'PercentBad', 'WorstQuality', 'NumberOfTransitions', 'AnnotationCount'];

type Slice = Omit<SampleSlice, 'texts'> & { readonly reachMs: number };

/** Why an export cannot be made, before it begins; null when it can be tried. */
export function whyNotExported(request: ExportRequest, facts: PlantFacts): Fault<'not-found' | 'too-large'> | null {
  const unknown = request.tags.find((tag) => facts.indexOf(tag) === undefined);
  if (unknown !== undefined) return refused('not-found', `There is no tag ${unknown}, so nothing was exported.`).fault;
  if (!isInCalendar(request.span)) return refused('too-large', 'The span lies beyond the times a calendar has, so nothing was exported.', 'Choose another span.').fault;
  if (request.layout === 'wide' && request.tags.length > mostWideTags) return refused('too-large', `A column a tag is made for at most ${counted(mostWideTags)} tags, not for ${counted(request.tags.length)}.`, 'Choose the long layout, or fewer tags.').fault;
  if (request.content.kind === 'raw') return null;
  const times = Math.ceil((request.span.toMs - request.span.fromMs) / request.content.intervalMs);
  const rows = request.layout === 'wide' ? times : times * request.tags.length;
  if (request.format === 'xlsx' && rows > mostXlsxRows) return refused('too-large', `${counted(rows)} rows do not fit into a workbook, which holds ${counted(mostXlsxRows)}.`, 'Choose a longer interval, CSV or Parquet.').fault;
  if (rows > 1e9) return refused('too-large', `${counted(rows)} rows are more than a file is made for.`, 'Choose a longer interval or a shorter time.').fault;
  return null;
}

export type ExportParts = {
  readonly folder: ExchangeFolder;
  readonly script: URL;
  facts(): PlantFacts;
  text(index: number): string;
};

/** The work of one export: samples or aggregates of some tags over a span, as a file. */
export function exportJob(parts: ExportParts, request: ExportRequest, user: string): JobWork {
  const { span, format, layout, content } = request;
  const tags = [...new Set(request.tags)];
  const what = content.kind === 'raw' ? 'samples' : content.aggregate;
  const title = `${tags.length === 1 ? tags[0] : `${counted(tags.length)} tags`}, ${what}, ${spanWords(span.fromMs, span.toMs)}`;
  const day = new Date(span.fromMs).toISOString().slice(0, 16).replace(':', '');
  return {
    kind: 'export',
    title,
    user,
    file: { name: fileName(`${tags.length === 1 ? tags[0] : parts.facts().name} ${day}`, format), ending: format },
    async run({ partPath, signal, progress }: JobContext) {
      const aggregate = content.kind === 'raw' ? null : content.aggregate;
      const kept = withMeaning(parts.facts(), tags, aggregate);
      const leftOut = tags.length - kept.length;
      if (kept.length === 0) throw new JobFailed(`${aggregate} of ${tags[0]} has no meaning, because it is text. Choose Start, End or Count.`);
      const access = createTagAccess(parts, kept, aggregate);
      const thread = startExchangeThread(parts.script, { kind: 'write', path: partPath, format, layout, tags: access.exported }, signal);
      try {
        const known = new Set<number>();
        let rows = 0;
        for (let fromMs = content.kind === 'raw' ? beforeTime(span.fromMs) : span.fromMs; fromMs < span.toMs; ) {
          await parts.folder.checkSpace();
          const slice = content.kind === 'raw' ? await readSamples(access, request, fromMs, signal) : await readAggregates(access, request, content, fromMs, signal);
          await expect(thread, 'ready');
          rows += slice.tag.length;
          fromMs = slice.reachMs;
          const texts = newTexts(parts, access.exported, slice, known);
          thread.say({ t: 'slice', slice: { tag: slice.tag, timeMs: slice.timeMs, value: slice.value, quality: slice.quality, texts } });
          progress((fromMs - span.fromMs) / (span.toMs - span.fromMs), `${counted(rows)} ${content.kind === 'raw' ? 'samples' : 'values'} written.`);
        }
        await expect(thread, 'ready');
        thread.say({ t: 'finish' });
        await expect(thread, 'written');
        const without = leftOut === 0 ? '' : ` ${aggregate} has no meaning for ${leftOut === 1 ? 'one tag that is text: it was' : `${counted(leftOut)} tags that are text: they were`} left out.`;
        return `${counted(rows)} ${content.kind === 'raw' ? 'samples' : 'values'} of ${kept.length === 1 ? kept[0] : `${counted(kept.length)} tags`} exported.${without}`;
      } finally {
        await thread.end();
      }
    },
  };
}

async function expect(thread: ReturnType<typeof startExchangeThread>, t: 'ready' | 'written'): Promise<void> {
  const message = await thread.next();
  if (message.t !== t) throw new Error(`the exchange thread said ${message.t} in place of ${t}`);
}

type TagAccess = {
  readonly exported: readonly ExportedTag[];
  /** Dense indices of the revision that runs now, and its historian. */
  now(): { readonly facts: PlantFacts; readonly indices: readonly number[]; readonly positionOf: ReadonlyMap<number, number> };
};

/** Tags an aggregate says something about: an average of texts is nothing. */
function withMeaning(facts: PlantFacts, tags: readonly string[], aggregate: AggregateName | null): readonly string[] {
  if (aggregate === null || keepsText.includes(aggregate) || isNumberOfText.includes(aggregate)) return tags;
  return tags.filter((tag) => facts.tags[facts.indexOf(tag) ?? -1]?.type !== 'text');
}

/** Tags are found anew when the project was edited meanwhile: their history stays, their indices may not. */
function createTagAccess(parts: ExportParts, tags: readonly string[], aggregate: AggregateName | null): TagAccess {
  const find = (facts: PlantFacts) => {
    const indices = tags.map((tag) => {
      const index = facts.indexOf(tag);
      if (index === undefined) throw new JobFailed(`The project was edited meanwhile and has no tag ${tag} any more.`);
      return index;
    });
    return { facts, indices, positionOf: new Map(indices.map((index, at) => [index, at] as const)) };
  };
  let known = find(parts.facts());
  const exported = tags.map((id, at) => {
    const isText = known.facts.tags[known.indices[at] as number]?.type === 'text';
    return { id, isText: isText && (aggregate === null || keepsText.includes(aggregate)) };
  });
  return {
    exported,
    now() {
      const facts = parts.facts();
      if (facts.revision !== known.facts.revision) known = find(facts);
      return { ...known, facts };
    },
  };
}

async function readSamples(access: TagAccess, { span, layout }: ExportRequest, fromMs: number, signal: AbortSignal): Promise<Slice> {
  const { facts, indices, positionOf } = access.now();
  const limit = layout === 'long' ? sliceSamples : Math.max(500, Math.min(sliceSamples, Math.floor(wideCells / indices.length)));
  const { tag, timeMs, value, quality, reachMs } = whole(await facts.historian.samples({ tags: indices, fromMs, toMs: span.toMs, limit }, signal));
  const position = new Uint32Array(tag.length);
  for (let row = 0; row < tag.length; row++) position[row] = positionOf.get(tag[row] as number) ?? 0;
  return { tag: position, timeMs, value, quality, reachMs };
}

/** Some intervals of all tags, as rows by time. */
async function readAggregates(access: TagAccess, { span }: ExportRequest, content: { readonly intervalMs: number; readonly aggregate: AggregateName }, fromMs: number, signal: AbortSignal): Promise<Slice> {
  const { facts, indices } = access.now();
  const { intervalMs, aggregate } = content;
  const intervals = Math.max(1, Math.floor(sliceSamples / indices.length));
  // Counted from the beginning of the span, so that no rounding adds up.
  const first = Math.round((fromMs - span.fromMs) / intervalMs);
  const reachMs = Math.min(span.toMs, span.fromMs + (first + intervals) * intervalMs);
  const found: { readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array }[] = [];
  for (let at = 0; at < indices.length; at += aggregateTags) {
    const group = await facts.historian.aggregates({ tags: indices.slice(at, at + aggregateTags), fromMs, toMs: reachMs, intervalMs, aggregates: [aggregate] }, signal);
    for (const { timeMs, columns } of group) found.push({ timeMs, value: columns[0]?.value ?? new Float64Array(), quality: columns[0]?.quality ?? new Uint32Array() });
  }
  const times = found[0]?.timeMs.length ?? 0;
  const rows = times * found.length;
  const slice = { tag: new Uint32Array(rows), timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows), reachMs };
  for (let time = 0, row = 0; time < times; time++) {
    for (let at = 0; at < found.length; at++, row++) {
      const one = found[at] as (typeof found)[number];
      slice.tag[row] = at;
      slice.timeMs[row] = one.timeMs[time] as number;
      slice.value[row] = one.value[time] as number;
      slice.quality[row] = one.quality[time] as number;
    }
  }
  return slice;
}

/** Texts of the slice that the thread does not know yet. */
function newTexts(parts: ExportParts, exported: readonly ExportedTag[], { tag, value }: Slice, known: Set<number>): (readonly [number, string])[] {
  if (!exported.some(({ isText }) => isText)) return [];
  const texts: (readonly [number, string])[] = [];
  for (let row = 0; row < tag.length; row++) {
    const number = value[row] as number;
    if (exported[tag[row] as number]?.isText !== true || Number.isNaN(number) || known.has(number)) continue;
    known.add(number);
    texts.push([number, parts.text(number)]);
  }
  return texts;
}
