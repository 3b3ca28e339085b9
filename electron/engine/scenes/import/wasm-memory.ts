type WasmMemory = { readonly buffer: ArrayBuffer; grow(pages: number): number };

/**
 * Bounds what decoders in WebAssembly may grow their memory to in this thread, in pages of 64 KB: those made by Emscripten
 * (Draco, OpenCascade, Basis) grow it by calling `grow`, and take a RangeError for there being none. Gives its undoing.
 */
export function limitWasmMemory(mostPages: number): () => void {
  // The type of the global is known only where there is a DOM.
  const { prototype: memory } = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: { readonly prototype: { grow: WasmMemory['grow'] } } } }).WebAssembly.Memory;
  const { grow } = memory;
  memory.grow = function growWithin(this: WasmMemory, pages: number): number {
    if (this.buffer.byteLength / 65_536 + pages > mostPages) throw new RangeError('more memory than is given to one model');
    return grow.call(this, pages);
  };
  return () => void (memory.grow = grow);
}
