import type { DataValue } from 'node-opcua-client';
import type { Clock } from '../../ports.ts';
import type { HealthBook } from '../health.ts';
import type { LiveSession } from './live-session.ts';
import { valueOf } from './monitored-items.ts';
import { chunk, type ResolvedNode } from './nodes.ts';

/**
 * Reads these tags from the server and hands their values on, in requests of the size the server allows. Tags without a
 * node are left out. Stops without a word when `isCurrent` turns false. Throws what the library throws.
 */
export async function readTags(
  live: LiveSession,
  indices: readonly number[],
  take: { value(tag: number, dataValue: DataValue): void; flush(): void },
  health: HealthBook,
  clock: Clock,
  isCurrent: () => boolean,
): Promise<void> {
  const { library, session, limits, nodes } = live;
  const known = indices.filter((index) => 'nodeId' in (nodes[index] ?? {}));
  for (const part of chunk(known, limits.maxNodesPerRead)) {
    health.requested();
    const before = clock.monotonicMs();
    const answers = await session.read(part.map((index) => valueOf(library, nodes[index] as ResolvedNode)));
    if (!isCurrent()) return;
    health.answered(clock.monotonicMs() - before);
    answers.forEach((answer, at) => take.value(part[at] as number, answer));
    take.flush();
  }
}
