import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './source-files.ts';

export type StepResult = { readonly code: number; readonly output: string; readonly seconds: number };

/** PATH with the project's own tools first, so that `node` is the pinned one whatever started us. */
export const toolPath = [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);

/**
 * Runs a tool of the project to its end and gives its exit code and what it printed, stdout and stderr in order.
 * With `isShown`, the output is passed on as it comes. A tool that cannot be started has code 127, one ended by a
 * signal 128.
 */
export function runStep(
  tool: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly isShown?: boolean; readonly timeoutMs?: number } = {},
): Promise<StepResult> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(tool, args, {
      cwd: root,
      env: { ...process.env, PATH: toolPath, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const }),
    });
    let output = '';
    const keep = (target: NodeJS.WriteStream) => (bytes: Buffer) => {
      output += bytes.toString();
      if (options.isShown === true) target.write(bytes);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    const end = (code: number): void => resolve({ code, output, seconds: (performance.now() - startedMs) / 1000 });
    child.on('error', (error) => {
      output += `${tool} did not start: ${error.message}\n`;
      end(127);
    });
    child.on('close', (code) => end(code ?? 128));
  });
}
