import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** What stops a start, in a sentence for people; not a bug. */
export class StartRefused extends Error {}

/** Where the data of a project is kept when nobody says: the user's own data folder, one folder per project path. */
export function defaultDataDir(projectDir: string): string {
  const path = resolve(projectDir);
  const name = `${basename(path)}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  const { env } = process;
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Firstout', name);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Firstout', name);
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'firstout', name);
}

/** Checks that the project folder is one and makes the data folder, which only its owner may look into; throws StartRefused with a sentence. */
export function openFolders(projectDir: string, dataDir: string): void {
  if (statSync(join(projectDir, 'project.yaml'), { throwIfNoEntry: false })?.isFile() !== true) {
    throw new StartRefused(`${resolve(projectDir)} is not a project folder: it has no project.yaml; name another with --project.`);
  }
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartRefused(`The data folder ${resolve(dataDir)} can't be made (${(error as Error).message}); name another with --data.`);
  }
}

/**
 * Holds the data folder for this process until it ends, however it ends: two engines must never write one history.
 * Throws StartRefused when another engine has it.
 */
export async function holdDataFolder(dataDir: string): Promise<{ release(): Promise<void> }> {
  const name = `firstout-${createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32)}`;
  const address = lockAddress(name);
  let server = await listen(address);
  if (server === null && process.platform !== 'win32' && !address.startsWith('\0') && !(await answers(address))) {
    unlinkSync(address);
    server = await listen(address);
  }
  if (server === null) throw new StartRefused(`The data folder ${resolve(dataDir)} is in use by another Firstout; close that one or name another folder with --data.`);
  const held = server;
  return { release: () => new Promise((done) => held.close(() => done())) };
}

/** A name the system frees when its process ends: an abstract socket on Linux, a pipe on Windows; else a socket file. */
function lockAddress(name: string): string {
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolveWith, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolveWith(null) : reject(error)));
    server.listen(address, () => resolveWith(server.unref()));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolveWith) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolveWith(true);
    });
    socket.once('error', () => resolveWith(false));
  });
}
