import type { FirstoutContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { pause } from './bench-processes.ts';

/** Most tags one `tags.samples` may ask for. */
const tagsPerStream = 1000;

export type SampleCount = {
  readonly samples: number;
  readonly seconds: number;
  /** Missing numbers of the devices' sequences, and what the engine itself reported as left out. */
  readonly lost: number;
  /** Samples that came twice or out of order. */
  readonly doubled: number;
  /** Times that a tag was silent for more than a second. */
  readonly gapsOver1S: number;
  readonly longestGapMs: number;
};

/**
 * Counts every sample of tags 0 to `tags` - 1 at the client for a while, by the sequence each value carries. Counting
 * starts when every tag has been seen once.
 */
export async function countSamples(client: RpcClient<FirstoutContract>, tags: number, seconds: number): Promise<SampleCount> {
  const last = new Float64Array(tags).fill(Number.NaN);
  const lastMs = new Float64Array(tags).fill(Number.NaN);
  const count = { samples: 0, lost: 0, doubled: 0, gapsOver1S: 0, longestGapMs: 0 };
  let seen = 0;
  let isCounting = false;
  let problem = '';
  const note = (gapMs: number): void => {
    if (gapMs > count.longestGapMs) count.longestGapMs = gapMs;
    if (gapMs > 1000) count.gapsOver1S++;
  };
  for (let from = 0; from < tags; from += tagsPerStream) {
    const some = Array.from({ length: Math.min(tagsPerStream, tags - from) }, (_, at) => from + at);
    client.open(
      'tags.samples',
      { revision: 1, tags: some },
      {
        onEnded: (fault) => (problem = fault.message),
        onItem({ samples, lost }) {
          const nowMs = performance.now();
          if (isCounting) count.lost += lost;
          for (let row = 0; row < samples.tag.length; row++) {
            if (samples.quality[row] !== 0) continue;
            const tag = samples.tag[row] as number;
            const step = (samples.value[row] as number) - (last[tag] as number);
            if (step !== step) seen++;
            else if (isCounting) {
              count.samples++;
              if (step > 1) count.lost += step - 1;
              else if (step < 1) count.doubled++;
              note(nowMs - (lastMs[tag] as number));
            }
            last[tag] = samples.value[row] as number;
            lastMs[tag] = nowMs;
          }
        },
      },
    );
  }
  const deadlineMs = performance.now() + 10_000;
  while (seen < tags) {
    if (problem !== '' || performance.now() > deadlineMs) throw new Error(`${seen} of ${tags} tags have a value after 10 s. ${problem}`);
    await pause(20);
  }
  await pause(1000);
  isCounting = true;
  const startMs = performance.now();
  await pause(seconds * 1000);
  isCounting = false;
  const endMs = performance.now();
  // A tag that fell silent and stayed so is a gap too.
  for (let tag = 0; tag < tags; tag++) note(endMs - (lastMs[tag] as number));
  return { ...count, seconds: (endMs - startMs) / 1000 };
}
