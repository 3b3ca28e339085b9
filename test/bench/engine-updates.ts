import type { Bench } from './bench.ts';
import { createBenchProject } from './bench-project.ts';
import { ensureBuilt, startBenchEngine, startSource } from './bench-processes.ts';
import { watchCpu } from './process-use.ts';
import { countSamples } from './sample-count.ts';

// Offered: 5,000 float tags of one device each 25 ms, 200,000 samples/s, through socket, driver, table, alarms, historian
// and WebSocket to a console that takes every sample.
const tagCount = 5000;
const periodMs = 25;

export const engineUpdates: Bench = async (pace) => {
  await ensureBuilt();
  const source = await startSource('./lean-modbus.ts', ['sequence']);
  const folder = createBenchProject({ count: tagCount, periodMs, port: source.port });
  try {
    const engine = await startBenchEngine(folder);
    try {
      const cpu = watchCpu(engine.pid);
      const count = await countSamples(engine.client, tagCount, pace === 'short' ? 5 : 8);
      return [
        { name: 'engine.updates_per_s', value: count.samples / count.seconds, unit: 'samples/s' },
        { name: 'engine.lost', value: count.lost, unit: 'samples' },
        { name: 'engine.doubled', value: count.doubled, unit: 'samples' },
        { name: 'engine.updates_cpu_pct', value: cpu(), unit: '%' },
      ];
    } finally {
      await engine.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
};
