import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from '../source-files.ts';
import { createProjectFolder } from '../support/engine-rig.ts';
import { startStation } from '../support/station.ts';

const scratch = mkdtempSync(join(tmpdir(), 'firstout-launch-'));
afterAll(() => rmSync(scratch, { recursive: true }));

type Ended = { readonly code: number | null; readonly said: string };

/** Runs a launcher to its end. */
async function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [join('electron/launch', script), ...args], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const project = createProjectFolder({ 'project.yaml': 'name: Quiet works\n' });
afterAll(project.remove);

it.each(['start.ts', 'station.ts'])('%s says in one sentence that a folder is no project', async (script) => {
  writeFileSync(join(scratch, 'notes.txt'), '');
  expect(await run(script, ['--project', scratch])).toEqual({ code: 1, said: `${scratch} is not a project folder: it has no project.yaml; name another with --project.\n` });
});

it('says in one sentence that the data folder can’t be made', async () => {
  const { code, said } = await run('station.ts', ['--project', project.projectDir, '--data', join(scratch, 'notes.txt', 'data')]);
  expect(code).toBe(1);
  expect(said).toMatch(/^The data folder .* can't be made \(.*\); name another with --data\.\n$/);
});

it.each([
  [['--port', 'high'], '--port takes a number from 0 to 65535, not “high”.\n'],
  [['--port', '70000'], '--port takes a number from 0 to 65535, not “70000”.\n'],
])('says what is wrong with %j', async (args, sentence) => expect(await run('station.ts', args)).toEqual({ code: 1, said: sentence }));

it('names the options when it is given one it does not know', async () => {
  const { code, said } = await run('station.ts', ['--prot', '1']);
  expect(code).toBe(1);
  expect(said).toMatch(/--prot.*Options: --project FOLDER, --data FOLDER/);
});

it('says in one sentence that the port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { code, said } = await run('station.ts', ['--project', project.projectDir, '--data', join(scratch, 'data'), '--port', String(port)]);
  other.close();
  expect(code).toBe(1);
  expect(said.trim().split('\n').at(-1)).toBe(`Port ${port} on 127.0.0.1 is in use by another program; choose another with --port.`);
}, 180_000);

it('serves the console to browsers and ends in order', async () => {
  const station = await startStation(project.projectDir);
  const address = new URL(station.links.view);
  const page = await fetch(new URL('/', address));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root">');
  expect(await station.close()).toBe(0);
}, 180_000);

it.runIf(process.platform === 'linux')('says that there is no display and serves the console to browsers instead', async () => {
  const child = spawn(process.execPath, ['electron/launch/start.ts', '--project', project.projectDir, '--data', join(scratch, 'data'), '--port', '0'], {
    cwd: root,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error(said)));
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('The console is served')) resolve();
    });
  });
  expect(said).toContain('There is no display here: the console is served to browsers instead.');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
}, 180_000);
