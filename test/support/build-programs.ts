import { existsSync, globSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join, relative } from 'node:path';
import hosts from '../../electron/hosts.vite.config.ts';
import { sourceStamp } from '../../electron/launch/build-product.ts';
import { testPrograms } from '../programs.vite.config.ts';
import { runStep } from '../run-step.ts';
import { root } from '../source-files.ts';

const keptMs = 24 * 3600 * 1000;

/** Changes whenever one of the bundled programs may have. */
function stamp(): string {
  const hash = createHash('sha256').update(sourceStamp());
  for (const path of globSync(['test/{faults,support,simulators}/**/*.ts', 'test/*.config.ts', 'electron/*.config.ts'], { cwd: root }).toSorted()) {
    if (path.endsWith('.test.ts')) continue;
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Bundles what tests start in processes and threads of their own, once after each change, and gives the folder; each state of
 * the sources has one, so that a run never meets the programs of another. Where it can not be done the reason is thrown.
 */
export async function buildPrograms(): Promise<string> {
  const all = join(root, '.cache', 'programs');
  const folder = join(all, stamp());
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  const built = await Promise.all(
    ([['electron/hosts.vite.config.ts', making], ['test/programs.vite.config.ts', join(making, 'test')]] as const).map(([config, outDir]) =>
      // Emptied by each for itself, one would take away what the other has written. Vitest's environment is not the product's.
      runStep('vite', ['build', '--config', config, '--outDir', outDir, '--emptyOutDir', 'false'], { env: { NO_COLOR: '1', NODE_ENV: 'production' } }),
    ),
  );
  const failed = built.filter(({ code }) => code !== 0);
  if (failed.length > 0) throw new Error(`The programs that tests start could not be bundled.\n${failed.map(({ output }) => output).join('\n')}`);
  const own = Object.entries(hosts.build?.rollupOptions?.input as Readonly<Record<string, string>>).map(([name, path]) => [relative(root, path), `${name}.cjs`]);
  const tests = testPrograms.map((path) => [path, `test/${basename(path, '.ts')}.mjs`]);
  writeFileSync(join(making, 'programs.json'), JSON.stringify(Object.fromEntries([...own, ...tests])));
  try {
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true, force: true }); // Another run was quicker.
  }
  for (const name of readdirSync(all)) if (Date.now() - statSync(join(all, name)).mtimeMs > keptMs) rmSync(join(all, name), { recursive: true, force: true });
  return folder;
}
