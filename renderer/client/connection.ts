import { createStore, type StoreApi } from 'zustand/vanilla';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Timers } from './timers.ts';

export type LinkState = 'connecting' | 'live' | 'lost' | 'refused';
export type LinkStatus = {
  readonly state: LinkState;
  /** Wall clock of this console when the state began, UTC epoch ms. */
  readonly sinceMs: number;
  /** What the operator is told, one or two sentences. */
  readonly sentence: string;
  /** Wall clock of the next attempt, UTC epoch ms; null when none is planned. */
  readonly retryMs: number | null;
  /** The last session; stays while the link is down. */
  readonly session: Session | null;
};

/** A new line to the engine and the token to say on it, or null while there is nobody to call. */
export type Line = { readonly channel: Channel; readonly token: string };
export type Connector = {
  open(): Line | null;
  /** Told when a new engine or endpoint is there: the old line is given up and the new one tried at once. */
  onRenewed(renewed: () => void): void;
};

export type Rpc = RpcClient<FirstoutContract>;
export type Connection = {
  readonly link: StoreApi<LinkStatus>;
  rpc(): Rpc | null;
  onUp(up: (rpc: Rpc) => void): void;
  onDown(down: () => void): void;
  start(): void;
  close(): void;
};

/** Quiet on the line after which the engine is asked for a sign of life, and how long that may take, ms. */
const quietMs = 400;
const signOfLifeMs = 1000;
/** A line that stays silent this long is given up and opened anew, ms. */
const giveUpMs = 5000;
const welcomeMs = 5000;
const retryMs = [250, 500, 1000, 2000, 3000] as const;

/**
 * Keeps one line to the engine: opens it, says hello, watches that it lives, and opens the next with back-off when it
 * ended. A line can be silent without being closed (a hung engine, a lost radio link): then the state is `lost` too, and
 * the streams are opened again when the engine speaks.
 */
export function createConnection(connector: Connector, timers: Timers): Connection {
  const link = createStore<LinkStatus>(() => ({
    state: 'connecting',
    sinceMs: timers.wallMs(),
    sentence: 'Connecting to the engine.',
    retryMs: null,
    session: null,
  }));
  const ups: ((rpc: Rpc) => void)[] = [];
  const downs: (() => void)[] = [];
  let current: { readonly rpc: Rpc; readonly channel: Channel } | null = null;
  let isUp = false;
  let isClosed = false;
  let attempts = 0;
  let heardMs = 0;
  let cancelTimer: () => void = () => undefined;

  const say = (state: LinkState, sentence: string, retryInMs: number | null, session = link.getState().session): void => {
    const before = link.getState();
    const sinceMs = before.state === state ? before.sinceMs : timers.wallMs();
    link.setState({ state, sinceMs, sentence, session, retryMs: retryInMs === null ? null : timers.wallMs() + retryInMs }, true);
  };
  const down = (): void => {
    if (!isUp) return;
    isUp = false;
    for (const call of downs) call();
  };
  const up = (rpc: Rpc, session: Session): void => {
    isUp = true;
    attempts = 0;
    say('live', `Connected as ${session.user}.`, null, session);
    for (const call of ups) call(rpc);
  };

  const retry = (): void => {
    if (isClosed) return;
    const waitMs = Math.round((retryMs[Math.min(attempts, retryMs.length - 1)] ?? 3000) * (0.8 + 0.4 * timers.random()));
    attempts++;
    const before = link.getState();
    if (before.session === null) say('connecting', 'The engine does not answer yet. Trying again.', waitMs);
    else say('lost', 'The engine stopped. Values are frozen and marked.', waitMs);
    cancelTimer();
    cancelTimer = timers.after(waitMs, open);
  };

  const drop = (): void => {
    const old = current;
    current = null;
    cancelTimer();
    down();
    old?.rpc.close();
  };

  const open = (): void => {
    if (isClosed) return;
    drop();
    const line = connector.open();
    if (line === null) return retry();
    const heard = withEar(line.channel, () => (heardMs = timers.now()));
    heardMs = timers.now();
    const rpc: Rpc = createRpcClient<FirstoutContract>(heard, { version: contractVersion, token: line.token, unpack: unpackAnswer });
    const mine = { rpc, channel: heard };
    current = mine;
    rpc.onClosed(() => {
      if (current !== mine || link.getState().state === 'refused') return;
      current = null;
      cancelTimer();
      down();
      retry();
    });
    cancelTimer = timers.after(welcomeMs, () => {
      if (current !== mine) return;
      drop();
      retry();
    });
    void rpc.ready.then((ready) => {
      if (current !== mine || isClosed) return;
      if (ready.ok) {
        up(rpc, ready.value);
        return watch(mine);
      }
      // The line's own end is told through onClosed; anything else is a refusal that trying again would not change.
      if (ready.fault.code === 'disconnected') return;
      cancelTimer();
      current = null;
      say('refused', [ready.fault.message, ready.fault.tip].filter(Boolean).join(' '), null);
    });
  };

  const watch = (mine: { readonly rpc: Rpc }): void => {
    let askedMs: number | null = null;
    let tickMs = timers.now();
    const tick = (): void => {
      if (current !== mine) return;
      const now = timers.now();
      // A tick that comes late means that this page stood still: what the engine sent meanwhile is still in the queue.
      const wasBlocked = now - tickMs > 2 * quietMs;
      tickMs = now;
      if (!wasBlocked) {
        if (askedMs === null && now - heardMs >= quietMs) {
          askedMs = now;
          void mine.rpc.call('system.ping', {}).then(() => (askedMs = null));
        }
        if (askedMs !== null && heardMs > askedMs) askedMs = null;
        if (isUp && askedMs !== null && now - askedMs >= signOfLifeMs) {
          say('lost', 'The engine does not answer. Values are frozen and marked.', giveUpMs - signOfLifeMs);
          down();
        }
        if (askedMs !== null && now - askedMs >= giveUpMs) {
          drop();
          return retry();
        }
        const { session } = link.getState();
        if (!isUp && askedMs === null && session !== null) up(mine.rpc, session);
      }
      cancelTimer = timers.after(quietMs / 2, tick);
    };
    cancelTimer();
    cancelTimer = timers.after(quietMs / 2, tick);
  };

  return {
    link,
    rpc: () => (isUp ? (current?.rpc ?? null) : null),
    onUp: (call) => void ups.push(call),
    onDown: (call) => void downs.push(call),
    start() {
      connector.onRenewed(() => {
        if (link.getState().state === 'refused') say('connecting', 'Connecting to the engine.', null);
        open();
      });
      open();
    },
    close() {
      isClosed = true;
      drop();
    },
  };
}

function withEar(channel: Channel, heard: () => void): Channel {
  return {
    send: (message) => channel.send(message),
    onMessage: (receive) =>
      channel.onMessage((message) => {
        heard();
        receive(message);
      }),
    onClose: (closed) => channel.onClose(closed),
    close: () => channel.close(),
  };
}
