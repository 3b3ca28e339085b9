import { type Bench, percentile } from './bench.ts';
import { ensureBuilt, pause, say, startSource } from './bench-processes.ts';
import { findElectron } from '#electron/launch/find-electron.ts';
import { parseLine } from '#electron/host/read-lines.ts';
import { openConsoleApp } from '../support/console-app.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { plantUri } from '../simulators/opcua-server.ts';
import { openDisplay } from '../support/virtual-display.ts';

const changes = 100;
const quietMs = 300;
/** Longer than a publishing interval, so that changes fall on every phase of it. */
const phaseMs = 60;

type Change = { readonly value: number; readonly atMs: number };

/**
 * Value changed in a node-opcua server → painted in the Electron window. The driver samples each 20 ms; each change comes
 * after at least 300 ms of quiet, at a random phase. Painted: two animation frames after the number was written on
 * the canvas of the process graphic, so that its own frame has certainly left the page (up to one frame too late, never too early).
 */
export const pixel: Bench = async () => {
  await ensureBuilt();
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) throw new Error('there is no Electron to be had here');
  const display = await openDisplay();
  process.env['DISPLAY'] = display.display;
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dir;
  const source = await startSource('./opcua-source.ts', []);
  const folder = createProjectFolder({
    'project.yaml': 'name: Bench\nhome: bench\n',
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'devices/d.yaml': `devices:\n  - { id: PLC-1, name: PLC, driver: opcua, options: { endpoint: "opc.tcp://127.0.0.1:${source.port}", security: None }, groups: { default: { periodMs: 20 } } }\n`,
    'tags/t.yaml': `tags:\n  - { id: LT-1, name: Level, asset: A-1, device: PLC-1, address: "nsu=${plantUri};s=Level", decimals: 0 }\n`,
    'screens/bench.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><title>Bench</title><g data-symbol="value" data-tag="LT-1" transform="translate(300 200)"/></svg>\n',
  });
  const made = new Map<number, number>();
  source.onLine((line) => {
    const change = parseLine(line) as Change | null;
    if (change !== null) made.set(change.value, change.atMs);
  });
  try {
    const app = await openConsoleApp({ projectDir: folder.projectDir });
    try {
      await app.page.locator('.process-canvas [data-quality="good"]').first().waitFor({ timeout: 20_000 });
      await app.page.evaluate(watchNumbers);
      await pause(1000);
      for (let at = 0; at < changes; at++) {
        source.tell(String(1001 + at));
        await pause(quietMs + Math.random() * phaseMs);
      }
      await pause(500);
      const seen = await app.page.evaluate(() => (globalThis as unknown as { benchSeen: [number, number][] }).benchSeen);
      // On a machine so busy that a change waits for the next one, the newer value on the screen ends the older one's wait.
      const latencies = [...made].flatMap(([value, atMs]) => {
        const painted = seen.find(([shown]) => shown >= value);
        return painted === undefined ? [] : [painted[1] - atMs];
      });
      if (latencies.length < changes) throw new Error(`${changes - latencies.length} of ${changes} changes were never seen in the window`);
      return [
        { name: 'pixel.latency_p50_ms', value: percentile(latencies, 50), unit: 'ms' },
        { name: 'pixel.latency_p95_ms', value: percentile(latencies, 95), unit: 'ms' },
      ];
    } finally {
      await app.close();
    }
  } finally {
    await source.stop();
    folder.remove();
    display.close();
  }
};

/** Runs in the page: notes when each number that is written on the canvas of the drawing has been painted. */
function watchNumbers(): void {
  const seen: [number, number][] = [];
  (globalThis as unknown as { benchSeen: [number, number][] }).benchSeen = seen;
  if (document.querySelector('.process-canvas canvas') === null) throw new Error('there is no process graphic');
  const pen = CanvasRenderingContext2D.prototype;
  const write = pen.fillText;
  pen.fillText = function fillText(this: CanvasRenderingContext2D, text: string, x: number, y: number, maxWidth?: number): void {
    if (maxWidth === undefined) write.call(this, text, x, y);
    else write.call(this, text, x, y, maxWidth);
    const digits = text.replaceAll(/\D/g, '');
    if (digits.length !== 4 || this.canvas.closest('.process-canvas') === null) return;
    requestAnimationFrame(() => requestAnimationFrame(() => seen.push([Number(digits), Date.now()])));
  };
}
