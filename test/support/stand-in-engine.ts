import { pathToFileURL } from 'node:url';
import type { Channel } from '#shared/rpc/channel.ts';
import { command, query } from '#shared/rpc/define.ts';
import { createRpcServer } from '#shared/rpc/server.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Engine } from '#electron/engine/engine.ts';
import type { Ports } from '#electron/engine/ports.ts';
import { runImport } from '#electron/engine/scenes/import/importer-process.ts';

const anything = { safeParse: (data: unknown) => ({ success: true as const, data }) };

/**
 * Stands in for the engine where the runtime can't load its native code (SQLite on Electron 25), so that the utility
 * host, its ports and its restarts can be tested in a real Electron: it answers one question and can be told to crash.
 */
export async function createEngine(ports: Ports): Promise<Pick<Engine, 'connect' | 'close'>> {
  const contract = {
    'stand-in.runtime': query({ role: 'view', input: anything, output: anything }),
    'stand-in.model': query({ role: 'view', input: anything, output: anything }),
    'stand-in.crash': command({ role: 'engineer', input: anything, output: anything }),
  };
  const server = createRpcServer({
    contract,
    version: 1,
    handlers: {
      'stand-in.runtime': () => ({ ok: true, value: { pid: process.pid, processType: (process as { type?: string }).type, column: Float64Array.of(1.5, Number.NaN) } }),
      'stand-in.model': async (input) => {
        const { node, script, path, root } = input as Readonly<Record<string, string>>;
        const task = { path: path ?? '', root: root ?? '', up: null, cacheDir: null, scratchDir: root ?? '', nowMs: 0, heapMb: 256, isPatient: false };
        const outcome = await runImport({ node: node ?? '', script: pathToFileURL(script ?? ''), clock: ports.clock }, task, new AbortController().signal);
        return { ok: true, value: outcome.t === 'done' ? outcome.kept.report : outcome };
      },
      'stand-in.crash': () => process.exit(70),
    },
    onBug: (name, error) => ports.log.error(name, String(error)),
    after: (ms, call) => ports.clock.after(ms, call),
    monotonicMs: () => ports.clock.monotonicMs(),
  });
  return { connect: (channel: Channel, authenticate: (token: string) => Session | null) => server.accept(channel, authenticate), close: async () => server.close() };
}

/** Stands in for the log in files, whose library needs a newer Node than Electron 25 has. */
export async function openFileLog(): Promise<Ports['log'] & { close(): Promise<void> }> {
  const write = (about: string, sentence: string): void => void process.stderr.write(`${about}: ${sentence}\n`);
  return { info: write, warn: write, error: write, close: () => Promise.resolve() };
}
