import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataType, DataValue, type Variant, MessageSecurityMode, type NodeId, SecurityPolicy, StatusCodes, type StatusCode, VariantArrayType } from 'node-opcua-client';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { MonitoredItem, OPCUAServer, Subscription } from 'node-opcua-server';
import { freePort } from '../support/free-ports.ts';
import { addConditions, type ConditionControls, type ConditionSetup } from './opcua-conditions.ts';

type VariableSetup = {
  /** Name of a built-in type, or `ValveMode` (Off, Hand, Auto). */
  readonly dataType: string;
  readonly value: unknown;
  readonly isArray?: boolean;
  readonly isReadOnly?: boolean;
};

type ServerVariable = {
  setValueFromSource(value: { dataType: DataType; arrayType: VariantArrayType; value: unknown }, status: StatusCode, time?: Date): void;
  /** What `setValueFromSource` ends in; the only way to give a time finer than a Date. */
  _internal_set_dataValue(dataValue: DataValue): void;
  readValue(): { value: Variant };
};

/** What the tests look at in a session of the server. */
type OpenSession = {
  readonly authenticationToken: NodeId;
  readonly publishEngine: { readonly subscriptions: readonly { getMessageForSequenceNumber: () => null }[] };
  readonly channel?: { readonly securityPolicy: string; readonly securityMode: MessageSecurityMode };
  readonly userIdentityToken?: { readonly userName?: string; readonly certificateData?: Buffer };
};

/** Picoseconds past the millisecond. */
export type ExactTime = { readonly timestamp: Date; readonly picoseconds?: number };

export type OpcuaServerOptions = {
  readonly port?: number;
  /** Namespaces in the order the server shall have them, the plant's among them. */
  readonly namespaces?: readonly string[];
  readonly variables?: Readonly<Record<string, VariableSetup>>;
  readonly historized?: readonly string[];
  /** Conditions the server judges itself, by name. */
  readonly conditions?: Readonly<Record<string, ConditionSetup>>;
  readonly users?: Readonly<Record<string, string>>;
  readonly allowAnonymous?: boolean;
  readonly onlyUnsecured?: boolean;
  readonly refusesUnknownClients?: boolean;
  /** Folder with the server's key and certificate; kept across restarts when given. */
  readonly pkiDir?: string;
};

export type OpcuaTestServer = {
  readonly port: number;
  readonly endpoint: string;
  readonly sessions: number;
  readonly subscriptions: number;
  readonly conditions: ConditionControls;
  /** Policy and mode of each open session's channel. */
  channelSecurity(): string[];
  /** Who the open sessions belong to; 'anonymous', 'certificate' or the name. */
  userNames(): string[];
  set(name: string, value: unknown, time?: ExactTime, status?: StatusCode): void;
  get(name: string): unknown;
  /** Throws all sessions away while the sockets stay, as a server does that lost its memory of us. */
  forgetSessions(): Promise<void>;
  /** Answers every Republish from now on with "not available", as a server with a full retransmission queue does. */
  forgetMessages(): void;
  stop(): Promise<void>;
};

export const plantUri = 'urn:firstout:test:plant';

/** A real OPC UA server on loopback, with every policy, a plant namespace and the variables asked for. */
export async function startOpcuaServer(options: OpcuaServerOptions = {}): Promise<OpcuaTestServer> {
  MonitoredItem.minimumSamplingInterval = 10;
  Subscription.minimumPublishingInterval = 10;
  const ownDir = options.pkiDir === undefined ? await mkdtemp(join(tmpdir(), 'firstout-opcua-server-')) : null;
  const pki = options.pkiDir ?? (ownDir as string);
  const manager = (part: string): OPCUACertificateManager =>
    new OPCUACertificateManager({ rootFolder: join(pki, part), automaticallyAcceptUnknownCertificate: options.refusesUnknownClients !== true, disableFileWatchers: true });
  const port = options.port ?? (await freePort());
  const users = options.users ?? {};
  const isUnsecured = options.onlyUnsecured ?? false;
  const server = new OPCUAServer({
    port,
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    serverCertificateManager: manager('server'),
    userCertificateManager: manager('user'),
    securityModes: isUnsecured
      ? [MessageSecurityMode.None]
      : [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    securityPolicies: isUnsecured
      ? [SecurityPolicy.None]
      : [SecurityPolicy.None, SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep, SecurityPolicy.Aes256_Sha256_RsaPss],
    allowAnonymous: options.allowAnonymous ?? true,
    userManager: { isValidUser: (name: string, password: string) => users[name] !== undefined && users[name] === password },
    // Only a server that advertises 0 reports every change to a client that asks for sampling interval 0.
    serverCapabilities: { minSupportedSampleRate: 0 },
    registerServerMethod: 1,
  });
  await server.initialize();
  const space = server.engine.addressSpace!;
  const namespaces = options.namespaces ?? [plantUri];
  for (const uri of namespaces) space.registerNamespace(uri);
  const plant = space.getNamespace(plantUri)!;
  const folder = plant.addFolder(space.rootFolder.objects, { nodeId: 's=Plant', browseName: 'Plant' });
  const variables = new Map<string, ServerVariable>();
  const types = new Map<string, { dataType: DataType; isArray: boolean }>();
  plant.addEnumerationType({ browseName: 'ValveMode', enumeration: ['Off', 'Hand', 'Auto'] });
  for (const [name, setup] of Object.entries(options.variables ?? {})) {
    const isEnum = setup.dataType === 'ValveMode';
    const dataType = isEnum ? DataType.Int32 : DataType[setup.dataType as keyof typeof DataType];
    const isArray = setup.isArray ?? false;
    const variable = plant.addVariable({
      organizedBy: folder,
      nodeId: `s=${name}`,
      browseName: name,
      dataType: isEnum ? plant.findDataType('ValveMode')! : setup.dataType,
      minimumSamplingInterval: 0,
      ...(isArray ? { valueRank: 1, arrayDimensions: [0] } : {}),
      accessLevel: setup.isReadOnly === true ? 'CurrentRead' : 'CurrentRead | CurrentWrite | HistoryRead',
      userAccessLevel: setup.isReadOnly === true ? 'CurrentRead' : 'CurrentRead | CurrentWrite | HistoryRead',
    });
    types.set(name, { dataType, isArray });
    variable.setValueFromSource({ dataType, value: setup.value, arrayType: isArray ? VariantArrayType.Array : VariantArrayType.Scalar });
    if (options.historized?.includes(name) === true) space.installHistoricalDataNode(variable);
    variables.set(name, variable as unknown as ServerVariable);
  }
  await server.start();
  // The library binds its methods of conditions while it starts.
  const conditions = addConditions({ space, plant: plant as never, folder, variables: variables as never }, options.conditions ?? {});
  const openSessions = (): OpenSession[] => Object.values((server.engine as unknown as { _sessions: Record<string, OpenSession> })._sessions);
  return {
    port,
    endpoint: `opc.tcp://127.0.0.1:${port}`,
    get sessions() {
      return server.engine.currentSessionCount;
    },
    get subscriptions() {
      return server.engine.currentSubscriptionCount;
    },
    set(name, value, time, status = StatusCodes.Good) {
      const { dataType, isArray } = types.get(name)!;
      const variant = { dataType, value, arrayType: isArray ? VariantArrayType.Array : VariantArrayType.Scalar };
      const variable = variables.get(name)!;
      if (time?.picoseconds === undefined) return variable.setValueFromSource(variant, status, time?.timestamp);
      const { timestamp, picoseconds } = time;
      variable._internal_set_dataValue(
        new DataValue({ value: variant, statusCode: status, sourceTimestamp: timestamp, sourcePicoseconds: picoseconds, serverTimestamp: timestamp, serverPicoseconds: picoseconds }),
      );
    },
    get: (name) => variables.get(name)!.readValue().value.value,
    conditions,
    channelSecurity: () =>
      openSessions().map(({ channel }) => `${channel?.securityPolicy.replace(/^.*#/, '')}, ${MessageSecurityMode[channel?.securityMode ?? 0]}`),
    userNames: () => openSessions().map(({ userIdentityToken: token }) => token?.userName ?? (token?.certificateData === undefined ? 'anonymous' : 'certificate')),
    async forgetSessions() {
      for (const session of openSessions()) server.engine.closeSession(session.authenticationToken, true, 'Terminated');
      await Promise.resolve();
    },
    forgetMessages() {
      for (const session of openSessions()) {
        for (const subscription of session.publishEngine.subscriptions) subscription.getMessageForSequenceNumber = () => null;
      }
    },
    async stop() {
      await server.shutdown(0);
      if (ownDir !== null) await rm(ownDir, { recursive: true, force: true });
    },
  };
}
