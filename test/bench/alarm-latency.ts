import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { Q } from '#shared/model/quality.ts';
import { createHistorian } from '#electron/engine/historian/historian.ts';
import { createPlant } from '#electron/engine/plant.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import { openStore } from '#electron/engine/store/store.ts';
import { withSystemTags } from '#electron/engine/system-tags.ts';
import { createTextTable } from '#electron/engine/tags/text-table.ts';
import { createMemoryLog, createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { type Bench, percentile } from './bench.ts';
import { pause, say } from './bench-processes.ts';

const tagCount = 20_000;
/** Devices that hand over their tags in turn. */
const devices = 8;
const perDevice = tagCount / devices;
const normal = 50;
const beyond = 91;

type Load = {
  /** Samples handed over a second, all with a new value. */
  readonly updatesPerS: number;
  /** Values that cross a limit or come back, a second. */
  readonly transitionsPerS: number;
  /** Whether history records every sample meanwhile, in the same database. */
  readonly isRecorded: boolean;
};

/**
 * The engine's own path: tag table, four alarms a tag, journal in the store's threads on a disk, published when it is there.
 * `value_to_event`: a batch is handed over → its event is published, at 200,000 updates a second (`_recorded`: with history
 * recording all of them). `transition_to_journal`: the same → FULL commit done, in a flood of 1,000 transitions a second
 * while history records 50,000 samples a second.
 */
export const alarmLatency: Bench = async (pace) => {
  const seconds = pace === 'short' ? 8 : 20;
  const plain = await run({ updatesPerS: 200_000, transitionsPerS: 160, isRecorded: false }, seconds);
  const recorded = await run({ updatesPerS: 200_000, transitionsPerS: 160, isRecorded: true }, seconds);
  const flood = await run({ updatesPerS: 50_000, transitionsPerS: 1000, isRecorded: true }, seconds);
  return [
    { name: 'alarm.value_to_event_p99_ms', value: percentile(plain.toEvent, 99), unit: 'ms' },
    { name: 'alarm.value_to_event_p50_ms', value: percentile(plain.toEvent, 50), unit: 'ms' },
    { name: 'alarm.value_to_event_recorded_p99_ms', value: percentile(recorded.toEvent, 99), unit: 'ms' },
    { name: 'alarm.transition_to_journal_p99_ms', value: percentile(flood.toJournal, 99), unit: 'ms' },
    { name: 'alarm.transition_to_journal_p50_ms', value: percentile(flood.toJournal, 50), unit: 'ms' },
  ];
};

async function run(load: Load, seconds: number): Promise<{ readonly toEvent: readonly number[]; readonly toJournal: readonly number[] }> {
  const folder = createProjectFolder(projectFiles());
  const root = mkdtempSync(join(tmpdir(), 'firstout-bench-'));
  const clock = createSystemClock();
  const log = createMemoryLog();
  const project = withSystemTags(await loadProject(folder.projectDir, { driverTypes: [] }));
  const store = await openStore({ dataDir: root, workerScript: new URL('../../electron/engine/store/store-worker.ts', import.meta.url), clock, log });
  const historian = createHistorian({ store, clock, log, tagIds: project.tags.map(({ id }) => id) });
  /** When the change was handed over whose event is awaited, by alarm. */
  const handedMs = new Map<string, number>();
  const toEvent: number[] = [];
  const toJournal: number[] = [];
  const plant = createPlant({
    revision: 1,
    project,
    driverTypes: [],
    ports: { clock, log, random: createSeededRandom(1), paths: { projectDir: folder.projectDir, dataDir: root, storeWorker: new URL('file:///'), exchangeWorker: new URL('file:///'), firstOutWorker: new URL('file:///'), modelWorker: new URL('file:///'), node: '', sceneWorker: new URL('file:///') } },
    texts: createTextTable([], () => undefined),
    journal: {
      ...store.journal,
      async append(events, standings) {
        await store.journal.append(events, standings);
        const nowMs = performance.now();
        for (const { alarm } of events) toJournal.push(nowMs - (handedMs.get(alarm) ?? Number.NaN));
      },
    },
    restored: [],
    lastSeq: 0,
    record: (batch) => {
      if (load.isRecorded) historian.write(batch);
    },
    publish: (events) => {
      const nowMs = performance.now();
      for (const { alarm } of events) {
        toEvent.push(nowMs - (handedMs.get(alarm) ?? Number.NaN));
        handedMs.delete(alarm);
      }
    },
    previous: null,
    aliveMs: null,
  });
  const random = createSeededRandom(2);
  const isBeyond = new Uint8Array(tagCount);
  const batch = createBatch(perDevice);
  let made = 0;
  const give = (nth: number, changes: number): void => {
    const first = (nth % devices) * perDevice;
    batch.length = 0;
    const sampleMs = clock.nowMs();
    const atMs = performance.now();
    for (let tag = first; tag < first + perDevice; tag++) pushSample(batch, tag, sampleMs, (isBeyond[tag] === 1 ? beyond : normal) + random(), Q.good);
    for (let change = 0; change < changes; change++) {
      const at = Math.floor(random() * perDevice);
      const tag = first + at;
      if (handedMs.has(`T${tag}.H`)) continue;
      isBeyond[tag] = 1 - (isBeyond[tag] as number);
      batch.value[at] = (isBeyond[tag] === 1 ? beyond : normal) + random();
      handedMs.set(`T${tag}.H`, atMs);
      made++;
    }
    plant.take(batch, null);
  };
  try {
    for (let nth = 0; nth < devices * 10; nth++) give(nth, 0);
    await historian.flush();
    const everyMs = (perDevice * 1000) / load.updatesPerS;
    const total = (seconds * 1000) / everyMs;
    const startMs = performance.now();
    for (let nth = 0; nth < total; nth++) {
      const waitMs = startMs + nth * everyMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      give(nth, Math.round((load.transitionsPerS * everyMs) / 1000));
    }
    const rate = ((total * perDevice) / (performance.now() - startMs)) * 1000;
    await plant.alarms.settled();
    say(
      `${Math.round(rate)} updates/s, ${made} transitions, ${load.isRecorded ? `all recorded but ${historian.status().lostSamples}` : 'none recorded'}: ` +
        `published p50 ${percentile(toEvent, 50).toFixed(2)}, p99 ${percentile(toEvent, 99).toFixed(1)}, max ${percentile(toEvent, 100).toFixed(1)} ms`,
    );
    if (rate < load.updatesPerS * 0.95) throw new Error(`only ${Math.round(rate)} updates/s were handed over`);
    if (toEvent.length !== made || toEvent.some(Number.isNaN)) throw new Error(`${made} transitions were made and ${toEvent.length} published`);
    return { toEvent, toJournal };
  } finally {
    plant.close();
    await historian.close();
    await store.close();
    folder.remove();
    rmSync(root, { recursive: true, force: true });
  }
}

function projectFiles(): Readonly<Record<string, string>> {
  const all = Array.from({ length: tagCount }, (_, tag) => tag);
  const limits = [
    ['HH', 'high-high', 95],
    ['H', 'high', 90],
    ['L', 'low', 10],
    ['LL', 'low-low', 5],
  ] as const;
  return {
    'project.yaml': 'name: Bench\n',
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'tags/t.yaml': `tags:\n${all.map((tag) => `  - { id: T${tag}, name: Measurement ${tag}, asset: A-1 }\n`).join('')}`,
    'alarms/a.yaml': `alarms:\n${all.flatMap((tag) => limits.map(([letters, kind, limit]) => `  - { id: T${tag}.${letters}, tag: T${tag}, kind: ${kind}, limit: ${limit}, deadband: 1, priority: 3, message: m }\n`)).join('')}`,
  };
}
