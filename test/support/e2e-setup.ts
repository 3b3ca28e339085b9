import type { TestProject } from 'vitest/node';
import { buildProduct } from '../../electron/launch/build-product.ts';
import { findElectron } from '../../electron/launch/find-electron.ts';
import { openDisplay, ownDisplay } from './virtual-display.ts';

/**
 * Before the end-to-end tests: displays, the built product, an Electron to run. Tests find them in the environment:
 * DISPLAY, their worker's own since a display has one clipboard (worker-display.ts), and ELECTRON_OVERRIDE_DIST_PATH.
 */
export async function setup({ config }: TestProject): Promise<() => void> {
  const say = (sentence: string): void => console.log(sentence);
  const problem = await buildProduct(say);
  if (problem !== null) throw new Error(`The product could not be built:\n${problem}`);
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) throw new Error('There is no Electron to be had here, so no window can be tested.');
  const others = Array.from({ length: Math.max(0, config.maxWorkers - 1) }, ownDisplay);
  const displays = await Promise.all([openDisplay(), ...others]);
  process.env['FIRSTOUT_DISPLAYS'] = displays.map(({ display }) => display).join(' ');
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dir;
  return () => {
    for (const display of displays) display.close();
  };
}
