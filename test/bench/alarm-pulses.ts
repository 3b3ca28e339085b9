import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Result } from '#shared/model/fault.ts';
import { parseLine } from '#electron/host/read-lines.ts';
import { plantUri } from '../simulators/opcua-server.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import type { Bench } from './bench.ts';
import { ensureBuilt, pause, startBenchEngine, startSource, type BenchEngine } from './bench-processes.ts';

// 10,000 pulses of 20 ms at a real OPC UA server, on 50 signals that the project asks for once a second (100 in a short run,
// half as long), and 1,000 on conditions the server judges itself. Counted is what stands in the journal at the end: each pulse is one "raised" of its
// alarm and one "returned".
const pulses = 10_000;
const conditionPulses = 1000;
const quietMs = 3000;

type Page = Result<{ readonly events: readonly AlarmEvent[]; readonly nextBeforeSeq: number | null }>;
type Said = { readonly pulses: number; readonly p50Ms: number; readonly maxMs: number; readonly seconds: number };

export const alarmPulses: Bench = async (pace) => {
  const signals = pace === 'short' ? 100 : 50;
  const pulsesEach = pulses / signals;
  const conditions = conditionPulses / pulsesEach;
  await ensureBuilt();
  const source = await startSource('./opcua-pulses.ts', [String(signals), String(conditions), String(pulsesEach)]);
  const folder = pulsesProject(source.port, signals);
  try {
    const engine = await startBenchEngine(folder);
    try {
      await linked(engine, signals);
      const said = await new Promise<Said>((resolve) => {
        // The library of the server writes lines of its own between.
        source.onLine((line) => {
          const told = parseLine(line) as Partial<Said> | null;
          if (typeof told?.pulses === 'number') resolve(told as Said);
        });
        source.tell('run');
      });
      const events = await journalOf(engine, 2 * said.pulses);
      checkNumbers(events);
      const ofSignals = (kind: AlarmEvent['kind']): number => events.filter((event) => event.kind === kind && event.alarm.startsWith('S')).length;
      const ofConditions = (kind: AlarmEvent['kind']): number => events.filter((event) => event.kind === kind && event.alarm.startsWith('PLC-1:')).length;
      return [
        { name: 'alarm.pulses_missed', value: pulses - ofSignals('raised'), unit: 'pulses' },
        { name: 'alarm.pulse_ends_missed', value: pulses - ofSignals('returned'), unit: 'pulses' },
        { name: 'alarm.pulses_sent', value: pulses, unit: 'pulses' },
        { name: 'alarm.pulses_length_p50_ms', value: said.p50Ms, unit: 'ms' },
        { name: 'alarm.pulses_per_s', value: said.pulses / said.seconds, unit: 'pulses/s' },
        { name: 'alarm.condition_pulses_missed', value: 2 * conditionPulses - ofConditions('raised') - ofConditions('returned'), unit: 'pulses' },
      ];
    } finally {
      await engine.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
};

function pulsesProject(port: number, signals: number): ReturnType<typeof createProjectFolder> {
  const each = Array.from({ length: signals }, (_none, at) => at);
  const tag = (at: number): string =>
    at % 2 === 0
      ? `  - { id: T${at}, name: Bit ${at}, asset: A-1, type: bool, device: PLC-1, address: 'nsu=${plantUri};s=Bit${at}' }`
      : `  - { id: T${at}, name: Number ${at}, asset: A-1, device: PLC-1, address: 'nsu=${plantUri};s=Number${at}' }`;
  const alarm = (at: number): string =>
    at % 2 === 0
      ? `  - { id: S${at}, tag: T${at}, kind: discrete, state: 1, priority: 3, message: Bit ${at} is on }`
      : `  - { id: S${at}, tag: T${at}, kind: high, limit: 50, priority: 3, message: Number ${at} is high }`;
  return createProjectFolder({
    'project.yaml': 'name: Pulses\n',
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'devices/d.yaml': `devices:\n  - { id: PLC-1, name: PLC, driver: opcua, options: { endpoint: 'opc.tcp://127.0.0.1:${port}', security: None }, groups: { default: { periodMs: 1000 } } }\n`,
    'tags/t.yaml': `tags:\n${each.map(tag).join('\n')}\n`,
    'alarms/a.yaml': `alarms:\n${each.map(alarm).join('\n')}\n`,
  });
}

/** Resolves when every signal has its first value: from then on every pulse counts. */
async function linked(engine: BenchEngine, signals: number): Promise<void> {
  let stream = { close: (): void => undefined };
  const good = new Promise<void>((resolve, reject) => {
    stream = engine.client.open('system.status', {}, {
      onItem({ tags }) {
        if (tags.total > signals && tags.bad === 0) resolve();
      },
      onEnded: ({ message }) => reject(new Error(message)),
    });
  });
  const late = pause(30_000).then(() => Promise.reject(new Error('the signals had no values within 30 s')));
  late.catch(() => undefined);
  await Promise.race([good, late]);
  stream.close();
}

/** The journal, oldest first, once it has as many events as were made or has grown no more for a while. */
async function journalOf(engine: BenchEngine, expected: number): Promise<readonly AlarmEvent[]> {
  const events: AlarmEvent[] = [];
  let grewMs = performance.now();
  let seen = 0;
  for (;;) {
    const newest = await engine.client.call('alarms.journal', { beforeSeq: null, limit: 1 });
    if (!newest.ok) throw new Error(newest.fault.message);
    const count = newest.value.events[0]?.seq ?? 0;
    if (count > seen) grewMs = performance.now();
    seen = count;
    if (seen >= expected || performance.now() - grewMs > quietMs) break;
    await pause(100);
  }
  let beforeSeq: number | null = null;
  do {
    const page: Page = await engine.client.call('alarms.journal', { beforeSeq, limit: 1000 });
    if (!page.ok) throw new Error(page.fault.message);
    events.push(...page.value.events);
    beforeSeq = page.value.nextBeforeSeq;
  } while (beforeSeq !== null);
  return events.toReversed();
}

function checkNumbers(events: readonly AlarmEvent[]): void {
  events.forEach(({ seq }, at) => {
    if (seq !== at + 1) throw new Error(`the journal has number ${seq} in place ${at + 1}`);
  });
}
