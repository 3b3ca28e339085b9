/** The barest picture there is of live values: what a machine needs for it tells what the machine is worth. */
const [width, height, columns] = [1920, 1080, 50];
const [pitchX, pitchY] = [38, 27];

/**
 * A canvas over an empty page with `count` values: a bar of its height, a colour of three and a number each, everything
 * cleared and painted anew by `fillRect` and `fillText` whenever they change. No store, no units, no quality, no reuse.
 */
export function mountPlainCanvas(host: HTMLElement, count: number): { paint(valueOf: (index: number) => number): void; dispose(): void } {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.style.cssText = 'position:absolute;inset:0';
  host.append(canvas);
  const brush = canvas.getContext('2d') as CanvasRenderingContext2D;
  return {
    paint(valueOf) {
      brush.clearRect(0, 0, width, height);
      brush.font = '11px sans-serif';
      for (let index = 0; index < count; index++) {
        const value = valueOf(index);
        const [x, y] = [(index % columns) * pitchX, Math.floor(index / columns) * pitchY];
        brush.fillStyle = value > 0.9 ? '#c22' : value > 0.1 ? '#8a8' : '#28c';
        brush.fillRect(x, y + 22 * (1 - value), 6, 22 * value);
        brush.fillText((value * 100).toFixed(1), x + 9, y + 15);
      }
    },
    dispose: () => canvas.remove(),
  };
}
