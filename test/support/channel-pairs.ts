import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { createMemoryChannels } from '#shared/rpc/memory-channel.ts';
import { createPortChannel, type MessagePortLike } from '#electron/host/port-channel.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';

export type ChannelPair = { readonly client: Channel; readonly server: Channel; readonly dispose: () => Promise<void> | void };

/** Node's MessagePort with the events of Electron's, which the host is written for. */
const portEnd = (port: MessagePort): Channel => {
  const alike: MessagePortLike = {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      event === 'message' ? port.on('message', (data: unknown) => listener({ data })) : port.on('close', () => listener({ data: undefined })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
  return createPortChannel(alike);
};

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
      const [peer] = await accepted;
      if (socket.readyState !== WebSocket.OPEN) await once(socket, 'open');
      const client = createSocketChannel(socket);
      return {
        client,
        server: createSocketChannel(peer),
        async dispose() {
          socket.terminate();
          listener.close();
          await once(listener, 'close');
        },
      };
    },
  },
];
