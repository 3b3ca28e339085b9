import type { ClientSession, NodeId } from 'node-opcua-client';
import type { OpcuaAddress } from './address.ts';
import type { OpcuaLibrary } from './library.ts';

/** What a tag points at on this connection. */
export type ResolvedNode = {
  readonly nodeId: NodeId;
  /** Index range of the element, as OPC UA writes it; null for the whole value. */
  readonly indexRange: string | null;
};

/** Server limits that count for us; 0 in the server means no limit. */
export type ServerLimits = {
  readonly maxNodesPerRead: number;
  readonly maxMonitoredItemsPerCall: number;
  readonly maxNodesPerHistoryRead: number;
};

/** Cuts a list into parts of at most `size`. */
export function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}

/** Reads what the server allows in one call; a server without operation limits gets `wanted`. */
export async function readLimits(library: OpcuaLibrary, session: ClientSession, wanted: number): Promise<ServerLimits> {
  const { VariableIds, AttributeIds } = library;
  const ids = [
    VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
    VariableIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
    VariableIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadData,
  ];
  const values = await session.read(ids.map((id) => ({ nodeId: library.makeNodeId(id), attributeId: AttributeIds.Value })));
  const [read, monitor, history] = values.map((answer) => {
    const limit: unknown = answer.value?.value;
    return typeof limit === 'number' && limit > 0 ? Math.min(limit, wanted) : wanted;
  });
  return { maxNodesPerRead: read ?? wanted, maxMonitoredItemsPerCall: monitor ?? wanted, maxNodesPerHistoryRead: history ?? wanted };
}

/**
 * Turns addresses into node ids of this connection. Namespace indices may change whenever a server starts, so a URI is
 * looked up each time, and a plain index is tied to the URI it had when this driver first connected (`firstUris`): when
 * the URI has moved, the tag follows it; when it has gone, the tag is refused rather than bound to whatever took its place.
 * Index 1 is the server's own namespace by definition and keeps its number.
 */
export function createResolver(library: OpcuaLibrary, uris: readonly string[], firstUris: readonly string[]) {
  const indexOf = (namespace: OpcuaAddress['namespace']): number | { problem: string } => {
    if ('uri' in namespace) {
      const index = uris.indexOf(namespace.uri);
      return index >= 0 ? index : { problem: `the server has no namespace '${namespace.uri}'` };
    }
    const { index } = namespace;
    if (index <= 1) return index;
    const first = firstUris[index];
    if (first === undefined) return index < uris.length ? index : { problem: `the server has no namespace with the index ${index}` };
    if (uris[index] === first) return index;
    const moved = uris.indexOf(first);
    return moved >= 0 ? moved : { problem: `the namespace '${first}', index ${index} before, is gone from the server` };
  };
  return {
    resolve(address: OpcuaAddress): ResolvedNode | { problem: string } {
      const index = indexOf(address.namespace);
      if (typeof index !== 'number') return index;
      return {
        nodeId: library.coerceNodeId(`ns=${index};${address.identifier}`),
        indexRange: address.element === null ? null : String(address.element),
      };
    },
    /** The node whose identifier includes the bracket; null where the address allows no such reading. */
    resolveWhole(address: OpcuaAddress): NodeId | null {
      const index = indexOf(address.namespace);
      if (address.whole === null || typeof index !== 'number') return null;
      return library.coerceNodeId(`ns=${index};${address.whole}`);
    },
  };
}

/**
 * Resolves all addresses of a device; asks the server about those whose bracket may belong to the identifier.
 * Gives back one entry per address, in order.
 */
export async function resolveAddresses(
  library: OpcuaLibrary,
  session: ClientSession,
  addresses: readonly OpcuaAddress[],
  firstUris: readonly string[],
  uris: readonly string[],
  maxNodesPerRead: number,
): Promise<(ResolvedNode | { problem: string })[]> {
  const resolver = createResolver(library, uris, firstUris);
  const nodes = addresses.map((address) => resolver.resolve(address));
  const doubtful: { index: number; nodeId: NodeId }[] = [];
  addresses.forEach((address, index) => {
    const nodeId = resolver.resolveWhole(address);
    if (nodeId !== null) doubtful.push({ index, nodeId });
  });
  for (const part of chunk(doubtful, maxNodesPerRead)) {
    const answers = await session.read(part.map(({ nodeId }) => ({ nodeId, attributeId: library.AttributeIds.NodeClass })));
    part.forEach(({ index, nodeId }, at) => {
      if (answers[at]?.statusCode.isGood() === true) nodes[index] = { nodeId, indexRange: null };
    });
  }
  return nodes;
}
