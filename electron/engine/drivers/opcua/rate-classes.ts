import type { DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { OpcuaOptions } from './options.ts';

/** Tags with one period: they share one subscription. */
export type RateClass = {
  readonly periodMs: number;
  /** Sampling interval asked for; 0 asks for every change. */
  readonly samplingMs: number;
  readonly publishingIntervalMs: number;
  readonly keepAliveCount: number;
  readonly lifetimeCount: number;
  readonly queueSize: number;
  readonly tags: readonly DriverTag<OpcuaAddress>[];
};

const slowestPublishingMs = 250;
const mostQueued = 10_000;
const leastQueued = 10;

/**
 * One rate class per period. Publishing follows the period at a quarter of it, between the shortest interval asked for
 * and 250 ms, so that a slow tag adds little delay and a fast one few messages. The queue holds every sample of
 * `holdMs`, at least 10: more than come between two publishes, and enough for an outage of that length. The server
 * keeps a subscription without its client as long as the session.
 */
export function planRateClasses(tags: readonly DriverTag<OpcuaAddress>[], options: OpcuaOptions): RateClass[] {
  const byPeriod = new Map<number, DriverTag<OpcuaAddress>[]>();
  for (const tag of tags) {
    const members = byPeriod.get(tag.periodMs);
    if (members === undefined) byPeriod.set(tag.periodMs, [tag]);
    else members.push(tag);
  }
  return [...byPeriod]
    .toSorted(([a], [b]) => a - b)
    .map(([periodMs, members]) => {
      const publishingIntervalMs = Math.max(options.publishingIntervalMs, Math.min(periodMs / 4, slowestPublishingMs));
      const keepAliveCount = Math.max(1, Math.round(options.keepAliveMs / publishingIntervalMs));
      return {
        periodMs,
        samplingMs: options.everyChange ? 0 : periodMs,
        publishingIntervalMs,
        keepAliveCount,
        // OPC 10000-4, 5.14.2.2: at least three times the keep-alive count.
        lifetimeCount: Math.max(keepAliveCount * 3, Math.ceil(options.sessionTimeoutMs / publishingIntervalMs)),
        queueSize: options.queueSize ?? Math.min(mostQueued, Math.max(leastQueued, Math.ceil(options.holdMs / periodMs))),
        tags: members,
      };
    });
}
