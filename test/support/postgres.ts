import { spawn, spawnSync, execFileSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-ports.ts';
import { areRunning, processesBelow } from './processes.ts';

/** A PostgreSQL of its own: own data folder, own port on loopback, durable as it comes (fsync and synchronous_commit on). */
export type TestPostgres = {
  readonly host: '127.0.0.1';
  /** Stays the same over stop, kill and start. */
  readonly port: number;
  /** Folder of the Unix socket: `host` for a client on this machine that should not pay for TCP. */
  readonly socketDir: string;
  readonly user: 'firstout';
  readonly password: string;
  readonly database: 'postgres';
  readonly dataDir: string;
  readonly version: string;
  /** Of the certificate made where `tls` was asked for: path of its PEM, to trust it. */
  readonly certificate: string | null;
  /** `postgres://…`, the password in it. */
  readonly url: string;
  /** Ends it in order (`fast`: sessions are cut, everything is checkpointed). */
  stop(): Promise<void>;
  /** SIGKILL to the server and each of its processes: what a power cut leaves to its recovery, but for the page cache. */
  kill(): Promise<void>;
  /** PostgreSQL's own immediate shutdown (SIGQUIT): no checkpoint, sessions cut, recovery at the next start. */
  crash(): Promise<void>;
  /** Starts it again after `stop`, `kill` or `crash`; resolves when it takes connections. Does nothing while it runs. */
  start(): Promise<void>;
  /** `stop` and `start`. */
  restart(): Promise<void>;
  /** Runs SQL by psql; gives back its rows, columns divided by `|`. Throws with what the server said. */
  sql(text: string): string;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
};

export type PostgresOptions = {
  /** Further settings, `name: value`, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Makes a certificate for 127.0.0.1, not for localhost, and speaks TLS as well. */
  readonly tls?: boolean;
};

/** The newest PostgreSQL programs of this machine (Debian's folders); null when there are none. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const versions = readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'bin', 'initdb')))
    .toSorted((a, b) => Number(b) - Number(a));
  return versions[0] === undefined ? null : join(root, versions[0], 'bin');
}

/** Why no PostgreSQL can be run here, for a test that has to name it; null when one can. */
export function noPostgresReason(): string | null {
  if (process.platform !== 'linux') return 'NOT RUN: the PostgreSQL tests start a server the way Debian installs it, on Linux only';
  if (findPostgres() === null) return 'NOT RUN: PostgreSQL is not installed (sudo apt-get install -y postgresql-15, or npm run setup)';
  return owner() === null ? 'NOT RUN: PostgreSQL refuses to run as root and there is no user postgres or nobody to run it as' : null;
}

/** PostgreSQL does not run as root: whom it runs as instead; undefined for ourselves, null when there is nobody. */
function owner(): { readonly uid: number; readonly gid: number } | null | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (ids.every(({ status }) => status === 0)) return { uid: Number(ids[0]!.stdout), gid: Number(ids[1]!.stdout) };
  }
  return null;
}

const password = 'correct horse battery staple';

/** Starts a PostgreSQL nobody has used before. Whoever starts it calls `remove`. */
export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const reason = noPostgresReason();
  const bin = findPostgres();
  if (reason !== null || bin === null) throw new Error(reason ?? 'PostgreSQL is not installed');
  const run: { readonly uid?: number; readonly gid?: number } = owner() ?? {};
  const home = mkdtempSync(join(tmpdir(), 'firstout-postgres-'));
  const folder = (name: string): string => {
    const path = join(home, name);
    mkdirSync(path, { mode: 0o700 });
    return own(path);
  };
  const own = (path: string): string => {
    if (run.uid !== undefined && run.gid !== undefined) chownSync(path, run.uid, run.gid);
    return path;
  };
  chmodSync(own(home), 0o755);
  const dataDir = folder('data');
  const socketDir = folder('socket');
  chmodSync(socketDir, 0o755);
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, `${password}\n`);
  own(passwordFile);
  // Neither our environment nor our working folder is the server's business.
  const asOwner = { ...run, cwd: home, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', dataDir, '-U', 'firstout', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8', '--locale=C'],
    { ...asOwner, stdio: 'pipe' },
  );
  const certificate = options.tls === true ? makeCertificate(dataDir, own) : null;
  const port = await freePort();
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketDir,
    port: String(port),
    fsync: 'on',
    ...(certificate === null ? {} : { ssl: 'on' }),
    ...options.settings,
  };
  const version = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
  const killOnExit = (): void => void server?.kill('SIGQUIT');
  let server: ChildProcess | null = null;

  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (server !== null) return resolve();
      const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const child = spawn(join(bin, 'postgres'), ['-D', dataDir, ...args], { ...asOwner, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr!.on('data', (bytes: Buffer) => {
        said = (said + bytes.toString()).slice(-4000);
        if (said.includes('ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('close', () => {
        if (server === child) server = null;
        reject(new Error(`PostgreSQL ended before it took connections: ${said}`));
      });
      server = child;
    });
  const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    const child = server;
    if (child === null) return;
    const gone = once(child, 'close');
    child.kill(signal);
    await gone;
  };
  process.once('exit', killOnExit);
  await start();

  return {
    host: '127.0.0.1',
    port,
    socketDir,
    user: 'firstout',
    password,
    database: 'postgres',
    dataDir,
    version,
    certificate,
    url: `postgres://firstout:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    stop: () => end('SIGINT'),
    crash: () => end('SIGQUIT'),
    async kill() {
      const child = server;
      if (child === null) return;
      const below = processesBelow(child.pid!).map(({ pid }) => pid);
      const gone = once(child, 'close');
      for (const pid of [child.pid!, ...below]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended while we looked.
        }
      }
      await gone;
      // A start beside processes that are not gone yet is refused by the server.
      while (areRunning(below).length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
    start,
    async restart() {
      await end('SIGINT');
      await start();
    },
    sql(text) {
      const args = [
        '-h',
        socketDir,
        '-p',
        String(port),
        '-U',
        'firstout',
        '-d',
        'postgres',
        '-X',
        '-q',
        '-A',
        '-t',
        '-v',
        'ON_ERROR_STOP=1',
        '-c',
        text,
      ];
      return execFileSync(join(bin, 'psql'), args, {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], PGPASSWORD: password },
        maxBuffer: 1 << 28,
      }).trim();
    },
    async remove() {
      await end('SIGQUIT');
      process.off('exit', killOnExit);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A certificate that signs itself, beside the data where PostgreSQL looks for it. */
function makeCertificate(dataDir: string, own: (path: string) => string): string {
  const key = join(dataDir, 'server.key');
  const certificate = join(dataDir, 'server.crt');
  execFileSync(
    'openssl',
    [
      'req',
      '-new',
      '-x509',
      '-days',
      '2',
      '-nodes',
      '-subj',
      '/CN=history-server-test',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    // node-opcua, where a file before had it in this process, leaves the text “undefined” in this variable.
    { stdio: 'pipe', env: { ...process.env, OPENSSL_CONF: undefined } },
  );
  chmodSync(own(key), 0o600);
  own(certificate);
  return certificate;
}
