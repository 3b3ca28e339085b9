import { createLinkAuthenticate, linkRoles, readLinkTokens } from './access-tokens.ts';
import { serveConsole } from './console-server.ts';
import { type FromHost, readToHost } from './host-messages.ts';
import { readHostOptions } from './host-options.ts';
import { parseLine, readLines } from './read-lines.ts';
import { type HostedEngine, runHost } from './run-host.ts';
import { createSystemClock } from './system-clock.ts';

/**
 * The engine in a Node process: serves windows (one-time tokens announced on stdin) and, with --links, browsers.
 * Stdout carries messages to the parent, stderr sentences for people. Ends when stdin closes: it never outlives its parent.
 */
const say = (message: FromHost): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const options = readHostOptions(process.argv.slice(2));

const serve = async (hosted: HostedEngine): Promise<() => Promise<void>> => {
  const tokens = options.hasLinks ? readLinkTokens(options.dataDir) : null;
  const links = tokens === null ? () => null : createLinkAuthenticate(tokens);
  const server = await serveConsole({
    consoleDir: options.consoleDir,
    host: options.host,
    port: options.port,
    windowOrigin: 'app://console',
    clock: createSystemClock(),
    onClient: (channel, address) =>
      hosted.engine.connect(channel, (token) => {
        const window = hosted.windows.authenticate(token);
        if (window !== null) return window;
        const session = links(token);
        return session === null ? null : { ...session, place: address };
      }),
  });
  onToHost = (id, token) => {
    say({ t: 'window-ready', id, role: hosted.announce(token) });
  };
  for (const [id, token] of early.splice(0)) onToHost(id, token);
  if (tokens !== null) {
    const shown = options.host === '0.0.0.0' || options.host === '::' ? 'ADDRESS' : options.host;
    for (const role of linkRoles) process.stderr.write(`${role.padEnd(9)} http://${shown.includes(':') ? `[${shown}]` : shown}:${server.port}/#token=${tokens[role]}\n`);
  }
  say({ t: 'ready', port: server.port });
  return () => server.close();
};

const early: [number, string][] = [];
let onToHost = (id: number, token: string): void => void early.push([id, token]);
const host = runHost(options, say, serve);
const end = (): void => void host.then((running) => running.end(0));
readLines(
  process.stdin,
  (line) => {
    const message = readToHost(parseLine(line));
    if (message?.t === 'window') onToHost(message.id, message.token);
    if (message?.t === 'stop') end();
  },
  end,
);
