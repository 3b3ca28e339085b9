import { z } from 'zod';

/** Sample columns as they travel: see SampleBatch; every array has exactly `length` rows. */
export type SampleColumns = {
  readonly tag: Uint32Array;
  readonly timeMs: Float64Array;
  readonly value: Float64Array;
  readonly quality: Uint32Array;
};
export const SampleColumns = z.custom<SampleColumns>((value) => typeof value === 'object' && value !== null && 'tag' in value);

/** A span of time, UTC epoch ms. */
export const TimeSpan = z
  .strictObject({ fromMs: z.number(), toMs: z.number() })
  .refine(({ fromMs, toMs }) => fromMs < toMs, 'the end must be after the beginning');

export const float64Column = z.custom<Float64Array>((value) => value instanceof Float64Array);
export const float32Column = z.custom<Float32Array>((value) => value instanceof Float32Array);
export const uint32Column = z.custom<Uint32Array>((value) => value instanceof Uint32Array);
export const uint8Column = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
