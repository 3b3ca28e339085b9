import { parseLine } from '#electron/host/read-lines.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { plantUri } from '../simulators/opcua-server.ts';
import { type Bench, percentile } from './bench.ts';
import { pause, startSource } from './bench-processes.ts';
import { withConsoleWindow } from './console-window.ts';

const changes = 100;
const quietMs = 300;
/** Longer than a publishing interval, so that changes fall on every phase of it. */
const phaseMs = 60;
const first = 1000;

/**
 * Value changed in a node-opcua server → its alarm painted in the banner of the Electron window, on disk before. The driver
 * samples each 20 ms. Every change goes past one more of 100 limits and raises one alarm; each comes after at least 300 ms of
 * quiet, at a random phase. Painted: two animation frames after the row's text is in the page (up to one frame too late).
 */
export const alarmPixel: Bench = async () => {
  const source = await startSource('./opcua-source.ts', []);
  const limits = Array.from({ length: changes }, (_, at) => first + at);
  const folder = createProjectFolder({
    'project.yaml': 'name: Bench\nhome: bench\n',
    'assets/a.yaml': 'assets:\n  - { id: A-1, name: Works, level: unit }\n',
    'devices/d.yaml': `devices:\n  - { id: PLC-1, name: PLC, driver: opcua, options: { endpoint: "opc.tcp://127.0.0.1:${source.port}", security: None }, groups: { default: { periodMs: 20 } } }\n`,
    'tags/t.yaml': `tags:\n  - { id: LT-1, name: Level, asset: A-1, device: PLC-1, address: "nsu=${plantUri};s=Level", decimals: 0 }\n`,
    'alarms/a.yaml': `alarms:\n${limits.map((limit) => `  - { id: LT-1.${limit}, tag: LT-1, kind: high, limit: ${limit}, priority: 1, message: Level above ${limit} }\n`).join('')}`,
    'screens/bench.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"><title>Bench</title><g data-symbol="value" data-tag="LT-1" transform="translate(300 200)"/></svg>\n',
  });
  /** When the value was set that goes past a limit, by limit. */
  const made = new Map<number, number>();
  source.onLine((line) => {
    const change = parseLine(line) as { readonly value: number; readonly atMs: number } | null;
    if (change !== null) made.set(change.value - 1, change.atMs);
  });
  try {
    return await withConsoleWindow(folder.projectDir, async ({ page }) => {
      await page.locator('.process-canvas [data-quality="good"]').first().waitFor({ timeout: 30_000 });
      await page.evaluate(watchBanner);
      await pause(1000);
      for (const limit of limits) {
        source.tell(String(limit + 1));
        await pause(quietMs + Math.random() * phaseMs);
      }
      await pause(500);
      const seen = new Map(await page.evaluate(() => (globalThis as unknown as { benchSeen: [number, number][] }).benchSeen));
      const latencies = [...made].flatMap(([limit, atMs]) => {
        const painted = seen.get(limit);
        return painted === undefined ? [] : [painted - atMs];
      });
      if (latencies.length < changes) throw new Error(`${changes - latencies.length} of ${changes} alarms were never seen in the banner`);
      return [
        { name: 'alarm.device_to_pixel_p95_ms', value: percentile(latencies, 95), unit: 'ms' },
        { name: 'alarm.device_to_pixel_p50_ms', value: percentile(latencies, 50), unit: 'ms' },
      ];
    });
  } finally {
    await source.stop();
    folder.remove();
  }
};

/** Runs in the page: notes when each alarm of the bench was first painted in the banner. */
function watchBanner(): void {
  const seen: [number, number][] = [];
  const known = new Set<number>();
  (globalThis as unknown as { benchSeen: [number, number][] }).benchSeen = seen;
  const banner = document.querySelector('.alarm-banner');
  if (banner === null) throw new Error('there is no alarm banner');
  new MutationObserver(() => {
    for (const message of banner.querySelectorAll('.alarm-banner-row .alarm-banner-message')) {
      const limit = Number(/above (\d+)/.exec(message.textContent ?? '')?.[1]);
      if (Number.isNaN(limit) || known.has(limit)) continue;
      known.add(limit);
      requestAnimationFrame(() => requestAnimationFrame(() => seen.push([limit, Date.now()])));
    }
  }).observe(banner, { subtree: true, characterData: true, childList: true });
}
