import type { MonitoredItemCreateRequestOptions, ReadValueIdOptions } from 'node-opcua-client';
import type { DriverTag } from '../driver.ts';
import type { OpcuaAddress } from './address.ts';
import type { OpcuaLibrary } from './library.ts';
import { chunk, type ResolvedNode, type ServerLimits } from './nodes.ts';
import type { RateClass } from './rate-classes.ts';
import type { RawSession } from './raw-session.ts';

/** What to read or monitor: the value of a node, or one element of it. */
export function valueOf(library: OpcuaLibrary, node: ResolvedNode): ReadValueIdOptions {
  const target: ReadValueIdOptions = { nodeId: node.nodeId, attributeId: library.AttributeIds.Value };
  // The library turns the text of an index range into its own type; only its declarations know no text.
  return node.indexRange === null ? target : { ...target, indexRange: node.indexRange as never };
}

/** One item per tag of a rate class that has a node; the client handle is the tag's index + 1, so no look-up is needed. */
export async function createItems(
  library: OpcuaLibrary,
  session: RawSession,
  subscriptionId: number,
  plan: RateClass,
  nodes: readonly (ResolvedNode | { problem: string })[],
  limits: ServerLimits,
  refused: (tag: DriverTag<OpcuaAddress>, status: { readonly value: number; readonly name: string } | null) => void,
): Promise<{ readonly slowestMs: number; readonly smallestQueue: number }> {
  let slowestMs = 0;
  let smallestQueue = Number.MAX_SAFE_INTEGER;
  const wanted = plan.tags.filter((tag) => 'nodeId' in (nodes[tag.index] as object));
  for (const part of chunk(wanted, limits.maxMonitoredItemsPerCall)) {
    const answer = await session.createMonitoredItems({
      subscriptionId,
      timestampsToReturn: library.TimestampsToReturn.Both,
      itemsToCreate: part.map(
        (tag): MonitoredItemCreateRequestOptions => ({
          itemToMonitor: valueOf(library, nodes[tag.index] as ResolvedNode),
          monitoringMode: library.MonitoringMode.Reporting,
          requestedParameters: {
            clientHandle: tag.index + 1,
            samplingInterval: plan.samplingMs,
            queueSize: plan.queueSize,
            discardOldest: true,
          },
        }),
      ),
    });
    part.forEach((tag, at) => {
      const result = answer.results?.[at];
      if (result === undefined) return;
      const isGood = result.statusCode.isGood();
      refused(tag, isGood ? null : result.statusCode);
      if (!isGood) return;
      slowestMs = Math.max(slowestMs, result.revisedSamplingInterval);
      smallestQueue = Math.min(smallestQueue, result.revisedQueueSize);
    });
  }
  return { slowestMs, smallestQueue };
}
