import { type Bench, percentile } from './bench.ts';
import { createBenchProject } from './bench-project.ts';
import { ensureBuilt, pause, startBenchEngine, startSource } from './bench-processes.ts';
import { clockNow, clockWrap } from './lean-modbus.ts';
import { residentMb, watchCpu } from './process-use.ts';

/**
 * 1,000 float tags of one Modbus TCP device, each 1 s. Latency is the age of a value when a console gets it: from the
 * moment the device made its answer (the value is that moment) to the moment the console's code is called with it. The
 * wait for the next poll is not in it: that is the poll's period, the same for everybody. CPU and resident memory are the
 * engine's process alone, historian on, one console connected, after the start has settled.
 */
const tagCount = 1000;

export const modbus1000Tags: Bench = async (pace) => {
  const [settleMs, measureMs] = pace === 'short' ? [4000, 8000] : [10_000, 20_000];
  await ensureBuilt();
  const source = await startSource('./lean-modbus.ts', ['clock']);
  const folder = createBenchProject({ count: tagCount, periodMs: 1000, port: source.port });
  try {
    const engine = await startBenchEngine(folder);
    try {
      const ages: number[] = [];
      let isMeasuring = false;
      engine.client.open(
        'tags.values',
        { revision: 1, tags: Array.from({ length: tagCount }, (_, at) => at) },
        {
          onItem({ tag, value, quality }) {
            if (!isMeasuring) return;
            const now = clockNow();
            for (let row = 0; row < tag.length; row++) {
              if (quality[row] === 0) ages.push(((now - (value[row] as number) + clockWrap) % clockWrap) / 10);
            }
          },
        },
      );
      await pause(settleMs);
      isMeasuring = true;
      const cpu = watchCpu(engine.pid);
      await pause(measureMs);
      const polls = ages.length / tagCount;
      if (polls < (measureMs / 1000) * 0.9)
        throw new Error(`only ${polls.toFixed(1)} polls of ${tagCount} tags came within ${measureMs / 1000} s`);
      return [
        { name: 'engine.modbus_1000_tags_1s_latency_p50_ms', value: percentile(ages, 50), unit: 'ms' },
        { name: 'engine.modbus_1000_tags_1s_latency_p95_ms', value: percentile(ages, 95), unit: 'ms' },
        { name: 'engine.modbus_1000_tags_1s_cpu_pct', value: cpu(), unit: '%' },
        { name: 'engine.modbus_1000_tags_1s_mem_mb', value: residentMb(engine.pid), unit: 'MB' },
      ];
    } finally {
      await engine.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
};
