import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from './wire.ts';

describe('a binary frame', () => {
  it('brings back plain data and columns bit for bit', () => {
    const column = fc.oneof(
      fc.float64Array().map((a) => a),
      fc.uint32Array(),
      fc.int32Array(),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string().filter((key) => key !== '__proto__' && key !== '$column'), fc.oneof(fc.string(), fc.integer(), fc.boolean(), column)), (message) => {
        const back = decodeFrame(encodeFrame(message)) as Record<string, unknown>;
        expect(Object.keys(back)).toEqual(Object.keys(message));
        for (const [key, value] of Object.entries(message)) expect(Object.is(back[key], value) || same(back[key], value)).toBe(true);
      }),
    );
  });

  it('keeps NaN, infinities and minus zero in columns', () => {
    const values = Float64Array.of(Number.NaN, Infinity, -Infinity, -0);
    const back = decodeFrame(encodeFrame({ values })) as { values: Float64Array };
    for (let row = 0; row < values.length; row++) expect(Object.is(back.values[row], values[row])).toBe(true);
  });

  it('refuses any damage with an error instead of reading past its end', () => {
    const frame = new Uint8Array(encodeFrame({ t: 'item', id: 7, item: { tag: Uint32Array.of(1, 2, 3), value: Float64Array.of(1, 2, 3) } }));
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.nat(255), fc.nat(frame.length), (at, byte, length) => {
        const damaged = frame.slice(0, length);
        if (at < damaged.length) damaged[at] = byte;
        try {
          decodeFrame(damaged.buffer);
        } catch (error) {
          expect(error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function same(a: unknown, b: unknown): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.constructor !== b.constructor) return false;
  const bytes = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const left = bytes(a);
  return left.length === bytes(b).length && left.every((byte, at) => byte === bytes(b)[at]);
}

it('refuses a column whose kind is a name that every array has', () => {
  const head = new TextEncoder().encode('{"$column":["constructor",0,1]}');
  const frame = new ArrayBuffer((4 + head.length + 7) & ~7);
  new DataView(frame).setUint32(0, head.length, true);
  new Uint8Array(frame).set(head, 4);
  expect(() => decodeFrame(frame)).toThrow(RangeError);
});
