import { buildProduct } from '../../electron/launch/build-product.ts';
import { findElectron } from '../../electron/launch/find-electron.ts';
import { openDisplay } from './virtual-display.ts';

/**
 * Before the end-to-end tests: a display, the built product, an Electron to run. Tests find them in the environment:
 * DISPLAY and ELECTRON_OVERRIDE_DIST_PATH.
 */
export async function setup(): Promise<() => void> {
  const say = (sentence: string): void => console.log(sentence);
  const problem = await buildProduct(say);
  if (problem !== null) throw new Error(`The product could not be built:\n${problem}`);
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) throw new Error('There is no Electron to be had here, so no window can be tested.');
  const display = await openDisplay();
  process.env['DISPLAY'] = display.display;
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dir;
  return () => display.close();
}
