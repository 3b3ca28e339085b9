import type { WorkCount } from '../work-count.ts';
import { averageOfJpeg } from './jpeg-average.ts';
import { averageOfKtx2, type BasisReader, loadBasis } from './ktx2-average.ts';
import type { MeanColour } from './linear-light.ts';
import { averageOfPng } from './png-average.ts';

export type ImageReaders = { readonly basis: BasisReader | null };

/** What needs loading before a picture can be read. */
export async function prepareImageReaders(needsBasis: boolean): Promise<ImageReaders> {
  return { basis: needsBasis ? await loadBasis() : null };
}

/** Average of a picture, by what its bytes begin with; null for one that is broken, too large or of another format (WebP, AVIF). */
export function averageOfImage(bytes: Uint8Array, { basis }: ImageReaders, count: WorkCount): MeanColour | null {
  try {
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return averageOfPng(bytes, count);
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return averageOfJpeg(bytes, count);
    if (startsWith(bytes, [0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb]) && basis !== null) return averageOfKtx2(bytes, basis, count);
  } catch {
    // A picture is never a reason to refuse a model: what it has taken is counted, and its colour goes missing with a note.
  }
  return null;
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);
