import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryColumns } from '../store-types.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';

const columns = (rows: readonly (readonly [key: number, timeMs: number, value: number, quality: number])[]): HistoryColumns => ({
  key: Uint32Array.from(rows, ([key]) => key),
  timeMs: Float64Array.from(rows, ([, timeMs]) => timeMs),
  value: Float64Array.from(rows, ([, , value]) => value),
  quality: Uint32Array.from(rows, ([, , , quality]) => quality),
});
/** Columns as numbers, told apart bit for bit: `toEqual` takes −0 for −0 only and NaN for NaN. */
const plain = (block: HistoryColumns | null): unknown => (block === null ? null : [block.key, block.timeMs, block.value, block.quality].map((column) => Array.from(column)));

const key = fc.oneof(fc.nat(0xffff_ffff), fc.nat(300));
const timeMs = fc.oneof(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(2 ** 33));
const quality = fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, fc.nat(0xffff_ffff));

describe('a block of samples of many tags', () => {
  it('comes back bit for bit, whatever keys, times, values and qualities are in it', () => {
    const one = fc.tuple(key, timeMs, fc.double(), quality);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 200 }), (rows) => {
        // A time of −0 is 0.
        const sent = columns(rows.map(([tag, at, ...rest]) => [tag, at + 0, ...rest]));
        expect(plain(decodeBlock(encodeBlock(sent)))).toEqual(plain(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('of tags that follow each other within a minute takes 11 bytes a sample, and comes back bit for bit', () => {
    const near = fc.record({ first: fc.nat(1_000_000), rows: fc.array(fc.tuple(fc.integer({ min: -128, max: 127 }), fc.nat(65_000), fc.double()), { minLength: 1, maxLength: 100 }) });
    fc.assert(
      fc.property(near, ({ first, rows }) => {
        let at = first + 20_000;
        const sent = columns(rows.map(([step, later, value], row) => [row === 0 ? at : (at += step), 1_700_000_000_000 + (row === 0 ? 0 : later), value, 0]));
        const bytes = encodeBlock(sent);
        expect(bytes.length).toBe(24 + 11 * rows.length);
        expect(plain(decodeBlock(bytes))).toEqual(plain(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('of which few are bad says which', () => {
    const sent = columns(Array.from({ length: 100 }, (_, row) => [row, 1_700_000_000_000, row, row === 40 ? 0x80050000 : 0]));
    const bytes = encodeBlock(sent);
    expect(bytes.length).toBe(24 + 11 * 100 + 4 + 8);
    expect(plain(decodeBlock(bytes))).toEqual(plain(sent));
  });

  it('comes back from bytes at any place of a larger buffer, as files are read', () => {
    const blocks = [columns([[3, 5, 7, 0], [4, 6.5, 8, 9]]), columns([[3, 5, 7, 0], [4, 6, 8, 0], [5, 7, 9, 0]]), columns([[3, 5, 7, 1], [9000, 90_000, 8, 0]])];
    for (const block of blocks) {
      for (let offset = 0; offset < 9; offset++) {
        const inside = Buffer.concat([Buffer.alloc(offset, 0xff), encodeBlock(block)]).subarray(offset);
        expect(decodeBlock(inside)).toEqual(block);
      }
    }
  });

  it('that an older version wrote is read: 32-bit keys, then 32-bit offsets', () => {
    // Written by the codec of 2026-11-28: count 2, flags 3, times 1700000000000 and 250 ms later, keys 7 and 300, values 1.5 and −2.
    const old = Buffer.from('f204709c02000000030000000000000000008056febc7842000000000000f83f00000000000000c0070000002c01000000000000fa000000', 'hex');
    expect(decodeBlock(old)).toEqual(columns([[7, 1_700_000_000_000, 1.5, 0], [300, 1_700_000_000_250, -2, 0]]));
  });

  it('is refused when a byte was changed', () => {
    const bytes = encodeBlock(columns([[1, 5, 1, 0], [2, 6, 2, 0]]));
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 0x10;
      expect(decodeBlock(changed)).toBeNull();
    }
  });
});
