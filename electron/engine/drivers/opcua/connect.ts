import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ClientSession, OPCUAClient, UserIdentityInfo } from 'node-opcua-client';
import type { DriverContext } from '../driver.ts';
import type { OpcuaLibrary } from './library.ts';
import type { OpcuaOptions, OpcuaUser } from './options.ts';
import { OpcuaProblem } from './problem.ts';
import type { Identity } from './pki.ts';

/** A session on its own fresh client; `isResumed` when it is the earlier session, with its subscriptions, taken over. */
export type Connection = {
  readonly client: OPCUAClient;
  readonly session: ClientSession;
  readonly isResumed: boolean;
};

/**
 * A client for one connection. The library's own reconnection is off (`maxRetry: 0`): the driver builds each connection
 * afresh and decides itself whether the old session can be taken over. See README.md of this folder.
 */
export function createClient(library: OpcuaLibrary, identity: Identity, options: OpcuaOptions, clientName: string): OPCUAClient {
  return library.OPCUAClient.create({
    applicationName: 'Firstout',
    applicationUri: identity.applicationUri,
    clientName,
    clientCertificateManager: identity.manager,
    certificateFile: identity.certificateFile,
    securityMode: library.MessageSecurityMode[options.securityMode],
    securityPolicy: library.SecurityPolicy[options.securityPolicy],
    // Servers behind address translation or with another name in their endpoint list are common in plants.
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 1000 },
    // The old session must outlive its dead connection, so that the next client can take it over.
    keepPendingSessionsOnDisconnect: true,
    // The library fills one send buffer for each request, most of them a few hundred bytes: at 64 KiB each a demo plant's
    // publishing kept the collector busy for 14 % of a core, at 8 KiB hardly. Larger requests go in several chunks.
    transportSettings: { sendBufferSize: 8192, receiveBufferSize: 65_536, maxMessageSize: 64 * 1024 * 1024, maxChunkCount: 8192 },
    keepSessionAlive: false,
    requestedSessionTimeout: options.sessionTimeoutMs,
    transportTimeout: options.connectTimeoutMs,
    defaultTransactionTimeout: options.requestTimeoutMs,
  });
}

/**
 * Connects, takes the earlier session over where the server still has it (ActivateSession on the new channel,
 * OPC 10000-4, 5.7.3), and makes a new one otherwise. Throws what the library throws.
 */
export async function connectClient(
  client: OPCUAClient,
  options: OpcuaOptions,
  identity: UserIdentityInfo,
  earlier: ClientSession | null,
): Promise<Connection> {
  await client.connect(options.endpoint);
  if (earlier !== null) {
    try {
      await client.reactivateSession(earlier);
      return { client, session: earlier, isResumed: true };
    } catch {
      // The server restarted or gave the session up: a new one is what is left, and it says why if that fails too.
    }
  }
  return { client, session: await client.createSession(identity), isResumed: false };
}

/** Who the server sees. Reads secrets at each connection, so that a changed password needs no restart. */
export async function readUserIdentity(library: OpcuaLibrary, user: OpcuaUser, context: DriverContext): Promise<UserIdentityInfo> {
  const read = async (file: string): Promise<Buffer> => {
    const path = resolve(context.dataDir, file);
    return readFile(path).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
      throw new OpcuaProblem(`The file ${file} with the credentials of ${context.device.id} cannot be read (${code}): put it into the data folder of the device.`);
    });
  };
  switch (user.kind) {
    case 'anonymous':
      return { type: library.UserTokenType.Anonymous };
    case 'password': {
      if (user.passwordEnv !== undefined) {
        const password = process.env[user.passwordEnv];
        if (password === undefined) {
          throw new OpcuaProblem(`The password of ${context.device.id} is missing: set the environment variable ${user.passwordEnv}.`);
        }
        return { type: library.UserTokenType.UserName, userName: user.name, password };
      }
      const password = (await read(user.passwordFile ?? '')).toString('utf8').replace(/\r?\n$/, '');
      return { type: library.UserTokenType.UserName, userName: user.name, password };
    }
    case 'certificate': {
      const certificate = await read(user.certificateFile);
      const privateKey = (await read(user.privateKeyFile)).toString('utf8');
      const text = certificate.toString('latin1');
      const der = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/.exec(text)?.[1];
      const certificateData = der === undefined ? certificate : Buffer.from(der, 'base64');
      return { type: library.UserTokenType.Certificate, certificateData, privateKey };
    }
  }
}
