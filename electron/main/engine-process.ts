import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { MessageChannelMain, type MessagePortMain, utilityProcess } from 'electron';
import type { Role } from '#shared/rpc/define.ts';
import { StartRefused } from '../host/data-folder.ts';
import type { HostKind } from '../host/choose-host.ts';
import { startHeadless } from '../host/headless-process.ts';
import { readFromHost } from '../host/host-messages.ts';
import type { Running } from '../host/keep-running.ts';
import type { ProgramFiles } from '../host/program-files.ts';
import { readLines } from '../host/read-lines.ts';

/** What one window needs to reach the engine; used once. `role`: in which it acts, as the engine's host says. */
export type EngineLine =
  | { readonly kind: 'socket'; readonly url: string; readonly token: string; readonly role: Role }
  | { readonly kind: 'port'; readonly port: MessagePortMain; readonly token: string; readonly role: Role };

export type EngineProcess = Running & { openLine(): Promise<EngineLine>; readonly pid: number | undefined };

const newToken = (): string => randomBytes(24).toString('base64url');

/** Starts the engine by the host that this runtime can carry. Plant data never passes through this process. */
export function startEngineProcess(kind: HostKind, files: ProgramFiles, args: readonly string[], onText: (line: string) => void): Promise<EngineProcess> {
  return kind === 'utility' ? startUtility(files.utilityHost, args, onText) : startOnLoopback(files, args, onText);
}

async function startOnLoopback(files: ProgramFiles, args: readonly string[], onText: (line: string) => void): Promise<EngineProcess> {
  const host = await startHeadless(files.node, [files.headlessHost, ...args], onText);
  return {
    pid: host.pid,
    onExit: host.onExit,
    stop: host.stop,
    async openLine() {
      const token = newToken();
      const role = await host.announce(token);
      return { kind: 'socket', url: `ws://127.0.0.1:${host.port}/engine`, token, role };
    },
  };
}

function startUtility(script: string, args: readonly string[], onText: (line: string) => void): Promise<EngineProcess> {
  const child = utilityProcess.fork(script, [...args], { serviceName: 'Firstout engine', stdio: 'pipe' });
  const exits: ((reason: string) => void)[] = [];
  const waiting = new Map<number, { readonly known: (role: Role) => void; readonly lost: (error: Error) => void }>();
  let ended: string | null = null;
  let nextId = 1;
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) readLines(stream as Readable, onText);
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => {
      ended = `exit code ${code}`;
      reject(new Error(ended));
      for (const one of waiting.values()) one.lost(new Error(ended));
      for (const exited of exits) exited(ended);
    });
    const running: EngineProcess = {
      get pid() {
        return child.pid;
      },
      onExit(exited) {
        if (ended === null) exits.push(exited);
        else exited(ended);
      },
      stop: () =>
        new Promise((done) => {
          if (ended !== null) return done();
          const timer = setTimeout(() => child.kill(), 4000);
          exits.push(() => {
            clearTimeout(timer);
            done();
          });
          child.postMessage({ t: 'stop' });
        }),
      async openLine() {
        const token = newToken();
        const id = nextId++;
        const { port1, port2 } = new MessageChannelMain();
        const role = await new Promise<Role>((known, lost) => {
          waiting.set(id, { known, lost });
          child.postMessage({ t: 'window', id, token }, [port1]);
        });
        return { kind: 'port', port: port2, token, role };
      },
    };
    child.on('message', (raw: unknown) => {
      const message = readFromHost(raw);
      if (message?.t === 'ready') resolve(running);
      if (message?.t === 'failed') reject(new StartRefused(message.sentence));
      if (message?.t !== 'window-ready') return;
      waiting.get(message.id)?.known(message.role);
      waiting.delete(message.id);
    });
  });
}
