import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Looks at bytes on their way; true ends the connection, both ways, before they are passed on. */
export type CutWhen = (bytes: Buffer, from: 'client' | 'server', connection: number) => boolean;

/** A TCP proxy on loopback that loses its network at a chosen byte. */
export type CuttingProxy = {
  readonly port: number;
  /** Connections ended by `when` since the start. */
  readonly cuts: number;
  close(): Promise<void>;
};

export async function startCuttingProxy(targetPort: number, when: CutWhen): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  let connections = 0;
  const listener = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1');
    const number = ++connections;
    for (const [from, to, side] of [
      [client, server, 'client'],
      [server, client, 'server'],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes: Buffer) => {
        if (from.destroyed) return;
        if (!when(bytes, side, number)) return void to.write(bytes);
        cuts++;
        client.resetAndDestroy();
        server.destroy();
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    get cuts() {
      return cuts;
    },
    async close() {
      listener.close();
      for (const socket of sockets) socket.destroy();
      await once(listener, 'close');
    },
  };
}
