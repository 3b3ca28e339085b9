import { type Fault, type Result } from '../model/fault.ts';
import type { Channel } from './channel.ts';
import {
  type CallName,
  type CallSpec,
  type CommonFault,
  type Contract,
  type FaultOf,
  type InputOf,
  type ItemOf,
  type OutputOf,
  type PackedOf,
  type ParamsOf,
  roleCovers,
  type Schema,
  type StreamName,
  type StreamSpec,
} from './define.ts';
import { freeColumns } from './free-columns.ts';
import { isPacked } from './packed.ts';
import type { ClientMessage, ServerMessage, Session } from './wire.ts';

/**
 * What stands behind one open stream. The server asks for the next item when the client has room (so a slow client
 * conflates a state stream and delays an event stream, and costs the engine nothing more), after `notify` was called.
 */
export type StreamSource<Item> = {
  /**
   * The next item, or null when there is nothing new until the next `notify`. It is sent before anything else happens, so
   * its columns may be reused for the one after.
   */
  take(): Item | null;
  close(): void;
};

/** `signal` is aborted when the client no longer wants the answer or its line closed; commands are not ended by it. */
export type CallContext = { readonly signal: AbortSignal };
export type StreamContext = { readonly session: Session; readonly notify: () => void };

export type Handlers<C extends Contract> = {
  readonly [N in CallName<C>]: (
    input: InputOf<C[N]>,
    session: Session,
    context: CallContext,
  ) => Promise<Result<OutputOf<C[N]> | PackedOf<C[N]>, FaultOf<C[N]>>> | Result<OutputOf<C[N]> | PackedOf<C[N]>, FaultOf<C[N]>>;
} & {
  readonly [N in StreamName<C>]: (params: ParamsOf<C[N]>, context: StreamContext) => StreamSource<ItemOf<C[N]>>;
};

export type RpcServerOptions<C extends Contract> = {
  readonly contract: C;
  readonly version: number;
  readonly handlers: Handlers<C>;
  /** Called when a handler threw: a bug, answered to the client as `internal`. */
  readonly onBug: (name: string, error: unknown) => void;
  /**
   * Called before a command runs; resolves, once that is written down, with what is to be called with the command's end.
   * When it rejects, the command is refused: nothing is done that could not be written down.
   */
  readonly audit?: (name: string, input: unknown, session: Session) => Promise<(result: Result<unknown>) => void>;
  /** Told of a command that was refused for the caller's role, with what was asked, where that could be read, else null. */
  readonly onForbidden?: (name: string, input: unknown, session: Session, fault: Fault) => void;
  /** Calls after `ms`; paces state streams. */
  readonly after: (ms: number, call: () => void) => () => void;
  readonly monotonicMs: () => number;
  /** A state stream sends at most one item in this many ms; the first after a pause goes at once. Default 16, a frame. */
  readonly stateIntervalMs?: number;
};

/** Items a client may have outstanding per stream before the server waits for credit. */
export const streamWindow = 6;
const maxOpenStreams = 500;
/** Calls of one client that may be under way at once. */
export const maxCallsUnderWay = 256;
/** A line that has not said who it is by then is closed, so that nobody without a token can hold lines, ms. */
const helloMs = 30_000;

type OpenStream = { source: StreamSource<unknown>; credit: number; dirty: boolean; queued: boolean; lastMs: number; paced: boolean; cancel: (() => void) | null };

export type RpcServer = {
  /** Serves one client until its line closes. `authenticate` turns the token of its hello into a session, or refuses. */
  accept(channel: Channel, authenticate: (token: string) => Session | null): void;
  readonly clients: number;
  close(): void;
};

export function createRpcServer<C extends Contract>(options: RpcServerOptions<C>): RpcServer {
  const connections = new Set<() => void>();
  return {
    accept(channel, authenticate) {
      connections.add(serve(options, channel, authenticate, (end) => connections.delete(end)));
    },
    get clients() {
      return connections.size;
    },
    close() {
      for (const end of [...connections]) end();
    },
  };
}

function serve<C extends Contract>(
  options: RpcServerOptions<C>,
  channel: Channel,
  authenticate: (token: string) => Session | null,
  onEnd: (end: () => void) => void,
): () => void {
  const streams = new Map<number, OpenStream>();
  let session: Session | null = null;
  let ended = false;
  const calls = new Map<number, AbortController>();
  const cancelHello = options.after(helloMs, () => {
    if (session === null) end();
  });
  const say = (message: ServerMessage): void => {
    try {
      channel.send(message);
    } catch (error) {
      // What cannot be put on the line is a bug of ours; the client starts afresh, the others notice nothing.
      options.onBug(`sending ${message.t}`, error);
      end();
    }
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    cancelHello();
    for (const id of [...streams.keys()]) closeStream(id);
    for (const underWay of calls.values()) underWay.abort();
    channel.close();
    onEnd(end);
  };
  const closeStream = (id: number): void => {
    const stream = streams.get(id);
    if (stream === undefined) return;
    streams.delete(id);
    stream.cancel?.();
    stream.source.close();
  };

  const pump = (id: number, stream: OpenStream): void => {
    stream.queued = false;
    if (!streams.has(id) || stream.cancel !== null) return;
    while (stream.dirty && stream.credit > 0) {
      if (stream.paced) {
        const waitMs = stream.lastMs + (options.stateIntervalMs ?? 16) - options.monotonicMs();
        if (waitMs > 0) {
          stream.cancel = options.after(waitMs, () => {
            stream.cancel = null;
            pump(id, stream);
          });
          return;
        }
      }
      let item: unknown;
      try {
        item = stream.source.take();
      } catch (error) {
        options.onBug(`stream ${id}`, error);
        closeStream(id);
        say({ t: 'ended', id, fault: bug });
        return;
      }
      if (item === null) {
        stream.dirty = false;
        return;
      }
      stream.credit--;
      stream.lastMs = options.monotonicMs();
      say({ t: 'item', id, item });
    }
  };
  const wake = (id: number, stream: OpenStream): void => {
    stream.dirty = true;
    if (stream.queued) return;
    stream.queued = true;
    queueMicrotask(() => pump(id, stream));
  };

  const openStream = (id: number, name: string, params: unknown, who: Session): void => {
    const spec = own(options.contract, name);
    const fault = check(spec, 'stream', name, who) ?? (streams.has(id) || streams.size >= maxOpenStreams ? tooMany : null);
    if (fault !== null || spec === undefined || !isStream(spec)) return say({ t: 'ended', id, fault: fault ?? unknownName(name) });
    const parsed = parse(spec.params, params);
    if (!parsed.ok) return say({ t: 'ended', id, fault: parsed.fault });
    const stream: OpenStream = { source: idle, credit: streamWindow, dirty: false, queued: false, lastMs: -Infinity, paced: spec.kind === 'state', cancel: null };
    streams.set(id, stream);
    try {
      const open = options.handlers[name as keyof Handlers<C>] as (params: unknown, context: StreamContext) => StreamSource<unknown>;
      stream.source = open(parsed.value, { session: who, notify: () => wake(id, stream) });
      wake(id, stream);
    } catch (error) {
      options.onBug(name, error);
      streams.delete(id);
      say({ t: 'ended', id, fault: bug });
    }
  };

  const call = async (id: number, name: string, input: unknown, who: Session, signal: AbortSignal): Promise<void> => {
    const spec = own(options.contract, name);
    const fault = check(spec, 'call', name, who);
    if (spec === undefined || isStream(spec)) return say({ t: 'fault', id, fault: fault ?? unknownName(name) });
    const parsed = parse(spec.input, input);
    if (fault !== null) {
      if (spec.kind === 'command') options.onForbidden?.(name, parsed.ok ? parsed.value : null, who, fault);
      return say({ t: 'fault', id, fault });
    }
    if (!parsed.ok) return say({ t: 'fault', id, fault: parsed.fault });
    const handle = options.handlers[name as keyof Handlers<C>] as (input: unknown, session: Session, context: CallContext) => Promise<Result<unknown>>;
    let result: Result<unknown>;
    let ended: ((result: Result<unknown>) => void) | undefined;
    try {
      if (spec.kind === 'command') ended = await options.audit?.(name, parsed.value, who);
    } catch (error) {
      options.onBug(`audit of ${name}`, error);
      return say({ t: 'fault', id, fault: notWritten });
    }
    try {
      result = await handle(parsed.value, who, { signal });
    } catch (error) {
      options.onBug(name, error);
      result = { ok: false, fault: bug };
    }
    ended?.(result);
    // Nobody waits for the answer to a cancelled question; what a command came to is always told.
    if (signal.aborted && spec.kind === 'query') return;
    say(result.ok ? { t: 'result', id, value: result.value } : { t: 'fault', id, fault: result.fault });
    if (result.ok && isPacked(result.value)) freeColumns(result.value);
  };

  channel.onClose(end);
  channel.onMessage((raw) => {
    const message = asClientMessage(raw);
    if (ended) return;
    if (message === null || (session === null) !== (message.t === 'hello')) return end();
    if (message.t === 'hello') {
      const known = message.version === options.version ? authenticate(message.token) : null;
      if (known === null) {
        say({ t: 'refused', fault: message.version === options.version ? badToken : otherVersion });
        return end();
      }
      session = known;
      cancelHello();
      return say({ t: 'welcome', version: options.version, session: known });
    }
    const who = session as Session;
    if (message.t === 'call') {
      const { id } = message;
      if (calls.has(id)) return end();
      if (calls.size >= maxCallsUnderWay) return say({ t: 'fault', id, fault: tooManyCalls });
      const underWay = new AbortController();
      calls.set(id, underWay);
      return void call(id, message.name, message.input, who, underWay.signal).finally(() => calls.delete(id));
    }
    if (message.t === 'cancel') return calls.get(message.id)?.abort();
    if (message.t === 'open') return openStream(message.id, message.name, message.params, who);
    if (message.t === 'close') return closeStream(message.id);
    const stream = streams.get(message.id);
    if (stream === undefined) return;
    stream.credit = Math.min(streamWindow, stream.credit + message.count);
    if (stream.dirty) wake(message.id, stream);
  });
  return end;
}

const idle: StreamSource<unknown> = { take: () => null, close: () => undefined };
const bug: Fault<CommonFault> = { code: 'internal', message: 'The engine failed while answering; the error is in its log.', tip: 'Try again; if it stays, send the log to support.' };
const notWritten: Fault<CommonFault> = {
  code: 'internal',
  message: 'Nothing was done, because the audit log could not be written.',
  tip: 'Look at the data store in the status bar; free space on its disk.',
};
const tooMany: Fault<CommonFault> = { code: 'bad-input', message: 'The console opened too many streams.' };
const tooManyCalls: Fault<CommonFault> = { code: 'bad-input', message: `More than ${maxCallsUnderWay} questions at once were asked.`, tip: 'Try again when some are answered.' };
const badToken: Fault<CommonFault> = { code: 'forbidden', message: 'The access link is not valid any more.', tip: 'Open the link the station printed at its start.' };
const otherVersion: Fault<CommonFault> = { code: 'bad-input', message: 'This page is of another version than the engine.', tip: 'Reload the page.' };
const unknownName = (name: string): Fault<CommonFault> => ({ code: 'bad-input', message: `The engine knows no “${name.slice(0, 80)}”.` });

const isStream = (spec: CallSpec | StreamSpec): spec is StreamSpec => spec.kind === 'state' || spec.kind === 'event';

/** Own properties only: a name such as `constructor` reaches nothing. */
function own(contract: Contract, name: string): CallSpec | StreamSpec | undefined {
  return Object.hasOwn(contract, name) ? contract[name] : undefined;
}

function check(spec: CallSpec | StreamSpec | undefined, want: 'call' | 'stream', name: string, who: Session): Fault | null {
  if (spec === undefined || isStream(spec) !== (want === 'stream')) return unknownName(name);
  if (roleCovers(who.role, spec.role)) return null;
  return { code: 'forbidden', message: `“${name}” needs the role ${spec.role}; ${who.user} has ${who.role}.` };
}

function parse(schema: Schema<unknown>, input: unknown): Result<unknown> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const first = parsed.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? 'input' : first.path.map(String).join('.');
  return { ok: false, fault: { code: 'bad-input', message: `${where}: ${first?.message ?? 'not understood'}` } };
}

function asClientMessage(raw: unknown): ClientMessage | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const m = raw as Record<string, unknown>;
  const hasId = Number.isSafeInteger(m['id']);
  switch (m['t']) {
    case 'hello':
      return typeof m['token'] === 'string' && typeof m['version'] === 'number' ? (raw as ClientMessage) : null;
    case 'call':
    case 'open':
      return hasId && typeof m['name'] === 'string' ? (raw as ClientMessage) : null;
    case 'credit':
      return hasId && Number.isSafeInteger(m['count']) && (m['count'] as number) > 0 ? (raw as ClientMessage) : null;
    case 'close':
    case 'cancel':
      return hasId ? (raw as ClientMessage) : null;
    default:
      return null;
  }
}
