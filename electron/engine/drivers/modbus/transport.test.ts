import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVirtualClock, type VirtualClock } from '../../testing/virtual-ports.ts';
import { type Exchange, type Loss, openTransport, type Transport } from './transport.ts';

const waitMs = 1000;
/** Reads one holding register; the answer holds 7. */
const request = Uint8Array.of(3, 0, 0, 0, 1);
const answerTo = (frame: Buffer): Buffer => Buffer.from([frame[0]!, frame[1]!, 0, 0, 0, 5, 1, 3, 2, 0, 7]);

describe('a Modbus connection of a process that stood still', () => {
  let clock: VirtualClock;
  /** Time that passed while no timer of this process could fire. */
  let standStillMs = 0;
  let server: Server;
  let transport: Transport;
  let heard: string[];
  let losses: Loss[];
  let isConnected: Promise<void>;
  let asked: Promise<{ readonly socket: Socket; readonly frame: Buffer }>;

  beforeEach(async () => {
    clock = createVirtualClock();
    standStillMs = 0;
    heard = [];
    losses = [];
    server = createServer();
    asked = new Promise((resolve) => server.once('connection', (socket) => socket.once('data', (frame) => resolve({ socket, frame }))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    isConnected = new Promise((resolve) => {
      transport = openTransport(
        { ...clock, monotonicMs: () => clock.monotonicMs() + standStillMs },
        { host: '127.0.0.1', port: typeof address === 'object' ? (address?.port ?? 0) : 0, connectTimeoutMs: waitMs, maxInFlight: 2 },
        { onConnected: resolve, onAnswer: () => undefined, onTimeout: () => undefined, onStray: () => void heard.push('stray'), onChunkEnd: () => undefined, onEnded: (loss) => losses.push(loss) },
      );
    });
  });
  afterEach(async () => {
    transport.close('lost');
    await transport.closed;
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const note = (what: string) => (): void => {
        heard.push(what);
        resolve();
      };
      const exchange: Exchange = { unit: 1, pdu: request, replyLength: 4, waitMs, sentMs: 0, sentAfter: 0, isRight: () => true, onReply: note('answer'), onException: note('exception'), onTimeout: note('time-out'), onLost: note('loss') };
      transport.send(exchange);
    });

  test('takes the answer that came meanwhile', async () => {
    await isConnected;
    const done = ask();
    const { socket, frame } = await asked;
    standStillMs = 5000;
    clock.advance(waitMs);
    expect(heard).toEqual([]);
    socket.write(answerTo(frame));
    await done;
    expect(heard).toEqual(['answer']);
  });

  test('blames the device when its silence goes on, as one that was awake does at once', async () => {
    await isConnected;
    void ask();
    standStillMs = 5000;
    clock.advance(waitMs);
    expect(heard).toEqual([]);
    clock.advance(1000);
    expect(heard).toEqual(['time-out']);
    void ask();
    clock.advance(waitMs - 1);
    expect(heard).toEqual(['time-out']);
    clock.advance(1);
    expect(heard).toEqual(['time-out', 'time-out']);
  });

  test('does not call a connection refused that stands by then', async () => {
    standStillMs = 5000;
    clock.advance(waitMs);
    expect(losses).toEqual([]);
    await isConnected;
    clock.advance(10_000);
    expect(losses).toEqual([]);
  });
});
