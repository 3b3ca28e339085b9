import { expect, it } from 'vitest';
import { freeBytes, freeColumns } from './free-columns.ts';

it('frees the columns of a value but for those another value has, each once', () => {
  const [kept, gone, twice] = [new Float64Array([1, 2]), new Uint32Array([3]), new Float64Array([4])];
  freeColumns({ pens: [{ kept, gone }, { twice, also: twice }], name: 'x', none: null }, { kept: kept.subarray(1) });
  expect([kept.length, gone.length, twice.length]).toEqual([2, 0, 0]);
  expect(gone.buffer.detached).toBe(true);
});

it('leaves alone what was moved away, what is shared, and bytes of a pool', () => {
  const moved = new Float64Array(8);
  structuredClone(moved, { transfer: [moved.buffer] });
  const shared = new Int32Array(new SharedArrayBuffer(8));
  freeColumns([moved, shared]);
  const pool = new Uint8Array(16);
  freeBytes(pool.subarray(4, 8));
  expect([moved.length, shared.length, pool.length]).toEqual([0, 2, 16]);
  freeBytes(pool);
  expect(pool.length).toBe(0);
});
