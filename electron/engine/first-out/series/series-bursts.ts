import type { AlarmId, AssetId, TagId } from '#shared/model/ids.ts';
import type { BurstAlarm } from '../burst-alarm.ts';
import { seconds } from '../evidence.ts';
import { usualTicks } from './clock-ticks.ts';
import { type Excursion, findExcursions } from './find-excursions.ts';
import { createBands, isOfAnotherDay, type QuietRows, rangeOf, type Recording } from './series-bands.ts';
import { heldRows, isCounter, type SeriesTable, stepOf } from './series-table.ts';
import { isOutput, withTiedOnsets } from './tied-tags.ts';
import { findTwin, twinExcursions } from './twin.ts';

export type SeriesBurst = { readonly alarms: readonly BurstAlarm[]; readonly startMs: number; readonly endMs: number };

/** So many tags out of their bands at once are a burst; of few tags fewer. */
const togetherShare = 0.04;
const leastTogether = 2;
/** One tag alone is one if it stays out so far, and for so much of the recording. */
const aloneFrom = { peak: 2, share: 0.05 };
/** A pause between bursts, share of the recording. */
const pauseShare = 0.02;
/** An excursion counts from this share of the tag's greatest on. */
const realShare = 0.3;
/** A tag measured so seldom tells little of the order of things: an analyser shows what its sample line brought some time ago. */
const slowRows = 2;
const slowMs = 60_000;
const slowWeight = 0.3;
/** A slow swing to both sides is a tag's own life more often than a fault: it makes a burst less, and ranks as any other. */
const swingWeight = 0.5;
/** Of many tags a few are a little out by chance: doublings of a band's width that make a burst, times the root of the number of tags; so many are one in any plant. */
const evidenceFrom = { byRoot: 0.12, most: 1.5 };
/** So much of the recording is taken as quiet at most. */
const mostQuiet = 0.6;
/** A later beginning has to be so much plainer than an earlier one: quiet rows that reach into a burst see only the rest of it. */
const laterFrom = 1.5;
/** The quiet rows before a burst, as shares of the rows before many tags leave their bands: what leads to that may begin earlier. */
const nearBefore = { from: 0.4, to: 0.9 };
const leastNear = 20;
/** Beginnings in this last share of them may belong to the burst. */
const leavingShare = 0.2;
/** Tags that leave within this share of the recording do so together; from this share of the most on it is a burst. */
const massShare = 0.02;
const massFrom = 0.5;
/** Of longer recordings fewer quiet parts are tried. */
const manyRows = 100_000;

/**
 * Bursts in a recording of values: when tags left their normal bands, and each tag's true onset. The band is learnt from
 * `baseline` (same tags; those it lacks are learnt from the recording), else from the quiet rows before the first burst,
 * and of these from the last before it. Counters are left out. `assetOf` names a tag's asset, if any is known.
 */
export function findSeriesBursts(recorded: SeriesTable, baseline: SeriesTable | null, assetOf: (tag: string) => AssetId | null = () => null): readonly SeriesBurst[] {
  const table = withoutCounters(recorded);
  const rows = table.timeMs.length;
  if (rows < 8) return [];
  const twin = baseline === null ? null : findTwin(table, baseline);
  if (twin !== null) {
    const apart = twinExcursions(table, twin);
    return burstSpans(table, apart).map((span) => toBurst(table, apart, span, assetOf, 0));
  }
  const quiet = leastQuiet(rows);
  const recording = { table, ranges: table.columns.map(rangeOf), ticks: usualTicks(table) };
  const isUsable = baseline !== null && !isOfAnotherDay(table, baseline, quiet);
  const { excursions, spans } = isUsable ? readingOf(recording, baseline, { from: 0, to: quiet }) : withQuietPart(recording);
  const isEnough = (span: Span): boolean => evidenceOf(table, excursions, span) >= Math.min(evidenceFrom.most, evidenceFrom.byRoot * Math.sqrt(table.tags.length));
  return spans.filter(isEnough).map((span) => {
    const burst = toBurst(table, excursions, span, assetOf, realShare);
    return { ...burst, alarms: withTiedOnsets(table, burst.alarms, Math.floor(span.from)) };
  });
}

function withoutCounters({ timeMs, tags, columns }: SeriesTable): SeriesTable {
  const kept = tags.map((_tag, at) => at).filter((at) => !isCounter(columns[at] ?? new Float64Array()));
  return { timeMs, tags: kept.map((at) => tags[at] ?? ''), columns: kept.map((at) => columns[at] ?? new Float64Array()) };
}

/** How plain a burst is: doublings of the band's width over its tags, those of slow ones and of swings in part. */
function evidenceOf(table: SeriesTable, excursions: readonly (readonly Excursion[])[], span: Span): number {
  const stepMs = stepOf(table.timeMs);
  return table.columns.reduce((sum, values, at) => {
    const inside = (excursions[at] ?? []).filter((one) => reaches(one, span));
    if (inside.length === 0) return sum;
    const most = Math.max(...inside.map(({ peak, isSwing }) => Math.log2(peak) * (isSwing ? swingWeight : 1)));
    return sum + most * (isSlow(heldRows(values), stepMs) ? slowWeight : 1);
  }, 0);
}

/** Rows that are taken as quiet at least: a tenth. */
const leastQuiet = (rows: number): number => Math.min(rows, Math.max(8, Math.min(30, rows >> 1), Math.floor(rows / 10)));

type Reading = { readonly excursions: readonly (readonly Excursion[])[]; readonly spans: readonly Span[] };

/**
 * The excursions by the quiet part that serves best. Quiet parts of growing length are tried from the first row on: a true
 * burst begins at the same row whichever of them the bands were learnt from, while a slow wander is one only to those too
 * short to know it. Then the rows right before the burst are taken: where each tag stood before it is what counts.
 */
function withQuietPart(recording: Recording): Reading {
  const rows = recording.table.timeMs.length;
  const coarse = steadiestReading(recording, leastQuiet(rows));
  if (coarse === null) return { excursions: [], spans: [] };
  const start = massStart(coarse.excursions, rows);
  const near = { from: Math.floor(start * nearBefore.from), to: Math.floor(start * nearBefore.to) };
  if (near.to - near.from < leastNear) return coarse;
  const fine = readingOf(recording, null, near);
  if (fine.spans.length === 0) return coarse;
  // What was leaving as these rows ended, seen only later, made its own band too wide in them. What was plainly out before was a wander.
  const leavingFrom = near.to - (near.to - near.from) * leavingShare;
  const isLeaving = (one: Excursion): boolean => one.onset >= leavingFrom && one.onset < near.to && one.noticed >= near.to && one.end > start;
  const excursions = fine.excursions.map((list, at) => ((coarse.excursions[at] ?? []).some(isLeaving) ? (coarse.excursions[at] ?? []) : list));
  return { excursions, spans: burstSpans(recording.table, excursions) };
}

function readingOf(recording: Recording, baseline: SeriesTable | null, quiet: QuietRows): Reading {
  const { table } = recording;
  const bands = createBands(recording, baseline, quiet);
  const excursions = table.columns.map((values, at) => {
    const band = bands[at];
    return band === undefined ? [] : findExcursions(values, band, quiet.to, quiet.from);
  });
  return { excursions, spans: burstSpans(table, excursions) };
}

function steadiestReading(recording: Recording, least: number): Reading | null {
  const rows = recording.table.timeMs.length;
  const growth = rows > manyRows ? 1.6 : 1.25;
  const near = Math.max(3, rows * 0.02);
  let best: { readonly reading: Reading; readonly start: number; readonly worth: number } | null = null;
  let plateau = { start: -1, worth: 0 };
  for (let quietEnd = least; quietEnd <= Math.max(least, rows * mostQuiet); quietEnd = Math.ceil(quietEnd * growth)) {
    const reading = readingOf(recording, null, { from: 0, to: quietEnd });
    const start = reading.spans[0]?.from ?? -1;
    if (start < quietEnd) continue;
    const isSame = Math.abs(start - plateau.start) <= near;
    plateau = { start, worth: (isSame ? plateau.worth : 0) + worthOf(reading) };
    const isBest = isSame && best !== null && Math.abs(best.start - start) <= near;
    if (best === null || plateau.worth >= best.worth * (isBest ? 1 : laterFrom)) best = { reading, start, worth: plateau.worth };
  }
  return best?.reading ?? null;
}

/** How much the first burst is: tags that are in it, far out ones more. */
function worthOf({ excursions, spans: [span] }: Reading): number {
  if (span === undefined) return 0;
  return excursions.reduce((sum, list) => sum + Math.log2(1 + Math.max(0, ...list.filter((one) => reaches(one, span)).map((one) => one.peak))), 0);
}

/** The first row from which on many tags leave their bands together, against the most that do so anywhere; far out ones count more. */
function massStart(excursions: readonly (readonly Excursion[])[], rows: number): number {
  const onsets = excursions
    .flatMap((list) => list.toSorted((a, b) => b.peak - a.peak).slice(0, 1))
    .map(({ onset, peak }) => ({ onset, weight: Math.min(1, peak / 3) }))
    .toSorted((a, b) => a.onset - b.onset);
  const window = Math.max(5, rows * massShare);
  const sums = onsets.map(({ onset }, at) => {
    let sum = 0;
    for (let next = at; next < onsets.length && (onsets[next]?.onset ?? 0) <= onset + window; next++) sum += onsets[next]?.weight ?? 0;
    return sum;
  });
  const most = Math.max(0, ...sums);
  return onsets[sums.findIndex((sum) => sum >= most * massFrom)]?.onset ?? 0;
}

const reaches = (one: Excursion, span: Span): boolean => one.noticed <= span.to && one.end >= span.from;

type Span = { readonly from: number; readonly to: number };

/** Rows in which tags are out together, with what led to it: from the first onset to the last return. */
function burstSpans(table: SeriesTable, excursions: readonly (readonly Excursion[])[]): readonly Span[] {
  const rows = table.timeMs.length;
  const together = Math.max(leastTogether, Math.ceil(table.tags.length * togetherShare));
  const change = new Int32Array(rows + 1);
  const alone: Span[] = [];
  for (const list of excursions) {
    for (const { noticed, end, peak } of list) {
      change[noticed] = (change[noticed] ?? 0) + 1;
      change[end] = (change[end] ?? 0) - 1;
      if (peak >= aloneFrom.peak && end - noticed >= rows * aloneFrom.share) alone.push({ from: noticed, to: end });
    }
  }
  const spans = [...alone];
  let out = 0;
  let from = -1;
  for (let at = 0; at <= rows; at++) {
    out += change[at] ?? 0;
    if (at < rows && out >= together && from < 0) from = at;
    if ((at === rows || out < together) && from >= 0) {
      spans.push({ from, to: at });
      from = -1;
    }
  }
  return joined(joined(spans, rows).map((span) => withOnsets(span, excursions)), rows);
}

function joined(spans: readonly Span[], rows: number): readonly Span[] {
  const pause = Math.max(10, rows * pauseShare);
  const found: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last === undefined || span.from > last.to + pause) found.push(span);
    else found[found.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return found;
}

/** The span from the earliest onset among the excursions that reach into it. */
function withOnsets(span: Span, excursions: readonly (readonly Excursion[])[]): Span {
  let from = span.from;
  for (const list of excursions) for (const one of list) if (reaches(one, span)) from = Math.min(from, one.onset);
  return { from, to: span.to };
}

function toBurst(table: SeriesTable, excursions: readonly (readonly Excursion[])[], span: Span, assetOf: (tag: string) => AssetId | null, leastShare: number): SeriesBurst {
  const stepMs = stepOf(table.timeMs);
  const timeOf = (row: number): number => {
    const below = table.timeMs[Math.min(Math.floor(row), table.timeMs.length - 1)] ?? 0;
    return below + (row % 1) * ((table.timeMs[Math.ceil(row)] ?? below) - below);
  };
  const alarms = table.tags.flatMap((tag, at): BurstAlarm[] => {
    const inside = (excursions[at] ?? []).filter((one) => reaches(one, span));
    const peak = Math.max(...inside.map((one) => one.peak));
    const height = Math.max(...inside.map((one) => one.height));
    // A small swing some time before the real one is the tag's own life.
    const own = inside.slice(inside.findIndex((one) => one.height >= height * leastShare));
    const [first] = own;
    if (first === undefined) return [];
    const out = own.reduce((sum, one) => sum + Math.min(one.end, span.to) - one.onset, 0);
    const held = heldRows(table.columns[at] ?? new Float64Array());
    const share = Math.min(1, out / Math.max(1, span.to - first.onset));
    return [
      {
        alarm: tag as AlarmId,
        seq: isOutput(tag) ? at - table.tags.length : at,
        tag: tag as TagId,
        asset: assetOf(tag),
        timeMs: timeOf(first.onset),
        uncertaintyMs: (stepMs * held) / 2 + Math.max(0, timeOf(first.noticed) - timeOf(first.onset)) / 4,
        returnedMs: share >= 0.2 || first.end >= span.to ? null : timeOf(first.end),
        raises: 1,
        raisesPerMin: 1,
        raisesBefore: 0,
        observed: observedOf(first, peak, Math.max(0, timeOf(first.noticed) - timeOf(first.onset)), isSlow(held, stepMs) ? held * stepMs : 0),
        strength: strengthOf(peak, share) * (isSlow(held, stepMs) ? slowWeight : 1),
      },
    ];
  });
  return { alarms, startMs: timeOf(span.from), endMs: timeOf(span.to) };
}

const isSlow = (held: number, stepMs: number): boolean => held >= slowRows && held * stepMs >= slowMs;

function observedOf({ sign }: Excursion, peak: number, laterMs: number, heldMs: number): string {
  const slow = heldMs > 0 ? `, measured every ${seconds(heldMs)} only` : '';
  return `${sign > 0 ? 'Rose' : 'Fell'} out of its normal band, up to ${peak.toFixed(1)} times its width, plain ${seconds(laterMs)} after it began${slow}`;
}

/** 0.4 for one that just touched its band's edge and was gone, towards 1 for one far out for long. */
const strengthOf = (peak: number, share: number): number => 1 - 0.6 * Math.exp(-(peak - 1) / 1.5) * (1 - 0.4 * share);
