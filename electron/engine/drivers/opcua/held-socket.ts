import type { Socket } from 'node:net';
import type { OPCUAClient } from 'node-opcua-client';

/** The way from a client of the library to its socket, which its declarations leave out. Pinned by the test of a write into a dark line. */
type Innards = { readonly _secureChannel?: { getTransport?(): { readonly _socket?: Partial<Socket> | null } | undefined } | null };

/** The socket a client sends through now; null where the library keeps it elsewhere. */
function socketOf(client: OPCUAClient): Partial<Socket> | null {
  return (client as unknown as Innards)._secureChannel?.getTransport?.()?._socket ?? null;
}

/**
 * Takes hold of the connection something is about to be sent on; the answer ends that connection by a reset, which makes the
 * system throw away what it still holds: closed in the usual way it would be delivered when the network is back.
 */
export function holdSocket(client: OPCUAClient): () => void {
  const socket = socketOf(client);
  return () => void socket?.resetAndDestroy?.();
}
