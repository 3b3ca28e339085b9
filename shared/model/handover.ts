import { z } from 'zod';

/** HO- and at least four digits, counted per plant. */
export const HandoverId = z.string().regex(/^HO-\d{4,9}$/).brand<'HandoverId'>();
export type HandoverId = z.infer<typeof HandoverId>;

export const handoverKinds = ['incident', 'open-action', 'run', 'shelved', 'out-of-service', 'suppressed', 'forced', 'note'] as const;
export type HandoverKind = (typeof handoverKinds)[number];

/** One thing the next shift is to know, accepted by itself. */
export const HandoverItem = z.object({
  /** Kind and subject: the same thing has the same id in every handover. */
  id: z.string().max(200),
  kind: z.enum(handoverKinds),
  subject: z.string().max(160),
  text: z.string().max(2500),
  /** Since when it is so, UTC epoch ms; null where not known. */
  sinceMs: z.number().nullable(),
  /** When it ends by itself; null where it does not. */
  untilMs: z.number().nullable(),
  by: z.string().nullable(),
});
export type HandoverItem = z.infer<typeof HandoverItem>;

/** `more`: things of a kind beyond the first 500, which are only counted. */
export const HandoverDraft = z.object({
  madeMs: z.number(),
  /** When the handover before this one was written; null for the first. */
  sinceMs: z.number().nullable(),
  items: z.array(HandoverItem),
  more: z.array(z.object({ kind: z.enum(handoverKinds), count: z.number().int() })),
});
export type HandoverDraft = z.infer<typeof HandoverDraft>;

/** Newest record of the chain when it was written: noted elsewhere, as on the printed handover, it tells later whether records were cut off. */
export const ChainMark = z.object({ seq: z.number().int(), head: z.string() });

export const Handover = z.object({
  id: HandoverId,
  seq: z.number().int(),
  writtenMs: z.number(),
  writtenBy: z.string(),
  comment: z.string(),
  draft: HandoverDraft,
  chain: ChainMark,
  accepted: z.array(z.object({ item: z.string(), by: z.string(), atMs: z.number(), comment: z.string() })),
  /** Every item is accepted. */
  isComplete: z.boolean(),
});
export type Handover = z.infer<typeof Handover>;

export const HandoverWritten = z.strictObject({ comment: z.string(), draft: HandoverDraft, chain: ChainMark });
export const HandoverAccepted = z.strictObject({ items: z.array(z.string().max(200)).min(1).max(5000), comment: z.string() });
