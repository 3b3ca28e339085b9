import { createHash } from 'node:crypto';
import type { RecordBody, RecordValue } from '#shared/model/kept-record.ts';

/** A record without its hash, the body as the text it is kept as. */
export type RecordText = {
  readonly seq: number;
  readonly stream: string;
  readonly kind: string;
  readonly op: string | null;
  readonly timeMs: number;
  readonly sourceMs: number | null;
  readonly user: string | null;
  readonly role: string | null;
  readonly body: string;
};

/** What stands in for the hash before the first record. */
export const noHash = new Uint8Array(32);

/**
 * SHA-256 (FIPS 180-4, by Node's OpenSSL) over the 32 bytes of the hash before and the UTF-8 of a JSON list of all that the
 * record says: number, stream, kind, operation, times, who, body. JSON writes strings and finite numbers in one way only, so
 * equal records give equal bytes and different ones different bytes.
 */
export function hashOf(before: Uint8Array, { seq, stream, kind, op, timeMs, sourceMs, user, role, body }: RecordText): Buffer {
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([seq, stream, kind, op, timeMs, sourceMs, user, role, body]))
    .digest();
}

/** The body as JSON with its names in order, so that one content has one text. Throws a sentence at what JSON cannot say. */
export function canonicalText(body: RecordBody): string {
  return JSON.stringify(inOrder(body, 0));
}

const deepest = 32;

function inOrder(value: RecordValue, depth: number): RecordValue {
  if (depth > deepest) throw new Error(`A record is nested more than ${deepest} deep, so it was not kept.`);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`A record holds the number ${value}, which JSON cannot say, so it was not kept.`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: RecordValue) => inOrder(one, depth + 1));
  const names = Object.keys(value).sort();
  const ordered: Record<string, RecordValue> = {};
  for (const name of names) {
    const part = (value as RecordBody)[name];
    // Assigning `__proto__` would set no name at all.
    if (part !== undefined) Object.defineProperty(ordered, name, { value: inOrder(part, depth + 1), enumerable: true, configurable: true, writable: true });
  }
  return ordered;
}
