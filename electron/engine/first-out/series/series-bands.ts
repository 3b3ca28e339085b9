import { type SeriesTable, stepOf } from './series-table.ts';
import { learnBand, quantile, type TagBand } from './tag-band.ts';

/** More tags than this share elsewhere than in the baseline: it is of another day, at another load, and tells nothing of this one. */
const otherDayShare = 0.3;
/** Rows of a slower baseline's mean that hold its wander and hardly its noise. */
const calmRows = 4;
/** A baseline has shown how far a tag drifts. */
const noDrift = { perRow: 0, most: 0 };

/**
 * The band of each tag for a recording whose rows up to `quietEnd` are quiet, same order as its tags: learnt from the
 * baseline where it has the tag, else from the quiet rows. The centre is where the tag stood in the quiet rows: a baseline
 * tells how far a tag moves, not where this day began; unless a few tags alone were elsewhere from the first row.
 */
export function createBands(table: SeriesTable, baseline: SeriesTable | null, quietEnd: number): readonly TagBand[] {
  const ranges = table.columns.map(rangeOf);
  const own = table.columns.map((values, at) => learnBand(values, 0, quietEnd, ranges[at] ?? 0));
  if (baseline === null) return own;
  const pace = stepOf(baseline.timeMs) / Math.max(1e-9, stepOf(table.timeMs));
  const known = table.tags.map((tag, at) => {
    const values = baseline.columns[baseline.tags.indexOf(tag)];
    return values === undefined ? null : knownBand(values, pace, Math.max(ranges[at] ?? 0, rangeOf(values)));
  });
  const isElsewhere = own.map((band, at) => {
    const other = known[at] ?? null;
    return other !== null && Math.abs(band.centre - other.centre) > other.spread * 4 + band.spread * 2;
  });
  const isOtherDay = isElsewhere.filter((is) => is).length > known.filter((band) => band !== null).length * otherDayShare;
  return own.map((band, at) => {
    const other = known[at] ?? null;
    if (other === null || isOtherDay) return band;
    const centre = isElsewhere[at] === true ? other.centre : band.centre;
    return pace > 1.5 ? withWander(band, other, centre) : { ...other, centre, wander: { ...other.wander, drift: noDrift } };
  });
}

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
  return { ...own, centre, wander: { always: level * level, variance: 0, power: 0, overRows: own.wander.overRows, drift: noDrift } };
}

/** From the lowest to the highest value, without the outermost half percents. */
function rangeOf(values: Float64Array): number {
  const sorted = Float64Array.from(values).sort();
  return quantile(sorted, 0.995) - quantile(sorted, 0.005);
}
