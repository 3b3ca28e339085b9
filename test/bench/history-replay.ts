import { type Bench, median, percentile } from './bench.ts';
import { createChance } from './history-data.ts';
import { digest } from './history/digest.ts';
import { withEnginePage } from './history/engine-page.ts';
import { dayMs, endMs, penDays } from './history/pens.ts';
import { alarmEvents, eachChange, openPlantMonth, plantIds, plantTags } from './history/plant-month.ts';

const alarmIds = [...new Set(alarmEvents().map(({ alarm }) => String(alarm)))];

/**
 * Moments at random within 30 days: all 5,000 values and the alarms that stood, from asking in the page until both are in its
 * memory, as the console asks for a picture of the past. Every answer is checked to the last bit.
 */
export const historyReplay: Bench = async () => {
  // In a short run too: of fewer the first three, until the code of both sides is compiled, are the p95.
  const seeks = 60;
  const chance = createChance(8);
  const moments = Array.from({ length: seeks }, () => Math.floor(endMs - penDays * dayMs * chance()));
  const expected = expectedAt(moments);
  const made = openPlantMonth();
  try {
    return await withEnginePage(made.dataDir, plantIds, async (on) => {
      const directory = await on.client.call('project.directory', {});
      if (!directory.ok) throw new Error(directory.fault.message);
      const { revision } = directory.value;
      const indexOf = new Map(directory.value.tags.map(({ id }, at) => [String(id), at]));
      const indices = plantIds.map((id) => indexOf.get(id) ?? -1);
      const times: number[] = [];
      for (const [at, moment] of moments.entries()) {
        const { allMs, digests, alarms } = await on.askMoment(revision, indices, moment);
        const found = JSON.stringify([digests[0]?.slice(0, 2), alarms]);
        if (found !== expected[at]) throw new Error(`the plant at ${new Date(moment).toISOString()} is not what was recorded: ${found.slice(0, 80)} instead of ${expected[at]?.slice(0, 80)}`);
        times.push(allMs);
      }
      return [
        { name: 'history.replay_seek_p95_ms', value: percentile(times, 95), unit: 'ms' },
        { name: 'history.replay_seek_p50_ms', value: median(times), unit: 'ms' },
      ];
    }, alarmIds);
  } finally {
    made.remove();
  }
};

/** Times, values and alarms at each moment, worked out from what was made. */
function expectedAt(moments: readonly number[]): readonly string[] {
  const pictures = moments.map(() => ({ timeMs: new Float64Array(plantTags).fill(Number.NaN), value: new Float64Array(plantTags).fill(Number.NaN), alarms: new Set<string>() }));
  const order = [...moments.keys()].toSorted((a, b) => (moments[a] as number) - (moments[b] as number));
  for (let tag = 0; tag < plantTags; tag++) {
    let next = 0;
    let [before, number] = [Number.NaN, Number.NaN];
    const show = (untilMs: number): void => {
      for (; next < order.length && (moments[order[next] as number] as number) < untilMs; next++) {
        const picture = pictures[order[next] as number];
        if (picture === undefined) continue;
        picture.timeMs[tag] = before;
        picture.value[tag] = number;
      }
    };
    eachChange(tag, (timeMs, value) => {
      show(timeMs);
      [before, number] = [timeMs, value];
    });
    show(Number.POSITIVE_INFINITY);
  }
  for (const { alarm, to, engineMs } of alarmEvents()) {
    for (const [at, moment] of moments.entries()) {
      if (engineMs > moment) continue;
      if (to === 'normal') pictures[at]?.alarms.delete(alarm);
      else pictures[at]?.alarms.add(alarm);
    }
  }
  return pictures.map(({ timeMs, value, alarms }) => JSON.stringify([[digest(timeMs), digest(value)], [...alarms].toSorted()]));
}
