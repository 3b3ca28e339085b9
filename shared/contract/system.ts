import { z } from 'zod';
import { query, stateStream } from '../rpc/define.ts';

export const SystemStatus = z.object({
  version: z.string(),
  /** Changes with each start of the engine. */
  engineId: z.string(),
  startedMs: z.number(),
  nowMs: z.number(),
  samplesPerS: z.number(),
  tags: z.object({ total: z.number(), bad: z.number(), stale: z.number(), uncertain: z.number() }),
  historian: z.object({
    state: z.enum(['ok', 'degraded', 'full', 'failed']),
    sentence: z.string(),
    queuedRows: z.number(),
    lostSamples: z.number(),
    bytes: z.number(),
  }),
  alarms: z.object({ standing: z.number(), unacknowledged: z.number(), last10Min: z.number() }),
  /** Samples left out for slow consoles since the start. */
  droppedForClients: z.number(),
  clients: z.number(),
  cpuPct: z.number(),
  memoryMb: z.number(),
});
export type SystemStatus = z.infer<typeof SystemStatus>;

export const systemContract = {
  /** Answers at once: a console that has heard nothing for a moment asks whether the engine still lives. */
  'system.ping': query({ role: 'view', input: z.strictObject({}), output: z.null() }),
  'system.status': stateStream({ role: 'view', params: z.strictObject({}), item: SystemStatus }),
};
