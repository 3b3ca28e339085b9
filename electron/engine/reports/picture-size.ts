import { inflateSync } from 'node:zlib';

/** Of a picture that is decoded here; more would take the thread's memory. */
const mostPixels = 24_000_000;

/** Stands in the place of one that has no size. */
export const unreadPicture = 'This picture could not be read; its bytes are kept with the records.';

/** Width and height in pixels of a JPEG or PNG; null where it is neither, a PNG that can't be unpacked, or beyond 24 million pixels. */
export function pictureSize(type: 'image/jpeg' | 'image/png', body: Uint8Array): { readonly width: number; readonly height: number } | null {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const size = type === 'image/png' ? pngSize(view) : jpegSize(view);
  if (size === null || size.width < 1 || size.height < 1 || size.width * size.height > mostPixels) return null;
  return type === 'image/png' && !isUnpacked(view, size) ? null : size;
}

/** ISO/IEC 15948 (PNG), 5.2 and 11.2.2, as known from secondary texts: signature, then the chunk IHDR. */
function pngSize(view: DataView): { width: number; height: number } | null {
  if (view.byteLength < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || view.getUint32(12) !== 0x49484452) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Its pixels, packed in the chunks IDAT, unpack to something not longer than 16 bits of 4 channels a pixel. */
function isUnpacked(view: DataView, { width, height }: { readonly width: number; readonly height: number }): boolean {
  const pieces: Uint8Array[] = [];
  for (let at = 8; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at);
    if (at + 12 + length > view.byteLength) return false;
    if (view.getUint32(at + 4) === 0x49444154) pieces.push(new Uint8Array(view.buffer, view.byteOffset + at + 8, length));
    at += 12 + length;
  }
  try {
    return inflateSync(Buffer.concat(pieces), { maxOutputLength: (width * 8 + 8) * (height + 8) }).length >= height;
  } catch {
    return false;
  }
}

/** ITU-T T.81, B.1 and B.2, as known from secondary texts: segments up to the first start of a frame. */
function jpegSize(view: DataView): { width: number; height: number } | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
