import type { ClientSession, OPCUAClient } from 'node-opcua-client';
import { Q, type Quality } from '#shared/model/quality.ts';
import type { Cancel } from '../../ports.ts';
import type { Backoff } from '../backoff.ts';
import type { DriverContext, DriverTag } from '../driver.ts';
import type { HealthBook } from '../health.ts';
import type { OpcuaAddress } from './address.ts';
import type { ConditionBook } from './conditions/condition-book.ts';
import { createEventWatch, type EventWatch } from './conditions/event-watch.ts';
import { connectClient, createClient, readUserIdentity } from './connect.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import type { Intake } from './intake.ts';
import type { LiveSession } from './live-session.ts';
import { loadOpcuaLibrary, type OpcuaLibrary } from './library.ts';
import { readLimits, resolveAddresses } from './nodes.ts';
import type { OpcuaOptions } from './options.ts';
import { describeProblem, OpcuaProblem } from './problem.ts';
import { openIdentity, type Identity } from './pki.ts';
import { createPublisher, type Publisher, type PublisherEvents } from './publisher.ts';
import { planRateClasses } from './rate-classes.ts';
import { readTags } from './read.ts';
import { refusalOf } from './refusal.ts';

export type OpcuaLink = {
  start(): void;
  /** Null while there is no link. */
  readonly live: LiveSession | null;
  /** Alarms of the server's own; null before the first session. */
  readonly conditions: ConditionBook | null;
  /** Tries at once instead of waiting for the back-off to end. */
  retryNow(): void;
  /** Ends session and socket; resolves when both are gone. */
  dispose(): Promise<void>;
};

/** Messages a server dropped on a standing link are looked for this far back, ms: its queue holds far less. */
const missedWithinMs = 10 * 60_000;

type Attempt = { client: OPCUAClient | null; identity: Identity | null; cancelTimeout: Cancel; isOver: boolean };

/**
 * Keeps one session with the server. Each connection is a fresh client of the library; the back-off, the watch over
 * silence and the choice between taking the old session over and starting anew are made here (README.md says why).
 */
export function createLink(
  context: DriverContext,
  options: OpcuaOptions,
  tags: readonly DriverTag<OpcuaAddress>[],
  health: HealthBook,
  backoff: Backoff,
  intake: Intake,
): OpcuaLink {
  const { clock, log, device } = context;
  const closing = new Set<Promise<void>>();
  let attempt: Attempt | null = null;
  let live: LiveSession | null = null;
  let publisher: Publisher | null = null;
  let watch: EventWatch | null = null;
  let heartbeat: Heartbeat | null = null;
  let cancelRetry: Cancel | null = null;
  let firstUris: readonly string[] | null = null;
  /** The session of the lost connection, which the server may still keep with its subscriptions. */
  let earlier: ClientSession | null = null;
  /** What was learnt about the server when `earlier` was made. */
  let lastLive: LiveSession | null = null;
  /** True when all tags have been told that the link is down and none has had a value since. */
  let isAllLost = false;
  let lostMessages = 0;
  /** When the link was last lost, engine clock. */
  let lostMs = clock.nowMs();
  let isDisposed = false;

  /** Ends a client for good, its session too when given; a server that does not answer is waited for once, no longer. */
  const retire = (client: OPCUAClient, session: ClientSession | null): Promise<void> => {
    client.removeAllListeners();
    let isDone = false;
    const work = (async () => {
      if (session !== null) await client.closeSession(session, true).catch(() => undefined);
      await client.disconnect().catch(() => undefined);
    })();
    const limited = new Promise<void>((resolve) => {
      const cancel = clock.after(2 * options.requestTimeoutMs + 1000, () => {
        if (!isDone) log.warn(device.id, `${options.endpoint} did not let its connection be closed in time; it is left to the operating system.`);
        resolve();
      });
      void work.then(() => {
        isDone = true;
        cancel();
        resolve();
      });
    });
    closing.add(limited);
    return limited.then(() => void closing.delete(limited));
  };

  const schedule = (problem: string): void => {
    if (isDisposed) return;
    const waitMs = backoff.nextMs();
    cancelRetry?.();
    cancelRetry = clock.after(waitMs, begin);
    health.set('down', problem, clock.nowMs() + waitMs);
  };

  const endAttempt = (): void => {
    if (attempt === null) return;
    attempt.isOver = true;
    attempt.cancelTimeout();
    if (attempt.client !== null) void retire(attempt.client, null);
    attempt = null;
  };

  /** The link was up and is no more. `keep` when the session may still stand in the server. */
  const lose = (problem: string, quality: Quality, keep: boolean): void => {
    if (live === null || isDisposed) return;
    const { client, session } = live;
    live = null;
    heartbeat?.stop();
    publisher?.pause();
    health.failed();
    health.reconnecting();
    lostMs = clock.nowMs();
    intake.loseAll(quality);
    watch?.lost(quality);
    isAllLost = true;
    void retire(client, keep ? null : session);
    earlier = keep ? session : null;
    schedule(problem);
  };

  const report = context.onConditions;
  const watchFor = (library: OpcuaLibrary): EventWatch | null =>
    report === undefined ? null : (watch ??= createEventWatch(context, options, library, tags, health, (news) => isDisposed || report(news)));

  const publisherFor = (library: OpcuaLibrary): Publisher =>
    (publisher ??= createPublisher(library, clock, options, planRateClasses(tags, options), events, watchFor(library)?.subscription ?? null));

  const events: PublisherEvents = {
    value: intake.value,
    flush: intake.flush,
    durable: context.whenDurable,
    heard() {
      health.requested();
      health.answered(Number.NaN);
    },
    refused(tag, status) {
      if (status === null) intake.accept(tag);
      else {
        const { quality, reason } = refusalOf(status);
        intake.refuse(tag, quality, reason);
      }
    },
    caughtUp: intake.restore,
    lost(messages) {
      intake.distrust();
      lostMessages += messages;
      health.detail('messages lost on the way', String(lostMessages));
      log.warn(device.id, `${options.endpoint} no longer had ${messages} messages that were missed; their samples are lost unless it kept history.`);
      // While the session is taken over they are of the outage; else of the moments before, which nobody counted.
      context.onMissed(live === null ? lostMs : clock.nowMs() - missedWithinMs);
      // What the lost messages said is unknown, so no value may stand as good on their account.
      const current = live;
      if (current === null) return;
      watch?.missed();
      readTags(current, tags.map(({ index }) => index), { value: intake.refresh, flush: intake.flush }, health, clock, () => live === current).catch(() => {
        if (live === current) lose(`${options.endpoint} could not be read after messages were lost.`, Q.badNotConnected, false);
      });
    },
    broken(reason) {
      lose(`${options.endpoint} gave up our session: ${reason}.`, Q.badNotConnected, false);
    },
  };

  /** Learns the server and makes the subscriptions on a session that has none. */
  const furnish = async (library: OpcuaLibrary, client: OPCUAClient, session: ClientSession): Promise<LiveSession> => {
    const namespaceUris = await session.readNamespaceArray();
    firstUris ??= namespaceUris;
    const limits = await readLimits(library, session, options.maxNodesPerCall);
    const addresses = tags.map((tag) => tag.address);
    const nodes = await resolveAddresses(library, session, addresses, firstUris, namespaceUris, limits.maxNodesPerRead);
    nodes.forEach((node, index) => {
      const tag = tags[index] as DriverTag<OpcuaAddress>;
      if ('problem' in node) intake.refuse(tag, Q.badNodeIdUnknown, node.problem);
    });
    intake.flush();
    await publisherFor(library).build(session, nodes, limits);
    intake.flush();
    return { library, client, session, limits, namespaceUris, nodes };
  };

  const run = async (mine: Attempt): Promise<void> => {
    const library = await loadOpcuaLibrary(log);
    const identity = (mine.identity = await openIdentity(library, context.dataDir, context.sharedDir, clock.nowMs()));
    const user = await readUserIdentity(library, options.user, context);
    if (mine.isOver) return identity.manager.dispose();
    const client = (mine.client = createClient(library, identity, options, `Firstout ${device.id}`));
    client.on('close', () => {
      // Before the session stands, the call that was under way fails and says more than the mere end of the socket.
      if (live?.client === client) lose(`${options.endpoint} closed the connection.`, Q.badNotConnected, true);
    });
    health.requested();
    const before = clock.monotonicMs();
    const connection = await connectClient(client, options, user, earlier);
    earlier = null;
    isAllLost = false;
    if (mine.isOver) return void retire(client, connection.session);
    const { session } = connection;
    const isResumed = connection.isResumed && lastLive !== null && (await publisherFor(library).resume(session));
    const standing = isResumed && lastLive !== null ? { ...lastLive, client, session } : await furnish(library, client, session);
    if (mine.isOver) return void retire(client, session);
    mine.cancelTimeout();
    attempt = null;
    live = lastLive = standing;
    backoff.reset();
    health.answered(clock.monotonicMs() - before);
    health.detail('security', `${options.securityPolicy}, ${options.securityMode}`);
    health.detail('subscriptions', publisherFor(library).describe());
    health.detail('alarmed tags', publisherFor(library).describeAlarmed());
    health.detail('last connection', isResumed ? 'the earlier session was taken over' : 'a new session was made');
    health.set('up', null);
    watch?.connected(standing);
    heartbeat = createHeartbeat(context, options, health, standing, publisherFor(library), lose);
  };

  const fail = (mine: Attempt, error: unknown): void => {
    if (mine.isOver || isDisposed) return;
    const problem = describeProblem(error, options, mine.identity?.certificateFile ?? null);
    // Without a client the library disposes nothing of what was opened for it.
    if (mine.client === null && mine.identity !== null) void mine.identity.manager.dispose();
    publisher?.pause();
    endAttempt();
    health.failed();
    if (!isAllLost) {
      intake.loseAll(Q.badNotConnected);
      watch?.lost(Q.badNotConnected);
    }
    isAllLost = true;
    schedule(problem);
  };

  const begin = (): void => {
    cancelRetry = null;
    if (isDisposed || attempt !== null || live !== null) return;
    const mine: Attempt = { client: null, identity: null, cancelTimeout: () => undefined, isOver: false };
    mine.cancelTimeout = clock.after(options.connectTimeoutMs, () => fail(mine, new OpcuaProblem(`${options.endpoint} did not answer in time: check network and server.`)));
    attempt = mine;
    run(mine).catch((error: unknown) => fail(mine, error));
  };

  return {
    start: begin,
    get live() {
      return live;
    },
    get conditions() {
      return watch?.book ?? null;
    },
    retryNow() {
      if (cancelRetry === null) return;
      cancelRetry();
      begin();
    },
    async dispose() {
      isDisposed = true;
      cancelRetry?.();
      heartbeat?.stop();
      publisher?.pause();
      watch?.dispose();
      endAttempt();
      if (live !== null) void retire(live.client, live.session);
      live = null;
      await Promise.all(closing);
    },
  };
}
