import { userInfo } from 'node:os';
import type { RecordingFacts } from '#shared/model/history.ts';
import type { Role } from '#shared/rpc/define.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { openRecording, RecordingRefused } from '../engine/exchange/open-recording.ts';
import { createOneTimeTokens, type OneTimeTokens } from './access-tokens.ts';
import { holdDataFolder, openFolders, StartRefused } from './data-folder.ts';
import { createEnginePorts } from './engine-ports.ts';
import { openFileLog, type FileLog } from './file-log.ts';
import type { FromHost } from './host-messages.ts';
import type { HostOptions } from './host-options.ts';

export type HostedEngine = {
  readonly engine: Engine;
  readonly log: FileLog;
  readonly windows: OneTimeTokens;
  /** The window announced with this token may act as the person at this machine; in the role it gives back. */
  announce(token: string): Role;
};

/** Whoever sits at this machine: there are no passwords yet. */
const windowRole: Role = 'engineer';

/**
 * What both hosts do: check and hold the folders, open the log, start the engine, end in order. A start that is refused
 * is told the parent in one sentence; a bug is logged and ends the process, and the parent starts it again.
 */
export async function runHost(options: HostOptions, say: (message: FromHost) => void, serve: (hosted: HostedEngine) => Promise<() => Promise<void>>): Promise<{ end(code: number): Promise<void> }> {
  const ports = { log: null as FileLog | null, engine: null as Engine | null, stop: async (): Promise<void> => undefined };
  let isEnding = false;
  const end = async (code: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await ports.stop();
    await ports.engine?.close();
    await ports.log?.close();
    process.exit(code);
  };
  const bug = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (ports.log === null) process.stderr.write(`error: engine: ${text}\n`);
    else ports.log.error('engine', `The engine met an unexpected error and is started again: ${text}`);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 2000).unref();
    void end(1).catch(() => process.exit(1));
  };
  process.on('uncaughtException', bug);
  process.on('unhandledRejection', bug);
  // Ctrl+C reaches the whole group; the parent decides what it means.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void end(0));
  try {
    const recording = typeof options.recording === 'string' ? await unpackRecording(options.recording, options) : null;
    openFolders(options.projectDir, options.dataDir);
    await holdDataFolder(options.dataDir);
    ports.log = await openFileLog(options.dataDir);
    const engine = await createEngine(createEnginePorts(options.projectDir, options.dataDir, ports.log), {
      version: options.version,
      ...(recording === null ? {} : { recording }),
      isOffline: options.isOffline === true,
    });
    ports.engine = engine;
    const windows = createOneTimeTokens({ monotonicMs: () => performance.now() });
    const user = readUserName();
    const announce = (token: string): Role => {
      windows.announce(token, user, windowRole);
      return windowRole;
    };
    ports.stop = await serve({ engine, log: ports.log, windows, announce });
  } catch (error) {
    const sentence = whyNotStarted(error, options.dataDir);
    if (sentence === null) throw error;
    say({ t: 'failed', sentence });
    await end(1);
  }
  return { end };
}

/** Unpacks a recording into the folders of this host; what is wrong with it is told as a refused start. */
async function unpackRecording(file: string, { projectDir, dataDir }: HostOptions): Promise<RecordingFacts> {
  const say = (about: string, sentence: string): void => void process.stderr.write(`${about}: ${sentence}\n`);
  const { paths, clock } = createEnginePorts(projectDir, dataDir, { info: say, warn: say, error: say });
  try {
    return await openRecording({ file, projectDir, dataDir, storeWorker: paths.storeWorker, clock, log: { info: say, warn: say, error: say } });
  } catch (error) {
    throw error instanceof RecordingRefused ? new StartRefused(error.message) : error;
  }
}

/** What people can do something about, in a sentence; null for a bug. The store says itself what is wrong with its folder. */
function whyNotStarted(error: unknown, dataDir: string): string | null {
  if (error instanceof StartRefused) return error.message;
  if (error instanceof Error && error.name === 'StoreError') return `The data folder ${dataDir} can't be used: ${error.message}`;
  return null;
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list, as containers have it.
    return 'local';
  }
}
