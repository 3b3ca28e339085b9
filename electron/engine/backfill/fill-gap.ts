import { ok, refused, type Result } from '#shared/model/fault.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { createKnownSamples, type KnownSamples } from './known-samples.ts';
import { type Scales, toEngineering } from './past-values.ts';

export type Gap = { readonly fromMs: number; readonly toMs: number };

type TagColumns = { readonly tag: Uint32Array; readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array };

/** History by dense tag index, as the historian has it. */
export type GapHistory = {
  samples(query: { readonly tags: readonly number[]; readonly fromMs: number; readonly toMs: number; readonly limit: number }, cancel?: AbortSignal): Promise<TagColumns & { readonly reachMs: number }>;
  valueAt(tags: readonly number[], timeMs: number): Promise<{ readonly timeMs: Float64Array }>;
  /** Resolves when the samples are on disk; they may lie in the past. */
  writeAll(batch: SampleBatch): Promise<void>;
};

/** The device's own history by dense tag index, in device units; see `Driver.backfill`. */
export type ReadPast = (query: {
  readonly tags: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly onSamples: (batch: SampleBatch) => Promise<void>;
  readonly signal: AbortSignal;
}) => Promise<Result<{ readonly whole: readonly number[] }, 'not-connected' | 'not-supported'>>;

export type FillParts = { readonly scales: Scales; readonly history: GapHistory; readonly read: ReadPast };

/** Samples put into history, and how many tags of the device it has the history of and has not. */
export type Filled = { readonly samples: number; readonly filledTags: number; readonly otherTags: number };

/** Clocks of engine and device may differ, and what was under way at the loss lies before it: so much around a gap is looked at, ms. */
const slackMs = 60_000;
/** A value that has not changed for longer before the gap is not looked for. */
const lookBackMs = 30 * 86_400_000;
/** Tags asked for together had their last value within one of these spans before the gap, so that a still one does not drag busy ones along. */
const ages = [2 * slackMs, 3_600_000, 86_400_000, lookBackMs] as const;
const tagsPerRead = 50;
const samplesPerRead = 200_000;

/**
 * Fills a gap from the device's own history. A sample that history has already is left out, so that filling twice, or over
 * what came late by itself, doubles nothing. Where the link was lost, history holds a mark of bad quality; at the very time
 * of the mark the value the device had then is put behind it, so that the mark stays on record and covers no time. Where
 * the device's history does not reach back to before the mark, the gap stays until the first sample it has.
 */
export async function fillGap(parts: FillParts, tags: readonly number[], gap: Gap, signal: AbortSignal): Promise<Result<Filled, 'not-connected' | 'not-supported'>> {
  const { fromMs, toMs } = gap;
  const oldestMs = fromMs - lookBackMs;
  const { timeMs } = await parts.history.valueAt(tags, fromMs - slackMs);
  const groups = ages.map((): { tag: number; sinceMs: number }[] => []);
  for (const [at, tag] of tags.entries()) {
    const known = timeMs[at] as number;
    const sinceMs = Number.isNaN(known) ? fromMs - slackMs : Math.max(known, oldestMs);
    const age = ages.findIndex((ms) => fromMs - sinceMs <= ms);
    groups[age]?.push({ tag, sinceMs });
  }
  let samples = 0;
  let filledTags = 0;
  let refusal: Result<Filled, 'not-connected' | 'not-supported'> | null = null;
  for (const group of groups) {
    for (let start = 0; start < group.length; start += tagsPerRead) {
      const part = group.slice(start, start + tagsPerRead);
      const sinceMs = part.reduce((least, one) => Math.min(least, one.sinceMs), fromMs - slackMs);
      const result = await fillPart(parts, part.map(({ tag }) => tag), { fromMs: sinceMs, toMs }, signal);
      if (!result.ok) {
        // One part without any history says nothing of the others.
        if (result.fault.code === 'not-connected') return result;
        refusal ??= result;
        continue;
      }
      samples += result.value.samples;
      filledTags += result.value.filledTags;
    }
  }
  if (filledTags === 0 && refusal !== null) return refusal;
  return ok({ samples, filledTags, otherTags: tags.length - filledTags });
}

async function fillPart(parts: FillParts, tags: readonly number[], { fromMs, toMs }: Gap, signal: AbortSignal): Promise<Result<Filled, 'not-connected' | 'not-supported'>> {
  const { scales, history, read } = parts;
  const known = await readKnown(history, tags, fromMs, toMs, signal);
  const out = createBatch(1024);
  const cursors = new Map<number, Cursor>(tags.map((tag) => [tag, { marks: known.marksOf(tag), at: 0, value: Number.NaN, quality: 0, isKnown: false }]));
  let samples = 0;
  const write = async (): Promise<void> => {
    if (out.length === 0) return;
    samples += out.length;
    await history.writeAll(out);
    out.length = 0;
  };
  let failure: string | null = null;
  const result = await read({
    tags,
    fromMs,
    toMs,
    signal,
    async onSamples(batch) {
      toEngineering(batch, scales);
      for (let row = 0; row < batch.length; row++) {
        const tag = batch.tag[row] as number;
        const cursor = cursors.get(tag);
        if (cursor === undefined) continue;
        const [timeMs, value, quality] = [batch.timeMs[row] as number, batch.value[row] as number, batch.quality[row] as number];
        closeMarks(cursor, tag, timeMs, out);
        if (!known.has(tag, timeMs, value, quality)) pushSample(out, tag, timeMs, value, quality);
        cursor.value = value;
        cursor.quality = quality;
        cursor.isKnown = true;
      }
      await write().catch((error: unknown) => {
        failure = error instanceof Error ? error.message : String(error);
        throw error;
      });
    },
  });
  if (failure !== null) return refused('not-connected', `What was read could not be recorded: ${String(failure)}`);
  if (!result.ok) return result;
  for (const tag of result.value.whole) {
    const cursor = cursors.get(tag);
    if (cursor !== undefined) closeMarks(cursor, tag, toMs, out);
  }
  try {
    await write();
  } catch (error) {
    return refused('not-connected', `What was read could not be recorded: ${error instanceof Error ? error.message : String(error)}`);
  }
  return ok({ samples, filledTags: result.value.whole.length, otherTags: tags.length - result.value.whole.length });
}

/** Where a tag's history has been read to: marks not yet behind it, and the value the device had there. */
type Cursor = { readonly marks: readonly number[]; at: number; value: number; quality: number; isKnown: boolean };

/** Puts the value the device had at each mark before `timeMs` behind the mark. */
function closeMarks(cursor: Cursor, tag: number, timeMs: number, out: SampleBatch): void {
  for (; cursor.at < cursor.marks.length; cursor.at++) {
    const markMs = cursor.marks[cursor.at] as number;
    // A sample at the mark's own time closes it by itself.
    if (markMs > timeMs) return;
    if (markMs < timeMs && cursor.isKnown) pushSample(out, tag, markMs, cursor.value, cursor.quality);
  }
}

async function readKnown(history: GapHistory, tags: readonly number[], fromMs: number, toMs: number, signal: AbortSignal): Promise<KnownSamples> {
  const known = createKnownSamples();
  // Samples are given from after a time on: a hair before, so that one at it is there too.
  for (let afterMs = fromMs - 0.001; afterMs < toMs + slackMs;) {
    const { tag, timeMs, value, quality, reachMs } = await history.samples({ tags, fromMs: afterMs, toMs: toMs + slackMs, limit: samplesPerRead }, signal);
    for (let row = 0; row < tag.length; row++) known.add(tag[row] as number, timeMs[row] as number, value[row] as number, quality[row] as number);
    if (!(reachMs > afterMs)) break;
    afterMs = reachMs;
  }
  return known;
}
