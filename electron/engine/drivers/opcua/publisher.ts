import type { ClientSession, DataValue, NotificationMessage, PublishResponse } from 'node-opcua-client';
import type { Clock } from '../../ports.ts';
import type { DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { EventSubscription } from './conditions/event-watch.ts';
import type { OpcuaLibrary } from './library.ts';
import { createItems } from './monitored-items.ts';
import type { ResolvedNode, ServerLimits } from './nodes.ts';
import type { OpcuaOptions } from './options.ts';
import { describeGrant, type Grant, type RateClass, subscriptionTimes, type SubscriptionTimes } from './rate-classes.ts';
import type { Acknowledgement, RawSession } from './raw-session.ts';

type Subscription = {
  readonly id: number;
  /** Its tags; none of one that carries events alone. */
  readonly tags: DriverTag<OpcuaAddress>[];
  readonly publishingMs: number;
  readonly keepAliveMs: number;
  /** Sequence number of the message to come; null before the first, which may have any number. */
  nextSequence: number | null;
  /** When the server last said anything about it, monotonic ms. */
  heardMs: number;
  /** Messages that wait until the missing ones before them have been asked for again; null while none are missing. */
  held: NotificationMessage[] | null;
};

/** What the publisher tells the driver. None of these may throw. */
export type PublisherEvents = {
  /** One value of a tag; called in order for each tag. */
  value(tag: number, dataValue: DataValue): void;
  /** All values of one message have been given: the moment to hand the batch on. */
  flush(): void;
  /** Resolves when what was handed on so far is on disk: only then is a message acknowledged. */
  durable(): Promise<void>;
  /** The server said something, a keep-alive included. */
  heard(): void;
  /** The server refused a tag, with its status code; null takes an earlier refusal back. */
  refused(tag: DriverTag<OpcuaAddress>, status: { readonly value: number; readonly name: string } | null): void;
  /** Nothing more is queued for these tags: whatever was not reported since the link came back has not changed. */
  caughtUp(tags: readonly DriverTag<OpcuaAddress>[]): void;
  /** Messages the server no longer had when they were asked for again. */
  lost(messages: number): void;
  /** The subscriptions are of no use any more; a new session is needed. */
  broken(reason: string): void;
};

export type Publisher = {
  /** Makes the subscriptions and their items on a new session and starts publishing. Throws when the server refuses. */
  build(session: ClientSession, nodes: readonly (ResolvedNode | { problem: string })[], limits: ServerLimits): Promise<void>;
  /** Takes the subscriptions over after a reconnection: asks for what was missed, in order, then goes on. False when they are gone. */
  resume(session: ClientSession): Promise<boolean>;
  /** Stops publishing; answers still on their way are ignored. */
  pause(): void;
  /** True when a subscription has been silent for twice its keep-alive time. */
  isSilent(nowMonotonicMs: number): boolean;
  /** Counts every subscription as heard now: this process itself was not running. */
  excuse(nowMonotonicMs: number): void;
  /** For the engineering view: what the server made of our wishes. */
  describe(): string | null;
  /** What may go unseen of tags with alarms, by what the server granted; null where there are none. */
  describeAlarmed(): string | null;
};

/** Sequence numbers run from 1 to 2^32 - 1 and begin again at 1 (OPC 10000-4, 7.10). */
const following = (sequence: number): number => (sequence === 0xffff_ffff ? 1 : sequence + 1);
/** True when `a` comes before `b`; they wrap at 32 bits. */
const isBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;
const goneAnswers = /BadSubscriptionIdInvalid|BadSessionIdInvalid|BadSessionClosed|BadNoSubscription/;

/**
 * The subscriptions of one device, on the services themselves (CreateSubscription, CreateMonitoredItems, Publish,
 * Republish) rather than on the library's subscription objects: so a message is acknowledged only after its values are
 * on disk, a gap in the sequence numbers is asked for again (OPC 10000-4, 5.14.5 and 6.7), and a subscription
 * survives the connection it was made on.
 */
export function createPublisher(
  library: OpcuaLibrary,
  clock: Clock,
  options: OpcuaOptions,
  plans: readonly RateClass[],
  events: PublisherEvents,
  conditions: EventSubscription | null = null,
): Publisher {
  const subscriptions = new Map<number, Subscription>();
  const catchingUp = new Set<Subscription>();
  let acknowledgements: Acknowledgement[] = [];
  let session: RawSession | null = null;
  let outstanding = 0;
  let mostOutstanding = 0;
  let turn = 0;
  let revised = '';
  let alarmed: string | null = null;

  const deliver = (subscription: Subscription, message: NotificationMessage): void => {
    for (const data of message.notificationData ?? []) {
      if (data instanceof library.DataChangeNotification) {
        const items = data.monitoredItems;
        if (items === null) continue;
        for (const item of items) events.value(item.clientHandle - 1, item.value);
      } else if (data instanceof library.EventNotificationList) {
        conditions?.take(data);
      } else if (data instanceof library.StatusChangeNotification && data.status.isNotGood()) {
        events.broken(`the server ended a subscription (${data.status.name})`);
      }
    }
    subscription.nextSequence = following(message.sequenceNumber);
    events.flush();
    void events.durable().then(() => {
      // A subscription made anew meanwhile has other messages under these numbers.
      if (subscriptions.get(subscription.id) !== subscription) return;
      acknowledgements.push({ subscriptionId: subscription.id, sequenceNumber: message.sequenceNumber });
    });
  };

  /** Asks for the messages from `from` up to but without `to`, one by one. */
  const fetchMissing = async (subscription: Subscription, from: number, to: number | null, of: number): Promise<'done' | 'gone'> => {
    let missing = 0;
    for (let sequence = from; sequence !== to; sequence = following(sequence)) {
      const live = session;
      if (live === null || of !== turn) return 'done';
      const answer = await new Promise<NotificationMessage | Error>((resolve) => {
        live.republish({ subscriptionId: subscription.id, retransmitSequenceNumber: sequence }, (error, response) => {
          resolve(error ?? response?.notificationMessage ?? new Error('no answer'));
        });
      });
      if (of !== turn) return 'done';
      subscription.heardMs = clock.monotonicMs();
      if (!(answer instanceof Error)) {
        deliver(subscription, answer);
        continue;
      }
      if (goneAnswers.test(answer.message)) return 'gone';
      // An open end (`to` is null) ends at the first message that does not exist.
      if (to === null) break;
      missing += 1;
    }
    if (missing > 0) events.lost(missing);
    return 'done';
  };

  const take = (subscription: Subscription, message: NotificationMessage): void => {
    if (subscription.held !== null) {
      subscription.held.push(message);
      return;
    }
    const isKeepAlive = (message.notificationData ?? []).length === 0;
    const { sequenceNumber } = message;
    const expected = (subscription.nextSequence ??= sequenceNumber);
    if (isBefore(expected, sequenceNumber)) {
      // A keep-alive carries the number of the message to come: everything before it should have been here.
      subscription.held = [message];
      const of = turn;
      void fetchMissing(subscription, expected, sequenceNumber, of).then((outcome) => {
        if (of !== turn) return;
        if (outcome === 'gone') return events.broken('the server no longer knows a subscription');
        const held = subscription.held ?? [];
        subscription.held = null;
        const [first] = held;
        if (first !== undefined) subscription.nextSequence = first.sequenceNumber;
        for (const waiting of held) take(subscription, waiting);
      });
      return;
    }
    if (isKeepAlive) return;
    if (isBefore(sequenceNumber, expected)) {
      acknowledgements.push({ subscriptionId: subscription.id, sequenceNumber });
      return;
    }
    deliver(subscription, message);
  };

  const onPublish = (of: number, error: Error | null, response: PublishResponse | undefined): void => {
    if (of !== turn) return;
    outstanding -= 1;
    if (error !== null || response === undefined) {
      const message = error?.message ?? '';
      if (goneAnswers.test(message)) return events.broken('the server no longer knows our session');
      // The server queues fewer requests than we sent: with one less this one is not missed.
      if (/BadTooManyPublishRequests/.test(message)) mostOutstanding = Math.max(1, outstanding);
      // A broken channel answers all requests at once; the link itself reports that.
      if (/BadTimeout|timeout/i.test(message) || outstanding === 0) fill();
      return;
    }
    events.heard();
    const subscription = subscriptions.get(response.subscriptionId);
    if (subscription !== undefined) {
      subscription.heardMs = clock.monotonicMs();
      take(subscription, response.notificationMessage);
      if (!response.moreNotifications && subscription.held === null && catchingUp.delete(subscription)) {
        events.caughtUp(subscription.tags);
      }
    }
    fill();
  };

  const fill = (): void => {
    const live = session;
    const of = turn;
    while (live !== null && of === turn && outstanding < mostOutstanding) {
      outstanding += 1;
      const subscriptionAcknowledgements = acknowledgements;
      acknowledgements = [];
      let isSync = true;
      let failedAtOnce = false;
      live.publish({ requestHeader: { timeoutHint: options.sessionTimeoutMs }, subscriptionAcknowledgements }, (error, response) => {
        // A dead channel calls back before `publish` returns; asking again at once would never end.
        if (isSync && error !== null) {
          failedAtOnce = true;
          return;
        }
        onPublish(of, error, response);
      });
      isSync = false;
      if (failedAtOnce) {
        outstanding -= 1;
        return;
      }
    }
  };

  const fastest = (): Subscription | undefined => [...subscriptions.values()].toSorted((a, b) => a.publishingMs - b.publishingMs)[0];
  const subscribe = async (raw: RawSession, times: SubscriptionTimes): Promise<Subscription> => {
    try {
      const made = await raw.createSubscription({
        requestedPublishingInterval: times.publishingIntervalMs,
        requestedMaxKeepAliveCount: times.keepAliveCount,
        requestedLifetimeCount: times.lifetimeCount,
        maxNotificationsPerPublish: 0,
        publishingEnabled: true,
        priority: 1,
      });
      const publishingMs = made.revisedPublishingInterval;
      const subscription: Subscription = { id: made.subscriptionId, tags: [], publishingMs, keepAliveMs: publishingMs * made.revisedMaxKeepAliveCount, nextSequence: null, heardMs: clock.monotonicMs(), held: null };
      subscriptions.set(subscription.id, subscription);
      return subscription;
    } catch (error) {
      const shared = fastest();
      // A small controller keeps few subscriptions: what has none of its own goes with the fastest.
      if (shared === undefined || !/BadTooManySubscriptions/.test(String(error))) throw error;
      return shared;
    }
  };

  const start = (live: ClientSession): void => {
    session = live as RawSession;
    outstanding = 0;
    mostOutstanding = subscriptions.size === 0 ? 0 : Math.min(20, subscriptions.size * 2 + 1);
    const now = clock.monotonicMs();
    for (const subscription of subscriptions.values()) {
      subscription.heardMs = now;
      catchingUp.add(subscription);
    }
    fill();
  };

  return {
    async build(live, nodes, limits) {
      const raw = live as RawSession;
      turn += 1;
      session = null;
      subscriptions.clear();
      catchingUp.clear();
      acknowledgements = [];
      const words: string[] = [];
      const granted: Grant[] = [];
      for (const plan of plans) {
        const { id, publishingMs, tags } = await subscribe(raw, plan);
        tags.push(...plan.tags);
        const { slowestMs, smallestQueue } = await createItems(library, raw, id, plan, nodes, limits, events.refused);
        words.push(
          `${plan.tags.length} ${plan.isAlarmed ? 'alarmed tags' : `tags each ${plan.periodMs} ms`}: sampled each ${slowestMs} ms, published each ${publishingMs} ms` +
            (smallestQueue === Number.MAX_SAFE_INTEGER ? '' : `, queue ${smallestQueue}`),
        );
        if (plan.isAlarmed) granted.push({ slowestMs, smallestQueue });
      }
      alarmed = describeGrant(granted);
      if (conditions !== null && (await conditions.isOffered(raw))) {
        const { id } = fastest() ?? (await subscribe(raw, subscriptionTimes(options, conditions.publishingIntervalMs)));
        await conditions.open(raw, id);
      }
      revised = words.join('; ');
      start(live);
    },
    async resume(live) {
      turn += 1;
      const of = turn;
      session = live as RawSession;
      for (const subscription of subscriptions.values()) {
        subscription.held = null;
        const outcome = await fetchMissing(subscription, subscription.nextSequence ?? 1, null, of);
        if (outcome === 'gone') return false;
        if (of !== turn) return true;
      }
      start(live);
      return true;
    },
    pause() {
      turn += 1;
      session = null;
    },
    isSilent(nowMs) {
      for (const subscription of subscriptions.values()) {
        if (nowMs - subscription.heardMs > 2 * subscription.keepAliveMs) return true;
      }
      return false;
    },
    excuse(nowMs) {
      for (const subscription of subscriptions.values()) subscription.heardMs = nowMs;
    },
    describe: () => (revised === '' ? null : revised),
    describeAlarmed: () => alarmed,
  };
}
