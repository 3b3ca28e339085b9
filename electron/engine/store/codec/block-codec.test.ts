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
/** Numbers as plants have them (states, counts, decimals, those of 32-bit devices) and any others. */
const value = fc.oneof(fc.double(), fc.float(), fc.integer(), fc.boolean().map(Number), fc.integer().map((whole) => whole / 1000), fc.integer({ min: -50_000, max: 50_000 }).map((whole) => whole / 100));
const quality = fc.oneof({ arbitrary: fc.constant(0), weight: 5 }, fc.nat(0xffff_ffff));

describe('a block of samples of many tags', () => {
  it('comes back bit for bit, whatever keys, times, values and qualities are in it', () => {
    const one = fc.tuple(key, timeMs, value, quality);
    fc.assert(
      fc.property(fc.array(one, { maxLength: 200 }), (rows) => {
        // A time of −0 is 0.
        const sent = columns(rows.map(([tag, at, ...rest]) => [tag, at + 0, ...rest]));
        expect(plain(decodeBlock(encodeBlock(sent)))).toEqual(plain(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('of tags that follow each other within a minute takes 11 bytes a sample at most, and comes back bit for bit', () => {
    const near = fc.record({ first: fc.nat(1_000_000), rows: fc.array(fc.tuple(fc.integer({ min: -128, max: 127 }), fc.nat(65_000), value), { minLength: 1, maxLength: 100 }) });
    fc.assert(
      fc.property(near, ({ first, rows }) => {
        let at = first + 20_000;
        const sent = columns(rows.map(([step, later, value], row) => [row === 0 ? at : (at += step), 1_700_000_000_000 + (row === 0 ? 0 : later), value, 0]));
        const bytes = encodeBlock(sent);
        expect(bytes.length).toBeLessThanOrEqual(24 + 11 * rows.length);
        expect(plain(decodeBlock(bytes))).toEqual(plain(sent));
      }),
      { numRuns: 300 },
    );
  });

  it('of which few are bad says which', () => {
    const sent = columns(Array.from({ length: 100 }, (_, row) => [row, 1_700_000_000_000, row, row === 40 ? 0x80050000 : 0]));
    const bytes = encodeBlock(sent);
    // Head, values (32 bits and what they are), times, and the pair.
    expect(bytes.length).toBe(32 + (4 + 0.25) * 100 + 100 + 4 + 8);
    expect(plain(decodeBlock(bytes))).toEqual(plain(sent));
  });

  it('of a scan takes 5.25 bytes a sample of hundredths and states, 9 of full precision', () => {
    const scan = (valueOf: (row: number) => number): HistoryColumns => columns(Array.from({ length: 1000 }, (_, row) => [row + 5, 1_700_000_000_000 + (row % 10), valueOf(row), 0]));
    const [decimals, precise] = [scan((row) => (row % 4 === 0 ? row % 2 : row / 100)), scan((row) => Math.sin(row + 1))];
    expect(encodeBlock(decimals).length).toBe(32 + 5.25 * 1000);
    expect(encodeBlock(precise).length).toBe(24 + 9 * 1000);
    for (const sent of [decimals, precise]) expect(plain(decodeBlock(encodeBlock(sent)))).toEqual(plain(sent));
  });

  it('keeps every bit of values that are no numbers, beside those that pack', () => {
    const sent = columns(Array.from({ length: 40 }, (_, row) => [row, 1000, row / 10, 0]));
    const bits = new BigUint64Array(sent.value.buffer);
    bits[3] = 0x7ff0_0000_dead_beefn;
    bits[4] = 0xfff8_0000_0000_0001n;
    sent.value[5] = -0;
    const back = decodeBlock(encodeBlock(sent));
    expect(Array.from(new BigUint64Array(Float64Array.from(back?.value ?? []).buffer))).toEqual(Array.from(bits));
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

  it('that the version before this wrote is read: steps of keys, 16-bit offsets, few bad', () => {
    // Written by the codec of 2026-11-29: count 4, flags 29.
    const old = Buffer.from('9d9f50e5040000001d0000000700000000008056febc7842000000000000f83f00000000000000c0ec51b81e85ebb13f8fc2f5285caf46400100000002000000000005800000fa00e80301000002ff02', 'hex');
    expect(decodeBlock(old)).toEqual(columns([[7, 1_700_000_000_000, 1.5, 0], [9, 1_700_000_000_250, -2, 0], [8, 1_700_000_001_000, 0.07, 0x80050000], [10, 1_700_000_000_001, 45.37, 0]]));
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
