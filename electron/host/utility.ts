import { type FromHost, readToHost } from './host-messages.ts';
import { readHostOptions } from './host-options.ts';
import { createPortChannel, type MessagePortLike } from './port-channel.ts';
import { type HostedEngine, runHost } from './run-host.ts';

/** The engine in Electron's utility process: each window has a message port of its own; plant data never passes main. */
type ParentPort = {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void): void;
  postMessage(message: FromHost): void;
};
const parent = (process as unknown as { readonly parentPort: ParentPort }).parentPort;

const serve = async (hosted: HostedEngine): Promise<() => Promise<void>> => {
  onWindow = (id, token, port) => {
    const role = hosted.announce(token);
    hosted.engine.connect(createPortChannel(port), hosted.windows.authenticate);
    parent.postMessage({ t: 'window-ready', id, role });
  };
  for (const [id, token, port] of early.splice(0)) onWindow(id, token, port);
  parent.postMessage({ t: 'ready', port: null });
  return () => Promise.resolve();
};

const early: [number, string, MessagePortLike][] = [];
let onWindow = (id: number, token: string, port: MessagePortLike): void => void early.push([id, token, port]);
const host = runHost(readHostOptions(process.argv.slice(2)), (message) => parent.postMessage(message), serve);
parent.on('message', ({ data, ports }) => {
  const message = readToHost(data);
  const [port] = ports;
  if (message?.t === 'window' && port !== undefined) onWindow(message.id, message.token, port);
  if (message?.t === 'stop') void host.then((running) => running.end(0));
});
