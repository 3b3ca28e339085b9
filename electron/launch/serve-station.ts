import { type HeadlessProcess, startHeadless } from '../host/headless-process.ts';
import { writeHostOptions } from '../host/host-options.ts';
import { keepRunning } from '../host/keep-running.ts';
import { findProgramFiles } from '../host/program-files.ts';
import { readSimulator, startSimulator } from '../host/simulator-process.ts';
import { createSystemClock } from '../host/system-clock.ts';
import type { Command } from './command-line.ts';
import { productVersion, root } from './project-root.ts';

/**
 * Serves the console to browsers until the process is told to end: keeps the engine and, for a demo project, the
 * simulated plant running. Resolves with the exit code.
 */
export function serveStation(command: Command, say: (sentence: string) => void): Promise<number> {
  const files = findProgramFiles(root, null);
  const clock = createSystemClock();
  // A recording is of a plant that ran elsewhere: nothing is simulated beside it.
  const settings = command.recording === null ? readSimulator(command.projectDir) : null;
  return new Promise((resolve) => {
    const simulator =
      settings === null
        ? null
        : keepRunning({
            name: 'The simulated plant',
            clock,
            start: () => startSimulator({ node: files.node, script: files.simulator, ...command, settings, onText: say }),
            onUp: () => undefined,
            onDown: say,
          });
    // A port the system chose stays: pages that are open reconnect to it after the engine was started again.
    let { port } = command;
    const engine = keepRunning<HeadlessProcess>({
      name: 'The engine',
      clock,
      start: () => startHeadless(files.node, [files.headlessHost, ...writeHostOptions({ ...command, port, version: productVersion, consoleDir: files.consoleDir, hasLinks: true })], say),
      onUp(started) {
        ({ port } = started);
        say(`The console is served on ${command.host}, port ${port}; open one of the links above. Ctrl+C ends it.`);
      },
      onDown(sentence, retryInMs) {
        say(sentence);
        if (retryInMs === null) end(1);
      },
    });
    let isEnding = false;
    const end = (code: number): void => {
      if (isEnding) return;
      isEnding = true;
      void Promise.all([engine.stop(), simulator?.stop()]).finally(() => resolve(code));
    };
    process.on('SIGINT', () => end(0));
    process.on('SIGTERM', () => end(0));
    process.on('SIGHUP', () => end(0));
  });
}
