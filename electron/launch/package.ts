import { globSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from './build-product.ts';
import { bareFallback, fallback } from './fallback-runtime.ts';
import { findElectron } from './find-electron.ts';
import { productVersion, root } from './project-root.ts';
import { runTool } from './run-tool.ts';

/**
 * `npm run package [-- TARGET…]`: builds the product and packs it for this system by electron-builder. Where only the
 * fallback runtime can be had, it is packed with that and for targets that need no further downloads: dir and tar.gz.
 * electron-builder downloads a 7-Zip for tar.gz; there the system's tar makes it out of the folder.
 */
const say = (sentence: string): void => console.error(sentence);

async function pack(targets: readonly string[]): Promise<string | null> {
  const problem = await buildProduct(say);
  if (problem !== null) return `The console could not be built:\n${problem}`;
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) return 'There is no Electron to pack the console with.';
  const args = ['--config', 'electron-builder.yml', '--publish', 'never'];
  if (runtime.isFallback) {
    const others = targets.filter((target) => target !== 'tar.gz');
    args.push(`--config.electronVersion=${fallback.version}`, `--config.electronDist=${bareFallback()}`, '--linux', ...(others.length === 0 ? ['dir'] : others));
  } else if (targets.length > 0) {
    args.push(process.platform === 'win32' ? '--win' : process.platform === 'darwin' ? '--mac' : '--linux', ...targets);
  }
  const { code, output } = await runTool('electron-builder', args, { env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } });
  if (code !== 0) return `electron-builder ended with ${code}:\n${output}`;
  return runtime.isFallback && (targets.length === 0 || targets.includes('tar.gz')) ? archive() : null;
}

/** Packs the folder as `firstout-<version>.tar.gz`, with one folder of that name in it. */
async function archive(): Promise<string | null> {
  const name = `firstout-${productVersion}`;
  const args = ['-C', join(root, 'release'), '--transform', `s,^linux-unpacked,${name},`, '-czf', join(root, 'release', `${name}.tar.gz`), 'linux-unpacked'];
  const { code, output } = await runTool('tar', args);
  return code === 0 ? null : `tar ended with ${code}:\n${output}`;
}

const problem = await pack(process.argv.slice(2));
if (problem !== null) say(problem);
else say(`Packed: ${globSync('release/{*-unpacked,*.{tar.gz,AppImage,deb,exe,dmg}}', { cwd: root }).toSorted().join(', ')}`);
process.exitCode = problem === null ? 0 : 1;
