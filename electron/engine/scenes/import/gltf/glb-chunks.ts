import { ModelRefused } from '../model-refused.ts';

const magic = 0x46546c67;
const jsonChunk = 0x4e4f534a;
const binaryChunk = 0x004e4942;

/** Parts of a .glb file (glTF 2.0, chapter 4); `binary` null where it has none. Views of `bytes`, nothing is copied. */
export function splitGlb(bytes: Uint8Array): { readonly json: Uint8Array; readonly binary: Uint8Array | null } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20) throw new ModelRefused('it ends within its header');
  if (view.getUint32(0, true) !== magic) throw new ModelRefused('it does not begin as a .glb file does');
  const version = view.getUint32(4, true);
  if (version !== 2) throw new ModelRefused(`it is a .glb file of version ${version}, and 2 is read`);
  const length = view.getUint32(8, true);
  if (length > bytes.length) throw new ModelRefused(`it says it has ${length} bytes and has ${bytes.length}`);
  let json: Uint8Array | null = null;
  let binary: Uint8Array | null = null;
  for (let at = 12; at + 8 <= length; ) {
    const size = view.getUint32(at, true);
    const kind = view.getUint32(at + 4, true);
    if (size > length - at - 8) throw new ModelRefused(`a part of it says it has ${size} bytes, and ${length - at - 8} are left`);
    const chunk = bytes.subarray(at + 8, at + 8 + size);
    if (json === null && kind !== jsonChunk) throw new ModelRefused('its first part is not its description');
    if (kind === jsonChunk) json ??= chunk;
    else if (kind === binaryChunk) binary ??= chunk;
    at += 8 + size;
  }
  if (json === null) throw new ModelRefused('it has no description');
  return { json, binary };
}
