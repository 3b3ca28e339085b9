import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { createMemoryChannels } from '#shared/rpc/memory-channel.ts';
import { createPortChannel } from '#shared/rpc/port-channel.ts';
import { createSocketChannel, type SocketLike } from '#shared/rpc/socket-channel.ts';

export type ChannelPair = { readonly client: Channel; readonly server: Channel; readonly dispose: () => Promise<void> | void };

const portEnd = (port: MessagePort): Channel =>
  createPortChannel(
    { postMessage: (message, transfer) => port.postMessage(message, transfer as readonly ArrayBuffer[]), close: () => port.close() },
    { onMessage: (receive) => void port.on('message', receive), onClose: (closed) => void port.on('close', closed) },
  );

/** Every kind of line the contract must hold over. */
export const channelPairs: readonly { readonly name: string; readonly open: () => Promise<ChannelPair> }[] = [
  {
    name: 'memory',
    async open() {
      const [client, server] = createMemoryChannels();
      return { client, server, dispose: () => client.close() };
    },
  },
  {
    name: 'MessagePort',
    async open() {
      const { port1, port2 } = new MessageChannel();
      return { client: portEnd(port1), server: portEnd(port2), dispose: () => port1.close() };
    },
  },
  {
    name: 'WebSocket',
    async open() {
      const listener = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      await once(listener, 'listening');
      const accepted = once(listener, 'connection') as Promise<[WebSocket]>;
      const socket = new WebSocket(`ws://127.0.0.1:${(listener.address() as AddressInfo).port}`);
      const client = createSocketChannel(socket as unknown as SocketLike);
      const [peer] = await accepted;
      return {
        client,
        server: createSocketChannel(peer as unknown as SocketLike),
        async dispose() {
          socket.terminate();
          listener.close();
          await once(listener, 'close');
        },
      };
    },
  },
];
