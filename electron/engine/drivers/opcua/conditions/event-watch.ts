import type { EventNotificationList, NodeId } from 'node-opcua-client';
import type { ConditionReport } from '#shared/model/device-condition.ts';
import type { Quality } from '#shared/model/quality.ts';
import type { Cancel } from '../../../ports.ts';
import type { DriverContext, DriverTag } from '../../driver.ts';
import type { HealthBook } from '../../health.ts';
import type { OpcuaAddress } from '../address.ts';
import type { OpcuaLibrary } from '../library.ts';
import type { LiveSession } from '../live-session.ts';
import { createResolver } from '../nodes.ts';
import type { OpcuaOptions } from '../options.ts';
import type { RawSession } from '../raw-session.ts';
import { createConditionBook, type ConditionBook } from './condition-book.ts';
import { eventFilterOf } from './event-fields.ts';
import { readEvent } from './read-event.ts';

/** What the publisher needs to carry events beside values. */
export type EventSubscription = {
  readonly publishingIntervalMs: number;
  /** Whether the server has events at all; asked before a subscription is made for them. */
  isOffered(session: RawSession): Promise<boolean>;
  /** Makes the item in the subscription, where the server lets us: values come whether it does or not. */
  open(session: RawSession, subscriptionId: number): Promise<void>;
  take(list: EventNotificationList): void;
};

export type EventWatch = {
  readonly subscription: EventSubscription;
  readonly book: ConditionBook;
  /** A session stands: asks for everything the server has to say. */
  connected(live: LiveSession): void;
  /** Events may have been lost on the standing link: asks again. */
  missed(): void;
  lost(quality: Quality): void;
  dispose(): void;
};

/** Between two tries of a refresh that could not be had whole, ms; doubled at each one up to the longest. */
const retryMs = 1000;
const longestRetryMs = 60_000;
/** Reports are held back no longer than this for the end of a refresh, ms. */
const holdMs = 2000;
/** A refresh without its end after so long is asked for again, ms. */
const endMs = 30_000;
/** Events the server is asked to queue between two publishes. */
const queueSize = 10_000;
/** Reasons that pass; any other one given so many times in a row is this server's way to say that it has no refresh. */
const isPassing = /BadRefreshInProgress|BadTooMany|BadResourceUnavailable|BadOutOfMemory|timeout|timed out/i;
const mostRefusals = 3;
const eventsBit = 1;

/**
 * Watches the conditions of a server through the events of one node (the Server object unless the options name another)
 * and keeps the book of them. After each connection, and whenever events may be missing, it calls ConditionRefresh
 * (OPC 10000-9, 5.5.7); a server without conditions is left alone and nothing is said about it.
 */
export function createEventWatch(
  context: DriverContext,
  options: OpcuaOptions,
  library: OpcuaLibrary,
  tags: readonly DriverTag<OpcuaAddress>[],
  health: HealthBook,
  report: (report: ConditionReport) => void,
): EventWatch {
  const { clock, log, device } = context;
  const tagByNode = new Map<string, string>();
  let namespaceArray: string[] = [];
  const keyOf = (node: NodeId): string => node.toString({ namespaceArray });
  const book = createConditionBook({ most: options.conditions.most, keyOf, tagOf: (node) => tagByNode.get(node) ?? null, report });
  let live: LiveSession | null = null;
  let subscriptionId: number | null = null;
  /** `refused`: the server has events and does not let us have them, so that nothing can be said about its conditions. */
  let offer: 'open' | 'none' | 'refused' = 'none';
  let isRefreshing = false;
  let isBracketOpen = false;
  let isWantedAgain = false;
  let failures = 0;
  let refusals = 0;
  /** What is wrong with the refresh, in words; of interest only at a server that has conditions. */
  let refreshTrouble: string | null = null;
  let hadConditions = false;
  let overflows = 0;
  let malformed = 0;
  let cancelHold: Cancel | null = null;
  let cancelEnd: Cancel | null = null;
  let cancelRetry: Cancel | null = null;

  const stopTimers = (): void => {
    for (const cancel of [cancelHold, cancelEnd, cancelRetry]) cancel?.();
    cancelHold = cancelEnd = cancelRetry = null;
  };
  const describe = (): void => {
    hadConditions ||= book.size > 0;
    health.detail('condition refresh', hadConditions ? refreshTrouble : null);
    health.detail('conditions', offer === 'open' && hadConditions ? `${book.size} to report` : offer === 'refused' ? 'the server does not let its events be watched' : null);
    health.detail('conditions left out', book.leftOut === 0 ? null : `${book.leftOut}, more than ${options.conditions.most}`);
  };
  const retry = (): void => {
    cancelRetry?.();
    cancelRetry = clock.after(Math.min(longestRetryMs, retryMs * 2 ** failures), refresh);
    failures += 1;
  };
  const ended = (): void => {
    isRefreshing = isBracketOpen = false;
    cancelHold?.();
    cancelEnd?.();
    cancelHold = cancelEnd = null;
  };
  const refresh = (): void => {
    const asked = live;
    if (asked === null || offer !== 'open' || subscriptionId === null) return;
    if (isRefreshing) {
      isWantedAgain = true;
      return;
    }
    isRefreshing = true;
    isWantedAgain = false;
    cancelRetry?.();
    cancelEnd?.();
    cancelEnd = clock.after(endMs, () => {
      const wasBegun = isBracketOpen;
      ended();
      book.abandon();
      if (wasBegun) {
        log.warn(device.id, `${options.endpoint} did not end a refresh of its conditions within ${endMs / 1000} s; it is asked again.`);
        return retry();
      }
      // Some servers say where a refresh begins and ends to those alone who watch the Server object.
      refreshTrouble = 'the server does not say where it begins and ends: what is over since the last connection is not known';
      describe();
    });
    const { MethodIds, ObjectTypeIds, DataType, makeNodeId } = library;
    const call = {
      objectId: makeNodeId(ObjectTypeIds.ConditionType),
      methodId: makeNodeId(MethodIds.ConditionType_ConditionRefresh),
      inputArguments: [{ dataType: DataType.UInt32, value: subscriptionId }],
    };
    const failed = (why: string): void => {
      if (live !== asked) return;
      ended();
      book.abandon();
      const hasRefresh = isPassing.test(why) || ++refusals < mostRefusals;
      // Without a refresh what stood before this connection can only be settled by the next event of it.
      refreshTrouble = hasRefresh ? `not had yet (${why}); it is asked for again` : `the server has none (${why})`;
      describe();
      if (hasRefresh) retry();
    };
    asked.session.call(call).then(
      ({ statusCode }) => {
        if (statusCode.isNotGood()) failed(statusCode.name);
        else if (live === asked) refreshTrouble = null;
      },
      (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
    );
  };

  const endOfRefresh = (nowMs: number): void => {
    // Where the start is missing, the server's queue was too short and dropped it with some of what followed.
    const isWhole = isBracketOpen && !isWantedAgain;
    book.refreshed(nowMs);
    ended();
    if (isWhole) failures = 0;
    else retry();
  };

  const take = (list: EventNotificationList): void => {
    const nowMs = clock.nowMs();
    for (const { eventFields } of list.events ?? []) {
      const event = readEvent(eventFields ?? [], nowMs);
      switch (event.kind) {
        case 'condition':
          book.take(event);
          break;
        case 'refresh-start':
          isBracketOpen = true;
          book.refreshing();
          cancelHold?.();
          cancelHold = clock.after(holdMs, book.release);
          break;
        case 'refresh-end':
          endOfRefresh(nowMs);
          break;
        case 'refresh-required':
          refresh();
          break;
        case 'overflow':
          overflows += 1;
          health.detail('event queue overflows', String(overflows));
          log.warn(device.id, `${options.endpoint} dropped events because its queue was full; its conditions are asked for anew.`);
          refresh();
          break;
        case 'malformed':
          malformed += 1;
          if (malformed === 1) log.warn(device.id, `${options.endpoint} sent an event that cannot be a condition: ${event.why}. Such events are left out and counted.`);
          health.detail('events that made no sense', String(malformed));
          break;
        case 'other':
          break;
      }
    }
    describe();
  };

  return {
    book,
    subscription: {
      publishingIntervalMs: options.publishingIntervalMs,
      async isOffered(session) {
        subscriptionId = null;
        offer = 'none';
        if (!options.conditions.enabled) return false;
        namespaceArray = await session.readNamespaceArray();
        const nodeId = notifierOf(library, namespaceArray, options);
        if (nodeId === null) return false;
        const { value, statusCode } = await session.read({ nodeId, attributeId: library.AttributeIds.EventNotifier });
        if (/BadUserAccessDenied|BadNotReadable/.test(statusCode.name)) offer = 'refused';
        const bits: unknown = value?.value;
        return statusCode.isGood() && typeof bits === 'number' && (bits & eventsBit) !== 0;
      },
      async open(session, id) {
        const nodeId = notifierOf(library, namespaceArray, options);
        offer = 'refused';
        for (const isNarrow of [true, false]) {
          if (nodeId === null || offer !== 'refused' || !(await watchEvents(library, session, id, nodeId, isNarrow))) continue;
          subscriptionId = id;
          offer = 'open';
        }
      },
      take,
    },
    connected(next) {
      live = next;
      failures = refusals = 0;
      refreshTrouble = null;
      tagByNode.clear();
      for (const tag of tags) {
        const node = next.nodes[tag.index];
        if (node !== undefined && 'nodeId' in node && !tagByNode.has(node.nodeId.toString())) tagByNode.set(node.nodeId.toString(), tag.id);
      }
      describe();
      if (offer === 'open') refresh();
      // Nothing can stand at a server that has no events: what was kept of an earlier one is over.
      else if (offer === 'none') book.clear(clock.nowMs());
    },
    missed: refresh,
    lost(quality) {
      live = null;
      stopTimers();
      isRefreshing = false;
      book.abandon();
      report({ kind: 'lost', quality });
    },
    dispose() {
      live = null;
      stopTimers();
    },
  };
}

/** The node whose events are watched, on a session with these namespaces; null where its own is not there. */
function notifierOf(library: OpcuaLibrary, uris: readonly string[], options: OpcuaOptions): NodeId | null {
  const resolved = createResolver(library, uris, uris).resolve(options.conditions.notifier);
  return 'nodeId' in resolved ? resolved.nodeId : null;
}

/** Makes the item that monitors the events of a node; false when the server takes none with this filter. */
async function watchEvents(library: OpcuaLibrary, session: RawSession, subscriptionId: number, nodeId: NodeId, isNarrow: boolean): Promise<boolean> {
  const filter = eventFilterOf(library, isNarrow);
  try {
    const { results } = await session.createMonitoredItems({
      subscriptionId,
      timestampsToReturn: library.TimestampsToReturn.Neither,
      itemsToCreate: [
        {
          itemToMonitor: { nodeId, attributeId: library.AttributeIds.EventNotifier },
          monitoringMode: library.MonitoringMode.Reporting,
          requestedParameters: { clientHandle: 0, samplingInterval: 0, queueSize, discardOldest: true, filter },
        },
      ],
    });
    return results?.[0]?.statusCode.isGood() === true;
  } catch (error) {
    // A refusal of the service as a whole; a lost connection ends the attempt by itself.
    if (/ServiceResult|serviceResult|Bad(TooMany|Nothing|Timestamps)/.test(String(error))) return false;
    throw error;
  }
}
