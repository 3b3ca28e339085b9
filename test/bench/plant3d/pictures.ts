import { current } from './shown-scene.ts';

/** The scene as a picture, png in base 64. */
export async function picture(width: number, height: number): Promise<string> {
  const blob = await current().handle.snapshot(width, height);
  if (blob === null) throw new Error('nothing was drawn');
  return base64Of(blob);
}

/** The same picture an eighth as large, with a little loss. */
export async function packed(png: string): Promise<string> {
  const { width, height, data } = await pixelsOf(png);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return base64Of(await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 }));
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** How two pictures differ: the mean of all differences of a channel, and the share of places where one differs by more than a quarter. */
export async function difference(one: string, other: string): Promise<{ readonly mean: number; readonly share: number }> {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  if (a.width !== b.width || a.height !== b.height) return { mean: 255, share: 1 };
  let [sum, far] = [0, 0];
  for (let at = 0; at < a.data.length; at += 4) {
    let most = 0;
    for (let k = 0; k < 3; k++) {
      const by = Math.abs((a.data[at + k] as number) - (b.data[at + k] as number));
      sum += by;
      most = Math.max(most, by);
    }
    if (most > 64) far++;
  }
  return { mean: sum / (a.width * a.height * 3), share: far / (a.width * a.height) };
}

async function pixelsOf(picture: string): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (one) => one.charCodeAt(0))]));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
