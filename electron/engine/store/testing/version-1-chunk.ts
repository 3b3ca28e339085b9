import { crc32 } from 'node:zlib';
import { BitWriter } from '#shared/history-codec/bit-stream.ts';

/** A chunk as version 1 wrote it: whole times and values, differences 64 at a time at full width, one quality. */
export function version1Chunk(timeMs: readonly number[], value: readonly number[]): Uint8Array {
  const out = new BitWriter();
  const double = new DataView(new ArrayBuffer(8));
  const writeDouble = (number: number): void => {
    double.setFloat64(0, number);
    out.write(double.getUint32(0), 32);
    out.write(double.getUint32(4), 32);
  };
  const column = (numbers: readonly number[], order: 1 | 2): void => {
    out.write(0, 1);
    out.write(0, 4);
    out.write(0, 16);
    writeDouble(numbers[0] as number);
    let before = 0;
    for (let from = 1; from < numbers.length; from += 64) {
      out.write(32, 6);
      for (let row = from; row < Math.min(from + 64, numbers.length); row++) {
        const step = (numbers[row] as number) - (numbers[row - 1] as number);
        const change = order === 2 && row > 1 ? step - before : step;
        before = step;
        out.writeLong(change >= 0 ? change * 2 : -change * 2 - 1, 32);
      }
    }
  };
  out.write(1, 8);
  out.write(timeMs.length, 16);
  column(timeMs, 2);
  column(value, 1);
  out.write(timeMs.length, 16);
  out.write(0, 32);
  const bytes = out.finish(4);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, crc32(bytes.subarray(0, bytes.length - 4)), true);
  return bytes;
}
