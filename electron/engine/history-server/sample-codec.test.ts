import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTime, beforeTime } from '#shared/math/next-time.ts';
import { encodeBlocks, sampleDecoder } from './sample-codec.ts';
import { isWholeMicros, microsOf, stampOf } from './server-time.ts';

const times = fc.oneof(
  fc.double({ min: 1.6e12, max: 1.9e12, noNaN: true }),
  fc.integer({ min: 0, max: 2 ** 41 }),
  fc.integer({ min: 1.6e15, max: 1.9e15 }).map((micros) => micros / 1000),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

describe('the time of a sample on the server', () => {
  it('is never after the source time and less than a microsecond before it, within its years', () => {
    fc.assert(
      fc.property(fc.double({ min: -2.2e12, max: 7.2e12, noNaN: true }), (timeMs) => {
        const micros = microsOf(timeMs);
        expect(Number.isSafeInteger(micros)).toBe(true);
        expect(micros / 1000).toBeLessThanOrEqual(timeMs);
        expect((micros + 1) / 1000).toBeGreaterThan(timeMs);
        expect(isWholeMicros(timeMs, micros)).toBe(Object.is(micros / 1000, timeMs));
      }),
    );
  });

  it('keeps the order of any two source times', () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        expect(Math.sign(microsOf(one) - microsOf(other)) * Math.sign(one - other)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is written so that PostgreSQL and we read the same moment', () => {
    expect(stampOf(1_700_000_000_123_456)).toBe('2023-11-14 22:13:20.123456+00');
    expect(stampOf(-1)).toBe('1969-12-31 23:59:59.999999+00');
    expect(stampOf(microsOf(-Infinity))).toBe('1900-01-01 00:00:00.000000+00');
    expect(stampOf(microsOf(1e300))).toBe('2200-01-01 00:00:00.000000+00');
  });

  it('has a next and a last before it, with nothing in between', () => {
    fc.assert(
      fc.property(times, (timeMs) => {
        fc.pre(timeMs === 0 || (Math.abs(timeMs) > 1e-300 && Math.abs(timeMs) < 1e300));
        expect(afterTime(timeMs)).toBeGreaterThan(timeMs);
        expect(beforeTime(timeMs)).toBeLessThan(timeMs);
        expect(beforeTime(afterTime(timeMs)) === timeMs).toBe(true);
        expect((timeMs + afterTime(timeMs)) / 2 === timeMs || (timeMs + afterTime(timeMs)) / 2 === afterTime(timeMs)).toBe(true);
      }),
    );
  });
});

/** The server's answer to a question for these samples, by PostgreSQL's binary format of COPY. */
function answer(samples: readonly (readonly [number, number, number, number])[]): Buffer {
  const row = (tag: number, timeMs: number, value: number, quality: number): Buffer => {
    const micros = microsOf(timeMs);
    const isWhole = isWholeMicros(timeMs, micros);
    const bytes = Buffer.alloc(2 + 12 + 12 + (isWhole ? 4 : 12) + 8 + 8);
    let at = bytes.writeInt16BE(5, 0);
    at = bytes.writeBigInt64BE(BigInt(micros) - 946_684_800_000_000n, bytes.writeInt32BE(8, at));
    at = bytes.writeDoubleBE(value, bytes.writeInt32BE(8, at));
    at = isWhole ? bytes.writeInt32BE(-1, at) : bytes.writeDoubleBE(timeMs, bytes.writeInt32BE(8, at));
    at = bytes.writeInt32BE(tag, bytes.writeInt32BE(4, at));
    bytes.writeInt32BE(quality | 0, bytes.writeInt32BE(4, at));
    return bytes;
  };
  return Buffer.concat([
    Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'),
    Buffer.alloc(8),
    ...samples.map((one) => row(...one)),
    Buffer.from([0xff, 0xff]),
  ]);
}

const samples = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), times, fc.double(), fc.integer({ min: 0, max: 2 ** 32 - 1 })), {
  maxLength: 20,
});

describe('samples from the server', () => {
  it('are read bit for bit from pieces cut anywhere', () => {
    fc.assert(
      fc.property(samples, fc.array(fc.integer({ min: 1, max: 40 })), (sent, lengths) => {
        const bytes = answer(sent);
        const got: unknown[] = [];
        const decoder = sampleDecoder((...sample) => got.push(sample));
        let at = 0;
        for (const length of lengths) {
          decoder.push(bytes.subarray(at, at + length));
          at += length;
        }
        decoder.push(bytes.subarray(Math.min(at, bytes.length)));
        decoder.end();
        expect(got).toEqual(sent);
      }),
    );
  });

  it('are refused when anything of them is missing or wrong, and never invented', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.uint8Array({ maxLength: 60 }), (sent, where, noise) => {
        const bytes = answer(sent);
        const cut = where % bytes.length;
        const decoder = sampleDecoder(() => undefined);
        expect(() => {
          decoder.push(bytes.subarray(0, cut));
          decoder.end();
        }).toThrow('cannot be read');
        const noisy = sampleDecoder(() => undefined);
        try {
          noisy.push(Buffer.concat([bytes.subarray(0, cut), Buffer.from(noise)]));
          noisy.end();
        } catch (error) {
          expect(String(error)).toContain('cannot be read');
        }
      }),
    );
  });

  it('are refused when a block is larger than its numbers allow', () => {
    const length = 2 ** 20 + 1;
    const columns = {
      key: new Uint32Array(length),
      timeMs: new Float64Array(length),
      value: new Float64Array(length),
      quality: new Uint32Array(length),
    };
    expect(() => encodeBlocks([{ seq: 1, columns }], () => 1)).toThrow('more than');
  });
});
