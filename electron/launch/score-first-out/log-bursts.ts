import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { readAlarmLog, type AlarmLog } from '../../engine/alarm-load/read-alarm-log.ts';
import { logKinds } from '../../engine/alarm-load/log-words.ts';
import type { BurstEvent } from '../../engine/first-out/burst-alarm.ts';
import { type Burst, burstLimits, createBurstWatch } from '../../engine/first-out/burst-watch.ts';
import type { PlantKnowledge } from '../../engine/first-out/plant-knowledge.ts';
import { firstCsvRows, openCsvSource } from '../../engine/exchange/formats/csv-source.ts';
import { createPastFloods } from '../../engine/first-out/past-floods.ts';
import { rankBurst } from '../../engine/first-out/rank-burst.ts';
import { type OwnTime, ownTimeLike } from './own-time.ts';
import type { LoggedPlace, ScoreProject } from './score-project.ts';

export type LogBursts = {
  readonly bursts: readonly FirstOutGroup[];
  readonly timeOf: (timeMs: number) => OwnTime;
  /** The tag as the log calls it, by alarm. */
  readonly nameOf: (alarm: string) => string;
  readonly notes: readonly string[];
};

/**
 * Bursts of an alarm log, ranked. Its stamps are taken as exact to their own resolution. A baseline log tells which alarms
 * are everyday ones and what its floods did.
 */
export async function findLogBursts(path: string, baseline: string | null, project: ScoreProject): Promise<LogBursts> {
  const log = await readAlarmLog(path);
  const normal = baseline === null ? null : await readAlarmLog(baseline);
  const places = log.alarms.map(({ tag, condition }) => project.placeOf(tag, condition));
  const names = new Map(places.map(({ alarm }, at): [string, string] => [alarm, log.alarms[at]?.tag ?? alarm]));
  const past = createPastFloods(burstLimits.quietMs);
  if (normal !== null) for (const burst of burstsOf(normal, normal.alarms.map(({ tag, condition }) => project.placeOf(tag, condition)), project.knowledge)) past.learn(burst);
  const knowledge = past.size === 0 ? project.knowledge : project.withPast((cause, effect) => past.after(cause, effect, Number.POSITIVE_INFINITY));
  const everyday = normal === null ? new Map<string, number>() : raisesAnHour(normal, project);
  const bursts = burstsOf(log, places, knowledge).map((burst) => {
    const alarms = burst.alarms().map((alarm) => ({ ...alarm, raisesBefore: Math.max(alarm.raisesBefore, Math.round(everyday.get(alarm.alarm) ?? 0)) }));
    return rankBurst(alarms, knowledge, burst);
  });
  const notes = [...log.assumptions, ...(log.unread.count === 0 ? [] : [`${log.unread.count} rows could not be read. ${log.unread.first[0] ?? ''}`])];
  return { bursts, timeOf: ownTimeLike(await firstTime(path, log), log.timeForm), nameOf: (alarm) => names.get(alarm) ?? alarm, notes };
}

async function firstTime(path: string, { columns }: AlarmLog): Promise<string> {
  const source = await openCsvSource(path);
  const [row] = await firstCsvRows(source, 1);
  const [time, clock] = [columns.time, columns.clock].map((name) => (name === null ? undefined : row?.[source.columns.indexOf(name)]));
  return clock === undefined ? (time ?? '') : `${time ?? ''} ${clock}`;
}

/** All bursts of a log. Rows are handed over one by one: a log of years has millions. */
function burstsOf({ timeMs, alarm, kind }: Pick<AlarmLog, 'timeMs' | 'alarm' | 'kind'>, places: readonly LoggedPlace[], knowledge: PlantKnowledge): readonly Burst[] {
  // Stamps cut to their resolution: what stands a step apart is in order, what stands at one stamp is not.
  const uncertaintyMs = resolutionOf(timeMs) * 0.499;
  const watch = createBurstWatch(knowledge, { ...burstLimits, keptBursts: Number.POSITIVE_INFINITY });
  for (let row = 0; row < timeMs.length; row++) {
    const what = logKinds[kind[row] ?? 0];
    const place = places[alarm[row] ?? 0];
    if (place === undefined || (what !== 'raised' && what !== 'returned')) continue;
    const event: BurstEvent = { ...place, seq: row + 1, kind: what, timeMs: timeMs[row] ?? 0, uncertaintyMs };
    watch.add(event);
  }
  watch.advance(Number.POSITIVE_INFINITY);
  return watch.bursts;
}

/** The step all times are multiples of, ms: 1 h, 1 min, 10 s, 1 s and so on down to 1 ms. */
function resolutionOf(timeMs: Float64Array): number {
  return [3_600_000, 60_000, 10_000, 1000, 100, 10, 1].find((step) => timeMs.every((time) => time % step === 0)) ?? 0;
}

function raisesAnHour({ timeMs, alarm, kind, alarms }: AlarmLog, project: ScoreProject): ReadonlyMap<string, number> {
  const counts = new Float64Array(alarms.length);
  for (let row = 0; row < timeMs.length; row++) if (logKinds[kind[row] ?? 0] === 'raised') counts[alarm[row] ?? 0] = (counts[alarm[row] ?? 0] ?? 0) + 1;
  const hours = Math.max(1, ((timeMs.at(-1) ?? 0) - (timeMs[0] ?? 0)) / 3_600_000);
  return new Map(alarms.map(({ tag, condition }, at) => [project.placeOf(tag, condition).alarm, (counts[at] ?? 0) / hours]));
}
