import createDecoderModule, { type DracoDecoderModule, type DracoMesh } from 'draco3dgltf/draco_decoder_gltf_nodejs.js';
import { ModelRefused } from '../model-refused.ts';
import type { WorkCount } from '../work-count.ts';

export type DracoGeometry = { readonly indices: Uint32Array; attribute(uniqueId: number, width: number, normalized: boolean): Float32Array };

/** Unpacks what KHR_draco_mesh_compression packed. */
export type DracoReader = {
  /**
   * @param triangles, vertices as the accessors say: what is packed must have exactly as many, and is refused before columns are made of it
   * @param make called with the geometry, which is gone when it returns
   */
  read<T>(bytes: Uint8Array, triangles: number, vertices: number, make: (geometry: DracoGeometry) => T): T;
};

const broken = (what: string): ModelRefused => new ModelRefused(`a part of it is compressed with Draco and ${what}`);

export async function createDracoReader(count: WorkCount): Promise<DracoReader> {
  const draco: DracoDecoderModule = await createDecoderModule({});
  return {
    read(bytes, triangles, vertices, make) {
      // What is named is counted before the decoder sees a byte; it can't take more than its memory may grow to either.
      count.bytes(triangles * 12 + vertices * 24 + bytes.length);
      const decoder = new draco.Decoder();
      const buffer = new draco.DecoderBuffer();
      const mesh = new draco.Mesh();
      try {
        buffer.Init(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.length);
        if (decoder.GetEncodedGeometryType(buffer) !== draco.TRIANGULAR_MESH) throw broken('holds no triangles');
        const status = decoder.DecodeBufferToMesh(buffer, mesh);
        if (!status.ok()) throw broken("can't be unpacked");
        if (mesh.num_faces() !== triangles || mesh.num_points() !== vertices) {
          throw broken(`holds ${mesh.num_faces()} triangles of ${mesh.num_points()} vertices where ${triangles} of ${vertices} are named`);
        }
        return make(geometryOf(draco, decoder, mesh));
      } catch (error) {
        if (error instanceof ModelRefused) throw error;
        throw broken("can't be unpacked");
      } finally {
        draco.destroy(mesh);
        draco.destroy(buffer);
        draco.destroy(decoder);
      }
    },
  };
}

function geometryOf(draco: DracoDecoderModule, decoder: InstanceType<DracoDecoderModule['Decoder']>, mesh: DracoMesh): DracoGeometry {
  const bytes = mesh.num_faces() * 12;
  const at = draco._malloc(bytes);
  decoder.GetTrianglesUInt32Array(mesh, bytes, at);
  const indices = new Uint32Array(draco.HEAPU8.buffer, at, mesh.num_faces() * 3).slice();
  draco._free(at);
  return {
    indices,
    attribute(uniqueId, width, normalized) {
      const attribute = decoder.GetAttributeByUniqueId(mesh, uniqueId);
      // A null pointer of the decoder is an object with 0 in it.
      if (attribute.ptr === 0 || attribute.num_components() !== width) throw broken('lacks what is named');
      const count = mesh.num_points() * width;
      const to = draco._malloc(count * 4);
      const isRead = decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, count * 4, to);
      const values = new Float32Array(draco.HEAPU8.buffer, to, count).slice();
      draco._free(to);
      if (!isRead) throw broken("has an attribute that can't be read");
      // Integers come as they are; the decoder never normalises them.
      const divide = normalized ? (({ [draco.DT_INT8]: 127, [draco.DT_UINT8]: 255, [draco.DT_INT16]: 32767, [draco.DT_UINT16]: 65535 } as Record<number, number>)[attribute.data_type()] ?? 1) : 1;
      return divide === 1 ? values : values.map((one) => one / divide);
    },
  };
}
