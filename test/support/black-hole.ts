import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network to one device on loopback that can go dark: connections stand, nothing of what is sent gets through until it is healed. */
export type BlackHole = {
  readonly port: number;
  /** From now on nothing is read from the client: what it sends waits in the operating system, as behind a dead cable. */
  darken(): void;
  /** What still waits is delivered, unless its sender has thrown it away. */
  heal(): void;
  close(): Promise<void>;
};

export async function startBlackHole(targetPort: number): Promise<BlackHole> {
  const clients = new Set<Socket>();
  let isDark = false;
  const listener = createServer((client) => {
    // Nobody is let in while it is dark: a real network would not carry the greeting either.
    if (isDark) return client.resetAndDestroy();
    const server = connect(targetPort, '127.0.0.1');
    clients.add(client);
    client.on('data', (bytes) => void server.write(bytes));
    server.on('data', (bytes) => void (isDark || client.write(bytes)));
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    client.on('close', () => {
      clients.delete(client);
      server.end();
    });
    server.on('close', () => void (isDark || client.destroy()));
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    darken() {
      isDark = true;
      for (const client of clients) client.pause();
    },
    heal() {
      isDark = false;
      for (const client of clients) client.resume();
    },
    async close() {
      for (const client of clients) client.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
