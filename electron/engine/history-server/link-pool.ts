import type { Clock } from '../ports.ts';
import { StoreError } from '../store/store-error.ts';
import type { Cancel } from '../store/store-types.ts';
import type { ServerLink } from './server-link.ts';
import { ServerTrouble } from './server-trouble.ts';

/** Sessions for questions: at most two at once, kept open between them. */
export type LinkPool = {
  /** Runs on a session of its own; when nobody wants the answer any more, the server is told to stop and the work rejects as `cancelled`. */
  withLink<T>(cancel: Cancel, work: (link: ServerLink) => Promise<T>): Promise<T>;
  /** The server was heard of: the next question is tried again, whenever the last attempt failed. */
  wake(): void;
  close(): Promise<void>;
};

const mostLinks = 2;
/** After a failed attempt questions are refused at once for this long, ms: a trend does not wait for a server that is away. */
const restMs = 5000;
const cancelPatienceMs = 2000;

/** `open` opens a session; rejects with a ServerTrouble. */
export function linkPool(open: (signal: AbortSignal) => Promise<ServerLink>, clock: Clock): LinkPool {
  const ending = new AbortController();
  const idle: ServerLink[] = [];
  const queue: (() => void)[] = [];
  let inUse = 0;
  let isClosed = false;
  let failed: { readonly untilMs: number; readonly trouble: ServerTrouble } | null = null;

  const acquire = async (): Promise<ServerLink> => {
    while (inUse >= mostLinks) await new Promise<void>((resolve) => queue.push(resolve));
    if (isClosed) throw new StoreError('closed', 'The history server is no longer asked.');
    inUse++;
    try {
      for (let link = idle.pop(); link !== undefined; link = idle.pop()) if (link.isOpen) return link;
      if (failed !== null && clock.monotonicMs() < failed.untilMs) throw failed.trouble;
      const link = await open(ending.signal);
      failed = null;
      return link;
    } catch (error) {
      if (error instanceof ServerTrouble) failed = { untilMs: clock.monotonicMs() + restMs, trouble: error };
      give();
      throw error;
    }
  };
  const give = (): void => {
    inUse--;
    queue.shift()?.();
  };
  const cancelled = (): StoreError => new StoreError('cancelled', 'Nobody wants this answer any more.');

  const withLink = async <T>(cancel: Cancel, work: (link: ServerLink) => Promise<T>): Promise<T> => {
    if (isAborted(cancel)) throw cancelled();
    const link = await acquire();
    const stop = (): void => {
      const cut = clock.after(cancelPatienceMs, () => link.destroy(new ServerTrouble('cancelled', 'The question was cancelled.')));
      link.onEnd(cut);
      void stopOnServer(link.pid, () => open(ending.signal)).catch(() => undefined);
    };
    cancel?.addEventListener('abort', stop, { once: true });
    try {
      if (isAborted(cancel)) throw cancelled();
      return await work(link);
    } catch (error) {
      if (isAborted(cancel)) throw cancelled();
      throw error;
    } finally {
      cancel?.removeEventListener('abort', stop);
      // A request to stop that is still on its way must not meet the next question.
      if (isAborted(cancel) || isClosed) void link.close();
      else if (link.isOpen) idle.push(link);
      give();
    }
  };

  return {
    withLink,
    wake: () => void (failed = null),
    async close() {
      isClosed = true;
      const ended = Promise.all(idle.splice(0).map((link) => link.close()));
      for (const resolve of queue.splice(0)) resolve();
      await ended;
      // Questions under way are no longer waited for.
      ending.abort();
    },
  };
}

/** Asks the server, by a session of its own, to stop what another of our sessions is doing. */
async function stopOnServer(pid: number, open: () => Promise<ServerLink>): Promise<void> {
  const link = await open();
  try {
    await link.query('SELECT pg_cancel_backend($1)', [pid]);
  } finally {
    await link.close();
  }
}

const isAborted = (cancel: Cancel): boolean => cancel?.aborted === true;
