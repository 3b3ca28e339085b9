import type { Result } from '../model/fault.ts';

/**
 * Reads an answer that travelled packed: gives back what the contract declares as its output, or a fault where that cannot
 * be made of it; null for one that did not travel packed. Takes whatever came over the line and never throws.
 */
export type Unpack = (value: unknown) => Result<unknown> | null;

/** Whether an answer travels packed. Its columns are then made for it alone, and are freed once it was sent. */
export const isPacked = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, '$packed');

/** A message as it came over a line, with its answer unpacked; any other is given back as it is. */
export function unpackMessage(message: unknown, unpack: Unpack): unknown {
  if (typeof message !== 'object' || message === null || !('t' in message) || message.t !== 'result' || !('value' in message)) return message;
  const unpacked = unpack(message.value);
  if (unpacked === null) return message;
  const { id } = message as { readonly id?: unknown };
  return unpacked.ok ? { t: 'result', id, value: unpacked.value } : { t: 'fault', id, fault: unpacked.fault };
}
