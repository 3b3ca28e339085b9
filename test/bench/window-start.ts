import { type Bench, median } from './bench.ts';
import { demoProject, ensureBuilt } from './bench-processes.ts';
import { launchConsole, painted, type Painted } from './launched-console.ts';

const rounds = 3;

// From the launcher's process to the demo plant live on its process graphic: launcher, Electron, engine, simulated plant
// and window all start together, on an empty data folder, the product being built already.
export const windowStart: Bench = async () => {
  await ensureBuilt();
  const shell: number[] = [];
  const live: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const launched = await launchConsole(demoProject);
    try {
      const at = await launched.page.evaluate<Painted>(painted);
      launched.checkPlant();
      if (at.seen !== '') throw new Error(`after 30 s only ${at.seen} values of the screen are good`);
      shell.push((at.shellMs - launched.startedMs) / 1000);
      live.push((at.liveMs - launched.startedMs) / 1000);
    } finally {
      await launched.close();
    }
  }
  return [
    { name: 'start.shell_painted_s', value: median(shell), unit: 's' },
    { name: 'start.window_ready_s', value: median(live), unit: 's' },
  ];
};
