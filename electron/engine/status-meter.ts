import type { SystemStatus } from '#shared/contract/system.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Clock } from './ports.ts';

type Readings = {
  readonly samples: number;
  readonly tags: SystemStatus['tags'];
  readonly historian: SystemStatus['historian'];
  readonly alarms: Omit<SystemStatus['alarms'], 'last10Min'>;
  readonly clients: number;
};

const alarmWindowMs = 600_000;

/** Figures about the engine itself: rates over the last second, processor and memory of its process. */
export function createStatusMeter(clock: Clock, version: string) {
  const startedMs = clock.nowMs();
  const engineId = `${process.pid}-${Math.round(startedMs)}`;
  let lastSamples = 0;
  let lastMs = clock.monotonicMs();
  let lastCpu = process.cpuUsage();
  let samplesPerS = 0;
  let cpuPct = 0;
  let droppedForClients = 0;
  const raisedMs: number[] = [];

  return {
    /** Counts activations for the alarm rate; by monotonic time, so that setting the machine's clock changes nothing. */
    raised(events: readonly AlarmEvent[]): void {
      for (const event of events) if (event.kind === 'raised') raisedMs.push(clock.monotonicMs());
    },
    dropped(count: number): void {
      droppedForClients += count;
    },
    /** Once a second. A count lower than the last one belongs to a new revision and starts from zero. */
    tick(samples: number): void {
      const nowMs = clock.monotonicMs();
      const seconds = (nowMs - lastMs) / 1000;
      if (seconds <= 0) return;
      const cpu = process.cpuUsage(lastCpu);
      samplesPerS = Math.round((samples >= lastSamples ? samples - lastSamples : samples) / seconds);
      cpuPct = (cpu.user + cpu.system) / 10_000 / seconds;
      lastSamples = samples;
      lastMs = nowMs;
      lastCpu = process.cpuUsage();
      const from = nowMs - alarmWindowMs;
      while (raisedMs.length > 0 && (raisedMs[0] as number) < from) raisedMs.shift();
    },
    read(readings: Readings): SystemStatus {
      return {
        version,
        engineId,
        startedMs,
        nowMs: clock.nowMs(),
        samplesPerS,
        tags: readings.tags,
        historian: readings.historian,
        alarms: { ...readings.alarms, last10Min: raisedMs.length },
        droppedForClients,
        clients: readings.clients,
        cpuPct,
        memoryMb: process.memoryUsage.rss() / 1_048_576,
      };
    },
  };
}
