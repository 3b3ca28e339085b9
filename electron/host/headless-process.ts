import type { Role } from '#shared/rpc/define.ts';
import { StartRefused } from './data-folder.ts';
import { readFromHost } from './host-messages.ts';
import { type Child, startChild } from './start-child.ts';

export type HeadlessProcess = Pick<Child, 'onExit' | 'stop' | 'pid'> & {
  readonly port: number;
  /** Lets one window in: resolves when the engine knows its token, with the role it acts in. */
  announce(token: string): Promise<Role>;
};

/**
 * A young generation of 1 MB and code kept small: a console beside other programs has little memory to spare. The engine of
 * a thousand tags took 140 MB without, at 100,000 samples/s it costs about 3 points of processor.
 */
const smallMemory = ['--max-semi-space-size=1', '--optimize-for-size'];
/** Longest time an engine may take to be ready, ms: opening a damaged history checks all of it. */
const readyMs = 300_000;

/** Starts the engine in a Node process of its own; rejects with StartRefused where the host said in a sentence why not. */
export function startHeadless(node: string, args: readonly string[], onText: (line: string) => void): Promise<HeadlessProcess> {
  const child = startChild(node, [...smallMemory, ...args], onText);
  const waiting = new Map<number, { readonly known: (role: Role) => void; readonly lost: (error: Error) => void }>();
  let nextId = 1;
  let isReady = false;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      void child.stop();
      reject(new Error(`it was not ready within ${readyMs / 1000} s`));
    }, readyMs);
    child.onExit((reason) => {
      clearTimeout(timer);
      if (!isReady) reject(new Error(reason));
      for (const one of waiting.values()) one.lost(new Error(reason));
      waiting.clear();
    });
    child.onMessage((raw) => {
      const message = readFromHost(raw);
      if (message?.t === 'failed') reject(new StartRefused(message.sentence));
      if (message?.t === 'window-ready') {
        waiting.get(message.id)?.known(message.role);
        waiting.delete(message.id);
      }
      if (message?.t !== 'ready' || message.port === null) return;
      clearTimeout(timer);
      isReady = true;
      resolve({
        port: message.port,
        pid: child.pid,
        onExit: (exited) => child.onExit(exited),
        stop: () => child.stop(),
        announce: (token) =>
          new Promise((known, lost) => {
            const id = nextId++;
            waiting.set(id, { known, lost });
            child.send({ t: 'window', id, token });
          }),
      });
    });
  });
}
