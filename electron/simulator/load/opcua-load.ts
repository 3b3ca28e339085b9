import { TagDefinition } from '#shared/model/tag.ts';
import { OpcUaPlantServer } from '../servers/opcua-plant-server.ts';
import { changeInTurn } from './change-in-turn.ts';
import type { LoadOptions, LoadSource } from './load-options.ts';

/**
 * OPC UA load source: tag n is the Double `nsu=urn:harbour-works:load;s=T/n`. Good for about 50,000 changes a second on
 * one core; above that the server, not its client, is what one measures.
 */
export async function startOpcUaLoad(o: LoadOptions): Promise<LoadSource> {
  const ids = Array.from({ length: o.tags }, (_, i) => `T${i}`);
  const tags: readonly TagDefinition[] = ids.map((id, i) =>
    TagDefinition.parse({ id, name: id, asset: 'T', device: 'load', address: `nsu=urn:harbour-works:load;s=T/${i}` }),
  );
  const server = new OpcUaPlantServer([{ id: 'load', port: o.port, tags }], o.dataDir);
  const ports = await server.start();
  const sequence = new Float64Array(o.tags);
  let changes = 0;
  for (const id of ids) server.set(id, 0, Date.now());
  const stop = changeInTurn(o.tags, o.rate, (tag, nowMs) => {
    const next = (sequence[tag] ?? 0) + 1;
    sequence[tag] = next;
    server.set(ids[tag] ?? '', next, nowMs);
    changes += 1;
  });
  return {
    ports: Object.fromEntries(ports),
    changes: () => changes,
    stop: async () => {
      stop();
      await server.stop();
    },
  };
}
