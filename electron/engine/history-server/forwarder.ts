import type { HistoryServer } from '#shared/model/project.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryColumns, HistoryStore, StoreStatus } from '../store/store-types.ts';
import type { DatabaseIdentity } from './database-identity.ts';
import { partitionKeeper, type PartitionKeeper } from './partitions.ts';
import type { ServerSchema } from './schema.ts';
import { sendBlocks, type ServerTexts } from './send-blocks.ts';
import { openSession, tidy, type Session } from './server-session.ts';
import { ServerTrouble } from './server-trouble.ts';
import type { Station } from './station.ts';

export type HistoryServerStatus = {
  /** `connecting` before the first attempt ended; `refused` when somebody has to change something. */
  readonly state: 'connecting' | 'connected' | 'buffering' | 'refused';
  readonly sentence: string;
  /** Engine time since when it is so, UTC epoch ms. */
  readonly sinceMs: number;
  /** Samples committed here that the server does not have yet, as last counted. */
  readonly rowsBehind: number;
  /** Samples that were given up before the server had them, since the start. */
  readonly rowsLost: number;
};

export type ForwarderOptions = {
  readonly settings: HistoryServer;
  readonly history: HistoryStore;
  readonly identity: DatabaseIdentity;
  readonly texts: ServerTexts;
  /** State of the data disk here: what waits is given up, oldest first, before recording itself ends. */
  readonly storage: () => StoreStatus;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly dataDir: string;
  /** Pause before the second attempt to connect, ms; each further one is up to twice as long, at most 30 s. 500 where absent. */
  readonly firstDelayMs?: number;
};

export type Forwarder = {
  /** New blocks were committed here. */
  wake(): void;
  status(): HistoryServerStatus;
  onStatus(call: (status: HistoryServerStatus) => void): () => void;
  /** What the server knows of us; null before the first connection. */
  station(): (Station & { readonly schema: ServerSchema }) | null;
  /** Resolves when everything committed before the call is on the server or given up, or when this is closed. */
  drained(): Promise<void>;
  close(): Promise<void>;
};

type Block = { readonly seq: number; readonly columns: HistoryColumns | null };

const about = 'history server';
/** Samples of one transaction on the server, about. */
const rowsPerSend = 50_000;
/** Blocks come several times a second; one transaction takes what came in this time. */
const gatherMs = 250;
/** Confirmed blocks that are kept all the same, so that a server that falls back to a slightly older self can be given them again. */
const keptBehind = 256;
const releaseEveryMs = 2000;
const countEveryMs = 5000;
const housekeepingEveryMs = 10 * 60_000;
const usualFirstDelayMs = 500;
const longestDelayMs = 30_000;
/** Longest wait at the end for what is under way with the server. */
const endingMs = 2000;

/** Sends committed blocks to the history server in their order, each exactly once, over any number of losses of either side. */
export function startForwarder(options: ForwarderOptions): Forwarder {
  const { settings, history, clock, random, log, firstDelayMs = usualFirstDelayMs } = options;
  const where = `${settings.host}:${settings.port}`;
  const listeners = new Set<(status: HistoryServerStatus) => void>();
  let status: HistoryServerStatus = {
    state: 'connecting',
    sentence: `Connecting to the history server ${where}.`,
    sinceMs: clock.nowMs(),
    rowsBehind: 0,
    rowsLost: 0,
  };
  const ending = new AbortController();
  let session: Session | null = null;
  let known: (Station & { readonly schema: ServerSchema }) | null = null;
  /** Number of the last block that the server has (`confirmed`), and of the last that was given up (`passed`). */
  let confirmed = 0;
  let passed = 0;
  let released = 0;
  let releasedAtMs = Number.NEGATIVE_INFINITY;
  let isClosed = false;
  let attempt = 0;
  let resume: (() => void) | null = null;
  let isWoken = true;
  const waiters = new Set<{ readonly seq: number; resolve(): void }>();

  const setStatus = (next: Partial<HistoryServerStatus>): void => {
    const { state, sentence, rowsLost } = status;
    status = { ...status, ...next };
    if (status.state !== state) status = { ...status, sinceMs: clock.nowMs() };
    if (status.state === state && status.sentence === sentence && status.rowsLost === rowsLost) return;
    // One line for each change of state, not for each attempt.
    if (status.state !== state || (status.state === 'refused' && status.sentence !== sentence))
      log[status.state === 'connected' ? 'info' : 'warn'](about, status.sentence);
    for (const call of listeners) call(status);
  };

  const wake = (): void => {
    isWoken = true;
    resume?.();
  };
  /** Waits for `ms`, or until woken when `isEager`; ends at once when closed. */
  const pause = (ms: number, isEager: boolean): Promise<void> =>
    new Promise((resolve) => {
      if (isClosed || (isEager && isWoken)) return resolve();
      const done = (): void => {
        cancel();
        resume = null;
        resolve();
      };
      const cancel = clock.after(ms, done);
      resume = () => {
        if (isClosed || isEager) done();
      };
    });

  const count = async (): Promise<void> =>
    setStatus({ rowsBehind: await history.rowsAfter(Math.max(confirmed, passed)).catch(() => status.rowsBehind) });

  const settle = (): void => {
    for (const waiter of waiters) {
      if (waiter.seq > Math.max(confirmed, passed)) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  };

  const connect = async (): Promise<Session> => {
    const live = await openSession({ ...options, passed, signal: ending.signal });
    confirmed = live.station.lastSeq;
    // The answer to a commit may have been lost.
    settle();
    known = { ...live.station, schema: live.schema };
    live.link.onEnd(wake);
    return live;
  };

  /** The store may forget what the server has. */
  const release = async (isForced: boolean): Promise<void> => {
    const from = Math.max(confirmed - keptBehind, passed > confirmed ? passed : 0) + 1;
    if (from <= released || (!isForced && clock.monotonicMs() - releasedAtMs < releaseEveryMs)) return;
    await history.keepBlocksFrom(from);
    released = from;
    releasedAtMs = clock.monotonicMs();
  };

  /** Gives up the oldest eighth of what waits when there is no room for it: it stays in the history here, but the server never gets it. */
  const shed = async (): Promise<void> => {
    const { state } = options.storage();
    if (state !== 'degraded' && state !== 'full') return;
    const from = Math.max(confirmed, passed);
    const waiting = await history.rowsAfter(from);
    let rows = 0;
    let upTo = from;
    while (rows < waiting / 8) {
      const blocks = await history.blocksAfter(upTo, rowsPerSend);
      if (blocks.length === 0) break;
      for (const { seq, columns } of blocks) {
        if (rows >= waiting / 8) break;
        rows += columns?.key.length ?? 0;
        upTo = seq;
      }
    }
    if (rows === 0) return;
    passed = upTo;
    settle();
    await release(true);
    log.error(
      about,
      `The data disk has no room for what waits for the history server: its oldest ${rows} samples are given up and will be missing there. Free space, or bring the server back.`,
    );
    setStatus({ rowsLost: status.rowsLost + rows });
  };

  const sendNext = async ({ link, schema, station, tags }: Session, keeper: PartitionKeeper): Promise<boolean> => {
    isWoken = false;
    const blocks: readonly Block[] = await history.blocksAfter(Math.max(confirmed, passed), rowsPerSend);
    const last = blocks.at(-1);
    if (last === undefined) return false;
    const damaged = blocks.filter(({ columns }) => columns === null).length;
    if (damaged > 0)
      log.error(
        about,
        `${damaged} blocks that wait for the history server are damaged on this disk and will be missing there. Check the data disk.`,
      );
    await sendBlocks({ link, schema, station, tags, keeper, blocks, after: confirmed, texts: options.texts });
    confirmed = last.seq;
    settle();
    await release(false);
    return true;
  };

  /** Sends until the link ends. */
  const pump = async (live: Session): Promise<void> => {
    const keeper = partitionKeeper(live.link, live.schema);
    let tidiedAtMs = Number.NEGATIVE_INFINITY;
    let countedAtMs = Number.NEGATIVE_INFINITY;
    while (!isClosed) {
      if (!live.link.isOpen) await live.link.query('SELECT 1');
      const nowMs = clock.monotonicMs();
      if (nowMs - tidiedAtMs >= housekeepingEveryMs) {
        tidiedAtMs = nowMs;
        await tidy(live, keeper, options);
      }
      const hasSent = await sendNext(live, keeper);
      if (nowMs - countedAtMs >= countEveryMs || (!hasSent && status.rowsBehind > 0)) {
        countedAtMs = nowMs;
        await count();
      }
      if (hasSent && status.rowsBehind > rowsPerSend) continue;
      if (hasSent) await pause(gatherMs, false);
      else await pause(countEveryMs, true);
    }
  };

  const run = async (): Promise<void> => {
    await history
      .keepBlocksFrom(Math.max(0, released))
      .catch((error: unknown) => log.error(about, `Samples may not be kept for the history server: ${String(error)}`));
    while (!isClosed) {
      try {
        session = await connect();
        if (isClosed) break;
        attempt = 0;
        await count();
        setStatus({ state: 'connected', sentence: `The history server ${where} has the history.` });
        await pump(session);
      } catch (error) {
        if (isClosed) break;
        const trouble =
          error instanceof ServerTrouble
            ? error
            : new ServerTrouble(
                'away',
                `What waits for the history server cannot be sent: ${error instanceof Error ? error.message : String(error)}`,
              );
        session?.link.destroy(trouble);
        session = null;
        setStatus({
          state: trouble.kind === 'refused' ? 'refused' : 'buffering',
          sentence: `${trouble.message} Samples are kept on this machine and sent later.`,
        });
        await count();
        await shed().catch((problem: unknown) =>
          log.error(about, `What waits for the history server could not be shortened: ${String(problem)}`),
        );
        const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(10, attempt++));
        // Consoles that lost one server do not all come back at once.
        await pause(delayMs * (0.5 + random() / 2), false);
      }
    }
    await release(true).catch(() => undefined);
    await session?.link.close();
    session = null;
  };
  const running = run();

  return {
    wake,
    status: () => status,
    onStatus(call) {
      listeners.add(call);
      return () => void listeners.delete(call);
    },
    station: () => known,
    async drained() {
      const { seenSeq } = await history.valueAt([], 0);
      if (confirmed >= seenSeq || (await history.rowsAfter(Math.max(confirmed, passed))) === 0) return;
      await new Promise<void>((resolve) => {
        waiters.add({ seq: seenSeq, resolve });
        wake();
      });
    },
    async close() {
      isClosed = true;
      resume?.();
      // A server that does not answer holds up nobody's end.
      const cut = clock.after(session === null ? 0 : endingMs, () => ending.abort());
      await running;
      cut();
      for (const waiter of waiters) waiter.resolve();
      listeners.clear();
    },
  };
}
