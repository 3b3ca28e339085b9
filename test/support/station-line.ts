import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';

export type StationLine = { readonly client: RpcClient<FirstoutContract>; close(): void };

/** A line of its own to a serving station, by one of its links: asks what a console shows, without one. */
export async function openStationLine(link: string): Promise<StationLine> {
  const { host, hash, origin } = new URL(link);
  const socket = new WebSocket(`ws://${host}/engine`, { origin });
  await once(socket, 'open');
  const client = createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token: new URLSearchParams(hash.slice(1)).get('token') ?? '', unpack: unpackAnswer });
  const ready = await client.ready;
  if (!ready.ok) throw new Error(ready.fault.message);
  return { client, close: () => socket.terminate() };
}
