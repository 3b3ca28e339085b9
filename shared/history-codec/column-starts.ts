/** Beginning of each of `width` equal columns of [fromMs, toMs], UTC epoch ms. */
export function columnStarts(fromMs: number, toMs: number, width: number): Float64Array<ArrayBuffer> {
  const starts = new Float64Array(width);
  for (let column = 0; column < width; column++) starts[column] = fromMs + ((toMs - fromMs) * column) / width;
  return starts;
}
