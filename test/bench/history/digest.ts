export type Column = Float64Array | Uint32Array;

/** A number over all bits of a column (FNV-1a, 32 bits at a time): equal columns have equal ones, in the page as here. */
export function digest(column: Column): number {
  const words = new Uint32Array(column.buffer, column.byteOffset, column.byteLength / 4);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}
