import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDataDir } from '#electron/engine/store/testing/open-test-store.ts';
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import {
  openHistoryStation,
  settingsFor,
  type HistoryStation,
  type HistoryStationOptions,
  type ServerAddress,
} from '../support/history-station.ts';
import { noPostgresReason, startPostgres, type TestPostgres } from '../support/postgres.ts';

const why = noPostgresReason();
// Waits are for events; this is only for machines where everything takes long.
vi.setConfig({ testTimeout: 120_000 });

let dir: ReturnType<typeof createDataDir>;
const open: HistoryStation[] = [];
const connect = async (postgres: ServerAddress, settings: HistoryStationOptions['settings'] = {}): Promise<HistoryStation> => {
  const station = await openHistoryStation({ dataDir: dir.dataDir, postgres, settings });
  open.push(station);
  return station;
};
const end = async (): Promise<void> => {
  for (const one of open.splice(0)) await one.close();
};

describe.skipIf(why !== null)(`who may read the history on its way${why === null ? '' : `: ${why}`}`, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres({ tls: true });
  });
  afterEach(async () => {
    await end();
    dir?.remove();
  });
  afterAll(async () => await postgres?.remove());

  it('a server whose certificate nobody vouches for is refused, and taken once its authority is named', async () => {
    dir = createDataDir();
    const station = await connect(postgres, { schema: 'tls', tls: 'on' });
    const { sentence } = await station.until(({ state }) => state === 'refused');
    expect(sentence).toContain('history-server-ca.pem');
    expect(postgres.sql(`SELECT count(*) FROM pg_namespace WHERE nspname = 'tls'`)).toBe('0');
    copyFileSync(postgres.certificate!, join(dir.dataDir, 'history-server-ca.pem'));
    await station.until(({ state }) => state === 'connected');
    expect(
      postgres.sql(`SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'firstout%'`),
    ).toBe('t');
  });

  it('a server whose certificate is for another name is refused', async () => {
    dir = createDataDir();
    settingsFor(postgres, dir.dataDir);
    copyFileSync(postgres.certificate!, join(dir.dataDir, 'history-server-ca.pem'));
    const station = await connect(postgres, { schema: 'tls', tls: 'on', host: 'localhost' });
    const { state, sentence } = await station.until((status) => status.state !== 'connecting');
    expect(state).toBe('refused');
    expect(sentence).toContain('not trusted');
  });

  it('a connection is encrypted also where the certificate is not looked at', async () => {
    dir = createDataDir();
    const station = await connect(postgres, { schema: 'unverified', tls: 'on-unverified' });
    await station.until(({ state }) => state === 'connected');
    expect(
      postgres.sql(`SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'firstout%'`),
    ).toBe('t');
  });

  it('a password file that others may read is refused with what to do, and the password is in no line of the log', async () => {
    dir = createDataDir();
    settingsFor(postgres, dir.dataDir);
    const path = join(dir.dataDir, 'history-password');
    const station = await openHistoryStation({
      dataDir: dir.dataDir,
      postgres,
      settings: { schema: 'pw' },
      watch: (history) => {
        chmodSync(path, 0o644);
        return history;
      },
    });
    open.push(station);
    expect((await station.until(({ state }) => state === 'refused')).sentence).toContain('chmod 600');
    chmodSync(path, 0o600);
    writeFileSync(path, 'wrong horse');
    const wrong = await station.until(({ sentence }) => !sentence.includes('chmod 600'));
    expect(wrong.state).toBe('refused');
    expect(wrong.sentence).toContain('passwordFile');
    writeFileSync(path, `${postgres.password}\n`);
    await station.until(({ state }) => state === 'connected');
    const log = JSON.stringify(station.log.lines);
    expect(log).not.toContain(postgres.password);
    expect(log).not.toContain('wrong horse');
  });

  it('a password file outside the data folder has to be named in full', async () => {
    dir = createDataDir();
    const station = await connect(postgres, { schema: 'pw', passwordFile: '../elsewhere' });
    expect((await station.until(({ state }) => state === 'refused')).sentence).toContain('outside the data folder');
  });

  it('tables of a newer console are left alone', async () => {
    dir = createDataDir();
    const station = await connect(postgres, { schema: 'newer' });
    await station.until(({ state }) => state === 'connected');
    await end();
    postgres.sql(`UPDATE newer.fact SET value = '2' WHERE name = 'version'`);
    const again = await connect(postgres, { schema: 'newer' });
    expect((await again.until(({ state }) => state === 'refused')).sentence).toContain('newer console');
  });

  it('a server without TLS is not spoken to where the project asks for TLS', async () => {
    dir = createDataDir();
    const bare = await startPostgres();
    try {
      const station = await connect(bare, { schema: 'bare', tls: 'on' });
      expect((await station.until(({ state }) => state === 'refused')).sentence).toContain('does not speak TLS');
    } finally {
      await end();
      await bare.remove();
    }
  });
});

describe('a history server that is not one', () => {
  const sockets = new Set<Socket>();
  const hostile = async (
    answer: (socket: Socket, bytes: Buffer, count: number) => void,
  ): Promise<{ port: number; close(): Promise<void> }> => {
    const listener = createServer((socket) => {
      sockets.add(socket);
      let count = 0;
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      socket.on('data', (bytes: Buffer) => answer(socket, bytes, count++));
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return {
      port: (listener.address() as AddressInfo).port,
      async close() {
        listener.close();
        for (const socket of sockets) socket.destroy();
        await once(listener, 'close');
      },
    };
  };
  const message = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5);
    head.write(type, 'latin1');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const int32 = (number: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(number);
    return bytes;
  };
  const welcome = Buffer.concat([
    message('R', int32(0)),
    message('K', Buffer.concat([int32(1), int32(2)])),
    message('Z', Buffer.from('I')),
  ]);
  /** Starts both sides; whoever does closes what it is given. */
  const begin = async (dataDir: string, answer: Parameters<typeof hostile>[0], settings: HistoryStationOptions['settings'] = {}): Promise<HistoryStation> => {
    const server = await hostile(answer);
    const station = await openHistoryStation({
      dataDir,
      postgres: { host: '127.0.0.1', port: server.port, database: 'x', user: 'x', password: 'secret' },
      settings,
    });
    return {
      ...station,
      close: async () => {
        await station.close();
        await server.close();
      },
    };
  };

  // All at once: some are given up only when nothing was understood for 10 s.
  it.concurrent.each([
    ['bytes without sense', (socket: Socket) => void socket.write(Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 37) % 256)))],
    ['messages of no length', (socket: Socket) => void socket.write(Buffer.alloc(64))],
    ['a row that ends too soon', (socket: Socket) => void socket.write(Buffer.concat([welcome, message('D', Buffer.from([0, 9, 0, 0]))]))],
    [
      'a row nobody asked for',
      (socket: Socket, _: Buffer, count: number) => void socket.write(count === 0 ? welcome : message('D', Buffer.from([0, 0]))),
    ],
    [
      'an error without end',
      (socket: Socket) =>
        void socket.write(
          message('E', Buffer.concat([Buffer.from('SERROR\0C28P01\0M'), Buffer.alloc(100_000, '\u001b[31mx'), Buffer.from('\0\0')])),
        ),
    ],
    ['a hang-up', (socket: Socket) => void socket.end()],
  ])('says %s, and the console goes on recording', async (_, answer) => {
    const own = createDataDir();
    const station = await begin(own.dataDir, answer);
    try {
      const status = await station.until(({ state }) => state !== 'connecting');
      expect(status.state).not.toBe('connected');
      expect(status.sentence.length).toBeLessThan(600);
      // oxlint-disable-next-line no-control-regex
      expect(status.sentence).not.toMatch(/[\u0000-\u001f]/);
      await station.record([{ tag: 'A', timeMs: 1, value: 2 }]);
      expect((await station.history.valueAt([await station.key('A')], 10)).value[0]).toBe(2);
    } finally {
      await station.close();
      own.remove();
    }
  });

  describe('one at a time', () => {
    const attempt = async (answer: Parameters<typeof hostile>[0], settings: HistoryStationOptions['settings'] = {}): Promise<HistoryStation> => {
      const station = await begin(dir.dataDir, answer, settings);
      open.push(station);
      return station;
    };
    afterEach(async () => {
      await end();
      dir?.remove();
    });

    it('answers noise of any kind without ending the console', async () => {
      dir = createDataDir();
      const random = createSeededRandom(99);
      const types = 'RSKZTDCEGHWNdct1234nsIAv';
      let attempts = 0;
      const station = await attempt((socket, _, count) => {
        if (count === 0) attempts++;
        if (count === 0 && random() < 0.7) return void socket.write(welcome);
        const pieces = Array.from({ length: 5 }, () =>
          message(
            types[Math.floor(random() * types.length)]!,
            Buffer.from(Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256))),
          ),
        );
        socket.write(Buffer.concat(pieces));
        if (random() < 0.5) socket.end();
      });
      while (attempts < 4) await new Promise((resolve) => setImmediate(resolve));
      expect(station.server.status().state).not.toBe('connected');
      await station.record([{ tag: 'A', timeMs: 1, value: 2 }]);
    });

    it('says nothing at all, and does not hold up the end of the console', async () => {
      dir = createDataDir();
      let isAsked: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (isAsked = resolve));
      await attempt(() => isAsked());
      await asked;
      await end();
      // Shorter than any wait for an answer.
    }, 8000);

    it('does not get the bare password over an open line', async () => {
      dir = createDataDir();
      let got = '';
      const station = await attempt(
        (socket, bytes, count) => {
          if (count === 0) socket.write(message('R', int32(3)));
          else got += bytes.toString('latin1');
        },
        // By a name that is not this machine's own by its looks.
        { host: '0.0.0.0' },
      );
      expect((await station.until(({ state }) => state === 'refused')).sentence).toContain('bare password');
      expect(got).not.toContain('secret');
    });

    it('is cut off when it sends without end', async () => {
      dir = createDataDir();
      let sent = 0;
      const piece = Buffer.alloc(1 << 20);
      const station = await attempt((socket, _, count) => {
        if (count === 0) return void socket.write(welcome);
        const head = Buffer.alloc(5);
        head.write('T', 'latin1');
        head.writeInt32BE(0x7fffffff, 1);
        socket.write(head);
        const more = (): void => {
          if (socket.destroyed) return;
          sent += piece.length;
          socket.write(piece, () => more());
        };
        more();
      });
      const { sentence } = await station.until(({ state }) => state === 'buffering');
      expect(sentence).toContain('more than was asked for');
      expect(sent).toBeLessThan(400 << 20);
    });
  });
});
