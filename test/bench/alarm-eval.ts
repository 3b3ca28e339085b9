import { AlarmDefinition } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { createConditions } from '#electron/engine/alarms/conditions.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { type Bench, median } from './bench.ts';

const tagCount = 100_000;
const batchCount = 8;
const periodMs = 500;
const warmUp = 20;
const groups = 9;
/** One sample in so many lies beyond a limit; one in so many is bad. */
const oneBeyondIn = 400;
const oneBadIn = 1000;
const limits = [
  ['high-high', 95],
  ['high', 90],
  ['low', 10],
  ['low-low', 5],
] as const;

/**
 * Judging one sample of a tag that has four limits, each with deadband, on- and off-delay: 100,000 tags, all of them in
 * every batch each 500 ms, values that move, a flood of some 1,000 changes a second, one sample in a thousand bad; ends of
 * delays and the telling of what came true are in it. Processor time of the thread, median of
 * nine groups of rounds.
 */
export const alarmEval: Bench = async (pace) => {
  const rounds = pace === 'short' ? 50 : 150;
  let told = 0;
  const conditions = createConditions(definitions(), (tag) => Number(tag.slice(1)), tagCount, () => false, () => void told++);
  const batches = Array.from({ length: batchCount }, (_, nth) => makeBatch(nth));
  const scan = (round: number): void => {
    const nowMs = round * periodMs;
    const batch = batches[round % batchCount] as SampleBatch;
    batch.timeMs.fill(1e12 + nowMs);
    conditions.judge(batch, nowMs);
    conditions.elapse(nowMs + periodMs / 2);
  };
  for (let round = 0; round < warmUp; round++) scan(round);
  const nanoseconds: number[] = [];
  for (let group = 0; group < groups; group++) {
    const before = process.threadCpuUsage();
    for (let round = 0; round < rounds; round++) scan(warmUp + group * rounds + round);
    const { user, system } = process.threadCpuUsage(before);
    nanoseconds.push(((user + system) * 1000) / (tagCount * rounds));
  }
  if (told < rounds) throw new Error(`only ${told} alarms came or went: nothing to speak of was judged`);
  return [{ name: 'alarm.eval_ns_per_tag', value: median(nanoseconds), unit: 'ns' }];
};

function definitions(): readonly AlarmDefinition[] {
  return Array.from({ length: tagCount }, (_, tag) =>
    limits.map(([kind, limit]) => AlarmDefinition.parse({ id: `T${tag}.${kind}`, tag: `T${tag}`, kind, limit, deadband: 1, onDelayMs: 200, offDelayMs: 200, priority: 3, message: 'm' })),
  ).flat();
}

function makeBatch(seed: number): SampleBatch {
  const random = createSeededRandom(seed + 1);
  const batch = createBatch(tagCount);
  for (let tag = 0; tag < tagCount; tag++) {
    const isBad = random() < 1 / oneBadIn;
    const value = random() < 1 / oneBeyondIn ? (random() < 0.5 ? 10 : 88) + random() * 10 - 5 * random() : 20 + 60 * random();
    pushSample(batch, tag, 0, isBad ? Number.NaN : value, isBad ? Q.badSensorFailure : Q.good);
  }
  return batch;
}
