import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from '../electron/launch/build-product.ts';
import { setUp } from '../electron/launch/setup.ts';
import { check } from './check.ts';
import { memoryFolder } from './memory-folder.ts';
import { runStep } from './run-step.ts';
import { type FileTimes, slowestFiles } from './slowest-files.ts';
import { root } from './source-files.ts';

/**
 * `npm test`: sets the system up, checks, builds and runs every test; prints each suite and ends with one line,
 * “N passed, N failed”. The exit code is 0 only when nothing failed and everything ran.
 */
type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };
type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly (FileTimes & { readonly status: string; readonly assertionResults: readonly unknown[] })[];
};

const artifacts = join(root, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const startedMs = performance.now();
const counts: Count[] = [];
const files: FileTimes[] = [];

const heading = (title: string): void => console.log(`\n== ${title}`);

/** Runs one vitest configuration and counts from its report; a file that could not be run counts as one failure. */
async function suite(title: string, config: string, options: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Count> {
  heading(title);
  const report = join(artifacts, `${title.replaceAll(' ', '-')}.json`);
  rmSync(report, { force: true });
  const { code, seconds } = await runStep('vitest', ['run', '--config', config, ...options, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { isShown: true, env: { NO_COLOR: '1', ...env } });
  console.log(`-- ${title}: ${seconds.toFixed(0)} s`);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const read = JSON.parse(readFileSync(report, 'utf8')) as Report;
  files.push(...read.testResults);
  const unrun = read.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = read.numFailedTests + unrun;
  // An error outside of any test, or a leak vitest complains about, fails the run without failing a test.
  return { passed: read.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: read.numPendingTests + read.numTodoTests };
}

heading('setup');
for (const problem of await setUp((sentence) => console.log(sentence))) console.log(`not ready: ${problem}`);

heading('check');
const failedChecks = await check();
counts.push({ passed: 3 - failedChecks.length, failed: failedChecks.length, skipped: 0 });

heading('build');
const problem = await buildProduct((sentence) => console.log(sentence));
if (problem !== null) console.log(problem);
counts.push({ passed: problem === null ? 1 : 0, failed: problem === null ? 0 : 1, skipped: 0 });

// Tests beside their sources run side by side, those of engine and model many files in one process, since to start one
// takes longer than most of them; the console has stores that are one for all its modules. Tests of whole programs share
// processes too: what they start of the engine in their own is many modules, OPC UA's above all. Only where processes are killed and disks fail is a real disk part of what is tried.
const memory = memoryFolder();
const inMemory: Record<string, string> = memory === null ? {} : { TMPDIR: memory.path };
counts.push(await suite('unit', 'vitest.config.ts', ['--exclude={test,renderer}/**', '--maxWorkers=2', '--no-isolate'], inMemory));
counts.push(await suite('unit of the console', 'vitest.config.ts', ['--exclude={test,shared,electron}/**', '--maxWorkers=2'], inMemory));
counts.push(await suite('integration', 'vitest.config.ts', ['--exclude={shared,electron,renderer}/**', '--exclude=test/faults/**', '--maxWorkers=2', '--no-isolate'], inMemory));
memory?.remove();
counts.push(await suite('faults', 'vitest.config.ts', ['--exclude={shared,electron,renderer}/**', '--exclude=test/!(faults)/**', '--exclude=test/*.test.ts', '--maxWorkers=2']));
counts.push(await suite('end-to-end', 'test/e2e/vitest.config.ts'));

heading('longest');
for (const line of slowestFiles(files, root)) console.log(line);

const total = (part: keyof Count): number => counts.reduce((sum, count) => sum + count[part], 0);
console.log(`\n${((performance.now() - startedMs) / 60_000).toFixed(1)} min${total('skipped') === 0 ? '' : `; ${total('skipped')} skipped, named above`}`);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') === 0 ? 0 : 1;
