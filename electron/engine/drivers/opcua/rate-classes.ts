import type { DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { OpcuaOptions } from './options.ts';

/** How often a subscription is published, and how long it lives without a word. */
export type SubscriptionTimes = {
  readonly publishingIntervalMs: number;
  readonly keepAliveCount: number;
  readonly lifetimeCount: number;
};

/** Tags that share one subscription: those of one period, or those with alarms. */
export type RateClass = SubscriptionTimes & {
  /** Time between values the project asks for, ms; the shortest of them with alarms. */
  readonly periodMs: number;
  /** Their alarms must not miss what happens between two periods. */
  readonly isAlarmed: boolean;
  /** Sampling interval asked for; 0 asks for every change. */
  readonly samplingMs: number;
  readonly queueSize: number;
  readonly tags: readonly DriverTag<OpcuaAddress>[];
};

/** What a server made of the wishes for one rate class. */
export type Grant = { readonly slowestMs: number; readonly smallestQueue: number };

const slowestPublishingMs = 250;
/** An alarm is not kept waiting longer in the server, ms. */
const slowestAlarmMs = 50;
const mostQueued = 10_000;
const leastQueued = 10;
/** Changes of an alarmed tag that are expected at most, one in so many ms: `holdMs` of them are queued. */
const shortestChangeMs = 10;

/** Keep-alive and lifetime of a subscription published this often: the server keeps it without its client as long as the session. */
export function subscriptionTimes(options: OpcuaOptions, publishingIntervalMs: number): SubscriptionTimes {
  const keepAliveCount = Math.max(1, Math.round(options.keepAliveMs / publishingIntervalMs));
  return {
    publishingIntervalMs,
    keepAliveCount,
    // OPC 10000-4, 5.14.2.2: at least three times the keep-alive count.
    lifetimeCount: Math.max(keepAliveCount * 3, Math.ceil(options.sessionTimeoutMs / publishingIntervalMs)),
  };
}

/**
 * One rate class per period, and one for all tags with alarms. Publishing follows the period at a quarter of it, between
 * the shortest interval asked for and 250 ms (50 ms with alarms), so that a slow tag adds little delay and a fast one few
 * messages. The queue holds every sample of `holdMs`, at least 10: more than come between two publishes, and enough for
 * an outage of that length.
 * Tags with alarms are asked for every change, however long their period: a pulse between two samples would never have
 * been. A server that cannot tell changes itself gives its fastest sampling instead. Their queue is long enough for a
 * change every 10 ms.
 */
export function planRateClasses(tags: readonly DriverTag<OpcuaAddress>[], options: OpcuaOptions): RateClass[] {
  const alarmed = options.alarmedEveryChange ? tags.filter(({ isAlarmed }) => isAlarmed === true) : [];
  const byPeriod = new Map<number, DriverTag<OpcuaAddress>[]>();
  for (const tag of tags) {
    if (options.alarmedEveryChange && tag.isAlarmed === true) continue;
    const members = byPeriod.get(tag.periodMs);
    if (members === undefined) byPeriod.set(tag.periodMs, [tag]);
    else members.push(tag);
  }
  const classes = [...byPeriod].toSorted(([a], [b]) => a - b).map(([periodMs, members]) => classOf(periodMs, false, members, options));
  return alarmed.length === 0 ? classes : [classOf(Math.min(...alarmed.map(({ periodMs }) => periodMs)), true, alarmed, options), ...classes];
}

function classOf(periodMs: number, isAlarmed: boolean, tags: readonly DriverTag<OpcuaAddress>[], options: OpcuaOptions): RateClass {
  const slowestMs = isAlarmed ? slowestAlarmMs : slowestPublishingMs;
  const changeMs = isAlarmed ? Math.min(periodMs, shortestChangeMs) : periodMs;
  return {
    ...subscriptionTimes(options, Math.max(options.publishingIntervalMs, Math.min(periodMs / 4, slowestMs))),
    periodMs,
    isAlarmed,
    samplingMs: options.everyChange || isAlarmed ? 0 : periodMs,
    queueSize: options.queueSize ?? Math.min(mostQueued, Math.max(leastQueued, Math.ceil(options.holdMs / changeMs))),
    tags,
  };
}

/** What may go unseen of tags with alarms, in words; null where no such tag is monitored. */
export function describeGrant(grants: readonly Grant[]): string | null {
  const monitored = grants.filter(({ smallestQueue }) => smallestQueue !== Number.MAX_SAFE_INTEGER);
  if (monitored.length === 0) return null;
  const slowestMs = Math.max(...monitored.map((grant) => grant.slowestMs));
  const seen = slowestMs === 0 ? 'the server tells every change' : `sampled each ${slowestMs} ms: what is shorter may go unseen`;
  return monitored.some(({ smallestQueue }) => smallestQueue === 1) ? `${seen}; one value is queued, so that of several changes between two publishes only the last comes` : seen;
}
