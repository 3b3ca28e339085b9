/**
 * Gives the memory of typed arrays back at once, not when the collector comes by: it counts what lies outside its heap only
 * loosely, and a megabyte an answer made it mark all of an engine's heap every eight answers, 25 ms each time; what is free at
 * once is also taken again for the next answer instead of fresh pages. Only for what nobody else reads: views of what was
 * freed have no length any more.
 */
export function freeColumns(value: unknown, except: unknown = null): void {
  const kept = buffersIn(except);
  for (const buffer of buffersIn(value)) if (!kept.has(buffer)) free(buffer);
}

/** The same for bytes that are all of their buffer; others, which lie in a pool, stay. */
export function freeBytes(bytes: Uint8Array): void {
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength) free(bytes.buffer);
}

/** A buffer that was moved to another thread already is none any more. */
function free(buffer: ArrayBuffer): void {
  if (!buffer.detached) buffer.transfer(0);
}

/** The buffers of all typed arrays in a value, each once; what is shared between threads left out. */
export function buffersIn(value: unknown, into = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) into.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffersIn(part, into);
  return into;
}
