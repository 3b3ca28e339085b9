import { connect, type Socket } from 'node:net';
import type { Cancel, Clock } from '../../ports.ts';
import { afterAwake } from '../after-awake.ts';

/** Why a connection ended. `protocol`: the device answered something no request of ours asks for. */
export type LossKind = 'refused' | 'lost' | 'silent' | 'protocol';
export type Loss = { readonly kind: LossKind; readonly sentence: string };

/** One request and what becomes of it: exactly one of the four `on…` calls follows each `send`. */
export type Exchange = {
  readonly unit: number;
  /** Function code and data. */
  readonly pdu: Uint8Array;
  /** Bytes of the right answer, function code included. */
  readonly replyLength: number;
  /** Longest wait for the answer, ms. */
  waitMs: number;
  /** Monotonic time it was last sent, ms; set by the transport. */
  sentMs: number;
  /** Answers that had come on this connection when it was last sent; set by the transport. */
  sentAfter: number;
  /**
   * Set of a write: monotonic time from which on it is not sent any more. While it is unanswered its connection is ended by a
   * reset, which throws away what the system still holds of it: it would arrive when the network is back.
   */
  readonly writeUntilMs?: number;
  /** False when the content of an answer of the right length contradicts the request; decided before `onReply`. */
  isRight(bytes: Uint8Array, at: number): boolean;
  /** The answer's bytes from `at` (the function code) on, valid during the call only. */
  onReply(bytes: Uint8Array, at: number, roundTripMs: number): void;
  onException(code: number): void;
  onTimeout(): void;
  /** The connection ended first; `alone` when nothing else was outstanding. */
  onLost(kind: LossKind, alone: boolean): void;
};

export type TransportEvents = {
  onConnected(): void;
  /** A right answer (or an exception) came; called before the exchange hears of it. */
  onAnswer(roundTripMs: number, isException: boolean): void;
  onTimeout(inFlight: number): void;
  /** An answer to a request that timed out, or a second answer to the same one; its content is thrown away. */
  onStray(): void;
  /** Everything that arrived together has been handed out. */
  onChunkEnd(): void;
  /** Called once, after each of the `inFlight` outstanding exchanges heard `onLost`; not called by `close`. */
  onEnded(loss: Loss, inFlight: number): void;
};

export type TransportOptions = {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly maxInFlight: number;
};

/** One TCP connection to a Modbus device; a reconnect takes a new one. */
export type Transport = {
  /** Sends at once. At most `maxInFlight` may be outstanding. */
  send(exchange: Exchange): void;
  /** Frames sent between the two calls travel together. */
  cork(): void;
  uncork(): void;
  readonly inFlight: number;
  /** Signs of life so far: right answers, exceptions, and answers that came too late. */
  readonly answers: number;
  /** Ends it; outstanding exchanges hear `onLost`. */
  close(kind: LossKind): void;
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>;
};

const headerBytes = 7;
const largestFrame = 260;
const idsRemembered = 64;

/**
 * Connects and carries exchanges over Modbus TCP, several at a time. Every answer must carry the transaction id, unit,
 * function and length its request calls for, and protocol id 0. One that does not ends the connection: on a stream that
 * mixes up its answers no later value can be trusted either. Late and doubled answers are recognised by their id and
 * thrown away.
 */
export function openTransport(clock: Clock, options: TransportOptions, events: TransportEvents): Transport {
  const slots: (Exchange | null)[] = Array.from({ length: options.maxInFlight }, () => null);
  const slotId = new Uint16Array(options.maxInFlight);
  const slotDueMs = new Float64Array(options.maxInFlight);
  const retired = new Int32Array(idsRemembered).fill(-1);
  const retiredLate = new Uint8Array(idsRemembered);
  const inbox = Buffer.allocUnsafe(16_384 + largestFrame);
  let inboxLength = 0;
  let retiredAt = 0;
  let nextId = 1;
  let inFlight = 0;
  let answers = 0;
  let unansweredWrites = 0;
  let isOpen = true;
  let cancelWatch: Cancel | null = null;
  let finish!: () => void;
  const closed = new Promise<void>((resolve) => (finish = resolve));
  const place = `${options.host}:${options.port}`;

  const onData = (count: number, bytes: Uint8Array): boolean => {
    inbox.set(bytes.subarray(0, count), inboxLength);
    inboxLength += count;
    takeFrames();
    return isOpen;
  };
  const socket: Socket = connect({
    host: options.host,
    port: options.port,
    noDelay: true,
    keepAlive: true,
    onread: { buffer: Buffer.allocUnsafe(16_384), callback: onData },
  });
  let cancelConnect: Cancel | null = afterAwake(clock, options.connectTimeoutMs, () =>
    end({ kind: 'refused', sentence: `${place} does not accept a connection; check the address, the cable and the device's power.` }),
  );
  socket.once('connect', () => {
    cancelConnect?.();
    cancelConnect = null;
    if (isOpen) events.onConnected();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => end(lossOf(error, place, cancelConnect !== null)));
  socket.on('end', () => end({ kind: 'lost', sentence: `The device at ${place} closed the connection.` }));
  socket.once('close', () => {
    end({ kind: 'lost', sentence: `The connection to ${place} was lost.` });
    finish();
  });

  function release(loss: LossKind): void {
    isOpen = false;
    cancelConnect?.();
    cancelWatch?.();
    if (unansweredWrites > 0) socket.resetAndDestroy();
    else socket.destroy();
    const alone = inFlight === 1;
    inFlight = 0;
    for (let slot = 0; slot < slots.length; slot++) {
      const exchange = slots[slot]!;
      slots[slot] = null;
      exchange?.onLost(loss, alone);
    }
  }
  function end(loss: Loss): void {
    if (!isOpen) return;
    const outstanding = inFlight;
    release(loss.kind);
    events.onEnded(loss, outstanding);
  }
  const nonsense = (what: string): void =>
    end({ kind: 'protocol', sentence: `The device at ${place} answered with ${what}; the connection is built anew.` });

  function takeFrames(): void {
    let at = 0;
    while (isOpen && inboxLength - at >= headerBytes) {
      const length = (inbox[at + 4]! << 8) | inbox[at + 5]!;
      if (!isHeader(at)) return nonsense('something that is not Modbus');
      if (inboxLength - at < length + 6) break;
      // A frame cut short takes its missing bytes from the next one, and looks whole. What follows then is no header.
      if (!isHeader(at + length + 6)) return nonsense('an answer that was cut short');
      takeFrame(at, length);
      at += length + 6;
    }
    if (!isOpen) return;
    inbox.copyWithin(0, at, inboxLength);
    inboxLength -= at;
    events.onChunkEnd();
  }

  /** False when the bytes from `at` on, as far as they have arrived, cannot begin an answer. */
  function isHeader(at: number): boolean {
    const known = inboxLength - at;
    if (known >= 4 && (inbox[at + 2] !== 0 || inbox[at + 3] !== 0)) return false;
    if (known < 6) return true;
    const length = (inbox[at + 4]! << 8) | inbox[at + 5]!;
    return length >= 3 && length <= largestFrame - 6;
  }

  function takeFrame(at: number, length: number): void {
    const id = (inbox[at]! << 8) | inbox[at + 1]!;
    let slot = 0;
    while (slot < slots.length && (slots[slot] === null || slotId[slot] !== id)) slot++;
    const exchange = slots[slot];
    if (exchange === undefined || exchange === null) {
      const known = retired.indexOf(id);
      if (known < 0) return nonsense('an answer nobody asked for');
      answers += retiredLate[known]!;
      return events.onStray();
    }
    const body = at + headerBytes;
    const functionCode = inbox[body]!;
    const asked = exchange.pdu[0]!;
    if (inbox[at + 6] !== exchange.unit) return nonsense(`unit ${inbox[at + 6]} instead of ${exchange.unit}`);
    const isException = functionCode === (asked | 0x80);
    if (!isException && functionCode !== asked) return nonsense(`function ${functionCode} instead of ${asked}`);
    const expected = isException ? 2 : exchange.replyLength;
    if (length - 1 !== expected) return nonsense(`${length - 1} bytes where ${expected} were due`);
    const roundTripMs = clock.monotonicMs() - exchange.sentMs;
    if (isException) {
      answers += 1;
      vacate(slot, false);
      events.onAnswer(roundTripMs, true);
      exchange.onException(inbox[body + 1]!);
      return;
    }
    // Judged while it still holds its slot: if the content is nonsense, it hears `onLost` like the others.
    if (!exchange.isRight(inbox, body)) return nonsense('content that contradicts the request');
    answers += 1;
    vacate(slot, false);
    events.onAnswer(roundTripMs, false);
    exchange.onReply(inbox, body, roundTripMs);
  }

  function vacate(slot: number, wasTimedOut: boolean): void {
    if (!wasTimedOut && slots[slot]?.writeUntilMs !== undefined) unansweredWrites -= 1;
    retired[retiredAt] = slotId[slot]!;
    retiredLate[retiredAt] = wasTimedOut ? 1 : 0;
    retiredAt = (retiredAt + 1) % idsRemembered;
    slots[slot] = null;
    inFlight -= 1;
  }

  /** One timer for all: it wakes at the earliest due time it knew of, and looks again. */
  function watch(): void {
    cancelWatch = null;
    const now = clock.monotonicMs();
    const outstanding = inFlight;
    let next = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < slots.length && isOpen; slot++) {
      const exchange = slots[slot];
      if (exchange === undefined || exchange === null) continue;
      if (slotDueMs[slot]! > now) next = Math.min(next, slotDueMs[slot]!);
      else {
        vacate(slot, true);
        events.onTimeout(outstanding);
        exchange.onTimeout();
      }
    }
    if (!isOpen) return;
    if (next < Number.POSITIVE_INFINITY) arm(next);
    events.onChunkEnd();
  }
  let watchDueMs = 0;
  function arm(dueMs: number): void {
    if (cancelWatch !== null && watchDueMs <= dueMs) return;
    cancelWatch?.();
    watchDueMs = dueMs;
    cancelWatch = afterAwake(clock, Math.max(0, dueMs - clock.monotonicMs()), watch);
  }

  return {
    send(exchange) {
      const slot = slots.indexOf(null);
      if (!isOpen || slot < 0) throw new Error('sent on a Modbus connection that is closed or full');
      const length = exchange.pdu.length;
      const frame = Buffer.allocUnsafe(headerBytes + length);
      frame.writeUInt16BE(nextId, 0);
      frame.writeUInt32BE(length + 1, 2);
      frame[6] = exchange.unit;
      frame.set(exchange.pdu, headerBytes);
      slots[slot] = exchange;
      slotId[slot] = nextId;
      exchange.sentMs = clock.monotonicMs();
      exchange.sentAfter = answers;
      slotDueMs[slot] = exchange.sentMs + exchange.waitMs;
      nextId = (nextId + 1) & 0xffff;
      inFlight += 1;
      if (exchange.writeUntilMs !== undefined) unansweredWrites += 1;
      arm(slotDueMs[slot]!);
      socket.write(frame);
    },
    cork: () => socket.cork(),
    uncork: () => socket.uncork(),
    get inFlight() {
      return inFlight;
    },
    get answers() {
      return answers;
    },
    close(kind) {
      if (isOpen) release(kind);
    },
    closed,
  };
}

function lossOf(error: NodeJS.ErrnoException, place: string, isConnecting: boolean): Loss {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', sentence: `${place} refuses the connection; check the port and that the device's Modbus server is on.` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'refused', sentence: `The name in ${place} is not known on this network; check the host.` };
    default: {
      const kind = isConnecting ? 'refused' : 'lost';
      const what = isConnecting ? `${place} cannot be reached` : `The connection to ${place} was lost`;
      return { kind, sentence: `${what} (${error.code ?? error.message}); check the network and the device.` };
    }
  }
}
