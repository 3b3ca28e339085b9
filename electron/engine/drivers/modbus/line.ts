import type { Backoff } from '../backoff.ts';
import type { DriverContext } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import type { ModbusOptions } from './options.ts';
import { openTransport, type Exchange, type Loss, type Transport } from './transport.ts';

export type LineEvents = {
  /** A new connection stands; nothing has been answered on it yet. */
  onConnected(): void;
  /** Everything that arrived together has been handed out. */
  onChunkEnd(): void;
  /** The link is down, for the reason given; everything queued or outstanding has heard `onLost`. */
  onDown(loss: Loss): void;
};

/** The way to one device: its connection, the requests waiting for it, and the attempts to get it back. */
export type Line = {
  start(): void;
  /** Puts a request at the end of the queue. Only while connected. */
  enqueue(exchange: Exchange): void;
  /** Puts a request before all others: writes, readings asked for, second attempts. Only while connected. */
  urgent(exchange: Exchange): void;
  /** Takes the scan's requests to this unit out of the queue; they hear `onLost`. */
  withdraw(unit: number): void;
  /** Sends what the limit allows; called after queueing. */
  pump(): void;
  /** Gives the link up and starts over. */
  drop(loss: Loss): void;
  readonly isConnected: boolean;
  /** True once the device has answered on this connection; a connection alone proves nothing. */
  readonly isProven: boolean;
  /** Signs of life on this connection so far, answers that came too late included. */
  readonly answers: number;
  /** Requests sent ahead of their answers at most, now. */
  readonly limit: number;
  dispose(): Promise<void>;
};

/** Time-outs of single requests among answered ones before pipelining is given up, and the good answers that forgive them. */
const strikesAllowed = 3;
const answersThatForgive = 500;

export function createLine(context: DriverContext, options: ModbusOptions, health: HealthBook, backoff: Backoff, events: LineEvents): Line {
  const { clock } = context;
  const urgent: Exchange[] = [];
  const waiting: Exchange[] = [];
  let waitingHead = 0;
  let transport: Transport | null = null;
  let isConnected = false;
  let isProven = false;
  let isDisposed = false;
  let hasTried = false;
  let lastAliveMs = Number.NEGATIVE_INFINITY;
  let pipelining = options.maxInFlight;
  let strikes = 0;
  let answersSinceStrike = 0;
  let strays = 0;
  let problem = '';
  let cancelAttempt: (() => void) | null = null;
  let lastClosed: Promise<void> = Promise.resolve();

  const limit = (): number => (isProven ? pipelining : 1);
  const giveUpPipelining = (why: string): void => {
    if (pipelining === 1) return;
    pipelining = 1;
    health.detail('in flight', `1 (${why})`);
    context.log.info(context.device.id, `${context.device.name} is asked one thing at a time from now on, because ${why}.`);
  };

  function open(): void {
    cancelAttempt = null;
    if (isDisposed) return;
    if (hasTried) {
      health.reconnecting();
      health.set('down', problem, null);
    }
    hasTried = true;
    transport = openTransport(clock, options, {
      onConnected() {
        isConnected = true;
        events.onConnected();
        pump();
      },
      onAnswer(roundTripMs, isException) {
        lastAliveMs = clock.monotonicMs();
        isProven = true;
        backoff.reset();
        answersSinceStrike += 1;
        if (isException) health.failed();
        else health.answered(roundTripMs);
      },
      onTimeout(inFlight) {
        health.failed();
        if (inFlight < 2) return;
        if (answersSinceStrike > answersThatForgive) strikes = 0;
        answersSinceStrike = 0;
        // A device that hangs times out everything at once and proves nothing about pipelining: only a time-out while
        // other requests are being answered does.
        if (clock.monotonicMs() - lastAliveMs > options.timeoutMs) return;
        strikes += 1;
        if (strikes >= strikesAllowed) giveUpPipelining('it left requests unanswered that were sent together');
      },
      onStray() {
        health.failed();
        strays += 1;
        health.detail('answers too late or doubled', String(strays));
      },
      onChunkEnd() {
        events.onChunkEnd();
        pump();
      },
      onEnded(loss, inFlight) {
        if (loss.kind === 'protocol') {
          health.failed();
          if (inFlight > 1) giveUpPipelining('it mixes up answers to requests sent together');
        }
        goDown(loss);
      },
    });
    lastClosed = transport.closed;
  }

  function goDown(loss: Loss): void {
    transport?.close(loss.kind);
    transport = null;
    isConnected = false;
    isProven = false;
    const abandoned = [...urgent, ...waiting.slice(waitingHead)];
    urgent.length = 0;
    waiting.length = 0;
    waitingHead = 0;
    for (const exchange of abandoned) exchange.onLost(loss.kind, false);
    if (isDisposed) return;
    const delayMs = backoff.nextMs();
    cancelAttempt = clock.after(delayMs, open);
    problem = loss.sentence;
    events.onDown(loss);
    health.set('down', loss.sentence, clock.nowMs() + delayMs);
  }

  function next(): Exchange | undefined {
    for (let first = urgent.shift(); first !== undefined; first = urgent.shift()) {
      if (first.writeUntilMs === undefined || clock.monotonicMs() < first.writeUntilMs) return first;
      first.onLost('silent', false);
    }
    const exchange = waiting[waitingHead];
    if (exchange === undefined) return undefined;
    waitingHead += 1;
    // Under overload the queue never runs empty: what is used up is cut off now and then.
    if (waitingHead === waiting.length || waitingHead >= 256) {
      waiting.splice(0, waitingHead);
      waitingHead = 0;
    }
    return exchange;
  }

  function pump(): void {
    if (transport === null || !isConnected) return;
    if (transport.inFlight >= limit() || (urgent.length === 0 && waiting.length === 0)) return;
    transport.cork();
    for (let room = limit() - transport.inFlight; room > 0; room--) {
      const exchange = next();
      if (exchange === undefined) break;
      health.requested();
      transport.send(exchange);
    }
    transport.uncork();
  }

  return {
    start: open,
    enqueue: (exchange) => void waiting.push(exchange),
    urgent: (exchange) => void urgent.push(exchange),
    withdraw(unit) {
      const kept = waiting.slice(waitingHead).filter((exchange) => exchange.unit !== unit);
      const taken = waiting.slice(waitingHead).filter((exchange) => exchange.unit === unit);
      waiting.splice(0, waiting.length, ...kept);
      waitingHead = 0;
      for (const exchange of taken) exchange.onLost('silent', false);
    },
    pump,
    drop: goDown,
    get isConnected() {
      return isConnected;
    },
    get isProven() {
      return isProven;
    },
    get answers() {
      return transport?.answers ?? 0;
    },
    get limit() {
      return limit();
    },
    async dispose() {
      isDisposed = true;
      cancelAttempt?.();
      goDown({ kind: 'lost', sentence: 'The link was ended.' });
      await lastClosed;
    },
  };
}
