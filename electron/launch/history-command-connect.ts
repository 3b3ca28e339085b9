import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { newToken, readKnownLinkTokens } from '../host/access-tokens.ts';
import { holdDataFolder, openFolders, StartRefused } from '../host/data-folder.ts';
import { startHeadless } from '../host/headless-process.ts';
import { writeHostOptions } from '../host/host-options.ts';
import { createSocketChannel } from '../host/socket-channel.ts';
import type { HistoryCommand } from './history-command-line.ts';
import { productVersion } from './project-root.ts';

export type HistoryLine = { readonly client: RpcClient<FirstoutContract>; close(): Promise<void> };
type Programs = { readonly node: string; readonly headlessHost: string };

/**
 * A line to the engine that has the history: by an access link; to the station that runs on the data folder, with the link it
 * keeps there; or, where nobody runs on it, to an engine started for this that opens no links to devices. Throws StartRefused.
 */
export async function connectHistory(place: HistoryCommand['place'], programs: Programs, say: (sentence: string) => void): Promise<HistoryLine> {
  if (place.link !== null) return dialLink(place.link);
  openFolders(place.projectDir, place.dataDir);
  if (await isHeld(place.dataDir)) {
    const tokens = readKnownLinkTokens(place.dataDir);
    if (tokens === null) throw new StartRefused(`A console without links runs on ${place.dataDir}: export from its window, or close it and ask again.`);
    return dial(place.host, place.port, tokens.engineer, `http://${hostText(place.host)}:${place.port}`);
  }
  const host = await startHeadless(programs.node, [programs.headlessHost, ...writeHostOptions({ ...place, version: productVersion, consoleDir: null, hasLinks: false, host: '127.0.0.1', port: 0, isOffline: true })], (line) => {
    // What goes wrong is told; what a start says of itself is no news here.
    if (/^(warn|error): /.test(line)) say(line);
  });
  try {
    const token = newToken();
    await host.announce(token);
    const line = await dial('127.0.0.1', host.port, token, 'app://console');
    return {
      client: line.client,
      async close() {
        await line.close();
        await host.stop();
      },
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
}

async function isHeld(dataDir: string): Promise<boolean> {
  try {
    await (await holdDataFolder(dataDir)).release();
    return false;
  } catch (error) {
    if (error instanceof StartRefused) return true;
    throw error;
  }
}

function dialLink(link: string): Promise<HistoryLine> {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    throw new StartRefused(`“${link.slice(0, 80)}” is no access link; copy one as the station printed it.`);
  }
  const token = new URLSearchParams(url.hash.slice(1)).get('token');
  if (url.protocol !== 'http:' || token === null) throw new StartRefused('An access link begins with http:// and ends with #token=…; copy one as the station printed it.');
  return dial(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port === '' ? 80 : url.port), token, url.origin);
}

const hostText = (host: string): string => (host.includes(':') ? `[${host}]` : host);

async function dial(host: string, port: number, token: string, origin: string): Promise<HistoryLine> {
  const socket = new WebSocket(`ws://${hostText(host)}:${port}/engine`, { origin, perMessageDeflate: false, handshakeTimeout: 10_000 });
  try {
    await once(socket, 'open');
  } catch (error) {
    throw new StartRefused(`No station answers on ${host}, port ${port} (${(error as Error).message}); name it with --host and --port, or with --link.`);
  }
  const client = createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token, unpack: unpackAnswer });
  const session = await client.ready;
  if (!session.ok) {
    socket.terminate();
    throw new StartRefused([session.fault.message, session.fault.tip].filter((part) => part !== undefined).join(' '));
  }
  return {
    client,
    close: () =>
      new Promise((resolve) => {
        if (socket.readyState === socket.CLOSED) return resolve();
        socket.once('close', () => resolve());
        client.close();
      }),
  };
}
