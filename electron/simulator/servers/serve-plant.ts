import type { DeviceDefinition } from '#shared/model/device.ts';
import type { Plant } from '../plant/plant.ts';
import type { PlantProject } from '../plant/plant-project.ts';
import { ModbusImage } from './modbus-image.ts';
import { ModbusServer } from './modbus-server.ts';
import { OpcUaPlantServer, type OpcUaDevice } from './opcua-plant-server.ts';

export type PlantServers = {
  readonly ports: Readonly<Record<string, number>>;
  /** Hands every change of the plant since the last call to the servers. */
  publish(): void;
  /** Serves another plant from now on, all its values at once. */
  serve(plant: Plant): void;
  stop(): Promise<void>;
};

/** Which port a device listens on: its own of the project, `base` + its place in the list, or 0 to let the system choose. */
export function portOf(device: DeviceDefinition, place: number, base: number | null): number {
  if (base !== null) return base === 0 ? 0 : base + place;
  const port = device.options['port'];
  if (typeof port === 'number') return port;
  const endpoint = device.options['endpoint'];
  const match = typeof endpoint === 'string' ? /:(\d+)\/?$/.exec(endpoint) : null;
  if (match === null) throw new Error(`device ${device.id} names no port`);
  return Number(match[1]);
}

/** Starts a real server for each device of the project, over the addresses its tags have there. */
export async function servePlant(
  project: PlantProject,
  first: Plant,
  o: { portBase: number | null; dataDir: string },
): Promise<PlantServers> {
  let plant = first;
  const ports: Record<string, number> = {};
  const images = new Map<string, ModbusImage>();
  const modbus = new Map<string, ModbusServer>();
  const opcua: OpcUaDevice[] = [];
  const written = new Set<string>();
  const write = (tag: string, value: number): boolean => {
    // What was written and what the plant made of it may differ (an output in automatic): it is published again.
    written.add(tag);
    return plant.write(tag, value);
  };

  for (const [place, device] of project.devices.entries()) {
    const tags = project.tags.filter((tag) => tag.device === device.id);
    const port = portOf(device, place, o.portBase);
    if (device.driver === 'opcua') {
      opcua.push({ id: device.id, port, tags });
      continue;
    }
    const image = new ModbusImage(tags, Number(device.options['unit'] ?? 1));
    image.onWrite = write;
    // A register read before the first publish must not be a zero that no transmitter ever sent.
    const { signals } = plant.io;
    for (const tag of tags) {
      const slot = signals.slot(tag.id);
      if (tag.type === 'text') image.setText(tag.id, signals.text[slot] ?? '');
      else image.set(tag.id, signals.value[slot] ?? Number.NaN);
    }
    for (const tag of tags) images.set(tag.id, image);
    const server = new ModbusServer((unit, request) => image.answer(unit, request));
    modbus.set(device.id, server);
    ports[device.id] = await listen(server, device.id, port);
  }
  const ua = new OpcUaPlantServer(opcua, o.dataDir);
  ua.onWrite = write;
  try {
    for (const [id, port] of await ua.start()) ports[id] = port;
  } catch (error) {
    await Promise.all([...modbus.values()].map((server) => server.close()));
    throw new Error(sentence(error, opcua.map((device) => `${device.id} on ${device.port}`).join(', ')), { cause: error });
  }

  const textTags = new Set(project.tags.filter((tag) => tag.type === 'text').map((tag) => tag.id as string));
  const push = (slot: number, value: number, timeMs: number): void => {
    const { signals } = plant.io;
    const id = signals.ids[slot] ?? '';
    const image = images.get(id);
    if (textTags.has(id)) {
      if (image !== undefined) image.setText(id, signals.text[slot] ?? '');
      else ua.set(id, signals.text[slot] ?? '', timeMs);
    } else if (image !== undefined) image.set(id, value);
    else ua.set(id, value, timeMs);
  };
  const publish = (): void => {
    plant.io.signals.drain(push);
    if (written.size === 0) return;
    for (const id of written) {
      const slot = plant.io.signals.slot(id);
      push(slot, plant.io.signals.value[slot] ?? Number.NaN, plant.nowMs);
    }
    written.clear();
  };
  /** Devices whose link was made to fail, whichever plant it was. */
  const failing = new Set<string>();
  const serve = (next: Plant): void => {
    plant = next;
    plant.onLink = (device, fault) => {
      const server = modbus.get(device);
      if (server === undefined) return;
      if (fault === 'none') failing.delete(device);
      else failing.add(device);
      server.setHung(fault === 'hung');
      const change = fault === 'closed' ? server.close() : server.reopen();
      change.catch((error: unknown) => process.stderr.write(`${sentence(error, `${device} on ${ports[device] ?? 0}`)}\n`));
    };
    // A plant set back has all its links: a server closed or hung by the one before comes back with it.
    for (const device of [...failing]) plant.onLink(device, plant.links.get(device) ?? 'none');
    const { signals } = plant.io;
    signals.drain(() => undefined);
    for (let slot = 0; slot < signals.ids.length; slot++)
      push(slot, signals.value[slot] ?? Number.NaN, signals.timeMs[slot] ?? plant.nowMs);
  };
  serve(first);
  return {
    ports,
    publish,
    serve,
    stop: async () => {
      await Promise.all([ua.stop(), ...[...modbus.values()].map((server) => server.close())]);
    },
  };
}

async function listen(server: ModbusServer, device: string, port: number): Promise<number> {
  try {
    return await server.listen(port);
  } catch (error) {
    throw new Error(sentence(error, `${device} on ${port}`), { cause: error });
  }
}

function sentence(error: unknown, where: string): string {
  const code = (error as { code?: string }).code;
  const text = error instanceof Error ? error.message : String(error);
  return code === 'EADDRINUSE' || /EADDRINUSE/.test(text)
    ? `The simulated plant cannot listen: a port of ${where} is in use. Stop the other program or give --port-base.`
    : `The simulated plant cannot serve ${where}: ${text}`;
}
