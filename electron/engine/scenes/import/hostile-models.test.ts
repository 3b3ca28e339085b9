import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asciiStl, binaryStl, cube, glb, ringsGlb, stepOf, triangle } from '#test/support/foreign-models.ts';
import type { ImportedModel } from './import-protocol.ts';
import { openModelFiles } from './model-files.ts';
import { ModelRefused } from './model-refused.ts';
import { readModel } from './read-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstout-hostile-'));
const models = join(folder, 'models');
mkdirSync(join(models, 'below'), { recursive: true });
writeFileSync(join(folder, 'secret.bin'), Buffer.alloc(100));
symlinkSync(join(folder, 'secret.bin'), join(models, 'link.bin'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, bytes: Uint8Array | string): Promise<Omit<ImportedModel, 'hash'>> {
  const path = join(models, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return readModel(openModelFiles(path, models), null);
}

type Json = ReturnType<typeof triangle>['json'];
/** The file with one triangle, changed. */
function changed(change: (json: Json) => unknown, binary: Uint8Array = triangle().binary): Buffer {
  const { json } = triangle();
  return glb(change(json) ?? json, binary);
}
const at = <Item>(list: readonly Item[], index: number): Item => list[index] as Item;
const withAccessor = (index: number, wrong: object): Buffer => changed((json) => ({ ...json, accessors: json.accessors.map((one, n) => (n === index ? { ...one, ...wrong } : one)) }));
const withView = (wrong: object): Buffer => changed((json) => ({ ...json, bufferViews: [{ ...at(json.bufferViews, 0), ...wrong }, at(json.bufferViews, 1)] }));
const withNodes = (nodes: readonly object[], roots = [0]): Buffer => changed((json) => ({ ...json, nodes, scenes: [{ nodes: roots }] }));
const withPrimitive = (wrong: object): Buffer => changed((json) => ({ ...json, meshes: [{ primitives: [{ ...at(at(json.meshes, 0).primitives, 0), ...wrong }] }] }));
const withPosition = (values: readonly number[]): Buffer => {
  const { binary } = triangle();
  values.forEach((value, n) => binary.writeFloatLE(value, n * 4));
  return changed(() => undefined, binary);
};
const withIndex = (index: number): Buffer => {
  const { binary } = triangle();
  binary.writeUInt16LE(index, 40);
  return changed(() => undefined, binary);
};
const meshopt = (wrong: object): Buffer =>
  withView({ extensions: { EXT_meshopt_compression: { buffer: 0, byteLength: 36, byteStride: 12, count: 3, mode: 'ATTRIBUTES', ...wrong } } });
const draco = (bytes: Buffer, triangles = 1, vertices = 3): Buffer =>
  changed((json) => {
    const extensions = { KHR_draco_mesh_compression: { bufferView: 0, attributes: { POSITION: 0 } } };
    const accessors = [{ componentType: 5126, count: vertices, type: 'VEC3' }, { componentType: 5125, count: triangles * 3, type: 'SCALAR' }];
    return { ...json, meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, extensions }] }], accessors, bufferViews: [{ buffer: 0, byteLength: bytes.length }], buffers: [{ byteLength: bytes.length }] };
  }, bytes);
const instanced = (count: number): Buffer =>
  changed((json) => ({
    ...json,
    nodes: [{ mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 2 } } } }],
    accessors: [...json.accessors, { componentType: 5126, count, type: 'VEC3', bufferView: 0 }],
  }));
const named = (uri: string): Buffer => Buffer.from(JSON.stringify({ ...triangle().json, buffers: [{ byteLength: 42, uri }] }));
const patched = (bytes: Buffer, offset: number, value: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value >>> 0, offset);
  return copy;
};
const whole = glb(triangle().json, triangle().binary);
const stl = binaryStl(cube());
const iges = (letters: string): string => Array.from(letters).map((letter, n) => `${'x'.padEnd(72)}${letter}${String(n + 1).padStart(7)}`).join('\n');

/** A million facets and the beginning of one more, four lines each. */
function lateFault(): Buffer {
  const facet = 'facet outer loop\nvertex 0.125 1.5 -2e-2\nvertex 1 0 0\nvertex 0 1 0 endloop endfacet\n';
  return Buffer.concat([Buffer.from('solid x\n'), Buffer.alloc(96 * 1024 * 1024 - ((96 * 1024 * 1024) % facet.length), facet), Buffer.from('facet outer loop vertex 0 zero 0')]);
}

const hostile: readonly (readonly [string, string, Uint8Array | string, RegExp])[] = [
  // Containers
  ['an empty .glb', 'a.glb', '', /ends within its header/],
  ['a .glb of twelve bytes', 'a.glb', whole.subarray(0, 12), /ends within its header/],
  ['a .glb that is a picture', 'a.glb', Buffer.from('\x89PNG\r\n\x1a\n and some more of it'), /does not begin/],
  ['a .glb of version 1', 'a.glb', patched(whole, 4, 1), /version 1/],
  ['a .glb that says it is longer than it is', 'a.glb', patched(whole, 8, 0xffffffff), /says it has 4294967295 bytes/],
  ['a .glb cut in half', 'a.glb', whole.subarray(0, whole.length / 2), /says it has/],
  ['a .glb whose description is longer than the file', 'a.glb', patched(whole, 12, 0x7fffffff), /are left/],
  ['a .glb whose first part is bytes', 'a.glb', patched(whole, 16, 0x004e4942), /first part is not its description/],
  ['a .glb that ends before its first part', 'a.glb', patched(whole, 8, 12), /no description/],
  ['a .glb with no description', 'a.glb', glb(''), /no JSON/],
  ['a .gltf that is no JSON', 'a.gltf', '{"asset":', /no JSON/],
  ['a .gltf in another alphabet', 'a.gltf', Buffer.from([0xff, 0xfe, 0x7b, 0]), /no JSON/],
  ['a .gltf of brackets in brackets', 'a.gltf', '['.repeat(2_000_000), /no JSON/],
  ['a .gltf of brackets in brackets that end', 'a.gltf', `{"asset":{"version":"2.0"},"extras":${'['.repeat(5000)}${']'.repeat(5000)}}`, /nothing in it has a surface/],
  ['a .gltf of four million values', 'a.gltf', `{"asset":{"version":"2.0"},"nodes":[${'{},'.repeat(2_000_000)}{}]}`, /more than 3,000,000 values/],
  ['a .gltf that is a list', 'a.gltf', '[]', /not as glTF 2.0 has it/],
  ['a .gltf that is null', 'a.gltf', 'null', /not as glTF 2.0 has it/],
  ['glTF 1.0', 'a.glb', changed((json) => ({ ...json, asset: { version: '1.0' } })), /glTF 1.0/],
  ['a model that needs an extension nobody knows', 'a.glb', changed((json) => ({ ...json, extensionsRequired: ['ACME_teapot'] })), /ACME_teapot/],
  ['a model of a wrong kind all over', 'a.glb', glb({ asset: { version: '2.0' }, nodes: 'many', meshes: { length: 1e9 } }), /not as glTF 2.0/],
  ['a model with a prototype of its own', 'a.gltf', '{"__proto__":{"asset":{"version":"2.0"}},"constructor":1}', /not as glTF 2.0/],
  // Buffers and views
  ['a buffer longer than its bytes', 'a.glb', changed((json) => ({ ...json, buffers: [{ byteLength: 1e9 }] })), /says it has 1000000000 bytes/],
  ['a buffer of a giant length', 'a.glb', changed((json) => ({ ...json, buffers: [{ byteLength: Number.MAX_SAFE_INTEGER }] })), /says it has/],
  ['a buffer of a length that is none', 'a.glb', changed((json) => ({ ...json, buffers: [{ byteLength: 1e300 }] })), /not as glTF 2.0/],
  ['a buffer of a negative length', 'a.glb', changed((json) => ({ ...json, buffers: [{ byteLength: -1 }] })), /not as glTF 2.0/],
  ['a second buffer without content', 'a.glb', changed((json) => ({ ...json, buffers: [{ byteLength: 42 }, { byteLength: 4 }], bufferViews: [{ buffer: 1, byteLength: 4 }, at(json.bufferViews, 1)] })), /buffer 1 has no content/],
  ['a view of a buffer it does not have', 'a.glb', withView({ buffer: 7 }), /names buffer 7/],
  ['a view that begins beyond its buffer', 'a.glb', withView({ byteOffset: 1000 }), /reaches beyond its buffer/],
  ['a view that ends beyond its buffer', 'a.glb', withView({ byteLength: 1000 }), /reaches beyond its buffer/],
  ['a view whose offset and length are more than numbers hold', 'a.glb', withView({ byteOffset: Number.MAX_SAFE_INTEGER, byteLength: Number.MAX_SAFE_INTEGER }), /reaches beyond its buffer/],
  ['a view with a stride of 0', 'a.glb', withView({ byteStride: 0 }), /not as glTF 2.0/],
  ['an embedded buffer that is not base64', 'a.gltf', named('data:application/octet-stream,hello'), /not in base64/],
  ['an embedded buffer shorter than it says', 'a.gltf', named('data:;base64,AAAA'), /says it has 42 bytes and has 3/],
  // Accessors
  ['an accessor of a thousand million elements', 'a.glb', withAccessor(0, { count: 1e9 }), /need 12000000000 bytes of 36/],
  ['an accessor of more elements than memory', 'a.glb', withAccessor(0, { count: 2 ** 53 - 1 }), /bytes of 36/],
  ['an accessor without content of a thousand million elements', 'a.glb', withAccessor(0, { count: 1e9, bufferView: undefined }), /has no content/],
  ['an accessor that is only replacements, of a thousand million', 'a.glb', withAccessor(0, { count: 1e9, bufferView: undefined, sparse: { count: 1, indices: { bufferView: 1, componentType: 5123 }, values: { bufferView: 0 } } }), /unpacks to more than/],
  ['an accessor that replaces what it does not have', 'a.glb', withAccessor(0, { sparse: { count: 1, indices: { bufferView: 0, byteOffset: 12, componentType: 5125 }, values: { bufferView: 0 } } }), /does not have/],
  ['an accessor that replaces more than it has', 'a.glb', withAccessor(0, { sparse: { count: 1e9, indices: { bufferView: 1, componentType: 5123 }, values: { bufferView: 0 } } }), /replaces more/],
  ['an accessor of a view it does not have', 'a.glb', withAccessor(0, { bufferView: 99 }), /names buffer view 99/],
  ['an accessor of no elements', 'a.glb', withAccessor(0, { count: 0 }), /not as glTF 2.0/],
  ['an accessor of half an element', 'a.glb', withAccessor(0, { count: 2.5 }), /not as glTF 2.0/],
  ['an accessor of an unknown kind', 'a.glb', withAccessor(0, { componentType: 5130 }), /not as glTF 2.0/],
  ['positions of two numbers', 'a.glb', withAccessor(0, { type: 'VEC2' }), /VEC2/],
  ['indices of real numbers', 'a.glb', withAccessor(1, { componentType: 5126, count: 1 }), /not of a kind/],
  ['an accessor that begins beyond its view', 'a.glb', withAccessor(0, { byteOffset: 4000 }), /bytes of 36/],
  ['a triangle of a vertex that is not there', 'a.glb', withIndex(3), /names vertex 3/],
  ['positions it does not have', 'a.glb', withPrimitive({ attributes: { POSITION: 40 } }), /names accessor 40/],
  ['a part without positions', 'a.glb', withPrimitive({ attributes: { NORMAL: 0 } }), /no positions/],
  ['fewer normals than vertices', 'a.glb', changed((json) => ({ ...json, meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 2 } }] }], accessors: [...json.accessors, { bufferView: 0, componentType: 5126, count: 2, type: 'VEC3' }] })), /2 normals for 3/],
  ['a position that is NaN', 'a.glb', withPosition([Number.NaN]), /NaN/],
  ['a position that is infinite', 'a.glb', withPosition([1, Infinity]), /NaN or infinity/],
  ['positions that overflow when they are placed', 'a.glb', withNodes([{ scale: [1e30, 1, 1], children: [1] }, { mesh: 0, scale: [1e30, 1, 1] }]), /NaN or infinity/],
  ['all triangles in one point', 'a.glb', withPosition([0, 0, 0, 0, 0, 0, 0, 0, 0]), /nothing in it has a surface/],
  ['all triangles on one line', 'a.glb', withPosition([0, 0, 0, 1, 1, 1, 2, 2, 2]), /nothing in it has a surface/],
  // Nodes
  ['a node below itself', 'a.glb', withNodes([{ children: [0], mesh: 0 }]), /below itself/],
  ['nodes in a ring', 'a.glb', withNodes([{ children: [1] }, { children: [2] }, { children: [0] }]), /below itself/],
  ['a node in two places', 'a.glb', withNodes([{ children: [1, 1] }, { mesh: 0 }]), /more than one place/],
  ['nodes in a ring that no root leads to', 'a.glb', changed(({ scene: _scene, scenes: _scenes, ...json }) => ({ ...json, nodes: [{ children: [1] }, { children: [0], mesh: 0 }] })), /nothing in it has a surface/],
  ['nodes ten thousand deep', 'a.glb', withNodes(Array.from({ length: 10_000 }, (_, n) => (n === 9999 ? { mesh: 0 } : { children: [n + 1] }))), /deep in each other/],
  ['a child that is not there', 'a.glb', withNodes([{ children: [77] }]), /names node 77/],
  ['a mesh that is not there', 'a.glb', withNodes([{ mesh: 5 }]), /names mesh 5/],
  ['a scene that is not there', 'a.glb', changed((json) => ({ ...json, scene: 3 })), /names scene 3/],
  ['a scene of nothing', 'a.glb', withNodes([{ mesh: 0 }], []), /nothing in it has a surface/],
  ['a place that is no number', 'a.glb', glb(JSON.stringify({ ...triangle().json, nodes: [{ mesh: 0, translation: [1, 2, 3] }] }).replace('[1,2,3]', '[1,2,1e999]'), triangle().binary), /nodes.0.translation.2 is not as glTF/],
  ['a matrix of fifteen numbers', 'a.glb', withNodes([{ mesh: 0, matrix: Array.from({ length: 15 }, () => 1) }]), /not as glTF 2.0/],
  ['a scale of nothing', 'a.glb', withNodes([{ mesh: 0, scale: [0, 0, 0] }]), /nothing in it has a surface/],
  ['more than 20,000 parts', 'a.glb', withNodes(Array.from({ length: 20_001 }, () => ({ mesh: 0 })), Array.from({ length: 20_001 }, (_, n) => n)), /20001 parts/],
  ['a mesh in a hundred million places', 'a.glb', instanced(100_000_000), /stands in 100000000 places/],
  ['a mesh in more places than the file holds', 'a.glb', instanced(50_000), /need 600000 bytes/],
  ['places that do not agree', 'a.glb', changed((json) => ({ ...json, nodes: [{ mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 0, SCALE: 2 } } } }], accessors: [...json.accessors, { bufferView: 0, componentType: 5126, count: 2, type: 'VEC3' }] })), /do not agree/],
  ['a material that is not there', 'a.glb', withPrimitive({ material: 9 }), /names material 9/],
  ['a texture that is not there', 'a.glb', changed((json) => ({ ...json, materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 4 } } }], meshes: [{ primitives: [{ ...at(at(json.meshes, 0).primitives, 0), material: 0 }] }] })), /names texture 4/],
  // Compression
  ['meshopt that unpacks to gigabytes', 'a.glb', meshopt({ count: 1e9, byteStride: 256 }), /unpacks to more than/],
  ['meshopt that unpacks to more than its bytes can hold', 'a.glb', meshopt({ count: 100_000 }), /more than 36 bytes can hold/],
  ['meshopt of bytes that are none', 'a.glb', meshopt({}), /can't be unpacked/],
  ['meshopt of a stride that does not exist', 'a.glb', meshopt({ byteStride: 7 }), /does not exist/],
  ['meshopt of triangles that are not whole', 'a.glb', meshopt({ mode: 'TRIANGLES', byteStride: 4, count: 4 }), /does not exist/],
  ['meshopt of a mode that does not exist', 'a.glb', meshopt({ mode: 'SPHERES' }), /not as glTF 2.0/],
  ['meshopt of a buffer it does not have', 'a.glb', meshopt({ buffer: 3 }), /names buffer 3/],
  ['meshopt that reaches beyond its buffer', 'a.glb', meshopt({ byteLength: 4000 }), /reaches beyond/],
  ['Draco of nothing', 'a.glb', draco(Buffer.alloc(4)), /Draco/],
  ['Draco of words', 'a.glb', draco(Buffer.from('DRACO but not really, only words that go on for a while')), /Draco/],
  ['Draco that says it has four thousand million triangles', 'a.glb', draco(Buffer.concat([Buffer.from('DRACO\x02\x02\x01\x00\x00\x00', 'latin1'), Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0, 0])])), /Draco/],
  ['Draco of which gigabytes are named', 'a.glb', draco(Buffer.alloc(64), 1e9, 1e9), /unpacks to more than/],
  // Files beside it
  ['a buffer above the folder', 'a.gltf', named('../secret.bin'), /not a file beside it/],
  ['a buffer above the folder, written another way', 'a.gltf', named('%2e%2e%2fsecret.bin'), /not a file beside it/],
  ['a buffer above the folder, from one below', 'below/a.gltf', named('x/../../../secret.bin'), /not a file beside it/],
  ['a buffer of the whole disk', 'a.gltf', named('/etc/hostname'), /not a file beside it/],
  ['a buffer of another drive', 'a.gltf', named('C:\\windows\\win.ini'), /not a file beside it/],
  ['a buffer by file:', 'a.gltf', named('file:///etc/hostname'), /not a file beside it/],
  ['a buffer from the network', 'a.gltf', named('http://192.0.2.1/a.bin'), /not a file beside it/],
  ['a buffer from another server', 'a.gltf', named('//192.0.2.1/a.bin'), /not a file beside it/],
  ['a buffer by a link that leads out', 'a.gltf', named('link.bin'), /outside the folder/],
  ['a buffer that is a folder', 'a.gltf', named('below'), /is no file/],
  ['a buffer that is not there', 'a.gltf', named('nothing.bin'), /ENOENT/],
  ['a buffer with a NUL in its name', 'a.gltf', named('a\0.bin'), /not a file beside it/],
  ['a buffer without a name', 'a.gltf', named(''), /not a file beside it/],
  // STL
  ['an empty STL', 'a.stl', '', /ends within its header/],
  ['an STL of no triangles', 'a.stl', binaryStl([]), /nothing in it has a surface/],
  ['an STL that says it has four thousand million triangles', 'a.stl', patched(stl, 80, 0xffffffff), /says it has 4294967295 triangles, and holds 12/],
  ['an STL that is cut', 'a.stl', stl.subarray(0, 300), /holds 4/],
  ['an STL with NaN', 'a.stl', binaryStl([Number.NaN, ...cube().slice(1)]), /NaN/],
  ['an STL text with a word for a number', 'a.stl', asciiStl('x', cube()).replace('vertex 0 0 0', 'vertex 0 zero 0'), /“zero”/],
  ['an STL text that is cut', 'a.stl', asciiStl('x', cube()).slice(0, 250), /part of it is missing/],
  ['an STL text with a facet of four corners', 'a.stl', asciiStl('x', cube()).replace('vertex 0 0 0', 'vertex 0 0 0\nvertex 0 0 0'), /three corners/],
  ['an STL text of one long word', 'a.stl', `solid facet ${'x'.repeat(3_000_000)}`, /endsolid/],
  ['an STL text with a giant number', 'a.stl', asciiStl('x', cube()).replace('vertex 0 0 0', 'vertex 0 1e999 0'), /NaN or infinity/],
  ['an STL text of 96 MB whose last facet is wrong', 'a.stl', lateFault(), /line 4851242 of it has a vertex with “zero”/],
  // STEP and IGES
  ['a STEP file of nine megabytes', 'a.stp', Buffer.alloc(9 * 1024 * 1024, 32), /has 9 MB, and at most 8 MB are read of one of this kind/],
  ['an empty STEP file', 'a.stp', '', /does not begin/],
  ['a STEP file that is cut', 'a.stp', stepOf([[1, 2]]).slice(0, -40), /part of it is missing/],
  ['a STEP file without data', 'a.stp', 'ISO-10303-21;\nHEADER;\nENDSEC;\nEND-ISO-10303-21;\n', /no data section/],
  ['an assembly that is a part of itself', 'a.stp', stepOf([[1, 2], [2, 3], [3, 1]]), /part of itself/],
  ['an assembly that unfolds to a thousand million parts', 'a.stp', stepOf(Array.from({ length: 30 }, (_, n) => [[n, n + 1], [n, n + 1]] as const).flat()), /unfold to 2,147,483,647 parts/],
  ['assemblies two hundred deep', 'a.stp', stepOf(Array.from({ length: 200 }, (_, n) => [n, n + 1] as const)), /deep in each other/],
  ['brackets a thousand deep', 'a.stp', stepOf([], `#1=X(${'('.repeat(1000)}${')'.repeat(1000)});`), /too deep/],
  ['brackets that do not match', 'a.stp', stepOf([], '#1=X((1);'), /within its brackets/],
  ['a STEP text that does not end', 'a.stp', stepOf([], "#1=X('abc);"), /does not end|do not match/],
  ['a record of five megabytes', 'a.stp', stepOf([], `#1=X(${'1,'.repeat(2_500_000)}1);`), /longer than any/],
  ['a STEP file of no shapes', 'a.stp', stepOf([]), /OpenCascade|no surfaces/],
  ['an empty IGES file', 'a.igs', '', /part of it is missing/],
  ['an IGES file of words', 'a.igs', 'hello\nworld\n', /80 columns/],
  ['an IGES file that is cut', 'a.igs', iges('SGDDPP'), /part of it is missing/],
  ['an IGES file out of order', 'a.igs', iges('SGPDDT'), /not in their order/],
  ['an IGES file without a directory', 'a.igs', iges('SGT'), /directory/],
  ['an IGES file of no meaning', 'a.igs', iges('SGDDPT'), /OpenCascade|no surfaces/],
  // Names
  ['a program', 'a.exe', 'MZ', /none of glb/],
];

/** Processor time of this thread alone, s: the same on a busy machine as on an idle one. */
async function processorS(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}

/** Words of some bytes, looked at one by one: what a machine is worth. */
function countWords(bytes: Uint8Array): number {
  let words = 0;
  let isInside = false;
  for (let at = 0; at < bytes.length; at++) {
    const isLetter = (bytes[at] as number) > 32;
    if (isLetter && !isInside) words++;
    isInside = isLetter;
  }
  return words;
}

describe('a hostile or broken model', () => {
  let limitS = 2;
  beforeAll(async () => {
    // Two seconds, on a slow machine more: forty times what it takes to look at as many bytes as the largest file has (24 where the slowest takes two seconds).
    const most = lateFault();
    limitS = Math.max(limitS, 40 * (await processorS(() => countWords(most))));
  });

  it('is one of at least eighty', () => expect(hostile.length).toBeGreaterThanOrEqual(80));

  it.each(hostile)('is refused with a sentence: %s', async (_what, name, bytes, sentence) => {
    let refusal: unknown = null;
    const tookS = await processorS(async () => {
      refusal = await read(name, bytes).then(
        () => null,
        (error: unknown) => error,
      );
    });
    expect(tookS).toBeLessThan(limitS);
    expect(refusal).toBeInstanceOf(ModelRefused);
    expect((refusal as ModelRefused).message).toMatch(sentence);
    expect((refusal as ModelRefused).message.length).toBeLessThan(400);
    expect((refusal as ModelRefused).advice).toMatch(/\.$/);
  });
});

/** A mesh is one that can be drawn, whatever the file held. */
function expectSound({ mesh, report }: Omit<ImportedModel, 'hash'>): void {
  const vertices = mesh.positions.length / 3;
  expect(mesh.normals.length).toBe(vertices * 4);
  expect(mesh.positions.every((one) => Number.isFinite(one))).toBe(true);
  for (const column of [mesh.indices, mesh.coarseIndices]) expect(column.every((one) => one < vertices)).toBe(true);
  let [from, coarseFrom] = [0, 0];
  for (const part of mesh.parts) {
    expect([part.from, part.coarseFrom]).toEqual([from, coarseFrom]);
    from += part.count;
    coarseFrom += part.coarseCount;
  }
  expect([from, coarseFrom]).toEqual([mesh.indices.length, mesh.coarseIndices.length]);
  expect(new Set(mesh.parts.map(({ path }) => path)).size).toBe(mesh.parts.length);
  expect(report.triangles).toBe(mesh.indices.length / 3);
}

describe('a model with some of its bytes changed', () => {
  const change = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
  const runs = { numRuns: Number(process.env['MODEL_MUTANTS'] ?? 60) };
  const mutate = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array => {
    const copy = Uint8Array.from(bytes);
    for (const [where, byte] of changes) copy[where % copy.length] = byte;
    return copy;
  };
  const survives = async (name: string, bytes: Uint8Array): Promise<void> => {
    try {
      expectSound(await read(name, bytes));
    } catch (error) {
      if (!(error instanceof ModelRefused)) throw error;
    }
  };

  it.each(['plain', 'draco', 'meshopt', 'meshopt-filter', 'quantized'] as const)('is drawn soundly or refused: glTF, %s', async (packing) => {
    const bytes = await ringsGlb(packing);
    expectSound(await read('mutant.glb', bytes));
    await fc.assert(fc.asyncProperty(change, (changes) => survives('mutant.glb', mutate(bytes, changes))), runs);
  });

  it('is drawn soundly or refused: STL', async () => {
    const text = Buffer.from(asciiStl('cube', cube()));
    await fc.assert(fc.asyncProperty(change, (changes) => survives('mutant.stl', mutate(stl, changes))), runs);
    await fc.assert(fc.asyncProperty(change, (changes) => survives('mutant.stl', mutate(text, changes))), runs);
  });
});
