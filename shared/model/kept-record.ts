import { z } from 'zod';

/** What a record may say: JSON, numbers finite. What is undefined is left out. */
export type RecordBody = { readonly [name: string]: RecordValue | undefined };
export type RecordValue = string | number | boolean | null | readonly RecordValue[] | RecordBody;

/** Client-made number of one act: the same act sent again under it is done once. Made anew for each act, never reused. */
export const OperationId = z.string().min(8).max(64).regex(/^[A-Za-z0-9-]+$/, 'letters, digits and - only');
export type OperationId = z.infer<typeof OperationId>;

/** `audit`, `run:ID`, `incident:ID`, `handover:ID`, …: records of one stream tell one story. */
export const RecordStream = z.string().min(1).max(160).regex(/^[a-z][a-z-]*(:[A-Za-z0-9_.:/-]+)?$/, 'a lower-case word, and where there are many of a kind a colon and an id');

/**
 * One line of the records of this plant, as it was written once and for all. `hash` is the SHA-256, in hex, over the hash of
 * the record before it and this one's content, so that none can be changed, removed or put elsewhere unnoticed.
 */
export const KeptRecord = z.object({
  /** 1, 2, 3, … over all streams, without gaps. */
  seq: z.number().int(),
  stream: z.string(),
  kind: z.string(),
  opId: z.string().nullable(),
  /** By the engine's clock, UTC epoch ms. */
  timeMs: z.number(),
  /** When what it tells of happened, where that is another time; UTC epoch ms. */
  sourceMs: z.number().nullable(),
  /** Who did it, in which role; null for the engine itself. */
  user: z.string().nullable(),
  role: z.string().nullable(),
  body: z.custom<RecordBody>((value) => typeof value === 'object' && value !== null),
  hash: z.string(),
});
export type KeptRecord = z.infer<typeof KeptRecord>;

/** A photo or paper kept beside the records under the SHA-256 of its bytes, in hex. Records name it in `attachments` of their body. */
export const Attachment = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(1),
  /** Media type, of `attachmentTypes`. */
  type: z.string(),
  name: z.string().max(200),
});
export type Attachment = z.infer<typeof Attachment>;

/** What can be attached: pictures a console shows without running anything in them, papers, and plain text. */
export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'text/plain'] as const;
/** Of one attachment. */
export const mostAttachmentBytes = 8 * 1024 * 1024;
/** Of one record's body, as JSON text in UTF-16 units: longer ones are refused. */
export const longestRecord = 256 * 1024;
