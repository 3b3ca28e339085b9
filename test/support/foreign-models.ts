import { deflateSync } from 'node:zlib';
import { Document, NodeIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS, EXTMeshGPUInstancing, EXTMeshoptCompression, KHRDracoMeshCompression, KHRMeshQuantization } from '@gltf-transform/extensions';
import draco3d from 'draco3dgltf';
import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { MeshoptEncoder } from 'meshoptimizer/encoder';

/** Triangles of a ring that lies in x and z, 2 m from its middle, 0.5 m thick; outside to the outside. */
export function torus(around: number, across: number): { readonly positions: Float32Array<ArrayBuffer>; readonly normals: Float32Array<ArrayBuffer>; readonly indices: Uint32Array<ArrayBuffer> } {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (let i = 0; i < around; i += 1) {
    for (let j = 0; j < across; j += 1) {
      const u = (i / around) * 2 * Math.PI;
      const v = (j / across) * 2 * Math.PI;
      const normal = [Math.cos(v) * Math.cos(u), Math.sin(v), Math.cos(v) * Math.sin(u)];
      normals.push(...normal);
      positions.push(2 * Math.cos(u) + 0.5 * (normal[0] ?? 0), 0.5 * (normal[1] ?? 0), 2 * Math.sin(u) + 0.5 * (normal[2] ?? 0));
      const [a, b, c, d] = [i * across + j, i * across + ((j + 1) % across), ((i + 1) % around) * across + j, ((i + 1) % around) * across + ((j + 1) % across)];
      indices.push(a, b, c, b, d, c);
    }
  }
  return { positions: Float32Array.from(positions), normals: Float32Array.from(normals), indices: Uint32Array.from(indices) };
}

export type Packing = 'plain' | 'draco' | 'meshopt' | 'meshopt-filter' | 'quantized';

/** Reads and writes glTF with the decoders and encoders of the packages, which we did not write. */
export async function foreignIo(): Promise<NodeIO> {
  await MeshoptEncoder.ready;
  await MeshoptDecoder.ready;
  return new NodeIO().registerExtensions(ALL_EXTENSIONS).registerDependencies({
    'draco3d.encoder': await draco3d.createEncoderModule(),
    'draco3d.decoder': await draco3d.createDecoderModule(),
    'meshopt.encoder': MeshoptEncoder,
    'meshopt.decoder': MeshoptDecoder,
  });
}

/** Two rings below a turned and mirrored node, one of them in three places, written by another program's library. */
export async function ringsGlb(packing: Packing): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const { positions, normals, indices } = torus(24, 12);
  // Whole 16 bit numbers, as a program that quantizes writes them: 3 m are 32767.
  const isWhole = packing === 'quantized' || packing === 'meshopt';
  const scale = isWhole ? 3 / 32767 : 1;
  const position = document
    .createAccessor()
    .setType('VEC3')
    .setBuffer(buffer)
    .setArray(isWhole ? Int16Array.from(positions, (one) => Math.round(one / scale)) : positions);
  const normal = document
    .createAccessor()
    .setType('VEC3')
    .setBuffer(buffer)
    .setNormalized(isWhole)
    .setArray(isWhole ? Int8Array.from(normals, (one) => Math.round(one * 127)) : normals);
  const index = document.createAccessor().setType('SCALAR').setBuffer(buffer).setArray(Uint16Array.from(indices));
  const material = document.createMaterial('steel').setBaseColorFactor([0.5, 0.25, 0, 1]);
  const mesh = document.createMesh('ring').addPrimitive(document.createPrimitive().setAttribute('POSITION', position).setAttribute('NORMAL', normal).setIndices(index).setMaterial(material));
  const instances = document.createExtension(EXTMeshGPUInstancing).createInstancedMesh();
  instances.setAttribute('TRANSLATION', document.createAccessor().setType('VEC3').setBuffer(buffer).setArray(Float32Array.from([0, 0, 0, 10, 0, 0, 0, 20, 0])));
  const plant = document.createNode('plant').setTranslation([1, 2, 3]).setRotation([0, Math.SQRT1_2, 0, Math.SQRT1_2]).setScale([1, 1, -1]);
  plant.addChild(document.createNode('one').setTranslation([0, 5, 0]).addChild(document.createNode('ring').setScale([scale, scale, scale]).setMesh(mesh)));
  if (packing === 'plain') plant.addChild(document.createNode('three').setMesh(mesh).setExtension('EXT_mesh_gpu_instancing', instances));
  document.createScene().addChild(plant);
  if (packing === 'draco') document.createExtension(KHRDracoMeshCompression).setRequired(true);
  if (isWhole) document.createExtension(KHRMeshQuantization).setRequired(true);
  if (packing === 'meshopt' || packing === 'meshopt-filter') {
    document
      .createExtension(EXTMeshoptCompression)
      .setRequired(true)
      .setEncoderOptions({ method: packing === 'meshopt' ? EXTMeshoptCompression.EncoderMethod.QUANTIZE : EXTMeshoptCompression.EncoderMethod.FILTER });
  }
  return (await foreignIo()).writeBinary(document);
}

/** A .glb of this description and these bytes, right or wrong. */
export function glb(json: unknown, binary: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  const first = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
  const second = Buffer.concat([binary, Buffer.alloc((4 - (binary.length % 4)) % 4)]);
  const head = Buffer.alloc(20);
  head.write('glTF', 0, 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(28 + first.length + second.length, 8);
  head.writeUInt32LE(first.length, 12);
  head.write('JSON', 16, 'latin1');
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32LE(second.length, 0);
  chunk.write('BIN\0', 4, 'latin1');
  return Buffer.concat([head, first, chunk, second]);
}

/** Description and bytes of a file with one triangle, to be changed by who wants it wrong. */
export function triangle() {
  const binary = Buffer.alloc(42);
  [0, 0, 0, 1, 0, 0, 0, 1, 0].forEach((value, n) => binary.writeFloatLE(value, n * 4));
  [0, 1, 2].forEach((value, n) => binary.writeUInt16LE(value, 36 + n * 2));
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name: 'one', mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' },
      { bufferView: 1, componentType: 5123, count: 3, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 6 },
    ],
    buffers: [{ byteLength: 42 }],
  };
  return { json, binary };
}

/** Triangles of an STL file, nine numbers each. */
export function binaryStl(corners: readonly number[], header = ''): Buffer {
  const triangles = corners.length / 9;
  const file = Buffer.alloc(84 + triangles * 50);
  file.write(header, 0, 'latin1');
  file.writeUInt32LE(triangles, 80);
  corners.forEach((value, n) => file.writeFloatLE(value, 84 + Math.floor(n / 9) * 50 + 12 + (n % 9) * 4));
  return file;
}

export function asciiStl(name: string, corners: readonly number[]): string {
  const facets = Array.from({ length: corners.length / 9 }, (_, n) => {
    const vertices = [0, 1, 2].map((corner) => `      vertex ${corners.slice(n * 9 + corner * 3, n * 9 + corner * 3 + 3).join(' ')}`);
    return ['  facet normal 0 0 0', '    outer loop', ...vertices, '    endloop', '  endfacet'].join('\n');
  });
  return [`solid ${name}`, ...facets, `endsolid ${name}`, ''].join('\n');
}

/** The twelve triangles of a cube from 0 to `size`, nine numbers each, outside to the outside. */
export function cube(size = 1): number[] {
  const faces = [
    [0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5],
  ];
  const at = (corner: number): number[] => [(corner & 1) * size, ((corner >> 1) & 1) * size, (corner >> 2) * size];
  return faces.flatMap(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, a, c, d].flatMap(at));
}

/** A PNG of 8 bits a channel without a filter, from rows of red, green, blue (and alpha). */
export function png(width: number, height: number, channels: 3 | 4, pixel: (x: number, y: number) => readonly number[]): Buffer {
  const lines = Buffer.alloc((width * channels + 1) * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixel(x, y).forEach((value, c) => (lines[y * (width * channels + 1) + 1 + x * channels + c] = value));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = channels === 3 ? 2 : 6;
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(lines)), pngChunk('IEND', Buffer.alloc(0))]);
}

/** Without a check sum: nothing that reads pictures here looks at it. */
export function pngChunk(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length, 0);
  head.write(kind, 4, 'latin1');
  return Buffer.concat([head, content, Buffer.alloc(4)]);
}

/** A KTX2 file of UASTC blocks of one colour (mode 8 of the format, a block of one colour), sRGB. */
export function ktx2(width: number, height: number, [red, green, blue]: readonly [number, number, number]): Buffer {
  const block = packBits([[0x17, 5], [red, 8], [green, 8], [blue, 8], [255, 8], [0, 6], [red >> 3, 5], [green >> 3, 5], [blue >> 3, 5]]);
  const level = Buffer.concat(Array.from({ length: Math.ceil(width / 4) * Math.ceil(height / 4) }, () => block));
  const descriptor = Buffer.alloc(44);
  descriptor.writeUInt32LE(44, 0);
  descriptor.writeUInt32LE(0x0028_0002, 8);
  descriptor.set([166, 1, 2, 0, 3, 3], 12);
  descriptor[20] = 16;
  descriptor[30] = 127;
  descriptor.writeUInt32LE(0xffffffff, 40);
  const head = Buffer.alloc(104);
  head.set([0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 0x0d, 0x0a, 0x1a, 0x0a]);
  [0, 1, width, height, 0, 0, 1, 1, 0, 104, 44].forEach((value, n) => head.writeUInt32LE(value, 12 + n * 4));
  const at = 160;
  [at, level.length, level.length].forEach((value, n) => head.writeBigUInt64LE(BigInt(value), 80 + n * 8));
  return Buffer.concat([head, descriptor, Buffer.alloc(at - 148), level]);
}

function packBits(fields: readonly (readonly [number, number])[]): Buffer {
  const out = Buffer.alloc(16);
  let at = 0;
  for (const [value, bits] of fields) {
    for (let bit = 0; bit < bits; bit += 1, at += 1) if (((value >> bit) & 1) === 1) out[at >> 3] = (out[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return out;
}

/** A STEP file of an assembly that stands in itself as these pairs say (product, part of it). */
export function stepOf(pairs: readonly (readonly [number, number])[], more = ''): string {
  const uses = pairs.map(([above, below], n) => `#${1000 + n}=NEXT_ASSEMBLY_USAGE_OCCURRENCE('u${n}','name (1)','',#${above},#${below},$);`);
  return ['ISO-10303-21;', 'HEADER;', "FILE_DESCRIPTION((''),'2;1');", "FILE_NAME('','',(''),(''),'','','');", "FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));", 'ENDSEC;', 'DATA;', ...uses, more, 'ENDSEC;', 'END-ISO-10303-21;', ''].join('\n');
}

/** One triangle with a picture on it that is multiplied by yellow. */
export function texturedGlb(image: Buffer, texture: object = { source: 0 }): Buffer {
  const { json, binary } = triangle();
  const [primitive] = json.meshes[0]?.primitives ?? [];
  const start = 44;
  const bytes = Buffer.concat([binary, Buffer.alloc(start - binary.length), image]);
  return glb(
    {
      ...json,
      meshes: [{ primitives: [{ ...primitive, material: 0 }] }],
      materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, baseColorFactor: [1, 1, 0, 1] } }],
      textures: [texture],
      images: [{ bufferView: 2 }],
      bufferViews: [...json.bufferViews, { buffer: 0, byteOffset: start, byteLength: image.length }],
      buffers: [{ byteLength: bytes.length }],
    },
    bytes,
  );
}
