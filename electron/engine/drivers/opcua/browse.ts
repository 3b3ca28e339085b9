import type { NodeId, ReferenceDescription } from 'node-opcua-client';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { BrowseEntry } from '../driver.ts';
import { nodeAddressText, parseNode } from './address.ts';
import type { LiveSession } from './live-session.ts';
import { chunk, createResolver } from './nodes.ts';

type BrowseFault = 'not-connected' | 'unknown-address' | 'timeout';

const objectsFolder = 'i=85';
const referencesPerAnswer = 1000;

/**
 * The children of a node along hierarchical references, sorted as the server gives them; '' is the Objects folder. The
 * addresses name their namespace by URI, so that what is bound from here survives a change of the indices.
 */
export async function browseNode(live: LiveSession | null, address: string, deviceName: string): Promise<Result<readonly BrowseEntry[], BrowseFault>> {
  if (live === null) return refused('not-connected', `${deviceName} is not connected.`, 'Try again when the link is up.');
  const parsed = parseNode(address === '' ? objectsFolder : address);
  if ('problem' in parsed) return refused('unknown-address', `${parsed.problem}.`);
  const { library, session } = live;
  const target = createResolver(library, live.namespaceUris, live.namespaceUris).resolve({ ...parsed, element: null, whole: null });
  if ('problem' in target) return refused('unknown-address', `${address} is unknown: ${target.problem}.`);
  try {
    const children = await childrenOf(live, target.nodeId);
    if (children === null) return refused('unknown-address', `${deviceName} has no node ${address}.`);
    const [types, parents] = [await dataTypesOf(live, children), await parentsAmong(live, children)];
    return ok(
      children.map((child, index): BrowseEntry => {
        const { nodeId } = child;
        const identifier = nodeId.toString().replace(/^ns=\d+;/, '');
        const kind =
          child.nodeClass === library.NodeClass.Object
            ? 'folder'
            : child.nodeClass === library.NodeClass.Variable
              ? 'value'
              : child.nodeClass === library.NodeClass.Method
                ? 'method'
                : 'other';
        return {
          address: nodeAddressText(live.namespaceUris[nodeId.namespace] ?? '', nodeId.namespace, identifier),
          name: child.displayName.text ?? child.browseName.name ?? identifier,
          kind,
          dataType: types[index] ?? null,
          hasChildren: parents.has(index),
        };
      }),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/timeout|timed out/i.test(message)) return refused('timeout', `${deviceName} did not answer in time.`);
    return refused('not-connected', `The link to ${deviceName} was lost while browsing.`);
  }

  async function childrenOf({ library: { BrowseDirection } }: LiveSession, nodeId: NodeId): Promise<ReferenceDescription[] | null> {
    const found: ReferenceDescription[] = [];
    const seen = new Set<string>();
    const take = (references: readonly ReferenceDescription[] | null): void => {
      for (const reference of references ?? []) {
        // One node may hang on its parent by several references.
        const key = reference.nodeId.toString();
        if (!seen.has(key)) found.push(reference);
        seen.add(key);
      }
    };
    session.requestedMaxReferencesPerNode = referencesPerAnswer;
    let answer = await session.browse({
      nodeId,
      referenceTypeId: 'HierarchicalReferences',
      includeSubtypes: true,
      browseDirection: BrowseDirection.Forward,
      nodeClassMask: 0,
      resultMask: 63,
    });
    if (answer.statusCode.isNotGood()) return null;
    take(answer.references);
    while (answer.continuationPoint !== null && answer.continuationPoint !== undefined && answer.continuationPoint.length > 0) {
      answer = await session.browseNext(answer.continuationPoint, false);
      take(answer.references);
    }
    return found;
  }
}

/** Names of the data types of the variables among `children`, by place. */
async function dataTypesOf(live: LiveSession, children: readonly ReferenceDescription[]): Promise<(string | undefined)[]> {
  const { library, session, limits } = live;
  const names: (string | undefined)[] = [];
  const variables = children.map((child, index) => ({ child, index })).filter(({ child }) => child.nodeClass === library.NodeClass.Variable);
  const others: { readonly index: number; readonly typeId: NodeId }[] = [];
  for (const part of chunk(variables, limits.maxNodesPerRead)) {
    const answers = await session.read(part.map(({ child }) => ({ nodeId: child.nodeId, attributeId: library.AttributeIds.DataType })));
    part.forEach(({ index }, at) => {
      const typeId = answers[at]?.value?.value as NodeId | null | undefined;
      if (typeId === null || typeId === undefined) return;
      const builtIn = typeId.namespace === 0 ? library.DataType[typeId.value as number] : undefined;
      if (builtIn !== undefined) names[index] = builtIn;
      else others.push({ index, typeId });
    });
  }
  for (const part of chunk(others, limits.maxNodesPerRead)) {
    const answers = await session.read(part.map(({ typeId }) => ({ nodeId: typeId, attributeId: library.AttributeIds.BrowseName })));
    part.forEach(({ index }, at) => {
      const name = (answers[at]?.value?.value as { name?: string | null } | null | undefined)?.name;
      if (name !== null && name !== undefined) names[index] = name;
    });
  }
  return names;
}

/** Places of those children that have children of their own. */
async function parentsAmong(live: LiveSession, children: readonly ReferenceDescription[]): Promise<Set<number>> {
  const { library, session } = live;
  const parents = new Set<number>();
  const indexed = children.map((child, index) => ({ child, index }));
  for (const part of chunk(indexed, 100)) {
    // One reference is enough to know; the library asks for as many as the session says, so all calls share one limit.
    const answers = await session.browse(
      part.map(({ child }) => ({
        nodeId: child.nodeId,
        referenceTypeId: 'HierarchicalReferences',
        includeSubtypes: true,
        browseDirection: library.BrowseDirection.Forward,
        nodeClassMask: 0,
        resultMask: 0,
      })),
    );
    const open: Buffer[] = [];
    part.forEach(({ index }, at) => {
      const answer = answers[at];
      if ((answer?.references?.length ?? 0) > 0) parents.add(index);
      if (answer?.continuationPoint !== null && answer?.continuationPoint !== undefined && answer.continuationPoint.length > 0) open.push(answer.continuationPoint);
    });
    if (open.length > 0) await session.browseNext(open, true);
  }
  return parents;
}
