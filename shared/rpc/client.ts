import type { Fault, Result } from '../model/fault.ts';
import type { Channel } from './channel.ts';
import type { CallName, Contract, FaultOf, InputOf, ItemOf, OutputOf, PackedOf, ParamsOf, StreamName } from './define.ts';
import { type Unpack, unpackMessage } from './packed.ts';
import type { ClientMessage, ServerMessage, Session } from './wire.ts';

export type StreamReceiver<Item> = {
  /** One item, in order. The next credit goes back when it returns. */
  onItem(item: Item): void;
  /** The server ended the stream, or the line closed. Not called after `close()`. */
  onEnded?(fault: Fault): void;
};

/**
 * `signal` gives a question up: the call resolves at once with the fault `cancelled`, and the server stops working on it.
 * For queries; a command goes on all the same.
 */
export type CallOptions = { readonly signal?: AbortSignal };

export type RpcClient<C extends Contract> = {
  /** Resolves with the session, or with the refusal. */
  readonly ready: Promise<Result<Session>>;
  /** Never rejects: a lost line is the fault `disconnected`, and whether a command was carried out is then unknown. */
  call<N extends CallName<C>>(name: N, input: InputOf<C[N]>, options?: CallOptions): Promise<Result<OutputOf<C[N]>, FaultOf<C[N]>>>;
  open<N extends StreamName<C>>(name: N, params: ParamsOf<C[N]>, receiver: StreamReceiver<ItemOf<C[N]>>): { close(): void };
  onClosed(closed: () => void): void;
  close(): void;
};

export const disconnected: Fault<'disconnected'> = {
  code: 'disconnected',
  message: 'The link to the engine is down.',
  tip: 'The console reconnects by itself; try again when it is back.',
};

const isNotPacked: Unpack = () => null;
const cancelled: Fault<'cancelled'> = { code: 'cancelled', message: 'The question was given up for a newer one.' };

/** What a client says of itself, and how it reads packed answers: a contract that has any is not to be had without. */
export type Hello<C extends Contract> = { readonly version: number; readonly token: string } & ([PackedOf<C[CallName<C>]>] extends [never] ? { readonly unpack?: Unpack } : { readonly unpack: Unpack });

export function createRpcClient<C extends Contract>(channel: Channel, { version, token, unpack = isNotPacked }: Hello<C>): RpcClient<C> {
  const calls = new Map<number, (result: Result<unknown>) => void>();
  const streams = new Map<number, StreamReceiver<unknown>>();
  const closers: (() => void)[] = [];
  let nextId = 1;
  let open = true;
  let settle: (result: Result<Session>) => void = () => undefined;
  const ready = new Promise<Result<Session>>((resolve) => (settle = resolve));
  const say = (message: ClientMessage): void => channel.send(message);

  channel.onClose(() => {
    open = false;
    settle({ ok: false, fault: disconnected });
    for (const answer of calls.values()) answer({ ok: false, fault: disconnected });
    calls.clear();
    const receivers = [...streams.values()];
    streams.clear();
    for (const receiver of receivers) receiver.onEnded?.(disconnected);
    for (const closed of closers) closed();
  });
  channel.onMessage((raw) => {
    // Where the line was read in another thread, that thread has unpacked it already.
    const message = unpackMessage(raw, unpack) as ServerMessage;
    switch (message.t) {
      case 'welcome':
        return settle({ ok: true, value: message.session });
      case 'refused':
        return settle({ ok: false, fault: message.fault });
      case 'result':
      case 'fault': {
        const answer = calls.get(message.id);
        calls.delete(message.id);
        return answer?.(message.t === 'result' ? { ok: true, value: message.value } : { ok: false, fault: message.fault });
      }
      case 'item': {
        const receiver = streams.get(message.id);
        if (receiver === undefined) return;
        receiver.onItem(message.item);
        return say({ t: 'credit', id: message.id, count: 1 });
      }
      case 'ended': {
        const receiver = streams.get(message.id);
        streams.delete(message.id);
        return receiver?.onEnded?.(message.fault);
      }
    }
  });
  say({ t: 'hello', version, token });

  return {
    ready,
    call(name, input, { signal } = {}) {
      if (!open) return Promise.resolve({ ok: false, fault: disconnected } as never);
      if (signal?.aborted === true) return Promise.resolve({ ok: false, fault: cancelled } as never);
      const id = nextId++;
      return new Promise((resolve) => {
        const giveUp = (): void => {
          calls.delete(id);
          say({ t: 'cancel', id });
          resolve({ ok: false, fault: cancelled } as never);
        };
        calls.set(id, (result) => {
          signal?.removeEventListener('abort', giveUp);
          resolve(result as never);
        });
        signal?.addEventListener('abort', giveUp, { once: true });
        say({ t: 'call', id, name, input });
      });
    },
    open(name, params, receiver) {
      const id = nextId++;
      if (!open) {
        receiver.onEnded?.(disconnected);
        return { close: () => undefined };
      }
      streams.set(id, receiver as StreamReceiver<unknown>);
      say({ t: 'open', id, name, params });
      return {
        close() {
          if (streams.delete(id) && open) say({ t: 'close', id });
        },
      };
    },
    onClosed: (closed) => void closers.push(closed),
    close: () => channel.close(),
  };
}
