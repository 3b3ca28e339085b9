import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { Incident, IncidentRecord } from '#shared/model/incident.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { type HeadlessProcess, startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { root } from '../source-files.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { sourceFlags } from '../support/source-flags.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

type Client = RpcClient<FirstoutContract>;
const files = { 'project.yaml': 'name: Records\n', 'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n' };

let folder: ReturnType<typeof createProjectFolder>;
let host: HeadlessProcess;
let port = 0;
const startHost = async (): Promise<void> => {
  host = await startHeadless(
    process.execPath,
    [...sourceFlags, join(root, 'electron/host/headless.ts'), ...writeHostOptions({ projectDir: folder.projectDir, dataDir: folder.dataDir, version: 'test', consoleDir: null, hasLinks: true, host: '127.0.0.1', port: 0 })],
    () => undefined,
  );
  ({ port } = host);
};
beforeEach(async () => {
  folder = createProjectFolder(files);
  await startHost();
});
afterEach(async () => {
  await host.stop();
  folder.remove();
});

/** A line of a role, made again until the host answers. */
async function dial(role: 'operate' | 'lead'): Promise<Client> {
  for (;;) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { origin: 'app://console' });
    try {
      await once(socket, 'open');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    const token = (JSON.parse(readFileSync(join(folder.dataDir, 'access.json'), 'utf8')) as Record<string, string>)[role] ?? '';
    const client = createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token, unpack: unpackAnswer });
    if ((await client.ready).ok) return client;
  }
}

/** Sends an act until it is answered, over as many lines as it takes, under the same number. */
function sender(role: 'operate' | 'lead') {
  let line: Client | null = null;
  return {
    async send<Answer>(ask: (client: Client) => Promise<{ readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly fault: { readonly code: string; readonly message: string } }>): Promise<Answer> {
      for (;;) {
        line ??= await dial(role);
        const answer = await ask(line);
        if (answer.ok) return answer.value;
        if (answer.fault.code !== 'disconnected') throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
        line = null;
      }
    },
    close: () => line?.close(),
  };
}

/** Follows an incident's records from where it stands, over as many lines as it takes. */
async function follow(incident: Incident['id'], seen: IncidentRecord[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const client = await dial('operate');
    await new Promise<void>((resolve) => {
      client.open('incident.events', { incident, afterSeq: seen.at(-1)?.seq ?? 0 }, {
        onItem({ records }) {
          seen.push(...records);
          if (isOver()) client.close();
        },
        onEnded: () => resolve(),
      });
    });
  }
}
const verify = () => spawnSync(process.execPath, [...sourceFlags, join(root, 'electron/launch/records/records-command.ts'), 'verify', '--data', folder.dataDir], { encoding: 'utf8' });

it('loses and doubles nothing of an incident that several people write into while the engine is killed, and the check finds a byte flipped afterwards', async () => {
  const lead = sender('lead');
  const opId = randomUUID();
  const { incident } = await lead.send((client) => client.call('incident.begin', { opId, origin: { kind: 'asset', asset: AssetId.parse('U1') }, severity: 2, title: 'Drill', assets: [], links: [], everyMin: null }));
  const people = 3;
  const each = 25;
  const seen: IncidentRecord[] = [];
  const following = follow(incident, seen, () => seen.length > people * each);
  let answered = 0;
  let kills = 0;
  const write = async (person: number): Promise<readonly number[]> => {
    const console = sender('operate');
    const numbers: number[] = [];
    for (let at = 0; at < each; at++) {
      const op = randomUUID();
      const { seq } = await console.send((client) => client.call('incident.add', { opId: op, incident, seenSeq: 0, act: { kind: 'note', text: `Note ${at} of person ${person}` } }));
      numbers.push(seq);
      answered++;
    }
    console.close();
    return numbers;
  };
  const killing = (async () => {
    for (const after of [30]) {
      await until(() => answered >= after);
      const gone = new Promise<void>((resolve) => host.onExit(() => resolve()));
      if (host.pid === undefined) throw new Error('The host has no process.');
      process.kill(host.pid, 'SIGKILL');
      await gone;
      kills++;
      await startHost();
    }
  })();
  const [numbers] = await Promise.all([Promise.all(Array.from({ length: people }, (_none, person) => write(person))), killing]);
  await following;
  expect(kills).toBe(1);

  // Every note once, as its person was told, and seen once and in order by who followed.
  const wanted = numbers.flatMap((some, person) => some.map((seq, at) => [seq, `Note ${at} of person ${person}`] as const)).toSorted((a, b) => a[0] - b[0]);
  expect(seen.map(({ seq, event }) => [seq, event.kind === 'note' ? event.text : event.kind])).toEqual([[seen[0]?.seq, 'opened'], ...wanted]);
  lead.close();
  await host.stop();

  const whole = verify();
  expect(whole.stdout).toContain('The chain holds');
  expect(whole.status).toBe(0);
  const [, head = ''] = /Note the last as (\d+:[0-9a-f]{64})/.exec(whole.stdout) ?? [];
  expect(head).not.toBe('');

  // One bit of one note, in the file.
  const path = join(folder.dataDir, 'firstout.db');
  const bytes = readFileSync(path);
  const target = `Note 17 of person 1`;
  const at = bytes.indexOf(target);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const broken = verify();
  expect(broken.status).toBe(1);
  expect(broken.stdout).toContain(`The chain is broken: Record ${numbers[1]?.[17]} (incident:INC-0001, note,`);
});
