import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { ModelRefused } from '../model-refused.ts';
import type { WorkCount } from '../work-count.ts';
import type { GltfDocument, MeshoptView } from './gltf-document.ts';

/** A stretch of bytes and how far apart its elements are (0: as long as they are). */
export type BufferView = { readonly bytes: Uint8Array; readonly stride: number };

/** Buffer views of a file by their number, unpacked where they are compressed; each is made once. */
export type BufferViews = { view(index: number): BufferView };

type Sources = {
  readonly document: GltfDocument;
  readonly binary: Uint8Array | null;
  readonly beside: (uri: string) => Uint8Array;
  readonly count: WorkCount;
};

/** MeshoptDecoder must be ready where a view is compressed with it. */
export function createBufferViews({ document, binary, beside, count }: Sources): BufferViews {
  const buffers = new Map<number, Uint8Array>();
  const views = new Map<number, BufferView>();
  const buffer = (index: number): Uint8Array => {
    const known = buffers.get(index);
    if (known !== undefined) return known;
    const entry = document.buffers[index];
    if (entry === undefined) throw new ModelRefused(`it names buffer ${index} and has ${document.buffers.length}`);
    const found = entry.uri === undefined ? binary : entry.uri.startsWith('data:') ? dataBytes(entry.uri, count) : beside(entry.uri);
    if (found === null || (entry.uri === undefined && index !== 0)) throw new ModelRefused(`its buffer ${index} has no content`);
    if (entry.byteLength > found.length) throw new ModelRefused(`its buffer ${index} says it has ${entry.byteLength} bytes and has ${found.length}`);
    const bytes = found.subarray(0, entry.byteLength);
    buffers.set(index, bytes);
    return bytes;
  };
  const slice = (of: number, offset: number, length: number, what: string): Uint8Array => {
    const bytes = buffer(of);
    if (offset > bytes.length || length > bytes.length - offset) throw new ModelRefused(`${what} reaches beyond its buffer: ${offset} + ${length} of ${bytes.length} bytes`);
    return bytes.subarray(offset, offset + length);
  };
  return {
    view(index) {
      const known = views.get(index);
      if (known !== undefined) return known;
      const entry = document.bufferViews[index];
      if (entry === undefined) throw new ModelRefused(`it names buffer view ${index} and has ${document.bufferViews.length}`);
      const packed = entry.extensions?.EXT_meshopt_compression ?? entry.extensions?.KHR_meshopt_compression;
      const what = `its buffer view ${index}`;
      const made =
        packed === undefined
          ? { bytes: slice(entry.buffer, entry.byteOffset, entry.byteLength, what), stride: entry.byteStride ?? 0 }
          : { bytes: unpack(packed, slice(packed.buffer, packed.byteOffset, packed.byteLength, what), what, count), stride: packed.mode === 'ATTRIBUTES' ? packed.byteStride : 0 };
      views.set(index, made);
      return made;
    },
  };
}

/** EXT_meshopt_compression: what comes out is as long as it says, counted before it is made. */
function unpack(packed: MeshoptView, source: Uint8Array, what: string, count: WorkCount): Uint8Array {
  const { mode, byteStride } = packed;
  const fits = mode === 'ATTRIBUTES' ? byteStride % 4 === 0 : (byteStride === 2 || byteStride === 4) && (mode === 'INDICES' || packed.count % 3 === 0);
  if (!fits) throw new ModelRefused(`${what} is compressed in a way that does not exist`);
  const length = packed.count * byteStride;
  // The decoder's own memory holds it once more.
  count.bytes(2 * length);
  // A block of 16 vertices, and a triangle, take a byte at least in every version of the format.
  const fewest = mode === 'ATTRIBUTES' ? packed.count / 16 : mode === 'TRIANGLES' ? packed.count / 3 : packed.count;
  if (fewest > source.length) throw new ModelRefused(`${what} says it unpacks to ${packed.count} elements, more than ${source.length} bytes can hold`);
  const bytes = new Uint8Array(length);
  try {
    MeshoptDecoder.decodeGltfBuffer(bytes, packed.count, byteStride, source, mode, packed.filter);
  } catch {
    throw new ModelRefused(`${what} is compressed and can't be unpacked`);
  }
  return bytes;
}

/** Bytes of `data:…;base64,…`. */
export function dataBytes(uri: string, count: WorkCount): Uint8Array {
  const comma = uri.indexOf(',');
  if (comma < 0 || comma > 200 || !uri.slice(0, comma).endsWith(';base64')) throw new ModelRefused('an embedded part of it is not in base64');
  count.bytes(uri.length);
  return Buffer.from(uri.slice(comma + 1), 'base64');
}
