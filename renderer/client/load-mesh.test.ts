import { describe, expect, it } from 'vitest';
import { packMesh } from '#electron/engine/scenes/import/mesh-file.ts';
import { meshPieceBytes } from '#shared/contract/scenes.ts';
import { refused } from '#shared/model/fault.ts';
import type { SceneMesh } from '#shared/scene/scene-mesh.ts';
import type { ConsoleClient } from './console-client.ts';
import { loadMesh } from './load-mesh.ts';

/** Triangles enough for some four pieces. */
function largeMesh(first: number): SceneMesh {
  const vertices = 300_000;
  const bounds = [0, 0, 0, 1, 1, 1] as const;
  return {
    positions: new Float32Array(vertices * 3).fill(first),
    normals: new Uint8Array(vertices * 4),
    indices: Uint32Array.from({ length: 90_000 }, (_, n) => n % vertices),
    coarseIndices: new Uint32Array(),
    parts: [{ name: 'a', path: 'a', from: 0, count: 90_000, coarseFrom: 0, coarseCount: 0, baseColour: [0, 0, 0], bounds }],
    bounds,
  };
}
const report = { format: 'stl', fileBytes: 1, trianglesRead: 30_000, triangles: 30_000, vertices: 300_000, notes: [] };
const fileOf = (first: number): Uint8Array<ArrayBuffer> => new Uint8Array(packMesh({ mesh: largeMesh(first), report, hash: String(first) }, []));

type Piece = { readonly mesh: string; readonly from: number };
/** An engine with these meshes, one after the other; `onPiece` may change what it answers. */
function engineWith(files: readonly Uint8Array[], onPiece: (piece: Piece, file: Uint8Array) => unknown = () => undefined) {
  const asked: Piece[] = [];
  let made = 0;
  let [underWay, most] = [0, 0];
  const call = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'scene.mesh') {
      const file = files[Math.min(made, files.length - 1)] ?? new Uint8Array();
      made += 1;
      return { ok: true, value: { mesh: String(made), bytes: file.length, report, hash: 'x' } };
    }
    const piece = input as Piece;
    asked.push(piece);
    underWay += 1;
    most = Math.max(most, underWay);
    await Promise.resolve();
    underWay -= 1;
    const file = files[Math.min(Number(piece.mesh), files.length) - 1] ?? new Uint8Array();
    return onPiece(piece, file) ?? { ok: true, value: { bytes: file.slice(piece.from, piece.from + meshPieceBytes) } };
  };
  return { call: call as ConsoleClient['call'], asked, count: () => ({ made, most }) };
}
const load = (call: ConsoleClient['call'], signal = new AbortController().signal) => loadMesh(call, { scene: 'skid', model: 'plate' }, signal);

describe('a mesh that is fetched', () => {
  it('comes whole, piece by piece, at most two of them under way', async () => {
    const { call, asked, count } = engineWith([fileOf(1)]);
    const answer = await load(call);
    expect(answer.ok && [answer.value.hash, answer.value.mesh.positions.at(-1), answer.value.report.triangles]).toEqual(['1', 1, 30_000]);
    expect(asked.map(({ from }) => from / meshPieceBytes)).toEqual([0, 1, 2, 3, 4, 5].slice(0, Math.ceil(fileOf(1).length / meshPieceBytes)));
    expect(asked.length).toBeGreaterThan(3);
    expect(count()).toEqual({ made: 1, most: 2 });
  });

  it('is made anew where it went meanwhile, and never put together of two', async () => {
    const { call, count } = engineWith([fileOf(1), fileOf(2)], ({ mesh, from }) => (mesh === '1' && from > 0 ? refused('gone', 'It made room.') : undefined));
    const answer = await load(call);
    expect(answer.ok && answer.value.mesh.positions.every((one) => one === 2)).toBe(true);
    expect(count().made).toBe(2);
  });

  it('is given up after the third time, and where it does not come whole', async () => {
    const always = engineWith([fileOf(1)], () => refused('gone', 'It made room.'));
    expect(await load(always.call)).toMatchObject({ ok: false, fault: { code: 'gone' } });
    expect(always.count().made).toBe(3);
    const wrong = engineWith([fileOf(1)], ({ from }, file) => (from === 0 ? { ok: true, value: { bytes: new Uint8Array(Math.min(meshPieceBytes, file.length)) } } : undefined));
    expect(await load(wrong.call)).toMatchObject({ ok: false, fault: { code: 'unreadable' } });
  });

  it('is asked for no further when its view closes', async () => {
    const closing = new AbortController();
    const { call, asked } = engineWith([fileOf(1)], () => closing.abort());
    expect(await load(call, closing.signal)).toMatchObject({ ok: false, fault: { code: 'cancelled' } });
    expect(asked.length).toBeLessThanOrEqual(3);
  });
});
