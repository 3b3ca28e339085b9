import { createServer, type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import type { Clock } from '../engine/ports.ts';
import { StartRefused } from './data-folder.ts';
import { createSocketChannel } from './socket-channel.ts';
import { strictHeaders } from './strict-headers.ts';

export type ConsoleServerOptions = {
  /** Folder of the built console; null serves the engine's line only. */
  readonly consoleDir: string | null;
  /** Address to listen on; `127.0.0.1` unless the plant network is meant to reach it. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** An origin besides the served one that may open the line: the window's own scheme. */
  readonly windowOrigin?: string;
  readonly clock: Clock;
  /** @param address of the client's machine, as the network has it. */
  readonly onClient: (channel: Channel, address: string) => void;
};

export type ConsoleServer = { readonly port: number; close(): Promise<void> };

/** Clients say little: the most is a drawing that is saved, 4 MB with a quarter more for the letters JSON writes as two. */
const maxClientMessageBytes = 5 * 1024 * 1024;
const maxClients = 200;
const heartbeatMs = 15_000;

/**
 * Serves the console's files and the engine's line (WebSocket at `/engine`) to browsers. A request must name this
 * machine in its Host header (so that no foreign page reaches us by a name of its own) and, for the line, come from a
 * page we served. Rejects with StartRefused when the address can't be had.
 */
export async function serveConsole(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const files = options.consoleDir === null ? null : sirv(options.consoleDir, { etag: true, gzip: false, brotli: false });
  const headers = strictHeaders();
  const refuse = (response: ServerResponse, status: number, sentence: string): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${sentence}\n`);
  };
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 16_384 }, (request, response) => {
    if (!isOurName(request.headers.host, options.host)) return refuse(response, 421, 'This console is not served under that name.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only reading is possible here.');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Browsers ask for it whatever the page says.
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const notFound = (): void => refuse(response, 404, 'There is no such page.');
    if (files === null) return notFound();
    holdHeadBack(response);
    onUnreadable(response, (code) => (code === 'ENOENT' ? notFound() : refuse(response, 500, 'The page could not be read.')));
    files(request, response, notFound);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxClientMessageBytes, perMessageDeflate: false, clientTracking: true });
  const alive = new WeakSet<object>();

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    const status = upgradeStatus(request, options, sockets.clients.size);
    if (status !== null) return void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      alive.add(client);
      client.on('pong', () => alive.add(client));
      options.onClient(createSocketChannel(client), request.socket.remoteAddress ?? 'an unknown address');
    });
  });
  const stopHeartbeat = options.clock.every(heartbeatMs, () => {
    for (const client of sockets.clients) {
      if (!alive.delete(client)) client.terminate();
      else client.ping();
    }
  });

  await listen(server, options);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((done) => {
        stopHeartbeat();
        for (const client of sockets.clients) client.terminate();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Lets the head set by the first `writeHead` go out with the first byte only, so that another answer is possible until then. */
function holdHeadBack(response: ServerResponse): void {
  const { writeHead } = response;
  response.writeHead = (status: number, reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[]) => {
    // Node itself calls it with the first byte.
    response.writeHead = writeHead;
    response.statusCode = status;
    if (typeof reason === 'object' && !Array.isArray(reason)) for (const [name, value] of Object.entries(reason)) if (value !== undefined) response.setHeader(name, value);
    return response;
  };
}

/**
 * Has a file that cannot be read answered by `refuse`, with the head set so far taken back. sirv knows the folder as it was when
 * the engine began and listens to no error of what it reads: a file that a rebuild took away would end the engine. When a part
 * went out already, the connection is closed, so that nobody takes the part for the whole.
 */
function onUnreadable(response: ServerResponse, refuse: (code: string | undefined) => void): void {
  response.on('pipe', (source) =>
    source.once('error', (error: NodeJS.ErrnoException) => {
      if (response.headersSent) return void response.destroy();
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      refuse(error.code);
    }),
  );
}

function listen(server: Server, { host, port }: ConsoleServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new StartRefused(whyNotListening(error, host, port))));
    server.listen(port, host, () => resolve());
  });
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program; choose another with --port.`;
  if (error.code === 'EACCES') return `Port ${port} needs rights this user does not have; choose one above 1023 with --port.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return `${host} is not an address of this machine; choose another with --host.`;
  return `The console can't be served on ${host}:${port}: ${error.message}.`;
}

function upgradeStatus(request: IncomingMessage, options: ConsoleServerOptions, clients: number): string | null {
  const { host, origin } = request.headers;
  if (request.url !== '/engine') return '404 Not Found';
  if (!isOurName(host, options.host)) return '421 Misdirected Request';
  if (origin !== `http://${host}` && (options.windowOrigin === undefined || origin !== options.windowOrigin)) return '403 Forbidden';
  return clients >= maxClients ? '503 Service Unavailable' : null;
}

/** Names a page may use for us: loopback, the address listened on, and when open to the network any address literal or this machine's name. */
export function isOurName(hostHeader: string | undefined, listenHost: string): boolean {
  let name: string;
  try {
    name = new URL(`http://${hostHeader ?? ''}`).hostname.toLowerCase();
  } catch {
    return false;
  }
  const bare = name.startsWith('[') ? name.slice(1, -1) : name;
  if (bare === 'localhost' || bare === '127.0.0.1' || bare === '::1' || bare === listenHost.toLowerCase()) return true;
  const isOpen = !['127.0.0.1', '::1', 'localhost'].includes(listenHost);
  const own = hostname().toLowerCase();
  return isOpen && (isIP(bare) !== 0 || bare === own || bare === `${own}.local`);
}
