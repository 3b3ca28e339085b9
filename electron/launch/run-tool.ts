import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './project-root.ts';

export type ToolResult = { readonly code: number; readonly output: string };

/** Environment in which the project's own tools and its pinned Node come first. */
export function toolEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter), ...extra };
}

/**
 * Runs a program to its end: its exit code and all it printed. One that can't be started has code 127, one killed by a
 * signal or by `timeoutMs` 128.
 */
export function runTool(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly timeoutMs?: number; readonly isShown?: boolean } = {},
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: toolEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    const keep = (bytes: Buffer): void => {
      output += bytes.toString();
      if (options.isShown === true) process.stderr.write(bytes);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, output });
    });
  });
}

/** npm as the user has it, so that a configured registry is honoured: the one that runs us, else the one on the PATH. */
export function runNpm(args: readonly string[], options: { readonly cwd: string; readonly timeoutMs: number }): Promise<ToolResult> {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') === true ? runTool(process.execPath, [cli, ...args], options) : runTool('npm', args, options);
}
