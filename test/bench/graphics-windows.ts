import { once } from 'node:events';
import { WebSocket } from 'ws';
import { newToken } from '#electron/host/access-tokens.ts';
import { startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { findProgramFiles } from '#electron/host/program-files.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { type ConsoleClient, createConsoleClient } from '#renderer/client/console-client.ts';
import type { Timers } from '#renderer/client/timers.ts';
import { root } from '../source-files.ts';
import type { Bench } from './bench.ts';
import { createBenchProject } from './bench-project.ts';
import { ensureBuilt, pause, say, startSource } from './bench-processes.ts';
import { watchCpu } from './process-use.ts';

// A plant of 5,000 values that all change each 100 ms, history on. A window is the console's own client on a line of its own,
// with all the streams a window opens, and a screen of 500 values that no other window shows.
const tagCount = 5000;
const periodMs = 100;
const perScreen = 500;
const most = 10;
const settleMs = 2000;
/** An engine that has just started compiles its own code. */
const warmUpMs = 8000;

const frameMs = 1000 / 60;
const timers: Timers = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  random: () => Math.random(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  frame(call) {
    const timer = setTimeout(call, frameMs);
    return () => clearTimeout(timer);
  },
};

type Window = { readonly client: ConsoleClient; repaints(): number };

async function openWindow(port: number, token: string, screen: number): Promise<Window> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { origin: 'app://console', perMessageDeflate: false });
  await once(socket, 'open');
  let line: { readonly channel: ReturnType<typeof createSocketChannel>; readonly token: string } | null = { channel: createSocketChannel(socket), token };
  const client = createConsoleClient(
    {
      open() {
        const now = line;
        line = null;
        return now;
      },
      onRenewed: () => undefined,
    },
    timers,
  );
  await new Promise<void>((resolve) => {
    if (client.directory.getState() !== null) resolve();
    else client.directory.subscribe((directory) => directory !== null && resolve());
  });
  const tags = Array.from({ length: perScreen }, (_, at) => screen * perScreen + at);
  const shownMs = new Float64Array(perScreen);
  let repaints = 0;
  client.live.watch(tags, () => {
    for (let at = 0; at < perScreen; at++) {
      const timeMs = client.live.timeMs[tags[at] as number] as number;
      if (timeMs === shownMs[at]) continue;
      shownMs[at] = timeMs;
      repaints++;
    }
  });
  return { client, repaints: () => repaints };
}

/** Processor time of the engine's process with one window and with ten that show ten screens, in the same run. */
export const graphicsWindows: Bench = async (pace) => {
  await ensureBuilt();
  const measureMs = pace === 'short' ? 5000 : 10_000;
  const source = await startSource('./lean-modbus.ts', ['sequence']);
  const folder = createBenchProject({ count: tagCount, periodMs, port: source.port });
  const windows: Window[] = [];
  try {
    const files = findProgramFiles(root, null);
    const args = writeHostOptions({ projectDir: folder.projectDir, dataDir: folder.dataDir, version: 'bench', consoleDir: null, hasLinks: false, host: '127.0.0.1', port: 0 });
    const host = await startHeadless(files.node, [files.headlessHost, ...args], (line) => void (line.startsWith('info') || say(`engine: ${line}`)));
    try {
      const add = async (): Promise<void> => {
        const token = newToken();
        await host.announce(token);
        windows.push(await openWindow(host.port, token, windows.length));
      };
      /** CPU in % of one core; throws when a window did not show what changed. */
      const measure = async (): Promise<number> => {
        await pause(settleMs);
        const before = windows.map(({ repaints }) => repaints());
        const cpu = watchCpu(host.pid ?? 0);
        await pause(measureMs);
        const used = cpu();
        // A machine that is busy with others polls less; values that stand still would make a fine figure.
        const asked = (measureMs / periodMs) * perScreen;
        windows.forEach(({ repaints }, at) => {
          const changes = repaints() - (before[at] ?? 0);
          if (changes < asked / 2) throw new Error(`window ${at + 1} was told of ${changes} changes of ${asked}`);
        });
        return used;
      };
      await add();
      await pause(warmUpMs);
      const before = await measure();
      while (windows.length < most) await add();
      const ten = await measure();
      for (const { client } of windows.splice(1)) client.close();
      // Once more with one: what the machine does beside it changes meanwhile.
      const one = (before + (await measure())) / 2;
      return [
        { name: 'graphics.ten_windows_engine_ratio', value: ten / one, unit: '' },
        { name: 'graphics.one_window_engine_cpu_pct', value: one, unit: '%' },
        { name: 'graphics.ten_windows_engine_cpu_pct', value: ten, unit: '%' },
      ];
    } finally {
      for (const { client } of windows) client.close();
      await host.stop();
    }
  } finally {
    await source.stop();
    folder.remove();
  }
};
