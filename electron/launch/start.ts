import { spawn } from 'node:child_process';
import { openFolders, StartRefused } from '../host/data-folder.ts';
import { buildProduct } from './build-product.ts';
import { type Command, readCommand } from './command-line.ts';
import { electronFlags, lookAround } from './electron-flags.ts';
import { type ElectronRuntime, findElectron } from './find-electron.ts';
import { root } from './project-root.ts';
import { serveStation } from './serve-station.ts';

/** `npm start`: the console in a window; without a display or an Electron, to browsers instead. */
const say = (sentence: string): void => console.error(sentence);

const hasDisplay = (): boolean => process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

function openWindow(runtime: ElectronRuntime, command: Command): Promise<number> {
  const args = [...electronFlags(lookAround(runtime.dir)), root, `--project=${command.projectDir}`, `--data=${command.dataDir}`, ...(command.recording === null ? [] : [`--recording=${command.recording}`])];
  // The window ends when its stdin closes, so it does not outlive this process, however that ends.
  const child = spawn(runtime.executable, args, { stdio: ['pipe', 'inherit', 'inherit'], env: { ...process.env, FIRSTOUT_ENDS_WITH_STDIN: '1' } });
  child.stdin.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      say(`Electron could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

try {
  const command = readCommand(process.argv.slice(2));
  if (command.recording === null) openFolders(command.projectDir, command.dataDir);
  const problem = await buildProduct(say);
  if (problem !== null) throw new StartRefused(`The console could not be built:\n${problem}`);
  if (!hasDisplay()) say('There is no display here: the console is served to browsers instead.');
  const runtime = hasDisplay() ? await findElectron(say, Date.now()) : null;
  if (runtime === null && hasDisplay()) say('There is no Electron to be had here: the console is served to browsers instead.');
  process.exit(await (runtime === null ? serveStation(command, say) : openWindow(runtime, command)));
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  say(error.message);
  process.exit(1);
}
