import { z } from 'zod';
import { limits } from '../limits.ts';
import { exportAgain, ModelRefused } from '../model-refused.ts';

// What is read of the JSON of a glTF 2.0 file (Khronos specification 2.0.1, chapter 5, and the extensions named); all else in it is passed over.
const index = z.number().int().min(0).max(limits.nodes * 10);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const number = z.number().min(-1e30).max(1e30);
const numbers = (length: number) => z.array(number).length(length);
const name = z.string().optional().catch(undefined);
const uri = z.string().max(limits.fileBytes * 2).optional();

const meshopt = z.object({
  buffer: index,
  byteOffset: count.default(0),
  byteLength: count,
  byteStride: z.number().int().min(1).max(256),
  count,
  mode: z.enum(['ATTRIBUTES', 'TRIANGLES', 'INDICES']),
  filter: z.enum(['NONE', 'OCTAHEDRAL', 'QUATERNION', 'EXPONENTIAL', 'COLOR']).default('NONE'),
});
const buffer = z.object({ uri, byteLength: count });
const bufferView = z.object({
  buffer: index,
  byteOffset: count.default(0),
  byteLength: count,
  byteStride: z.number().int().min(4).max(252).optional(),
  extensions: z.object({ EXT_meshopt_compression: meshopt.optional(), KHR_meshopt_compression: meshopt.optional() }).optional(),
});
const componentType = z.union([z.literal(5120), z.literal(5121), z.literal(5122), z.literal(5123), z.literal(5125), z.literal(5126)]);
const accessor = z.object({
  bufferView: index.optional(),
  byteOffset: count.default(0),
  componentType,
  normalized: z.boolean().default(false),
  count: count.min(1),
  type: z.enum(['SCALAR', 'VEC2', 'VEC3', 'VEC4', 'MAT2', 'MAT3', 'MAT4']),
  sparse: z
    .object({
      count: count.min(1),
      indices: z.object({ bufferView: index, byteOffset: count.default(0), componentType }),
      values: z.object({ bufferView: index, byteOffset: count.default(0) }),
    })
    .optional(),
});
const attributes = z.record(z.string(), index);
const primitive = z.object({
  attributes,
  indices: index.optional(),
  material: index.optional(),
  mode: z.number().int().min(0).max(6).default(4),
  targets: z.array(z.unknown()).optional(),
  extensions: z.object({ KHR_draco_mesh_compression: z.object({ bufferView: index, attributes }).optional() }).optional(),
});
const instancing = z.object({ attributes });
const node = z.object({
  name,
  children: z.array(index).default([]),
  mesh: index.optional(),
  skin: index.optional(),
  matrix: numbers(16).optional(),
  translation: numbers(3).optional(),
  rotation: numbers(4).optional(),
  scale: numbers(3).optional(),
  extensions: z.object({ EXT_mesh_gpu_instancing: instancing.optional() }).optional(),
});
const textureUse = z.object({ index });
const rgba = z.array(z.number().min(0).max(1e6)).length(4);
const material = z.object({
  name,
  pbrMetallicRoughness: z.object({ baseColorFactor: rgba.optional(), baseColorTexture: textureUse.optional() }).optional(),
  extensions: z.object({ KHR_materials_pbrSpecularGlossiness: z.object({ diffuseFactor: rgba.optional(), diffuseTexture: textureUse.optional() }).optional() }).optional(),
});
const textureSource = z.object({ source: index.optional() }).optional();
const texture = z.object({ source: index.optional(), extensions: z.object({ KHR_texture_basisu: textureSource, EXT_texture_webp: textureSource, EXT_texture_avif: textureSource }).optional() });

const document = z.object({
  asset: z.object({ version: z.string(), minVersion: z.string().optional(), generator: name }),
  extensionsUsed: z.array(z.string()).max(1000).default([]),
  extensionsRequired: z.array(z.string()).max(1000).default([]),
  scene: index.optional(),
  scenes: z.array(z.object({ nodes: z.array(index).default([]) })).default([]),
  nodes: z.array(node).default([]),
  meshes: z.array(z.object({ name, primitives: z.array(primitive).min(1) })).default([]),
  accessors: z.array(accessor).default([]),
  bufferViews: z.array(bufferView).default([]),
  buffers: z.array(buffer).default([]),
  materials: z.array(material).default([]),
  textures: z.array(texture).default([]),
  images: z.array(z.object({ uri, bufferView: index.optional(), mimeType: z.string().optional() })).default([]),
  animations: z.array(z.unknown()).default([]),
  cameras: z.array(z.unknown()).default([]),
});

export type GltfDocument = z.infer<typeof document>;
export type GltfPrimitive = z.infer<typeof primitive>;
export type GltfAccessor = z.infer<typeof accessor>;
export type GltfNode = z.infer<typeof node>;
export type MeshoptView = z.infer<typeof meshopt>;

/** Extensions a file may require: read, or of no meaning for a model without textures. */
const known = new Set([
  'KHR_draco_mesh_compression', 'EXT_meshopt_compression', 'KHR_meshopt_compression', 'KHR_mesh_quantization', 'KHR_texture_basisu', 'EXT_texture_webp', 'EXT_texture_avif',
  'EXT_mesh_gpu_instancing', 'KHR_materials_pbrSpecularGlossiness', 'KHR_materials_unlit', 'KHR_texture_transform', 'KHR_lights_punctual', 'KHR_materials_variants',
  'KHR_materials_transmission', 'KHR_materials_clearcoat', 'KHR_materials_ior', 'KHR_materials_sheen', 'KHR_materials_specular', 'KHR_materials_volume', 'KHR_materials_emissive_strength',
  'KHR_materials_iridescence', 'KHR_materials_anisotropy', 'KHR_materials_dispersion', 'KHR_xmp_json_ld',
]);

/** Reads the JSON of a glTF file; throws a ModelRefused with where it is wrong. */
export function readGltfDocument(bytes: Uint8Array): GltfDocument {
  if (bytes.length > limits.jsonBytes) throw new ModelRefused(`its description has ${Math.ceil(bytes.length / 1024 / 1024)} MB, and at most ${limits.jsonBytes / 1024 / 1024} MB are read`, 'Export it as .glb.');
  checkMarks(bytes);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ModelRefused('its description is no JSON in UTF-8');
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join('.').slice(0, 120) ?? '';
    throw new ModelRefused(`its ${place === '' ? 'description' : place} is not as glTF 2.0 has it (${issue?.message.slice(0, 120) ?? 'unknown'})`);
  }
  const { asset, extensionsRequired } = parsed.data;
  const version = asset.minVersion ?? asset.version;
  if (version !== '2.0' && version !== '2.1') throw new ModelRefused(`it is glTF ${version.slice(0, 10)}, and 2.0 is read`, exportAgain);
  const unknown = extensionsRequired.find((one) => !known.has(one));
  if (unknown !== undefined) throw new ModelRefused(`it needs the extension ${unknown.slice(0, 80)}, which is not read`, 'Export it without that.');
  return parsed.data;
}

/** Refuses JSON of so many values that reading it would take the thread's memory, before it is read. */
function checkMarks(bytes: Uint8Array): void {
  let marks = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isText) {
      if (byte === 92) at += 1;
      else if (byte === 34) isText = false;
    } else if (byte === 34) isText = true;
    else if (byte === 44 || byte === 91 || byte === 123) marks += 1;
  }
  if (marks > limits.jsonMarks) throw new ModelRefused(`its description has more than ${limits.jsonMarks.toLocaleString('en')} values`, 'Export it as .glb.');
}
