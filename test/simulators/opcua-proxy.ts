import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy on loopback that can lose its network: cut connections, or keep them and let nothing through. */
export type OpcuaProxy = {
  readonly port: number;
  /** Connections open on the client's side. */
  readonly connections: number;
  /** Ends all connections at once, as a restarting switch would. */
  cut(): void;
  /** Takes bytes and passes none on, either way; new connections are taken and stay silent too. */
  blackhole(): void;
  /** Lets bytes through again, those held back included. */
  heal(): void;
  /** Refuses new connections and ends the open ones, until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
};

export async function startOpcuaProxy(targetPort: number): Promise<OpcuaProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isBlackhole = false;
  const accept = (client: Socket): void => {
    const server = connect(targetPort, '127.0.0.1');
    const pair = [client, server] as const;
    pairs.add(pair);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      if (isBlackhole) from.pause();
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => from.destroy());
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
      if (isBlackhole) from.pause();
    }
  };
  const listener = createServer(accept);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const cut = (): void => {
    for (const [client, server] of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  const shut = async (): Promise<void> => {
    cut();
    if (!listener.listening) return;
    listener.close();
    await once(listener, 'close');
  };
  return {
    port,
    get connections() {
      return pairs.size;
    },
    cut,
    blackhole() {
      isBlackhole = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    heal() {
      isBlackhole = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    shut,
    async open() {
      if (listener.listening) return;
      listener.listen(port, '127.0.0.1');
      await once(listener, 'listening');
    },
    close: shut,
  };
}
