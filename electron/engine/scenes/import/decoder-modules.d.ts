/** What is used of the decoder of Draco. */
declare module 'draco3dgltf/draco_decoder_gltf_nodejs.js' {
  type Destroyable = { readonly ptr: number };
  export type DracoMesh = Destroyable & { num_faces(): number; num_points(): number };
  type Attribute = Destroyable & { num_components(): number; data_type(): number };
  type Buffer = Destroyable & { Init(bytes: Int8Array, length: number): void };
  type Decoder = Destroyable & {
    GetEncodedGeometryType(buffer: Buffer): number;
    DecodeBufferToMesh(buffer: Buffer, mesh: DracoMesh): { ok(): boolean };
    GetTrianglesUInt32Array(mesh: DracoMesh, bytes: number, at: number): boolean;
    GetAttributeByUniqueId(mesh: DracoMesh, uniqueId: number): Attribute;
    GetAttributeDataArrayForAllPoints(mesh: DracoMesh, attribute: Attribute, type: number, bytes: number, at: number): boolean;
  };
  export type DracoDecoderModule = {
    readonly Decoder: new () => Decoder;
    readonly DecoderBuffer: new () => Buffer;
    readonly Mesh: new () => DracoMesh;
    readonly TRIANGULAR_MESH: number;
    readonly DT_FLOAT32: number;
    readonly DT_INT8: number;
    readonly DT_UINT8: number;
    readonly DT_INT16: number;
    readonly DT_UINT16: number;
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(bytes: number): number;
    _free(at: number): void;
    destroy(thing: Destroyable): void;
  };
  export default function createDecoderModule(options: object): Promise<DracoDecoderModule>;
}

/** What is used of OpenCascade's readers. */
declare module 'occt-import-js' {
  export type OcctNode = { readonly name: string; readonly meshes: readonly number[]; readonly children: readonly OcctNode[] };
  export type OcctMesh = {
    readonly name: string;
    /** Linear, 0 to 1. */
    readonly color?: readonly [number, number, number];
    readonly brep_faces?: readonly { readonly first: number; readonly last: number; readonly color: readonly [number, number, number] | null }[];
    readonly attributes: { readonly position: { readonly array: readonly number[] }; readonly normal?: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
  };
  export type OcctResult = { readonly success: boolean; readonly root?: OcctNode; readonly meshes?: readonly OcctMesh[] };
  type Tessellation = {
    readonly linearUnit: 'meter';
    readonly linearDeflectionType: 'bounding_box_ratio';
    readonly linearDeflection: number;
    readonly angularDeflection: number;
  };
  export type Occt = {
    ReadStepFile(bytes: Uint8Array, how: Tessellation): OcctResult;
    ReadIgesFile(bytes: Uint8Array, how: Tessellation): OcctResult;
  };
  export default function loadOcct(options: { readonly print?: (line: string) => void; readonly printErr?: (line: string) => void }): Promise<Occt>;
}
