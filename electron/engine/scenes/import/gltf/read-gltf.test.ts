import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import { foreignIo, glb, ktx2, png, ringsGlb, texturedGlb, torus, triangle, type Packing } from '#test/support/foreign-models.ts';
import { openModelFiles } from '../model-files.ts';
import { readModel } from '../read-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstout-models-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array, name = 'model.glb', up: 'y' | 'z' | null = null) {
  writeFileSync(join(folder, name), bytes);
  return readModel(openModelFiles(join(folder, name), folder), up);
}

/** Corners of all triangles of a part, nine numbers each, in order. */
function corners({ indices, positions, parts }: SceneMesh, part: number): number[][] {
  const { from = 0, count = 0 } = parts[part] ?? {};
  return Array.from({ length: count }, (_, n) => Array.from(positions.subarray((indices[from + n] ?? 0) * 3, (indices[from + n] ?? 0) * 3 + 3)));
}

/** What gltf-transform, which is not ours, says stands where: x y z of its frame as east, north, up. */
async function positionsByOthers(bytes: Uint8Array): Promise<number[][]> {
  const document = await (await foreignIo()).readBinary(bytes);
  const node = document.getRoot().listNodes().find((one) => one.getName() === 'ring');
  const primitive = node?.getMesh()?.listPrimitives()[0];
  const position = primitive?.getAttribute('POSITION');
  const indices = primitive?.getIndices();
  if (node === undefined || position === undefined || position === null || indices === undefined || indices === null) throw new Error('the file was written wrong');
  const m = node.getWorldMatrix();
  return Array.from({ length: indices.getCount() }, (_, n) => {
    const [x = 0, y = 0, z = 0] = position.getElement(indices.getScalar(n), []);
    const [wx, wy, wz] = [0, 1, 2].map((row) => (m[row] ?? 0) * x + (m[4 + row] ?? 0) * y + (m[8 + row] ?? 0) * z + (m[12 + row] ?? 0));
    return [wx ?? 0, -(wz ?? 0), wy ?? 0];
  });
}

describe('a glTF model written by another library', () => {
  it.each<Packing>(['plain', 'draco', 'meshopt', 'meshopt-filter', 'quantized'])('stands where that library says it does when it is %s', async (packing) => {
    const bytes = await ringsGlb(packing);
    const { mesh, report } = await read(bytes);
    expect(mesh.parts[0]).toMatchObject({ name: 'ring', path: 'plant/one/ring', count: 24 * 12 * 6, baseColour: [188, 137, 0] });
    const expected = await positionsByOthers(bytes);
    const found = corners(mesh, 0);
    expect(found).toHaveLength(expected.length);
    // The node is mirrored: triangles are turned round, so that their outside stays outside.
    for (let n = 0; n < found.length; n += 3) {
      for (const [ours, theirs] of [[n, n], [n + 1, n + 2], [n + 2, n + 1]] as const) {
        found[ours]?.forEach((value, axis) => expect(value).toBeCloseTo(expected[theirs]?.[axis] ?? Number.NaN, 3));
      }
    }
    expect(report.notes).toEqual([]);
  });

  it('has normals that look out of its surface, mirrored and instanced ones too', async () => {
    const { mesh } = await read(await ringsGlb('plain'));
    expect(mesh.parts.map(({ path, count }) => [path, count])).toEqual([['plant/one/ring', 1728], ['plant/three', 5184]]);
    for (let at = 0; at < mesh.indices.length; at += 3) {
      const [a = [], b = [], c = []] = [0, 1, 2].map((n) => Array.from(mesh.positions.subarray((mesh.indices[at + n] ?? 0) * 3, (mesh.indices[at + n] ?? 0) * 3 + 3)));
      const u = b.map((value, axis) => value - (a[axis] ?? 0));
      const v = c.map((value, axis) => value - (a[axis] ?? 0));
      const cross = [0, 1, 2].map((axis) => (u[(axis + 1) % 3] ?? 0) * (v[(axis + 2) % 3] ?? 0) - (u[(axis + 2) % 3] ?? 0) * (v[(axis + 1) % 3] ?? 0));
      const normal = new Int8Array(mesh.normals.buffer, (mesh.indices[at] ?? 0) * 4, 3);
      // Within 30° of its face: the ring is made of faces that broad.
      const along = cross.reduce((sum, value, axis) => sum + value * (normal[axis] ?? 0), 0) / (Math.hypot(...cross) * 127);
      expect(along).toBeGreaterThan(Math.cos(Math.PI / 6));
    }
  });

  it('reads the bunny of the Draco package, packed by its makers', async () => {
    const packed = readFileSync(join(createRequire(import.meta.url).resolve('draco3dgltf/package.json'), '..', 'bunny.drc'));
    const json = {
      asset: { version: '2.0' },
      extensionsRequired: ['KHR_draco_mesh_compression'],
      nodes: [{ name: 'bunny', mesh: 0 }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, extensions: { KHR_draco_mesh_compression: { bufferView: 0, attributes: { POSITION: 0 } } } }] }],
      accessors: [{ componentType: 5126, count: 34834, type: 'VEC3' }, { componentType: 5125, count: 69451 * 3, type: 'SCALAR' }],
      bufferViews: [{ buffer: 0, byteLength: packed.length }],
      buffers: [{ byteLength: packed.length }],
    };
    const { mesh, report } = await read(glb(json, packed));
    expect(report.trianglesRead).toBe(69451);
    expect(report.triangles).toBeGreaterThan(69000);
    expect(mesh.coarseIndices.length).toBeLessThan(mesh.indices.length / 4);
    // Some 16 by 12 by 15 cm as it was scanned, in its own unit.
    const [west, south, low, east, north, high] = mesh.bounds;
    for (const size of [east - west, north - south, high - low]) expect(size).toBeGreaterThan(0.1);
    for (const size of [east - west, north - south, high - low]) expect(size).toBeLessThan(0.2);
  });
});

describe('a glTF model', () => {
  it('stands with its z up where the scene says so', async () => {
    const { json, binary } = triangle();
    expect((await read(glb(json, binary))).mesh.bounds).toEqual([0, 0, 0, 1, 0, 1]);
    expect((await read(glb(json, binary), 'z.glb', 'z')).mesh.bounds).toEqual([0, 0, 0, 1, 1, 0]);
  });

  it('is read with its buffer beside it, embedded, or in one file, with the same result', async () => {
    const { json, binary } = triangle();
    writeFileSync(join(folder, 'its buffer.bin'), binary);
    const beside = await read(Buffer.from(JSON.stringify({ ...json, buffers: [{ byteLength: 42, uri: 'its%20buffer.bin' }] })), 'beside.gltf');
    const embedded = await read(Buffer.from(JSON.stringify({ ...json, buffers: [{ byteLength: 42, uri: `data:application/octet-stream;base64,${binary.toString('base64')}` }] })), 'embedded.gltf');
    const whole = await read(glb(json, binary));
    expect(beside.mesh).toEqual(whole.mesh);
    expect(embedded.mesh).toEqual(whole.mesh);
    expect(beside.report.fileBytes).toBe(JSON.stringify({ ...json, buffers: [{ byteLength: 42, uri: 'its%20buffer.bin' }] }).length + 42);
  });

  it.each([['a strip', 5, [0, 1, 2, 3]], ['a fan', 6, [0, 1, 3, 2]]])('has the same square as %s and as triangles', async (_what, mode, order) => {
    const binary = Buffer.alloc(72);
    [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0].forEach((value, n) => binary.writeFloatLE(value, n * 4));
    const write = (indices: readonly number[]): Buffer => {
      indices.forEach((value, n) => binary.writeUInt16LE(value, 48 + n * 2));
      return Buffer.from(binary);
    };
    const file = (indices: readonly number[], asMode: number): Buffer => {
      const { json } = triangle();
      const accessors = [{ bufferView: 0, componentType: 5126, count: 4, type: 'VEC3' }, { bufferView: 1, componentType: 5123, count: indices.length, type: 'SCALAR' }];
      const bufferViews = [{ buffer: 0, byteLength: 48 }, { buffer: 0, byteOffset: 48, byteLength: indices.length * 2 }];
      return glb({ ...json, meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, mode: asMode }] }], accessors, bufferViews, buffers: [{ byteLength: 72 }] }, write(indices));
    };
    const one = (await read(file(order, mode))).mesh;
    const two = (await read(file([0, 1, 2, 1, 3, 2], 4))).mesh;
    expect(one.indices).toHaveLength(6);
    // Both look the same way: y and z of the file become up and −north.
    expect([one, two].map(({ normals }) => Array.from(new Int8Array(normals.buffer)).filter((_, n) => n % 4 === 1))).toEqual([one, two].map(({ normals }) => Array.from({ length: normals.length / 4 }, () => -127)));
    expect(one.bounds).toEqual(two.bounds);
  });

  it('has sparse accessors worked in', async () => {
    const { json, binary } = triangle();
    const more = Buffer.concat([binary, Buffer.alloc(2), Buffer.from([2, 0, 0, 0]), Buffer.from(Float32Array.of(0, 7, 0).buffer)]);
    const [first, second] = json.accessors;
    const sparse = { count: 1, indices: { bufferView: 2, componentType: 5121 }, values: { bufferView: 3 } };
    const bufferViews = [...json.bufferViews, { buffer: 0, byteOffset: 44, byteLength: 4 }, { buffer: 0, byteOffset: 48, byteLength: 12 }];
    const { mesh } = await read(glb({ ...json, accessors: [{ ...first, sparse }, second], bufferViews, buffers: [{ byteLength: more.length }] }, more));
    expect(mesh.bounds).toEqual([0, 0, 0, 1, 0, 7]);
  });

  it('gives nodes of one name below one another paths of their own', async () => {
    const { json, binary } = triangle();
    const nodes = [{ name: 'a/b', mesh: 0, children: [1, 2, 3] }, { name: 'pump', mesh: 0 }, { name: 'pump', mesh: 0, children: [4] }, { mesh: 0 }, { name: 'pump', mesh: 0 }];
    const { mesh } = await read(glb({ ...json, nodes }, binary));
    expect(mesh.parts.map(({ path }) => path)).toEqual(['a_b', 'a_b/pump', 'a_b/pump (2)', 'a_b/pump (2)/pump', 'a_b/node 3']);
    expect(mesh.parts.map(({ from, count }) => [from, count])).toEqual([0, 3, 6, 9, 12].map((from) => [from, 3]));
  });

  it('says what it left out: animations, points, morphs, skins', async () => {
    const { json, binary } = triangle();
    const [primitive] = json.meshes[0]?.primitives ?? [];
    const meshes = [{ primitives: [{ ...primitive, targets: [{ POSITION: 0 }] }, { ...primitive, mode: 0 }] }];
    const { report } = await read(glb({ ...json, meshes, nodes: [{ mesh: 0, skin: 0 }], animations: [{}] }, binary));
    expect(report.notes).toEqual(['morph targets are left out: parts are drawn as they are at rest', 'points and lines are left out', 'skins are left out: parts are drawn as they are at rest', 'animations are left out']);
  });
});

describe('the colour of a material with a texture', () => {
  it('is the average of a PNG in linear light, times its factor', async () => {
    // Half white, half black: half the light, which is 188 of 255 in sRGB.
    const { mesh, report } = await read(texturedGlb(png(4, 2, 3, (x) => (x < 2 ? [255, 255, 255] : [0, 0, 0]))));
    expect(mesh.parts[0]?.baseColour).toEqual([188, 188, 0]);
    expect(report.notes).toEqual(['textures are left out: their average colour is taken']);
  });

  it('counts what is seen through less', async () => {
    expect((await read(texturedGlb(png(2, 1, 4, (x) => (x === 0 ? [200, 100, 9, 255] : [0, 0, 0, 0]))))).mesh.parts[0]?.baseColour).toEqual([200, 100, 0]);
  });

  it('is the average of a KTX2 picture of Basis Universal', async () => {
    const { mesh, report } = await read(texturedGlb(ktx2(8, 8, [200, 100, 50]), { extensions: { KHR_texture_basisu: { source: 0 } } }));
    expect(mesh.parts[0]?.baseColour).toEqual([200, 100, 0]);
    expect(report.notes).toEqual(['textures are left out: their average colour is taken']);
  });

  it.each([['broken', Buffer.from('no picture')], ['cut', png(9, 9, 3, () => [1, 2, 3]).subarray(0, 40)]])('is none where the picture is %s, and says so', async (_what, image) => {
    const { mesh, report } = await read(texturedGlb(image));
    expect(mesh.parts[0]).toMatchObject({ isColourless: true });
    expect(report.notes).toEqual(['textures are left out: of some (WebP, AVIF or broken ones) no colour is read']);
  });
});

describe('the ring the tests are made of', () => {
  it('has its outside outside', () => {
    const { positions, normals, indices } = torus(8, 8);
    const at = (vertex: number, of: Float32Array): number[] => Array.from(of.subarray(vertex * 3, vertex * 3 + 3));
    const [a = 0, b = 0, c = 0] = indices;
    const u = at(b, positions).map((value, axis) => value - (at(a, positions)[axis] ?? 0));
    const v = at(c, positions).map((value, axis) => value - (at(a, positions)[axis] ?? 0));
    const cross = [0, 1, 2].map((axis) => (u[(axis + 1) % 3] ?? 0) * (v[(axis + 2) % 3] ?? 0) - (u[(axis + 2) % 3] ?? 0) * (v[(axis + 1) % 3] ?? 0));
    expect(cross.reduce((sum, value, axis) => sum + value * (at(a, normals)[axis] ?? 0), 0)).toBeGreaterThan(0);
  });
});
