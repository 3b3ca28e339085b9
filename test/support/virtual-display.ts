import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Gives a display to draw on: the one there is, else an Xvfb of 1920 x 1080 started for us, on a number the system
 * chooses. Rejects with what is missing.
 */
export async function openDisplay(): Promise<{ readonly display: string; close(): void }> {
  const present = process.env['DISPLAY'];
  if (present !== undefined && present !== '') return { display: present, close: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const number = await readDisplayNumber(server);
  return { display: `:${number}`, close: () => void server.kill('SIGTERM') };
}

function readDisplayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    server.stderr?.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    server.stdio[3]?.on('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    server.on('error', () => reject(new Error('Xvfb is not installed: run `npm run setup`.')));
    server.on('close', (code) => reject(new Error(`Xvfb ended with ${code}: ${errors.trim()}`)));
  });
}
