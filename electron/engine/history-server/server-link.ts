import type { Duplex } from 'node:stream';
import { Client, type Connection } from 'pg';
import type { HistoryServer } from '#shared/model/project.ts';
import type { Clock } from '../ports.ts';
import { CopyIn, CopyOut } from './copy-requests.ts';
import { readAuthority, readPassword } from './password-file.ts';
import { ServerTrouble, troubleOf } from './server-trouble.ts';

/** What stands for a `$1` in SQL. */
export type SqlValue = string | number | null | readonly string[] | readonly number[];

/** One session on the history server; requests run one after the other. Every rejection is a ServerTrouble. */
export type ServerLink = {
  /** The server's number of this session, for pg_cancel_backend. */
  readonly pid: number;
  readonly isOpen: boolean;
  /** Rows of the answer as arrays of text, null where the server says NULL. */
  query(text: string, values?: readonly SqlValue[]): Promise<readonly (readonly (string | null)[])[]>;
  /** Rows changed by a statement. */
  run(text: string, values?: readonly SqlValue[]): Promise<number>;
  copyIn(text: string, body: Buffer): Promise<number>;
  copyOut(text: string, onPiece: (piece: Buffer) => void): Promise<void>;
  /** Ends the session in order; at once where the server does not answer. */
  close(): Promise<void>;
  /** Cuts it: what is under way rejects. */
  destroy(reason: ServerTrouble): void;
  /** Calls once when the session has ended, whoever ended it. */
  onEnd(call: () => void): void;
};

export type LinkOptions = {
  readonly settings: HistoryServer;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Shown to the server's operator in pg_stat_activity, at most 63 characters. */
  readonly name: string;
  /** Longest a statement may run on the server, ms. */
  readonly statementMs: number;
  /** Cuts the session, and the attempt at it. */
  readonly signal?: AbortSignal;
};

const connectMs = 10_000;
/** Longer than the server takes to end a statement by itself: the line is dead then. */
const patienceMs = 5_000;
/** Bytes of an answer that may be on the way without a whole message in them: more is not ours, or hostile. */
const mostOutstanding = 64 * 1024 * 1024;

const setUp = (statementMs: number): string =>
  [
    `SET statement_timeout = ${statementMs}`,
    `SET lock_timeout = ${Math.min(10_000, statementMs)}`,
    `SET idle_in_transaction_session_timeout = 30000`,
    // The session of a console that was cut off must not hold its row for hours.
    `SET tcp_keepalives_idle = 10`,
    `SET tcp_keepalives_interval = 5`,
    `SET tcp_keepalives_count = 3`,
    `SET tcp_user_timeout = 30000`,
    `SET TimeZone = 'UTC'`,
    `SET client_min_messages = 'error'`,
    `SET search_path = pg_catalog`,
    // A commit that is not on disk is no reason to let go of the samples here; a stronger setting of the server stays.
    `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')`,
  ].join('; ');

/** Opens a session; rejects with a ServerTrouble that says in a sentence why there is none. */
export async function openLink({ settings, dataDir, clock, name, statementMs, signal }: LinkOptions): Promise<ServerLink> {
  const where = `${settings.host}:${settings.port}`;
  const password = readPassword(dataDir, settings.passwordFile);
  const authority = readAuthority(dataDir);
  const client = new Client({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    // By function, so that neither a .pgpass file nor PGPASSWORD is looked at.
    password: () => password,
    ssl: settings.tls === 'off' ? false : { rejectUnauthorized: settings.tls === 'on', ...(authority === null ? {} : { ca: authority }) },
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  const { connection } = client;
  let ended: ServerTrouble | null = null;
  const endCalls: (() => void)[] = [];
  const end = (reason: ServerTrouble): void => {
    if (ended !== null) return;
    ended = reason;
    connection.stream.destroy(reason);
    for (const call of endCalls) call();
  };
  const cut = (): void => end(new ServerTrouble('away', 'The session was cut.'));
  endCalls.push(() => signal?.removeEventListener('abort', cut));
  signal?.addEventListener('abort', cut, { once: true });
  client.on('error', (error) => end(troubleOf(error, where)));
  client.on('end', () => end(new ServerTrouble('away', `The history server ${where} ended the connection.`)));
  let outstanding = 0;
  const guard = (): void =>
    guardStream(connection.stream, (bytes) => {
      outstanding += bytes;
      if (outstanding > mostOutstanding) throw new Error('it sends more than was asked for');
    });
  refuseOpenPassword(connection, settings, (sentence) => end(new ServerTrouble('refused', sentence)));

  /** Settles with the work, or rejects when the link ends or nothing is heard for too long. */
  const within = <T>(ms: number, start: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      outstanding = 0;
      const cancel = clock.after(ms, () => end(new ServerTrouble('away', `The history server ${where} does not answer.`)));
      const onEnd = (): void => {
        cancel();
        reject(ended ?? new ServerTrouble('away', `The history server ${where} ended the connection.`));
      };
      if (ended !== null) return onEnd();
      endCalls.push(onEnd);
      const done = (): void => {
        cancel();
        endCalls.splice(endCalls.indexOf(onEnd), 1);
      };
      start().then(
        (value) => {
          done();
          resolve(value);
        },
        (error: unknown) => {
          done();
          reject(ended ?? troubleOf(error, where));
        },
      );
    });

  const connecting = client.connect();
  // Whoever waits for it is told by `within`; when the link ended before that, nobody waits.
  connecting.catch(() => undefined);
  if (signal?.aborted === true) cut();
  if (settings.tls === 'off') guard();
  else connection.once('sslconnect', guard);
  try {
    await within(connectMs, () => connecting);
    await within(connectMs, () => client.query(setUp(statementMs)));
  } catch (error) {
    const trouble = troubleOf(error, where);
    end(trouble);
    throw ended ?? trouble;
  }
  const waitMs = statementMs + patienceMs;
  const ask = async (text: string, values: readonly unknown[]) =>
    await within(waitMs, () => client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array', types: asText }));

  return {
    // Not in pg's types; the server names it in the start of every session.
    pid: (client as Client & { readonly processID: number }).processID,
    get isOpen() {
      return ended === null;
    },
    query: async (text, values = []) => (await ask(text, values)).rows,
    run: async (text, values = []) => (await ask(text, values)).rowCount ?? 0,
    copyIn: (text, body) =>
      within(waitMs, () => new Promise((resolve, reject) => void client.query(new CopyIn(text, body, { resolve, reject })))),
    async copyOut(text, onPiece) {
      const take = (piece: Buffer): void => {
        outstanding -= piece.length + 5;
        onPiece(piece);
      };
      await within(waitMs, () => new Promise((resolve, reject) => void client.query(new CopyOut(text, take, { resolve, reject }))));
    },
    async close() {
      if (ended !== null) return;
      const closing = client.end();
      const cancel = clock.after(patienceMs, () => connection.stream.destroy());
      await closing.catch(() => undefined);
      cancel();
      end(new ServerTrouble('away', 'The session was closed.'));
    },
    destroy: end,
    onEnd(call) {
      if (ended === null) endCalls.push(call);
      else call();
    },
  };
}

/** All answers as the text the server sent: no date or number is guessed from it. */
const asText = { getTypeParser: () => (text: string) => text };

/** An answer that pg's parser cannot read ends the connection, never the process; `onBytes` may throw to end it too. */
function guardStream(stream: Duplex, onBytes: (bytes: number) => void): void {
  const listeners = stream.listeners('data') as ((bytes: Buffer) => void)[];
  stream.removeAllListeners('data');
  stream.on('data', (bytes: Buffer) => {
    try {
      for (const listener of listeners) listener(bytes);
      onBytes(bytes.length);
    } catch (error) {
      stream.destroy(new Error(`it answers what cannot be read (${error instanceof Error ? error.message : 'no reason given'})`));
    }
  });
}

const isHere = (host: string): boolean => host.startsWith('/') || host === 'localhost' || host === '::1' || host.startsWith('127.');

/** A server that asks for the bare password over an open line does not get it: whoever listens would have it. */
function refuseOpenPassword(connection: Connection, { tls, host, port }: HistoryServer, refuse: (sentence: string) => void): void {
  if (tls === 'on' || (tls === 'off' && isHere(host))) return;
  connection.once('authenticationCleartextPassword', () =>
    refuse(
      `The history server ${host}:${port} asks for the bare password over a line that is not proven to be its own. Use scram-sha-256 there, or historian.server.tls: on.`,
    ),
  );
}
