import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const mode = '1920x1080';

/** A screen with two monitors side by side, the left one primary, that can be unplugged and plugged in while programs run. */
export type TwoDisplays = {
  readonly display: string;
  /** The right monitor's cable. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
};

const settings = `Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 3840 1080
    Modes "${mode}"
  EndSubSection
EndSection
`;

/** Starts the X server with its dummy card, which has outputs as a real one: Xvfb has one only. Rejects with what is missing. */
export async function openTwoDisplays(): Promise<TwoDisplays> {
  const folder = mkdtempSync(join(tmpdir(), 'firstout-displays-'));
  const file = join(folder, 'xorg.conf');
  writeFileSync(file, settings);
  const server = spawn('Xorg', ['-displayfd', '3', '-config', file, '-logfile', join(folder, 'xorg.log'), '-noreset', '-nolisten', 'tcp', '-sharevts', '-novtswitch'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()));
  const close = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const display = `:${await readDisplayNumber(server)}`;
    const xrandr = async (...words: readonly string[]): Promise<void> => {
      await run('xrandr', ['--display', display, ...words]);
      // The server looks at its outputs only when asked for them in full; programs are told of what it finds.
      await run('xrandr', ['--display', display, '--query']);
    };
    await xrandr('--output', 'DUMMY0', '--primary', '--mode', mode, '--pos', '0x0');
    await xrandr('--addmode', 'DUMMY1', mode);
    const plug = (): Promise<void> => xrandr('--output', 'DUMMY1', '--mode', mode, '--right-of', 'DUMMY0');
    await plug();
    return { display, plug, unplug: () => xrandr('--output', 'DUMMY1', '--off'), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function readDisplayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    server.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    server.stdio[3]?.on('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    server.on('error', () => reject(new Error('Xorg with its dummy card is not installed: run `npm run setup`.')));
    server.on('close', (code) => reject(new Error(`Xorg ended with ${code}: ${errors.trim()}`)));
  });
}
