import { inflateSync } from 'node:zlib';
import type { WorkCount } from '../work-count.ts';
import { linearOf, type MeanColour } from './linear-light.ts';

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Average of a PNG (ISO/IEC 15948) of any colour type, not interlaced; null for others. What is seen through counts less. */
export function averageOfPng(bytes: Uint8Array, count: WorkCount): MeanColour | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const [depth = 0, type = 9, , , interlace = 1] = bytes.subarray(24, 29);
  const channels = channelsOf[type];
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace !== 0 || !count.hasRoomForPixels(width * height)) return null;
  const bits = channels * depth;
  const lineBytes = Math.ceil((width * bits) / 8);
  const length = (lineBytes + 1) * height;
  count.bytes(length);
  const { data, palette } = chunksOf(bytes, view);
  const lines = inflateSync(data, { maxOutputLength: length });
  if (lines.length < length) return null;
  unfilter(lines, lineBytes, height, Math.max(1, bits >> 3));
  return mean(lines, { width, height, lineBytes, depth, type, channels, palette });
}

function chunksOf(bytes: Uint8Array, view: DataView): { readonly data: Buffer; readonly palette: Uint8Array } {
  const data: Uint8Array[] = [];
  let palette = new Uint8Array();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const size = view.getUint32(at);
    const kind = view.getUint32(at + 4);
    if (size > bytes.length - at - 12) break;
    const chunk = bytes.subarray(at + 8, at + 8 + size);
    if (kind === 0x49444154) data.push(chunk);
    else if (kind === 0x504c5445) palette = new Uint8Array(chunk);
    at += 12 + size;
  }
  return { data: Buffer.concat(data), palette };
}

/** Clause 9: each line is what it differs from the one before it, and from its own bytes `step` before. */
function unfilter(lines: Uint8Array, lineBytes: number, height: number, step: number): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (lineBytes + 1) + 1;
    const above = start - lineBytes - 1;
    const filter = lines[start - 1] ?? 0;
    for (let x = 0; x < lineBytes; x += 1) {
      const left = x >= step ? (lines[start + x - step] ?? 0) : 0;
      const up = y > 0 ? (lines[above + x] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (lines[above + x - step] ?? 0) : 0;
      const add = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0;
      lines[start + x] = ((lines[start + x] ?? 0) + add) & 255;
    }
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
}

type Picture = { readonly width: number; readonly height: number; readonly lineBytes: number; readonly depth: number; readonly type: number; readonly channels: number; readonly palette: Uint8Array };

function mean(lines: Uint8Array, { width, height, lineBytes, depth, type, channels, palette }: Picture): MeanColour {
  const sums = [0, 0, 0];
  let weight = 0;
  const most = 2 ** depth - 1;
  const sample = (start: number, index: number): number => {
    if (depth === 8) return lines[start + index] ?? 0;
    if (depth === 16) return lines[start + index * 2] ?? 0;
    const bit = index * depth;
    return ((lines[start + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
  };
  const isPalette = type === 3;
  const hasAlpha = type === 4 || type === 6;
  const isGrey = channels < 3;
  for (let y = 0; y < height; y += 1) {
    const start = y * (lineBytes + 1) + 1;
    for (let x = 0; x < width; x += 1) {
      const alpha = hasAlpha ? sample(start, x * channels + channels - 1) / 255 : 1;
      for (let c = 0; c < 3; c += 1) {
        const raw = sample(start, x * channels + (isGrey ? 0 : c));
        const byte = isPalette ? (palette[raw * 3 + c] ?? 0) : depth < 8 ? Math.round((raw * 255) / most) : raw;
        sums[c] = (sums[c] ?? 0) + (linearOf[byte] ?? 0) * alpha;
      }
      weight += alpha;
    }
  }
  return weight > 0 ? [(sums[0] ?? 0) / weight, (sums[1] ?? 0) / weight, (sums[2] ?? 0) / weight] : [1, 1, 1];
}
