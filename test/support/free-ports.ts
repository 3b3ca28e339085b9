import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Above the ports of services, below those a system gives to outgoing connections (32768 on Linux, 49152 elsewhere): a port of theirs
 * is taken again by somebody's connection before the server it was meant for listens, or is met by a client that connects to itself.
 */
const [lowest, highest] = [20_000, 32_767];
const mostTries = 1000;

/** So many ports of the loopback that nobody listens on, for servers that must be told theirs; all were held at once, so they differ. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  for (let tries = 0; held.size < count; tries++) {
    if (tries === mostTries) throw new Error(`${count} free ports were not found between ${lowest} and ${highest}.`);
    const port = randomInt(lowest, highest + 1);
    const server = await listenOn(port);
    if (server !== null) held.set(port, server);
  }
  await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  return [...held.keys()];
}

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}

/** Null where somebody listens there already. */
function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
