import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server that is not ours, running beside the test and spoken to in lines. */
export type PeerProcess = {
  readonly port: number;
  readonly pid: number;
  /** Sends a line and gives back the line it answers with. */
  ask(line: string): Promise<string>;
  /** Kills it; resolves when it is gone. */
  kill(): Promise<void>;
};

/** Starts a program that says `{"port": N}` on its first line. Rejects with what it wrote to stderr when it ends before. */
export function startPeer(command: string, args: readonly string[]): Promise<PeerProcess> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const waiting: ((line: string) => void)[] = [];
    const gone = new Promise<void>((ended) => child.once('close', () => ended()));
    let complaint = '';
    child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
    child.once('error', reject);
    void gone.then(() => reject(new Error(`${command} ${args.join(' ')} ended before it listened: ${complaint}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => waiting.shift()?.(line));
    const next = (): Promise<string> => new Promise((take) => waiting.push(take));
    void next().then((first) => {
      const { port } = JSON.parse(first) as { port: number };
      resolve({
        port,
        pid: child.pid!,
        ask(line) {
          const answer = next();
          child.stdin!.write(`${line}\n`);
          return answer;
        },
        async kill() {
          child.kill('SIGKILL');
          await gone;
        },
      });
    });
  });
}

/** Throws a sentence with the command to run when a program needed by a test is not installed; never lets it pass silently. */
export function requireProgram(command: string, args: readonly string[], packages: string): void {
  const tried = spawnSync(command, args, { encoding: 'utf8' });
  if (tried.status === 0) return;
  throw new Error(
    `${command} ${args.join(' ')} does not work here; run: sudo apt-get install -y ${packages} (or npm run setup). ${tried.stderr ?? ''}`,
  );
}

/** Connections of this machine's clients to a loopback port that are established now (Linux). */
export function connectionsTo(port: number): number {
  const established = '01';
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return rows.map((row) => row.trim().split(/\s+/)).filter((row) => row[2]?.endsWith(wanted) === true && row[3] === established).length;
}
