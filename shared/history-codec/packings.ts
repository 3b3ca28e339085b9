/**
 * How whole numbers below a limit are packed: as digits of a number in base `radix`, `digits` of them in `bits` bits. Ten
 * possible values then cost 3.33 bits instead of 4, three cost 1.59 instead of 2. The position in the table is part of
 * the chunk format: entries are never moved or changed. 0 to 53 are plain widths, the others the radices that need fewer
 * bits a digit than any larger one within a word of 32 bits (found by trying them all).
 */
export type Packing = { readonly radix: number; readonly digits: number; readonly bits: number };

export const plainWidths = 54;

const mixed: readonly (readonly [radix: number, digits: number, bits: number])[] = [
  [3, 17, 27],
  [5, 12, 28],
  [6, 10, 26],
  [7, 11, 31],
  [9, 10, 32],
  [10, 9, 30],
  [11, 8, 28],
  [12, 5, 18],
  [13, 7, 26],
  [14, 6, 23],
  [17, 7, 29],
  [18, 5, 21],
  [19, 4, 17],
  [20, 6, 26],
  [21, 5, 22],
  [22, 6, 27],
  [23, 7, 32],
  [24, 5, 23],
  [25, 6, 28],
  [26, 4, 19],
  [27, 5, 24],
  [28, 6, 29],
  [35, 6, 31],
  [36, 5, 26],
  [38, 4, 21],
  [40, 6, 32],
  [42, 5, 27],
  [45, 4, 22],
  [48, 5, 28],
  [50, 3, 17],
  [53, 4, 23],
  [55, 5, 29],
  [73, 5, 31],
  [76, 4, 25],
  [80, 3, 19],
  [84, 5, 32],
  [90, 4, 26],
  [101, 3, 20],
  [107, 4, 27],
  [152, 4, 29],
  [161, 3, 22],
  [181, 4, 30],
  [203, 3, 23],
  [215, 4, 31],
  [322, 3, 25],
  [362, 2, 17],
  [406, 3, 26],
  [645, 3, 28],
  [724, 2, 19],
  [812, 3, 29],
  [1290, 3, 31],
  [1448, 2, 21],
  [1625, 3, 32],
  [2896, 2, 23],
  [5792, 2, 25],
  [11585, 2, 27],
  [23170, 2, 29],
  [46340, 2, 31],
];

export const packings: readonly Packing[] = [
  ...Array.from({ length: plainWidths }, (_, width) => ({ radix: 2 ** width, digits: 1, bits: width })),
  ...mixed.map(([radix, digits, bits]) => ({ radix, digits, bits })),
];

/** Bits of a last group of fewer digits: never more than their share of a whole one. */
export const groupBits = ({ digits, bits }: Packing, count: number): number => Math.ceil((count * bits) / digits);

/** Bits that `count` numbers take. */
export function packedBits(packing: Packing, count: number): number {
  const whole = Math.floor(count / packing.digits);
  return whole * packing.bits + groupBits(packing, count - whole * packing.digits);
}

export function bitWidth(value: number): number {
  return value < 4_294_967_296 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 4_294_967_296));
}

const tabled = new Uint8Array(46_341);
for (let largest = 1, code = plainWidths; largest < tabled.length; largest++) {
  while (code < packings.length && (packings[code] as Packing).radix <= largest) code++;
  const plain = bitWidth(largest);
  const better = packings[code];
  tabled[largest] = better !== undefined && better.bits / better.digits < plain ? code : plain;
}

/** The packing that takes the fewest bits a number for numbers from 0 to `largest`, at most 2 ** 53 - 1. */
export const packingFor = (largest: number): number => (largest < tabled.length ? (tabled[largest] as number) : bitWidth(largest));
