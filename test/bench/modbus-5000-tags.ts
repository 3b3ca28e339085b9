import type { Bench } from './bench.ts';
import { createBenchProject } from './bench-project.ts';
import { ensureBuilt, startBenchEngine, startSource } from './bench-processes.ts';
import { countSamples } from './sample-count.ts';

// 5,000 float tags of one device, each 100 ms: which share of the 50,000 samples/s asked for reaches a console.
const tagCount = 5000;
const periodMs = 100;

export const modbus5000Tags: Bench = async (pace) => {
  await ensureBuilt();
  const source = await startSource('./lean-modbus.ts', ['sequence']);
  const folder = createBenchProject({ count: tagCount, periodMs, port: source.port });
  try {
    const engine = await startBenchEngine(folder);
    try {
      const count = await countSamples(engine.client, tagCount, pace === 'short' ? 5 : 12);
      const asked = (tagCount * 1000) / periodMs;
      return [
        { name: 'engine.modbus_5000_tags_100ms_rate_pct', value: (count.samples / count.seconds / asked) * 100, unit: '%' },
        { name: 'engine.modbus_5000_tags_100ms_lost', value: count.lost, unit: 'samples' },
        { name: 'engine.modbus_5000_tags_100ms_gaps_over_1s', value: count.gapsOver1S, unit: 'gaps' },
        { name: 'engine.modbus_5000_tags_100ms_longest_gap_ms', value: count.longestGapMs, unit: 'ms' },
      ];
    } finally {
      await engine.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
};
