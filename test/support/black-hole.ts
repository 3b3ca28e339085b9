import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A network to one device on loopback that can go dark: connections stand, nothing of what is sent gets through until it is healed. */
export type BlackHole = {
  readonly port: number;
  /** Connections whose sender has not thrown away what it sent: open ones, and those closed in the usual way while it was dark. */
  readonly pending: number;
  darken(): void;
  /**
   * What was sent meanwhile is delivered, as a sender's system repeats it until it is acknowledged: that of connections closed
   * in the usual way too, but not of those reset, whose sender has thrown it away.
   */
  heal(): void;
  close(): Promise<void>;
};

type Link = { readonly client: Socket; readonly server: Socket; readonly waiting: Buffer[]; hasEnded: boolean };

export async function startBlackHole(targetPort: number): Promise<BlackHole> {
  const links = new Set<Link>();
  let isDark = false;
  const deliver = (link: Link): void => {
    for (const bytes of link.waiting.splice(0)) link.server.write(bytes);
    if (!link.hasEnded) return;
    links.delete(link);
    link.server.end();
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    // Nobody is let in while it is dark: a real network would not carry the greeting either.
    if (isDark) return void client.on('error', () => undefined).resetAndDestroy();
    const link: Link = { client, server: connect(targetPort, '127.0.0.1'), waiting: [], hasEnded: false };
    links.add(link);
    client.on('data', (bytes: Buffer) => {
      link.waiting.push(bytes);
      if (!isDark) deliver(link);
    });
    client.on('end', () => {
      link.hasEnded = true;
      client.end();
      if (!isDark) deliver(link);
    });
    client.on('error', () => {
      links.delete(link);
      link.server.destroy();
    });
    link.server.on('data', (bytes: Buffer) => void (isDark || client.destroyed || client.write(bytes)));
    link.server.on('error', () => link.server.destroy());
    link.server.on('close', () => {
      links.delete(link);
      client.destroy();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    get pending() {
      return links.size;
    },
    darken: () => void (isDark = true),
    heal() {
      isDark = false;
      for (const link of [...links]) deliver(link);
    },
    async close() {
      for (const { client, server } of links) {
        client.destroy();
        server.destroy();
      }
      listener.close();
      await once(listener, 'close');
    },
  };
}
