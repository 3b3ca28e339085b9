import { digest } from './digest.ts';
import type { Asked, Question } from './history-page.ts';
import { dayMs, eachSample, endMs, penDays, penIds, penKinds } from './pens.ts';

type Decimated = Extract<Question, { readonly name: 'history.decimated' }>;

/**
 * Throws unless the last day's samples and the columns of a window over all of it, as they arrived in the page, are to the
 * last bit what was made: the same numbers are made again and looked at one by one, without the product's code.
 */
export function checkPens(day: Asked, columns: Asked, { input }: Decimated): void {
  const { span, width } = input;
  const stepMs = (span.toMs - span.fromMs) / width;
  for (const [pen, kind] of penKinds.entries()) {
    const timeMs: number[] = [];
    const value: number[] = [];
    const first = new Float64Array(width).fill(Number.NaN);
    const [min, max, last] = [first.slice(), first.slice(), first.slice()];
    const count = new Uint32Array(width);
    let made = 0;
    eachSample(kind, pen, penDays, (time, number) => {
      made++;
      if (time < endMs - dayMs) [timeMs[0], value[0]] = [time, number];
      else {
        timeMs.push(time);
        value.push(number);
      }
      const column = Math.floor((time - span.fromMs) / stepMs);
      if (count[column]!++ === 0) first[column] = number;
      if (!(number >= (min[column] as number))) min[column] = number;
      if (!(number <= (max[column] as number))) max[column] = number;
      last[column] = number;
    });
    const expectedDay = [Float64Array.from(timeMs), Float64Array.from(value), new Uint32Array(timeMs.length)].map(digest);
    same(`the last day of ${penIds[pen]}`, day.digests[pen], expectedDay);
    // time, first, min, max, last, mean, count, bad count of each pen; the mean is rounded in another order here.
    const found = columns.digests[0]?.slice(pen * 8, pen * 8 + 8).filter((_, at) => at !== 0 && at !== 5);
    same(`30 days of ${penIds[pen]}`, found, [first, min, max, last, count, new Uint32Array(width)].map(digest));
    if (count.reduce((sum, each) => sum + each, 0) !== made) throw new Error(`the window does not hold all samples of ${penIds[pen]}`);
  }
}

function same(what: string, found: readonly number[] | undefined, expected: readonly number[]): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what} is not what was recorded: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
}
