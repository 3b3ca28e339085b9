// What a value is kept as: in 32 bits where nothing is lost that way, else in 64.
const [asFloat, asThousandths, asIs] = [0, 1, 2] as const;
const thousand = 1000;

/** Values told apart by how little they can be kept in; reused for each block, valid until the next call. */
export type PackedValues = {
  /** Two bits a value, the first in the lowest: 0 a 32-bit float, 1 a whole number of thousandths, 2 as it is. */
  readonly kinds: Uint8Array;
  /** Of values of the first two kinds, in their order. */
  readonly narrow: Int32Array;
  /** Of the third kind, in their order, bit for bit. */
  readonly wide: Uint32Array;
};

let [kinds, narrow, wide] = [new Uint8Array(0), new Int32Array(0), new Uint32Array(0)];
let floats = new Float32Array(0);

/**
 * Values of a block as two columns, for writing fast: states, counts and numbers of 32-bit devices are floats, decimals of up to
 * three places whole numbers, so that most plants take half the bytes. Null when they would not take three quarters at most.
 */
export function packValues(value: Float64Array): PackedValues | null {
  const count = value.length;
  if (narrow.length < count) {
    kinds = new Uint8Array((count + 3) >> 2);
    narrow = new Int32Array(count);
    floats = new Float32Array(narrow.buffer);
    wide = new Uint32Array(2 * count);
  }
  const bits = new Uint32Array(value.buffer, value.byteOffset, 2 * count);
  // With the 8 bytes that say how many are wide, three quarters of 8 bytes a value at most.
  const most = Math.floor((1.75 * count - 8) / 4);
  if (most < 0) return null;
  kinds.fill(0, 0, (count + 3) >> 2);
  let narrows = 0;
  let wides = 0;
  for (let row = 0; row < count; row++) {
    const one = value[row] as number;
    if (Math.fround(one) === one) {
      floats[narrows++] = one;
      continue;
    }
    const scaled = Math.round(one * thousand);
    const whole = scaled | 0;
    // −0 is a float, and NaN equals nothing: what is left here comes back by this very division.
    const isWhole = whole === scaled && whole / thousand === one;
    kinds[row >> 2] = (kinds[row >> 2] as number) | ((isWhole ? asThousandths : asIs) << (2 * (row & 3)));
    if (isWhole) narrow[narrows++] = whole;
    else {
      if (wides === most) return null;
      wide[2 * wides] = bits[2 * row] as number;
      wide[2 * wides + 1] = bits[2 * row + 1] as number;
      wides++;
    }
  }
  return { kinds: kinds.subarray(0, (count + 3) >> 2), narrow: narrow.subarray(0, narrows), wide: wide.subarray(0, 2 * wides) };
}

/** The values that were packed. `narrow` and `wide` have as many as `kinds` say. */
export function unpackValues({ kinds: kindsOf, narrow: small, wide: large }: PackedValues, count: number): Float64Array<ArrayBuffer> {
  const value = new Float64Array(count);
  const bits = new Uint32Array(value.buffer);
  const asFloats = new Float32Array(small.buffer, small.byteOffset, small.length);
  let narrows = 0;
  let wides = 0;
  for (let row = 0; row < count; row++) {
    const kind = ((kindsOf[row >> 2] as number) >> (2 * (row & 3))) & 3;
    if (kind === asFloat) value[row] = asFloats[narrows++] as number;
    else if (kind === asThousandths) value[row] = (small[narrows++] as number) / thousand;
    else {
      bits[2 * row] = large[2 * wides] as number;
      bits[2 * row + 1] = large[2 * wides + 1] as number;
      wides++;
    }
  }
  return value;
}
