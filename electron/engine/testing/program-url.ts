import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

let files: Readonly<Record<string, string>> | null = null;

/**
 * Where a program or thread of the project is started from in tests; `path` from the project's root. A run of vitest bundles
 * them first, as the product has them: from the source each process and thread strips some hundred files of their types anew,
 * which takes most of a test's time. Without such a run, as in the bench, it is the source itself.
 */
export function programUrl(path: string): URL {
  const folder = process.env['FIRSTOUT_PROGRAMS'];
  if (folder === undefined) return new URL(`../../../${path}`, import.meta.url);
  files ??= JSON.parse(readFileSync(`${folder}/programs.json`, 'utf8')) as Record<string, string>;
  const file = files[path];
  if (file === undefined) throw new Error(`${path} is not among the programs that were bundled for tests: electron/hosts.vite.config.ts and test/programs.vite.config.ts name them.`);
  return pathToFileURL(`${folder}/${file}`);
}
