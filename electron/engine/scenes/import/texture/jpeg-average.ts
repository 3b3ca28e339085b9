import type { WorkCount } from '../work-count.ts';
import { createBitReader, huffmanTable, type HuffmanTable } from './jpeg-bits.ts';
import { linearMean, type MeanColour } from './linear-light.ts';

/**
 * Average of a JPEG (ITU-T T.81, Huffman, 8 bits, sequential or progressive; grey, YCbCr or RGB); null for others. Of each
 * 8 by 8 block its mean is decoded, the DC coefficient, and how far its pixels are from that, the sum of the squares of the
 * others (Parseval). Both are put into linear light and averaged: a fine pattern is not darker than it is. Of a progressive
 * picture the means alone are read. Written without the standard at hand, and held against pictures of other encoders.
 */
export function averageOfJpeg(bytes: Uint8Array, count: WorkCount): MeanColour | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const state: State = { bytes, count, steps: new Map(), tables: new Map(), madeTables: 0, restart: 0, hasTransform: null, frame: null };
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    const body = bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xda) {
      at = scan(state, body, at);
      if (state.frame?.components.every((one) => one.isRead) === true) break;
    } else if (!segment(state, marker, body)) return null;
  }
  return state.frame !== null && state.frame.components.every((one) => one.isRead) ? mean(state.frame, state) : null;
}

type Component = { readonly id: number; readonly across: number; readonly down: number; /** How large a step of each coefficient is, in the order of the file. */ readonly steps: Uint16Array; /** Blocks a line, and lines of blocks, with those that fill up the last unit. */ readonly width: number; readonly height: number; readonly dc: Float32Array; /** Variance of each block's pixels. */ readonly variance: Float32Array; isRead: boolean };
type Frame = { readonly isProgressive: boolean; readonly width: number; readonly height: number; readonly most: { readonly across: number; readonly down: number }; readonly units: { readonly across: number; readonly down: number }; readonly components: readonly Component[] };
type State = {
  readonly bytes: Uint8Array;
  readonly count: WorkCount;
  /** How large a step of each coefficient is, by table. */
  readonly steps: Map<number, Uint16Array>;
  readonly tables: Map<number, HuffmanTable>;
  madeTables: number;
  restart: number;
  /** What Adobe's marker says of the colours; null without one. */
  hasTransform: boolean | null;
  frame: Frame | null;
};

/** Tables a file may define: each costs time, and a picture has eight at most at once. */
const mostTables = 64;

/** False where the picture is one that is not read. */
function segment(state: State, marker: number, body: Uint8Array): boolean {
  if (marker === 0xdb) return quantization(state, body);
  if (marker === 0xc4) return huffman(state, body);
  if (marker === 0xdd) state.restart = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
  else if (marker === 0xee && String.fromCharCode(...body.subarray(0, 5)) === 'Adobe') state.hasTransform = body[11] !== 0;
  else if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) {
    if (state.frame !== null) return false;
    state.frame = frame(state, body, marker === 0xc2);
    return state.frame !== null;
  }
  // Lossless, hierarchical and arithmetic ones.
  return !(marker >= 0xc3 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc && marker !== 0xc4);
}

function quantization({ steps }: State, body: Uint8Array): boolean {
  for (let at = 0; at < body.length; ) {
    const isWide = (body[at] ?? 0) >> 4 !== 0;
    const from = at + 1;
    steps.set((body[at] ?? 0) & 15, Uint16Array.from({ length: 64 }, (_, k) => (isWide ? ((body[from + k * 2] ?? 0) << 8) | (body[from + k * 2 + 1] ?? 0) : (body[from + k] ?? 0))));
    at += 1 + (isWide ? 128 : 64);
  }
  return true;
}

function huffman(state: State, body: Uint8Array): boolean {
  for (let at = 0; at + 17 <= body.length; ) {
    if ((state.madeTables += 1) > mostTables) return false;
    const lengths = body.subarray(at + 1, at + 17);
    const codes = lengths.reduce((sum, one) => sum + one, 0);
    const table = huffmanTable(lengths, body.subarray(at + 17, at + 17 + codes));
    if (table === null) return false;
    state.tables.set(body[at] ?? 0, table);
    at += 17 + codes;
  }
  return true;
}

const noSteps = new Uint16Array(64);

function frame({ count, steps }: State, body: Uint8Array, isProgressive: boolean): Frame | null {
  const [depth, h1 = 0, h0 = 0, w1 = 0, w0 = 0, parts = 0] = body;
  const [height, width] = [(h1 << 8) | h0, (w1 << 8) | w0];
  if (depth !== 8 || height === 0 || (parts !== 1 && parts !== 3) || body.length < 6 + parts * 3 || !count.hasRoomForPixels(width * height)) return null;
  const given = Array.from({ length: parts }, (_, n) => {
    const [id = 0, sampling = 0, table = 0] = body.subarray(6 + n * 3, 9 + n * 3);
    return { id, across: sampling >> 4, down: sampling & 15, steps: steps.get(table) ?? noSteps };
  });
  if (given.some(({ across, down, steps: own }) => across < 1 || across > 4 || down < 1 || down > 4 || own[0] === 0)) return null;
  const most = { across: Math.max(...given.map((one) => one.across)), down: Math.max(...given.map((one) => one.down)) };
  const units = { across: Math.ceil(width / (8 * most.across)), down: Math.ceil(height / (8 * most.down)) };
  const components = given.map((one): Component => {
    const [blocks, lines] = [units.across * one.across, units.down * one.down];
    count.bytes(blocks * lines * 8);
    return { ...one, width: blocks, height: lines, dc: new Float32Array(blocks * lines), variance: new Float32Array(blocks * lines), isRead: false };
  });
  return { isProgressive, width, height, most, units, components };
}

/** Decodes a scan that has DC coefficients, passes over others; gives the place behind it. */
function scan(state: State, head: Uint8Array, from: number): number {
  const { frame: whole } = state;
  if (whole === null) throw new Error('a scan before its frame');
  const parts = Array.from({ length: head[0] ?? 0 }, (_, n) => {
    const component = whole.components.find(({ id }) => id === head[1 + n * 2]);
    const tables = head[2 + n * 2] ?? 0;
    return { component, dc: state.tables.get(tables >> 4), ac: state.tables.get(0x10 | (tables & 15)) };
  });
  const [first = 0, , approximation = 0] = head.subarray(1 + parts.length * 2);
  if (whole.isProgressive && (first !== 0 || approximation >> 4 !== 0)) return behindScan(state.bytes, from);
  const bits = createBitReader(state.bytes, from);
  const reads = parts.map(({ component, dc, ac }) => {
    if (component === undefined || dc === undefined || (!whole.isProgressive && ac === undefined)) throw new Error('a scan without its tables');
    return { component, dc, ac: whole.isProgressive ? null : (ac ?? null), last: 0 };
  });
  const low = whole.isProgressive ? approximation & 15 : 0;
  // Its last bits come with a later scan: on average they are half of what they can be.
  const missing = low === 0 ? 0 : ((1 << low) - 1) / 2;
  const block = (read: (typeof reads)[number], x: number, y: number): void => {
    read.last += bits.signed(bits.code(read.dc));
    const at = y * read.component.width + x;
    if (read.ac !== null) read.component.variance[at] = acEnergy(bits, read.ac, read.component.steps) / 64;
    read.component.dc[at] = read.last * (1 << low) + missing;
  };
  const [only] = reads;
  const isAlone = reads.length === 1 && only !== undefined;
  const own = isAlone ? { across: Math.ceil((whole.width * only.component.across) / (8 * whole.most.across)), down: Math.ceil((whole.height * only.component.down) / (8 * whole.most.down)) } : whole.units;
  for (let unit = 0; unit < own.across * own.down; unit += 1) {
    if (state.restart > 0 && unit > 0 && unit % state.restart === 0) {
      bits.restart();
      for (const read of reads) read.last = 0;
    }
    const [x, y] = [unit % own.across, Math.floor(unit / own.across)];
    if (isAlone) block(only, x, y);
    else for (const read of reads) for (let down = 0; down < read.component.down; down += 1) for (let across = 0; across < read.component.across; across += 1) block(read, x * read.component.across + across, y * read.component.down + down);
  }
  for (const { component } of reads) component.isRead = true;
  return behindScan(state.bytes, bits.at);
}

type Bits = ReturnType<typeof createBitReader>;

/** Reads the 63 other coefficients of a block; gives the sum of their squares. */
function acEnergy(bits: Bits, table: HuffmanTable, steps: Uint16Array): number {
  let sum = 0;
  for (let k = 1; k < 64; k += 1) {
    const code = bits.code(table);
    const size = code & 15;
    if (size === 0 && code !== 0xf0) break;
    k += code >> 4;
    const value = bits.signed(size) * (steps[k] ?? 0);
    sum += value * value;
  }
  return sum;
}

/** The next marker that is none of a scan's own. */
function behindScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function mean({ width, height, most, components }: Frame, { hasTransform }: State): MeanColour {
  const isRgb = components.length === 3 && (hasTransform === false || (hasTransform === null && String.fromCharCode(...components.map(({ id }) => id)) === 'RGB'));
  const [across, down] = [Math.ceil(width / 8), Math.ceil(height / 8)];
  const sums = [0, 0, 0];
  let weight = 0;
  const place = (component: Component, x: number, y: number): number => Math.floor((y * component.down) / most.down) * component.width + Math.floor((x * component.across) / most.across);
  const level = (component: Component, at: number): number => ((component.dc[at] ?? 0) * (component.steps[0] ?? 0)) / 8 + 128;
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const at = components.map((one) => place(one, x, y));
      const [a = 128, b = 128, c = 128] = components.map((one, n) => level(one, at[n] ?? 0));
      const [av = 0, bv = 0, cv = 0] = components.map((one, n) => one.variance[at[n] ?? 0] ?? 0);
      const levels = components.length === 1 ? [a, a, a] : isRgb ? [a, b, c] : [a + 1.402 * (c - 128), a - 0.344136 * (b - 128) - 0.714136 * (c - 128), a + 1.772 * (b - 128)];
      // Of brightness alone where colours stand apart from it: how the two vary together is not known.
      const spreads = isRgb ? [av, bv, cv] : [av, av, av];
      // Blocks at the edge count by what of them is in the picture.
      const share = Math.min(8, width - x * 8) * Math.min(8, height - y * 8);
      levels.forEach((one, n) => (sums[n] = (sums[n] ?? 0) + share * linearMean(one, spreads[n] ?? 0)));
      weight += share;
    }
  }
  return [(sums[0] ?? 0) / weight, (sums[1] ?? 0) / weight, (sums[2] ?? 0) / weight];
}
