import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { TagId } from '#shared/model/ids.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { newToken } from '#electron/host/access-tokens.ts';
import { type HeadlessProcess, startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { root } from '../source-files.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(programUrl('electron/host/headless.ts'));
const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const newFolder = (files: Readonly<Record<string, string>> = { 'project.yaml': 'name: Quiet works\n' }) => {
  const folder = createProjectFolder(files);
  undo.push(folder.remove);
  return folder;
};

type Folder = Pick<ReturnType<typeof createProjectFolder>, 'projectDir' | 'dataDir'>;
const argsFor = (folder: Folder, hasLinks = false): readonly string[] => [
  ...sourceFlags,
  script,
  ...writeHostOptions({ projectDir: folder.projectDir, dataDir: folder.dataDir, version: 'test', consoleDir: null, hasLinks, host: '127.0.0.1', port: 0 }),
];

const startHost = async (folder: Folder, hasLinks = false): Promise<HeadlessProcess & { readonly said: readonly string[] }> => {
  const said: string[] = [];
  const host = await startHeadless(process.execPath, argsFor(folder, hasLinks), (line) => said.push(line));
  undo.push(() => host.stop());
  return { ...host, said };
};

const dial = async (port: number, token: string): Promise<RpcClient<FirstoutContract>> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { origin: 'app://console' });
  await once(socket, 'open');
  undo.push(() => socket.terminate());
  return createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token, unpack: unpackAnswer });
};

/** Whether a process is there; a zombie that nobody has waited for yet is not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('the engine in a Node process of its own', () => {
  it('lets the announced window in once, as the person at this machine', async () => {
    const host = await startHost(newFolder());
    const token = newToken();
    await host.announce(token);
    const client = await dial(host.port, token);
    expect(await client.ready).toMatchObject({ ok: true, value: { role: 'engineer' } });
    expect(await client.call('project.directory', {})).toMatchObject({ ok: true, value: { name: 'Quiet works' } });
    expect(await (await dial(host.port, token)).ready).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });

  it('has no door without a token, and no links unless it was asked to serve browsers', async () => {
    const folder = newFolder();
    const host = await startHost(folder);
    for (const token of ['', 'x', newToken()]) expect(await (await dial(host.port, token)).ready).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(existsSync(join(folder.dataDir, 'access.json'))).toBe(false);
  });

  it('hands out one link per role, and each link has that role’s rights only', async () => {
    const folder = newFolder();
    const host = await startHost(folder, true);
    const tokens = JSON.parse(readFileSync(join(folder.dataDir, 'access.json'), 'utf8')) as Record<string, string>;
    for (const role of ['view', 'operate', 'lead', 'engineer']) {
      expect(host.said.some((line) => line.startsWith(role) && line.endsWith(`:${host.port}/#token=${tokens[role]}`))).toBe(true);
      expect(await (await dial(host.port, tokens[role]!)).ready).toMatchObject({ ok: true, value: { role } });
    }
    const viewer = await dial(host.port, tokens['view']!);
    expect(await viewer.call('control.select', { tag: TagId.parse('X'), value: 1 })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  });

  it('says in one sentence that a folder is no project, and does not start', async () => {
    const folder = newFolder({ 'readme.txt': 'no project here' });
    await expect(startHeadless(process.execPath, argsFor(folder), () => undefined)).rejects.toThrow(/is not a project folder: it has no project\.yaml; name another with --project\.$/);
  });

  it.skipIf(process.platform === 'win32')('keeps its data folder for its owner', async () => {
    const folder = newFolder();
    await startHost(folder);
    expect(statSync(folder.dataDir).mode & 0o777).toBe(0o700);
  });

  it('says in one sentence that the history cannot be opened, and does not start', async () => {
    const folder = newFolder();
    mkdirSync(join(folder.dataDir, 'firstout.db'), { recursive: true });
    await expect(startHost(folder)).rejects.toThrow(/^The data folder .+ can't be used: unable to open database file/);
  });

  it('runs without a log file where the log folder cannot be made', async () => {
    const folder = newFolder({ 'project.yaml': 'name: Quiet works\n', 'tags/broken.yaml': 'tags: [' });
    mkdirSync(folder.dataDir, { recursive: true });
    writeFileSync(join(folder.dataDir, 'logs'), '');
    const host = await startHost(folder);
    const token = newToken();
    await host.announce(token);
    expect((await (await dial(host.port, token)).ready).ok).toBe(true);
  });

  it('leaves a data folder alone that another engine works on', async () => {
    const folder = newFolder();
    await startHost(folder);
    await expect(startHeadless(process.execPath, argsFor(folder), () => undefined)).rejects.toThrow(/is in use by another Firstout/);
  });

  it('can be started on the same data folder at once after it was killed', async () => {
    const folder = newFolder();
    const first = await startHost(folder);
    const ended = new Promise<string>((resolve) => first.onExit(resolve));
    process.kill(first.pid!, 'SIGKILL');
    expect(await ended).toBe('signal SIGKILL');
    const second = await startHost(folder);
    expect(second.port).toBeGreaterThan(0);
  });

  it('writes its log into the data folder', async () => {
    const folder = newFolder({ 'project.yaml': 'name: Quiet works\n', 'tags/broken.yaml': 'tags: [' });
    const host = await startHost(folder);
    await host.stop();
    const lines = readFileSync(join(folder.dataDir, 'logs', 'engine.1.log'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as { about?: string }).some((line) => line.about === 'tags/broken.yaml')).toBe(true);
  });

  it('ends when its parent is killed, so that no engine is ever left over', async () => {
    const folder = newFolder();
    const parentCode = `
      import { startHeadless } from ${JSON.stringify(join(root, 'electron/host/headless-process.ts'))};
      const host = await startHeadless(process.execPath, ${JSON.stringify(argsFor(folder))}, () => undefined);
      console.log(host.pid);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', parentCode], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString().trim());
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isRunning(pid));
  });
});
