import { ModelRefused } from '../model-refused.ts';
import type { WorkCount } from '../work-count.ts';
import type { BufferViews } from './buffer-views.ts';
import type { GltfAccessor, GltfDocument } from './gltf-document.ts';

export type Accessors = {
  /** Elements of an accessor as real numbers, `width` each, normalised integers worked in. Throws where one is no finite number. */
  floats(index: number, width: number, what: string): Float32Array;
  /** Elements of a scalar accessor of whole numbers from 0 on. */
  indices(index: number, what: string): Uint32Array;
  /** Number of its elements, as it says. */
  count(index: number): number;
};

const widths = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 } as const;
type Component = GltfAccessor['componentType'];
const sizes: Readonly<Record<Component, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
/** What an integer is divided by where it is normalised (glTF 2.0, 3.11); 0: it never is. */
const scales: Readonly<Record<Component, number>> = { 5120: 127, 5121: 255, 5122: 32767, 5123: 65535, 5125: 0, 5126: 0 };

function readerOf(type: Component, view: DataView): (at: number) => number {
  switch (type) {
    case 5120:
      return (at) => view.getInt8(at);
    case 5121:
      return (at) => view.getUint8(at);
    case 5122:
      return (at) => view.getInt16(at, true);
    case 5123:
      return (at) => view.getUint16(at, true);
    case 5125:
      return (at) => view.getUint32(at, true);
    default:
      return (at) => view.getFloat32(at, true);
  }
}

export function createAccessors(document: GltfDocument, views: BufferViews, count: WorkCount): Accessors {
  const entryOf = (index: number): GltfAccessor => {
    const entry = document.accessors[index];
    if (entry === undefined) throw new ModelRefused(`it names accessor ${index} and has ${document.accessors.length}`);
    return entry;
  };
  /** A reader of element e, component c of `elements` elements that are checked to be there. */
  const open = (at: { readonly bufferView: number; readonly byteOffset: number }, type: Component, width: number, elements: number, what: string): ((element: number, component: number) => number) => {
    const { bytes, stride } = views.view(at.bufferView);
    const step = stride === 0 ? sizes[type] * width : stride;
    const needed = at.byteOffset + (elements - 1) * step + sizes[type] * width;
    if (!(needed <= bytes.length)) throw new ModelRefused(`${what} says it has ${elements} elements, which need ${needed} bytes of ${bytes.length}`);
    const read = readerOf(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return (element, component) => read(at.byteOffset + element * step + component * sizes[type]);
  };
  const fill = (entry: GltfAccessor, index: number, out: Float32Array | Uint32Array, divide: number): void => {
    const what = `its accessor ${index}`;
    const width = widths[entry.type];
    const value = (raw: number): number => (divide === 0 ? raw : Math.max(-1, raw / divide));
    if (entry.bufferView !== undefined) {
      const read = open({ bufferView: entry.bufferView, byteOffset: entry.byteOffset }, entry.componentType, width, entry.count, what);
      for (let e = 0; e < entry.count; e += 1) for (let c = 0; c < width; c += 1) out[e * width + c] = value(read(e, c));
    }
    const { sparse } = entry;
    if (sparse === undefined) return;
    if (sparse.count > entry.count) throw new ModelRefused(`${what} replaces more elements than it has`);
    const where = open(sparse.indices, sparse.indices.componentType, 1, sparse.count, what);
    const read = open(sparse.values, entry.componentType, width, sparse.count, what);
    for (let e = 0; e < sparse.count; e += 1) {
      const to = where(e, 0);
      if (!(Number.isInteger(to) && to >= 0 && to < entry.count)) throw new ModelRefused(`${what} replaces an element it does not have`);
      for (let c = 0; c < width; c += 1) out[to * width + c] = value(read(e, c));
    }
  };
  /** Checked before memory is taken: without a buffer view there is nothing that holds a count down. */
  const room = (entry: GltfAccessor, index: number): void => {
    if (entry.bufferView === undefined && entry.sparse === undefined) throw new ModelRefused(`its accessor ${index} has no content`);
    if (entry.bufferView !== undefined) open({ bufferView: entry.bufferView, byteOffset: entry.byteOffset }, entry.componentType, widths[entry.type], entry.count, `its accessor ${index}`);
    count.bytes(entry.count * widths[entry.type] * 4);
  };
  return {
    floats(index, width, what) {
      const entry = entryOf(index);
      if (widths[entry.type] !== width) throw new ModelRefused(`its accessor ${index} is ${entry.type}, which ${what} can't be`);
      room(entry, index);
      const out = new Float32Array(entry.count * width);
      fill(entry, index, out, entry.normalized ? scales[entry.componentType] : 0);
      if (!out.every((one) => Number.isFinite(one))) throw new ModelRefused(`its accessor ${index} holds ${what} with a number that is none (NaN or infinity)`);
      return out;
    },
    indices(index, what) {
      const entry = entryOf(index);
      const type = entry.componentType;
      if (entry.type !== 'SCALAR' || (type !== 5121 && type !== 5123 && type !== 5125)) throw new ModelRefused(`its accessor ${index} is not of a kind that ${what} can be`);
      room(entry, index);
      const out = new Uint32Array(entry.count);
      fill(entry, index, out, 0);
      return out;
    },
    count: (index) => entryOf(index).count,
  };
}
