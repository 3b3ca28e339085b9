/** A tile of 45° lines; null where the page has no canvas. */
export function createHatchTile(colour: string): HTMLCanvasElement | null {
  const tile = document.createElement('canvas');
  tile.width = tile.height = Math.round(6 * devicePixelRatio);
  const ctx = tile.getContext('2d');
  if (ctx === null) return null;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.4 * devicePixelRatio;
  const side = tile.width;
  ctx.beginPath();
  for (const shift of [-side, 0, side]) {
    ctx.moveTo(shift - 1, side + 1);
    ctx.lineTo(shift + side + 1, -1);
  }
  ctx.stroke();
  return tile;
}
