import { runStep } from './run-step.ts';

/** What is checked without running the product; all steps run even when one fails. */
const checks = [
  { name: 'types', tool: 'tsc', args: ['-b'] },
  { name: 'lint', tool: 'oxlint', args: ['--deny-warnings'] },
  { name: 'architecture', tool: 'vitest', args: ['run', 'test/architecture.test.ts'] },
] as const;

/** Runs the checks side by side and prints each; gives the names of those that failed. */
export async function check(): Promise<readonly string[]> {
  const results = await Promise.all(checks.map(async (one) => ({ name: one.name, ...(await runStep(one.tool, one.args, { env: { NO_COLOR: '1' } })) })));
  for (const { name, code, output, seconds } of results) {
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  check: ${name} (${seconds.toFixed(1)} s)`);
    if (code !== 0) console.log(output.trimEnd());
  }
  return results.filter((result) => result.code !== 0).map((result) => result.name);
}

if (import.meta.main) process.exitCode = (await check()).length === 0 ? 0 : 1;
