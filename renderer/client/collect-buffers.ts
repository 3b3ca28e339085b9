/** Adds the buffers of all columns of a message; they stand at most four levels deep (message → item → samples → column, or a list of pens). */
export function collectBuffers(value: unknown, buffers: Set<ArrayBuffer>, depth = 0): Set<ArrayBuffer> {
  if (typeof value !== 'object' || value === null || depth > 5) return buffers;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    return buffers;
  }
  if (Array.isArray(value)) {
    // Long lists are directories and journals: plain data, no columns in them.
    if (value.length <= 64) for (const part of value) collectBuffers(part, buffers, depth + 1);
    return buffers;
  }
  for (const part of Object.values(value)) collectBuffers(part, buffers, depth + 1);
  return buffers;
}
