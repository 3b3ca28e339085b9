import { fileURLToPath } from 'node:url';
import type { AnyDriverType } from '#electron/engine/drivers/driver.ts';
import { modbus } from '#electron/engine/drivers/modbus/modbus.ts';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { createPlant } from '#electron/engine/plant.ts';
import { loadProject } from '#electron/engine/project/load-project.ts';
import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import { withSystemTags } from '#electron/engine/system-tags.ts';
import { createTextTable } from '#electron/engine/tags/text-table.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { readPlantProject } from '#electron/simulator/plant/plant-project.ts';
import { Plant } from '#electron/simulator/plant/plant.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

export const demoDir = fileURLToPath(new URL('../../resources/projects/demo', import.meta.url));
const driverTypes: readonly AnyDriverType[] = [modbus, opcua];
const stepMs = 50;
/** Read once for all plants of a file: it is what stands in the project, nobody changes it. */
let loaded: Promise<LoadedProject> | null = null;
const nowhere = new URL('file:///');

export type PlayedPlant = {
  readonly simulator: Plant;
  /** The journal so far. */
  readonly events: readonly AlarmEvent[];
  /** The engine's time of now, UTC epoch ms; source times of the plant run with it. */
  nowMs(): number;
  /** Runs plant and engine on by simulated seconds, as fast as they can. */
  run(seconds: number): Promise<void>;
  /** Values of a tag as a device would give them from now on; null gives the truth again. */
  overrule(tag: string, sample: { readonly value: number; readonly quality: number } | null): void;
  /** The link to a device is lost: its tags have no values, the plant itself goes on. Values come again with `restoreLink`. */
  loseLink(device: string): void;
  restoreLink(device: string): void;
  close(): void;
};

/**
 * The simulated works and the engine's tags, expressions and alarms in one process and on one virtual clock. Links are
 * played: tags of Modbus devices are heard each period of their group with the time of the reading, those of OPC UA servers
 * when they change, with the time the server gave. No network, no disk, nothing depends on the speed of this machine.
 */
export async function playPlant(seed: number): Promise<PlayedPlant> {
  const startMs = Date.UTC(2026, 10, 28, 6);
  const clock = createVirtualClock(startMs);
  loaded ??= loadProject(demoDir, { driverTypes }).then(withSystemTags);
  const project = await loaded;
  const simulator = new Plant(readPlantProject(demoDir), { seed, startMs });
  const { signals } = simulator.io;
  const texts = createTextTable([], () => undefined);
  const events: AlarmEvent[] = [];
  const engine = createPlant({
    revision: 1,
    project,
    driverTypes,
    // No file is opened and no thread started here.
    ports: { clock, log: createMemoryLog(), random: createSeededRandom(seed), paths: { projectDir: demoDir, dataDir: '', storeWorker: nowhere, exchangeWorker: nowhere, firstOutWorker: nowhere, modelWorker: nowhere, node: '', sceneWorker: nowhere } },
    texts,
    journal: { append: () => Promise.resolve() },
    restored: [],
    lastSeq: 0,
    record: () => undefined,
    publish: (news) => void events.push(...news),
    previous: null,
    aliveMs: null,
  });
  const slots = signals.ids.map((id) => ({ id, index: project.directory.get(id)?.index as number }));
  const polled = slots.map(({ index }) => {
    const tag = project.tags[index];
    const device = project.devices.find(({ id }) => id === tag?.device);
    if (device?.driver !== 'modbus') return null;
    return { everyMs: device.groups[tag?.group ?? 'default']?.periodMs ?? 1000, nextMs: 0 };
  });
  const overruled = new Map<number, { readonly value: number; readonly quality: number }>();
  const batch = createBatch(2048);
  const put = (slot: number, value: number, timeMs: number): void => {
    const { index } = slots[slot] as (typeof slots)[number];
    const tag = project.tags[index];
    const instead = overruled.get(slot);
    const shown = tag?.type === 'text' ? texts.indexOf(signals.text[slot] ?? '') : (instead?.value ?? value);
    // Devices send raw numbers; the engine scales them.
    const { raw, eu } = tag?.scale ?? { raw: [0, 1], eu: [0, 1] };
    const sent = raw[0] + ((shown - eu[0]) * (raw[1] - raw[0])) / (eu[1] - eu[0]);
    pushSample(batch, index, timeMs, sent, instead?.quality ?? Q.good);
  };
  const give = (): void => {
    if (batch.length > 0) engine.take(batch, null);
    batch.length = 0;
  };
  const poll = (): void => {
    const now = clock.nowMs();
    polled.forEach((group, slot) => {
      if (group === null || now - startMs < group.nextMs) return;
      group.nextMs += group.everyMs;
      put(slot, signals.value[slot] ?? Number.NaN, now);
    });
  };

  const link = (device: (typeof project.devices)[number], state: 'up' | 'down'): void =>
    engine.linkChanged({ device: device.id, state, endpoint: '', roundTripMs: 1, requests: 1, errors: 0, reconnects: 0, lastGoodMs: clock.nowMs(), problem: null, nextAttemptMs: null, refusedTags: [], details: {} });
  const relink = (name: string, state: 'up' | 'down'): void => {
    const device = project.devices.find(({ id }) => id === name);
    if (device === undefined) throw new Error(`the demo project has no device ${name}`);
    slots.forEach(({ index }, slot) => {
      if (project.tags[index]?.device !== name) return;
      if (state === 'down') overruled.set(slot, { value: Number.NaN, quality: Q.badNoCommunication });
      else overruled.delete(slot);
      put(slot, signals.value[slot] ?? Number.NaN, clock.nowMs());
    });
    give();
    link(device, state);
  };

  slots.forEach((_, slot) => put(slot, signals.value[slot] ?? Number.NaN, startMs));
  give();
  for (const device of project.devices) link(device, 'up');

  return {
    simulator,
    events,
    nowMs: () => clock.nowMs(),
    async run(seconds) {
      for (let step = 0; step < (seconds * 1000) / stepMs; step++) {
        simulator.step();
        clock.advance(stepMs);
        signals.drain((slot, value, timeMs) => {
          if (polled[slot] === null) put(slot, value, timeMs);
        });
        poll();
        give();
        // The journal commits in a microtask: what was raised is published before the next step.
        if (step % 20 === 19) await Promise.resolve();
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
    overrule(tag, sample) {
      const slot = signals.slot(tag);
      if (sample === null) overruled.delete(slot);
      else overruled.set(slot, sample);
      put(slot, signals.value[slot] ?? Number.NaN, clock.nowMs());
      give();
    },
    loseLink: (device) => relink(device, 'down'),
    restoreLink: (device) => relink(device, 'up'),
    close: () => engine.close(),
  };
}
