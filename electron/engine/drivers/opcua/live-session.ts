import type { ClientSession, OPCUAClient } from 'node-opcua-client';
import type { OpcuaLibrary } from './library.ts';
import type { ResolvedNode, ServerLimits } from './nodes.ts';

/** A standing session and what was learnt about its server. */
export type LiveSession = {
  readonly library: OpcuaLibrary;
  readonly client: OPCUAClient;
  readonly session: ClientSession;
  readonly limits: ServerLimits;
  /** Namespace URIs by index. */
  readonly namespaceUris: readonly string[];
  /** By tag index. */
  readonly nodes: readonly (ResolvedNode | { readonly problem: string })[];
};
