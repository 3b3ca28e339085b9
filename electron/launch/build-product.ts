import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project-root.ts';
import { runTool } from './run-tool.ts';

const sources = ['{shared,electron,renderer}/**/*.{ts,tsx,css,html,svg,json}', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const stampFile = join(root, 'out', 'stamp.txt');

/** Changes whenever a source of the product does: hash of path, size and time of each file, tests left out. */
export function sourceStamp(): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()) {
    if (/\.test\.tsx?$/.test(path)) continue;
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Builds into out/ where the sources changed since the last build; gives what failed, or null. */
export async function buildProduct(say: (sentence: string) => void): Promise<string | null> {
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return null;
  say('Building the console (once after each change of its sources).');
  const built = await Promise.all([
    runTool('electron-vite', ['build', '--config', 'electron/electron.vite.config.ts'], { env: { NO_COLOR: '1' } }),
    runTool('vite', ['build', '--config', 'electron/hosts.vite.config.ts'], { env: { NO_COLOR: '1' } }),
  ]);
  const failed = built.filter(({ code }) => code !== 0);
  if (failed.length > 0) return failed.map(({ output }) => output).join('\n');
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stampFile, stamp);
  return null;
}

if (import.meta.main) {
  const problem = await buildProduct((sentence) => console.error(sentence));
  if (problem !== null) console.error(problem);
  process.exitCode = problem === null ? 0 : 1;
}
