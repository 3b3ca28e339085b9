import { z } from 'zod';
import { AssetId, DeviceId } from './ids.ts';

/** One PLC, gateway or instrument as it stands in the project's `devices/*.yaml`. */
export const DeviceDefinition = z.strictObject({
  id: DeviceId,
  name: z.string().min(1).max(200),
  /** Name of the driver plug-in: opcua, modbus. */
  driver: z.string().min(1).max(40),
  asset: AssetId.optional(),
  /** Checked against the driver's own schema. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** Scan groups by name: how often the tags of the group are read or sampled, ms. `default` always exists. */
  groups: z
    .record(z.string().min(1).max(60), z.strictObject({ periodMs: z.number().min(5).max(86_400_000) }))
    .default({ default: { periodMs: 1000 } }),
  enabled: z.boolean().default(true),
  /**
   * Its clock, where the device stamps changes itself (a sequence-of-events recorder): how far its stamps may be off true
   * time, ms. Without it 50 ms are assumed of a device that gives times, and that it may stamp when it samples.
   */
  clock: z.strictObject({ accuracyMs: z.number().min(0).max(3_600_000) }).optional(),
});
export type DeviceDefinition = z.infer<typeof DeviceDefinition>;

export const linkStates = ['connecting', 'up', 'slow', 'down', 'disabled', 'misconfigured'] as const;
export type LinkState = (typeof linkStates)[number];

/** Health of one device link. It rests on the last good answer, never on an open socket. */
export const LinkHealth = z.object({
  device: DeviceId,
  state: z.enum(linkStates),
  /** Protocol and address in words: "Modbus TCP 127.0.0.1:1502". */
  endpoint: z.string(),
  /** Median round trip of the last requests, ms; null before the first answer. */
  roundTripMs: z.number().nullable(),
  requests: z.number(),
  errors: z.number(),
  reconnects: z.number(),
  /** Engine time of the last good answer, UTC epoch ms; null when there was none. */
  lastGoodMs: z.number().nullable(),
  /** Why it is not up, one sentence; null while it is. */
  problem: z.string().nullable(),
  /** Engine time of the next attempt while down, UTC epoch ms. */
  nextAttemptMs: z.number().nullable(),
  /** Addresses the device refused, with the reason, at most 50. */
  refusedTags: z.array(z.object({ tag: z.string(), reason: z.string() })),
  /** How far the device's clock is ahead of ours, ms, and how wrong that measurement may be; absent where not measured. */
  clock: z.object({ aheadMs: z.number(), errorMs: z.number() }).optional(),
  /** Details a driver adds for the engineering view (server time offset, negotiated intervals, block count, …). */
  details: z.record(z.string(), z.string()),
});
export type LinkHealth = z.infer<typeof LinkHealth>;
