import { LinearSRGBColorSpace, WebGLRenderer, WebGLRenderTarget } from 'three';

/** A renderer on this canvas; throws where there is no WebGL 2. */
export function openRenderer(canvas: HTMLCanvasElement, isSoftware: boolean): WebGLRenderer {
  // Smoothing by the graphics card costs a processor too much; it draws finer pictures at rest instead.
  const renderer = new WebGLRenderer({ canvas, antialias: !isSoftware, alpha: false, stencil: false, powerPreference: 'high-performance' });
  renderer.outputColorSpace = LinearSRGBColorSpace;
  renderer.info.autoReset = true;
  return renderer;
}

let isSoftwareKnown: boolean | null = null;

/** A processor draws instead of a graphics card; throws where there is no WebGL 2. */
export function isDrawnBySoftware(): boolean {
  if (isSoftwareKnown !== null) return isSoftwareKnown;
  const probe = document.createElement('canvas').getContext('webgl2');
  if (probe === null) throw new Error('no WebGL 2');
  const names = probe.getExtension('WEBGL_debug_renderer_info');
  const name = String(probe.getParameter(names === null ? probe.RENDERER : names.UNMASKED_RENDERER_WEBGL));
  probe.getExtension('WEBGL_lose_context')?.loseContext();
  isSoftwareKnown = /swiftshader|llvmpipe|softpipe|basic render|software/i.test(name);
  return isSoftwareKnown;
}

/** One frame as a picture, without touching what is on the screen. */
export async function pictureOf(renderer: WebGLRenderer, width: number, height: number, draw: () => void): Promise<Blob | null> {
  const target = new WebGLRenderTarget(width, height, { samples: 4 });
  const pixels = new Uint8Array(width * height * 4);
  try {
    renderer.setRenderTarget(target);
    draw();
    renderer.readRenderTargetPixels(target, 0, 0, width, height, pixels);
  } finally {
    renderer.setRenderTarget(null);
    target.dispose();
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const image = context.createImageData(width, height);
  // The graphics card counts rows from below.
  for (let row = 0; row < height; row++) image.data.set(pixels.subarray((height - 1 - row) * width * 4, (height - row) * width * 4), row * width * 4);
  context.putImageData(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Calls when all that was asked of the graphics card so far is drawn; looks once a frame, for two seconds at most. */
export function whenDrawn(renderer: WebGLRenderer, call: () => void): void {
  const gl = renderer.getContext() as WebGL2RenderingContext;
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  if (fence === null) return;
  gl.flush();
  let looks = 120;
  const look = (): void => {
    const isDone = gl.isContextLost() || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!isDone && --looks > 0) {
      requestAnimationFrame(look);
      return;
    }
    gl.deleteSync(fence);
    call();
  };
  requestAnimationFrame(look);
}
