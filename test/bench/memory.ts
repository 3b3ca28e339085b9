import type { Bench } from './bench.ts';
import { demoProject, ensureBuilt, pause } from './bench-processes.ts';
import { launchConsole, painted, type Painted } from './launched-console.ts';
import { proportionalMb, residentMb } from './process-use.ts';

const settleMs = 20_000;

// The demo plant in its window, 20 s after it was live. Engine: resident memory of its process. Window: all of Electron's
// processes together, shared pages counted once.
export const memory: Bench = async () => {
  await ensureBuilt();
  const launched = await launchConsole(demoProject);
  try {
    const { seen } = await launched.page.evaluate<Painted>(painted);
    launched.checkPlant();
    if (seen !== '') throw new Error(`after 30 s only ${seen} values of the screen are good`);
    await pause(settleMs);
    return [
      { name: 'mem.engine_mb', value: residentMb(launched.enginePid()), unit: 'MB' },
      { name: 'mem.window_mb', value: launched.windowPids().reduce((sum, pid) => sum + proportionalMb(pid), 0), unit: 'MB' },
    ];
  } finally {
    await launched.close();
  }
};
