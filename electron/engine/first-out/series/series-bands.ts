import { type SeriesTable, stepOf } from './series-table.ts';
import { learnBand, quantile, type TagBand } from './tag-band.ts';

/** A recording with the range of each tag over all of it, and what each usually does at the ticks of its clock. */
export type Recording = { readonly table: SeriesTable; readonly ranges: readonly number[]; readonly ticks: readonly number[] };
export type QuietRows = { readonly from: number; readonly to: number };

/** More tags than this share elsewhere than in the baseline: it is of another day, at another load, and tells nothing of this one. */
const otherDayShare = 0.3;
/** Rows of a slower baseline's mean that hold its wander and hardly its noise. */
const calmRows = 4;
/** A baseline has shown how far a tag drifts. */
const noDrift = { perRow: 0, most: 0 };

/**
 * The band of each tag for a recording whose rows `from` to `to` (excluded) are quiet, same order as its tags: learnt from the
 * baseline where it has the tag, else from the quiet rows. The centre is where the
 * tag stood in the quiet rows: a baseline tells how far a tag moves, not where this day began; unless a few tags alone
 * went elsewhere within these rows.
 */
export function createBands({ table, ranges, ticks }: Recording, baseline: SeriesTable | null, { from, to }: QuietRows): readonly TagBand[] {
  const own = table.columns.map((values, at) => withTicks(learnBand(values, from, to, ranges[at] ?? 0), ticks[at] ?? 0));
  if (baseline === null) return own;
  const pace = stepOf(baseline.timeMs) / Math.max(1e-9, stepOf(table.timeMs));
  const known = table.tags.map((tag, at) => {
    const values = baseline.columns[baseline.tags.indexOf(tag)];
    return values === undefined ? null : knownBand(values, pace, Math.max(ranges[at] ?? 0, rangeOf(values)));
  });
  return own.map((band, at) => {
    const other = known[at] ?? null;
    if (other === null) return band;
    const centre = isElsewhere(band, other) && !isAway(table.columns[at], from, other) ? other.centre : band.centre;
    return pace > 1.5 ? withWander(band, other, centre) : { ...other, centre, wander: { ...other.wander, drift: noDrift } };
  });
}

/** One usual tick of the clock is nothing, whenever it comes. */
function withTicks(band: TagBand, size: number): TagBand {
  const always = band.wander.always + (size / band.spread) ** 2;
  return { ...band, wander: { ...band.wander, always } };
}

/** Whether a tag stood elsewhere from its first rows on: then nothing is known of when it went there, and what it does next counts. */
function isAway(values: Float64Array | undefined, from: number, known: TagBand): boolean {
  const first = values?.slice(from, from + 3).sort()[1] ?? known.centre;
  return Math.abs(first - known.centre) > known.spread * 4;
}

/** Whether a baseline is of another load than the first `rows` rows of a recording: of too many tags it knows another level. */
export function isOfAnotherDay(table: SeriesTable, baseline: SeriesTable, rows: number): boolean {
  let [compared, elsewhere] = [0, 0];
  for (const [at, tag] of table.tags.entries()) {
    const [values, others] = [table.columns[at], baseline.columns[baseline.tags.indexOf(tag)]];
    if (values === undefined || others === undefined) continue;
    compared++;
    if (isElsewhere(learnBand(values, 0, rows, rangeOf(values)), learnBand(others, 0, others.length, rangeOf(others)))) elsewhere++;
  }
  return elsewhere > compared * otherDayShare;
}

const isElsewhere = (own: TagBand, known: TagBand): boolean => Math.abs(own.centre - known.centre) > known.spread * 4 + own.spread * 2;

/** The band of a baseline at the recording's own pace; one with slower rows is taken as it is. */
function knownBand(values: Float64Array, pace: number, range: number): TagBand {
  const every = pace < 1 / 1.5 ? Math.round(1 / pace) : 1;
  const taken = every === 1 ? values : values.filter((_value, at) => at % every === 0);
  return learnBand(taken, 0, taken.length, range);
}

/** A slower baseline says nothing of the noise from row to row, but how far the level wanders. */
function withWander(own: TagBand, slow: TagBand, centre: number): TagBand {
  const scale = slow.scales.findLast(({ rows }) => rows <= calmRows);
  const level = ((scale?.deviation ?? 1) * slow.spread) / own.spread;
  return { ...own, centre, wander: { always: Math.max(own.wander.always, level * level), variance: 0, power: 0, overRows: own.wander.overRows, drift: noDrift } };
}

/** From the lowest to the highest value, without the outermost half percents. */
export function rangeOf(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return quantile(sorted, 0.995) - quantile(sorted, 0.005);
}
