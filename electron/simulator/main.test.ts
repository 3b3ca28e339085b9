import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { programUrl } from '../engine/testing/program-url.ts';

const root = new URL('../..', import.meta.url).pathname;
const dataDir = mkdtempSync(join(tmpdir(), 'simulator-test-'));

/** As the product starts it. */
const simulator = fileURLToPath(programUrl('electron/simulator/main.ts'));
/** As `npm run scenario` does. */
const scenarioCommand = join(root, 'electron/simulator/scenario-command.ts');

/** Starts a program with its stdin held open; `said` gathers stderr. */
function start(
  script: string,
  ...args: string[]
): { child: ChildProcess; firstLine: Promise<string>; said: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  const lines = createInterface({ input: child.stdout });
  const firstLine = new Promise<string>((resolve) => void lines.once('line', resolve));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, firstLine, said: () => said, ended };
}

const plantArgs = ['--port-base', '0', '--data', dataDir];

describe('The simulator as a program', () => {
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('prints one ready line with all ports, obeys the scenario command, and ends when its parent lets go of stdin', async () => {
    const { child, firstLine, said, ended } = start(simulator, ...plantArgs, '--seed', '3');
    const ready = JSON.parse(await firstLine) as { ready: boolean; ports: Record<string, number> };
    expect(ready.ready).toBe(true);
    expect(Object.keys(ready.ports).toSorted()).toEqual(['GW-02', 'MCC-2', 'PLC-11', 'PLC-21', 'PLC-22', 'PLC-41', 'SIM-01', 'VIB-07']);
    const port = String(ready.ports['SIM-01']);
    const command = async (...args: string[]): Promise<string> => {
      const run = start(scenarioCommand, ...args, '--port', port);
      const line = await run.firstLine;
      expect(await run.ended).toBe(0);
      return line;
    };
    expect(await command('start', 'power-dip')).toContain('Started: Power dip.');
    expect(await command('speed', '2')).toContain('2 times real time');
    expect(await command('status')).toMatch(/^Power dip, speed 2, \d+ s simulated\.$/);
    const askedMs = performance.now();
    expect(await command('reset')).toContain('steady state');
    // The fresh plant takes the old one's place at its next step.
    let status = '';
    while (!status.startsWith('No scenario')) status = await command('status');
    // It began anew when it was told to, however long the commands take to come up.
    const simulatedS = Number(/^No scenario, speed 1, (\d+) s simulated\.$/.exec(status)?.[1]);
    expect(simulatedS).toBeLessThanOrEqual((performance.now() - askedMs) / 1000 + 1);
    child.stdin?.end();
    expect(await ended).toBe(0);
    expect(said()).toBe('');
  });

  it('ends on SIGTERM', async () => {
    const { child, firstLine, ended } = start(simulator, '--load', 'modbus', '--tags', '10', '--rate', '100', '--data', dataDir);
    await firstLine;
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says in one sentence that a port is in use, and ends with 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { said, ended } = start(simulator, '--port-base', String(port), '--data', dataDir);
    expect(await ended).toBe(1);
    expect(said().trim().split('\n')).toHaveLength(1);
    expect(said()).toContain(`a port of PLC-11 on ${port} is in use`);
    other.close();
  });

  it.each([
    [['--plant', 'moon'], 'There is no plant "moon"'],
    [['--scenario', 'flood'], 'There is no scenario "flood"'],
    [['--speed', 'fast'], '--speed takes a number from 0.1 to 20'],
    [['--load', 'mqtt'], '--load takes modbus or opcua'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const { said, ended } = start(simulator, ...args);
    expect(await ended).toBe(1);
    expect(said()).toContain(sentence);
  });

  it('the scenario command says so when no plant answers', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => void free.listen(0, '127.0.0.1', resolve));
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const { said, ended } = start(scenarioCommand, 'stop', '--port', String(port));
    expect(await ended).toBe(1);
    expect(said().trim()).toBe(`No simulated plant answers on port ${port}. Start it with npm start, or give its port with --port.`);
  });

  it('serves a Modbus load whose values are sequence numbers that rise at the rate asked for', async () => {
    const { child, firstLine, ended } = start(simulator, '--load', 'modbus', '--tags', '100', '--rate', '20000', '--data', dataDir);
    const { ports } = JSON.parse(await firstLine) as { ports: Record<string, number> };
    const socket = connect(ports['load'] ?? 0, '127.0.0.1');
    const read = async (): Promise<number> => {
      socket.write(Buffer.from([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2]));
      const [data] = (await once(socket, 'data')) as [Buffer];
      return data.readFloatBE(9);
    };
    const first = await read();
    const since = performance.now();
    let last = first;
    while (last < first + 100) {
      const next = await read();
      expect(next).toBeGreaterThanOrEqual(last);
      last = next;
    }
    // 200 changes a second each: a hundred take half a second; a busy machine may be late, never early.
    expect(performance.now() - since).toBeGreaterThan(400);
    socket.destroy();
    child.stdin?.end();
    expect(await ended).toBe(0);
  });
});
