import { globSync } from 'node:fs';
import { buildProduct } from './build-product.ts';
import { bareFallback, fallback } from './fallback-runtime.ts';
import { findElectron } from './find-electron.ts';
import { root } from './project-root.ts';
import { runTool } from './run-tool.ts';

/**
 * `npm run package [-- TARGET…]`: builds the product and packs it for this system by electron-builder. Where only the
 * fallback runtime can be had, it is packed with that and for targets that need no further downloads: dir and tar.gz.
 */
const say = (sentence: string): void => console.error(sentence);

async function pack(targets: readonly string[]): Promise<string | null> {
  const problem = await buildProduct(say);
  if (problem !== null) return `The console could not be built:\n${problem}`;
  const runtime = await findElectron(say, Date.now());
  if (runtime === null) return 'There is no Electron to pack the console with.';
  const args = ['--config', 'electron-builder.yml', '--publish', 'never'];
  if (runtime.isFallback) {
    args.push(`--config.electronVersion=${fallback.version}`, `--config.electronDist=${bareFallback()}`, '--linux', ...(targets.length === 0 ? ['dir', 'tar.gz'] : targets));
  } else if (targets.length > 0) {
    args.push({ win32: '--win', darwin: '--mac' }[process.platform as string] ?? '--linux', ...targets);
  }
  const { code, output } = await runTool('electron-builder', args, { env: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } });
  return code === 0 ? null : `electron-builder ended with ${code}:\n${output}`;
}

const problem = await pack(process.argv.slice(2));
if (problem !== null) say(problem);
else say(`Packed: ${globSync('release/*', { cwd: root }).toSorted().join(', ')}`);
process.exitCode = problem === null ? 0 : 1;
