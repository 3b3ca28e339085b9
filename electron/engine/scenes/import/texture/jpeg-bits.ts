/** By the next 16 bits: length of the code in the upper byte, its value in the lower; 0 for bits that begin no code. */
export type HuffmanTable = Uint16Array;

/** @param lengths how many codes there are of 1 to 16 bits; null where there are more than fit */
export function huffmanTable(lengths: Uint8Array, values: Uint8Array): HuffmanTable | null {
  const table = new Uint16Array(65_536);
  let next = 0;
  let at = 0;
  for (let length = 1; length <= 16; length += 1) {
    const span = 1 << (16 - length);
    for (let n = 0; n < (lengths[length - 1] ?? 0); n += 1) {
      if (next + span > 65_536 || at >= values.length) return null;
      table.fill((length << 8) | (values[at] ?? 0), next, next + span);
      next += span;
      at += 1;
    }
  }
  return table;
}

/** Reads the bits of a scan. Throws where they end. */
export function createBitReader(bytes: Uint8Array, from: number) {
  let at = from;
  let bits = 0;
  let held = 0;
  /** Of those held, bits that are not in the file: codes may be looked for in them, never taken from them. */
  let made = 0;
  const fill = (): void => {
    while (held <= 16) {
      const byte = bytes[at];
      const isEnd = byte === undefined || (byte === 0xff && bytes[at + 1] !== 0);
      bits = (bits << 8) | (isEnd ? 0 : byte);
      held += 8;
      if (isEnd) made += 8;
      else at += byte === 0xff ? 2 : 1;
    }
  };
  const drop = (count: number): void => {
    held -= count;
    if (held < made) throw new Error('the scan ends within a block');
  };
  const take = (count: number): number => {
    fill();
    const value = (bits >>> (held - count)) & ((1 << count) - 1);
    drop(count);
    return value;
  };
  return {
    /** Where the bits not yet held begin. */
    get at(): number {
      return at;
    },
    code(table: HuffmanTable): number {
      fill();
      const entry = table[(bits >>> (held - 16)) & 0xffff] ?? 0;
      if (entry === 0) throw new Error('bits that begin no code');
      drop(entry >> 8);
      return entry & 0xff;
    },
    pass: (count: number): void => void take(count),
    /** A difference of `size` bits: those that begin with 0 are negative. */
    signed(size: number): number {
      if (size === 0) return 0;
      if (size > 15) throw new Error('a difference of more than 15 bits');
      const value = take(size);
      return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    },
    /** Passes over what is left before the next restart marker, and over that. */
    restart(): void {
      bits = held = made = 0;
      while (at + 1 < bytes.length && !(bytes[at] === 0xff && (bytes[at + 1] ?? 0) >= 0xd0 && (bytes[at + 1] ?? 0) <= 0xd7)) at += 1;
      if (at + 1 >= bytes.length) throw new Error('the scan ends before a restart');
      at += 2;
    },
  };
}
