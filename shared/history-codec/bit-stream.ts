/** Writes numbers of any width up to 32 bits, lowest bit first, into little-endian words. Grows as needed; reusable. */
export class BitWriter {
  private words = new Uint32Array(1024);
  private position = 0;
  private current = 0;
  private used = 0;

  reset(): void {
    this.position = 0;
    this.current = 0;
    this.used = 0;
  }

  /** Bits written so far. */
  get length(): number {
    return this.position * 32 + this.used;
  }

  /** Forgets all but the first `length` bits, at most as many as were written. */
  truncate(length: number): void {
    const position = length >>> 5;
    // A full word is stored at once, the one begun is not.
    const word = position < this.position ? (this.words[position] as number) : this.current;
    this.position = position;
    this.used = length & 31;
    this.current = this.used === 0 ? 0 : word & ((1 << this.used) - 1);
  }

  /** `value` must be below 2 ** width; `width` is 0 to 32. */
  write(value: number, width: number): void {
    if (width === 0) return;
    const free = 32 - this.used;
    this.current |= value << this.used;
    if (width < free) {
      this.used += width;
      return;
    }
    if (this.position === this.words.length) this.grow();
    this.words[this.position++] = this.current;
    this.used = width - free;
    this.current = this.used === 0 ? 0 : value >>> free;
  }

  /** An integer from 0 to 2 ** 53 - 1; `width` is 0 to 53. */
  writeLong(value: number, width: number): void {
    if (width <= 32) return this.write(value >>> 0, width);
    this.write(value >>> 0, 32);
    this.write(Math.floor(value / 4_294_967_296), width - 32);
  }

  /** The bits written, so far, appended to those of another writer. */
  copyTo(other: BitWriter): void {
    for (let at = 0; at < this.position; at++) other.write(this.words[at] as number, 32);
    other.write(this.current, this.used);
  }

  /** The bytes written, in an array of their own with `extra` zero bytes behind; the last word is filled up with zeros. */
  finish(extra = 0): Uint8Array<ArrayBuffer> {
    const length = this.position + (this.used > 0 ? 1 : 0);
    const out = new Uint32Array(length + (extra >>> 2));
    out.set(this.words.subarray(0, this.position));
    if (this.used > 0) out[this.position] = this.current;
    return new Uint8Array(out.buffer);
  }

  private grow(): void {
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
  }
}

/** Reads back what a BitWriter wrote. Past the end it gives zeros: a checksum, or `isAtEnd`, tells that. */
export class BitReader {
  private words: Uint32Array;
  private position = 0;
  private used = 0;

  constructor(bytes: Uint8Array) {
    const length = bytes.byteLength >>> 2;
    // Blobs may be at any offset; words need an aligned one. (slice() of a Buffer would not copy.)
    this.words =
      bytes.byteOffset % 4 === 0
        ? new Uint32Array(bytes.buffer, bytes.byteOffset, length)
        : new Uint32Array(new Uint8Array(bytes.subarray(0, length * 4)).buffer);
  }

  read(width: number): number {
    if (width === 0) return 0;
    const word = (this.words[this.position] ?? 0) >>> this.used;
    const available = 32 - this.used;
    if (width < available) {
      this.used += width;
      return (word & ((1 << width) - 1)) >>> 0;
    }
    this.position++;
    this.used = width - available;
    if (this.used === 0) return word >>> 0;
    const rest = (this.words[this.position] ?? 0) & ((1 << this.used) - 1);
    return (word | (rest << available)) >>> 0;
  }

  /** The next numbers of `width` bits, 1 to 31, into rows `start` to `end` (excluded): a read of each, in one loop. */
  readEach(into: Float64Array, start: number, end: number, width: number): void {
    const words = this.words;
    const mask = (1 << width) - 1;
    let position = this.position;
    let used = this.used;
    let word = words[position] ?? 0;
    for (let row = start; row < end; row++) {
      let bits = word >>> used;
      const behind = used + width;
      used = behind & 31;
      if (behind > 31) {
        word = words[++position] ?? 0;
        if (used > 0) bits |= word << (width - used);
      }
      into[row] = bits & mask;
    }
    this.position = position;
    this.used = used;
  }

  readLong(width: number): number {
    if (width <= 32) return this.read(width);
    const low = this.read(32);
    return this.read(width - 32) * 4_294_967_296 + low;
  }

  /** Bits read or skipped so far. */
  get at(): number {
    return this.position * 32 + this.used;
  }

  /** Whether the last word is the one read from last: no more was read than is there, nor a word less. */
  get isAtEnd(): boolean {
    return this.position + (this.used > 0 ? 1 : 0) === this.words.length;
  }

  moveTo(bits: number): void {
    this.position = Math.floor(bits / 32);
    this.used = bits % 32;
  }

  skip(bits: number): void {
    this.moveTo(this.at + bits);
  }
}
