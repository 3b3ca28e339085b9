import { type ChildProcess, spawn } from 'node:child_process';
import { parseLine, readLines } from './read-lines.ts';
import type { Running } from './keep-running.ts';

/** A program of ours in a process of its own: one JSON line each way per message; what it says to people goes to stderr. */
export type Child = Running & {
  send(message: unknown): void;
  onMessage(receive: (message: unknown) => void): void;
  readonly pid: number | undefined;
};

/** How long a child may take to end after it was asked to, ms. */
const graceMs = 4000;

/**
 * Starts `node file args`, with two arenas for the C library: with one a thread, as is its default, a long-running engine
 * holds tens of MB it does not use. The child must end when its stdin closes: so it never outlives us, even when we are killed.
 * `stop` closes stdin, and kills the child when it has not ended within 4 s.
 */
export function startChild(node: string, args: readonly string[], onText: (line: string) => void): Child {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const child: ChildProcess = spawn(node, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { MALLOC_ARENA_MAX: '2', ...env }, windowsHide: true });
  const exits: ((reason: string) => void)[] = [];
  let receive: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  let ended: string | null = null;
  const end = (reason: string): void => {
    if (ended !== null) return;
    ended = reason;
    for (const exited of exits) exited(reason);
  };
  child.stdin?.on('error', () => undefined);
  if (child.stdout !== null) {
    readLines(child.stdout, (line) => {
      const message = parseLine(line);
      if (receive === null) early.push(message);
      else receive(message);
    });
  }
  if (child.stderr !== null) readLines(child.stderr, onText);
  child.on('error', (error) => end(error.message));
  child.on('close', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  return {
    pid: child.pid,
    send: (message) => void child.stdin?.write(`${JSON.stringify(message)}\n`),
    onMessage(take) {
      receive = take;
      for (const message of early.splice(0)) take(message);
    },
    onExit(exited) {
      if (ended === null) exits.push(exited);
      else exited(ended);
    },
    stop: () =>
      new Promise((done) => {
        if (ended !== null) return done();
        const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
        exits.push(() => {
          clearTimeout(timer);
          done();
        });
        child.stdin?.end();
      }),
  };
}
