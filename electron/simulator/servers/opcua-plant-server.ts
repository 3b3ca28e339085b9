import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { StatusCodes, type DataValue, type StatusCode } from 'node-opcua-client';
import { OPCUAServer, type MonitoredItem, type ServerSession, type Subscription } from 'node-opcua-server';
import type { TagDefinition } from '#shared/model/tag.ts';
import { addressText } from '../plant/plant-project.ts';

/** One device served over OPC UA: its own port and its own namespace. */
export type OpcUaDevice = {
  readonly id: string;
  readonly port: number;
  readonly tags: readonly TagDefinition[];
};

type Variable = ReturnType<ReturnType<NonNullable<OPCUAServer['engine']['addressSpace']>['getOwnNamespace']>['addVariable']>;
type SetFunction = (dataValue: DataValue, callback: (error: Error | null, status: StatusCode) => void) => void;
/** A sampled item has a timer and would miss what comes and goes between two ticks; these two fields choose push instead. */
type Pushable = { _exceptionBased: boolean; samplingInterval: number };

const dataTypeOf = (tag: TagDefinition): 'Boolean' | 'Int32' | 'String' | 'Double' =>
  tag.type === 'bool' ? 'Boolean' : tag.type === 'enum' || tag.type === 'int' ? 'Int32' : tag.type === 'text' ? 'String' : 'Double';

/**
 * OPC UA server of the simulated plant. All devices live in one server with one address space, each on its own port and in
 * its own namespace `urn:harbour-works:<device>`: five servers would cost five standard nodesets of memory and start-up.
 * Values are pushed with the source time they come with; every change reaches the queue of each monitored item, whatever
 * sampling interval its client asked for.
 */
export class OpcUaPlantServer {
  /** Called with a written value; false refuses it. */
  onWrite: (tag: string, value: number) => boolean = () => false;
  readonly #server: OPCUAServer;
  readonly #devices: readonly OpcUaDevice[];
  readonly #variables = new Map<string, { readonly variable: Variable; readonly dataType: ReturnType<typeof dataTypeOf> }>();

  constructor(devices: readonly OpcUaDevice[], dataDir: string) {
    this.#devices = devices;
    const certificates = new OPCUACertificateManager({ rootFolder: join(dataDir, 'pki'), automaticallyAcceptUnknownCertificate: true });
    const [first, ...others] = devices.map((device) => ({
      port: device.port,
      host: '127.0.0.1',
      hostname: '127.0.0.1',
      allowAnonymous: true,
      disableDiscovery: true,
      maxConnections: 20,
    }));
    this.#server = new OPCUAServer({
      ...first,
      alternateEndpoints: others,
      // Each answer takes a buffer of the whole chunk: small chunks keep the collector quiet at a hundred publishes a second.
      transportSettings: {
        adjustTransportLimits: (hello) => ({
          ...hello,
          receiveBufferSize: Math.min(16_384, hello.receiveBufferSize),
          sendBufferSize: Math.min(16_384, hello.sendBufferSize),
        }),
      },
      serverCertificateManager: certificates,
      userCertificateManager: certificates,
      serverInfo: {
        applicationUri: 'urn:harbour-works:simulator',
        productUri: 'urn:harbour-works',
        applicationName: { text: 'Harbour Works' },
      },
      buildInfo: { productName: 'Harbour Works simulator', softwareVersion: '1' },
      serverCapabilities: {
        maxSessions: 40,
        maxSubscriptions: 200,
        maxMonitoredItems: 40_000,
        maxMonitoredItemsPerSubscription: 20_000,
        minSupportedSampleRate: 5,
      },
    });
  }

  /** Builds the address space and listens; gives back the port of each device. Rejects when a port is taken. */
  async start(): Promise<ReadonlyMap<string, number>> {
    await this.#server.initialize();
    for (const device of this.#devices) this.#build(device);
    this.#server.on('create_session', (session: ServerSession) => {
      session.on('new_subscription', (subscription: Subscription) => {
        subscription.on('monitoredItem', (item: MonitoredItem) => {
          const pushable = item as unknown as Pushable;
          pushable._exceptionBased = true;
          pushable.samplingInterval = 0;
        });
      });
    });
    await this.#server.start();
    const ports = new Map<string, number>();
    this.#devices.forEach((device, i) => ports.set(device.id, this.#server.endpoints[i]?.port ?? device.port));
    return ports;
  }

  /** Puts a value into the address space, with its source time in UTC epoch ms. NaN is refused: the plant has none. */
  set(tag: string, value: number | string, timeMs: number): void {
    const entry = this.#variables.get(tag);
    if (entry === undefined || (typeof value === 'number' && Number.isNaN(value))) return;
    const shown = entry.dataType === 'Boolean' ? value !== 0 : value;
    entry.variable.setValueFromSource({ dataType: entry.dataType, value: shown }, undefined, new Date(timeMs));
  }

  async stop(): Promise<void> {
    await this.#server.shutdown(0);
  }

  #build(device: OpcUaDevice): void {
    const addressSpace = this.#server.engine.addressSpace;
    if (addressSpace === null) throw new Error('the OPC UA server has no address space after its initialisation');
    const namespace = addressSpace.registerNamespace(`urn:harbour-works:${device.id.toLowerCase()}`);
    const root = namespace.addFolder('ObjectsFolder', { browseName: device.id });
    const folders = new Map<string, typeof root>();
    for (const tag of device.tags) {
      const id = /;(s=.+)$/.exec(addressText(tag))?.[1];
      if (id === undefined) throw new Error(`tag ${tag.id}: "${addressText(tag)}" is not a node id the simulator serves`);
      let folder = folders.get(tag.asset);
      if (folder === undefined) {
        folder = namespace.addFolder(root, { browseName: tag.asset });
        folders.set(tag.asset, folder);
      }
      const dataType = dataTypeOf(tag);
      const variable = namespace.addVariable({
        componentOf: folder,
        nodeId: id,
        browseName: tag.id,
        description: tag.name,
        dataType,
        minimumSamplingInterval: 0,
        accessLevel: tag.writable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
        userAccessLevel: tag.writable ? 'CurrentRead | CurrentWrite' : 'CurrentRead',
      });
      this.#variables.set(tag.id, { variable, dataType });
      if (tag.writable) this.#takeWrites(tag.id, variable);
    }
  }

  #takeWrites(tag: string, variable: Variable): void {
    // A bound setter would need a getter too, and with one every read and sample would call back. The variable's own
    // setter is replaced instead, so that values stay pushed: what a client writes goes to the plant, which pushes what
    // came of it.
    (variable as unknown as { _timestamped_set_func: SetFunction })._timestamped_set_func = (dataValue, callback) => {
      const value = Number(dataValue.value.value);
      callback(null, Number.isFinite(value) && this.onWrite(tag, value) ? StatusCodes.Good : StatusCodes.BadOutOfRange);
    };
  }
}
