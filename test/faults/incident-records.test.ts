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
import { createSeededRandom } from '#electron/engine/testing/virtual-ports.ts';
import { type HeadlessProcess, startHeadless } from '#electron/host/headless-process.ts';
import { writeHostOptions } from '#electron/host/host-options.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { root } from '../source-files.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { createProjectFolder, until } from '../support/engine-rig.ts';
import { sourceFlags } from '../support/source-flags.ts';
import { programUrl } from '#electron/engine/testing/program-url.ts';
import { fileURLToPath } from 'node:url';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

type Client = RpcClient<FirstoutContract>;
const files = { 'project.yaml': 'name: Records\n', 'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit 1, level: unit }\n' };

let folder: ReturnType<typeof createProjectFolder>;
let host: HeadlessProcess;
let port = 0;
const startHost = async (): Promise<void> => {
  host = await startHeadless(
    process.execPath,
    [...sourceFlags, fileURLToPath(programUrl('electron/host/headless.ts')), ...writeHostOptions({ projectDir: folder.projectDir, dataDir: folder.dataDir, version: 'test', consoleDir: null, hasLinks: true, host: '127.0.0.1', port: 0 })],
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

/** A line of a role, made again until the host answers; `through` another port than its own. */
async function dial(role: 'operate' | 'lead', through = (): number => port): Promise<Client> {
  for (;;) {
    const socket = new WebSocket(`ws://127.0.0.1:${through()}/engine`, { origin: 'app://console' });
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
function sender(role: 'operate' | 'lead', through?: () => number) {
  let line: Client | null = null;
  let lines = 0;
  return {
    /** Lines it took so far. */
    lines: () => lines,
    async send<Answer>(ask: (client: Client) => Promise<{ readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly fault: { readonly code: string; readonly message: string } }>): Promise<Answer> {
      for (;;) {
        if (line === null) {
          line = await dial(role, through);
          lines++;
        }
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
async function follow(incident: Incident['id'], seen: IncidentRecord[], isOver: () => boolean, role: 'operate' | 'lead' = 'operate', through?: () => number): Promise<void> {
  while (!isOver()) {
    const client = await dial(role, through);
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

it('loses and doubles nothing of an incident that two consoles lead and write into while the network is cut again and again', async () => {
  const random = createSeededRandom(20_261_130);
  const passed = new Map<number, { sum: number; readonly limit: number }>();
  const proxy = await startCuttingProxy(port, (bytes, _from, connection) => {
    const line = passed.get(connection) ?? { sum: 0, limit: 3000 + random() * 9000 };
    passed.set(connection, line);
    line.sum += bytes.length;
    return line.sum > line.limit;
  });
  const through = (): number => proxy.port;
  const [lead, operator] = [sender('lead', through), sender('operate', through)];
  try {
    const opened = randomUUID();
    const { incident, seq: first } = await lead.send((client) => client.call('incident.begin', { opId: opened, origin: { kind: 'asset', asset: AssetId.parse('U1') }, severity: 2, title: 'Drill', assets: [], links: [], everyMin: null }));
    const each = 20;
    const picture = (at: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: 1500 }, (_none, byte) => (byte * 31 + at) % 251);
    const sent: (readonly [number, string])[] = [];
    // The lead gives tasks; the operator writes notes with a picture each. Both follow all of it meanwhile.
    const led = async (): Promise<void> => {
      let seenSeq = first;
      for (let at = 0; at < each; at++) {
        const opId = randomUUID();
        const { seq } = await lead.send((client) => client.call('incident.command', { opId, incident, seenSeq, act: { kind: 'task', text: `Task ${at}`, to: 'field', dueMs: null } }));
        seenSeq = seq;
        sent.push([seq, `Task ${at}`]);
      }
    };
    const written = async (): Promise<void> => {
      for (let at = 0; at < each; at++) {
        const attached = await operator.send((client) => client.call('record.attach', { type: 'image/png', name: `seen-${at}.png`, body: picture(at) }));
        const opId = randomUUID();
        const { seq } = await operator.send((client) => client.call('incident.add', { opId, incident, seenSeq: first, act: { kind: 'note', text: `Note ${at}`, attachments: [attached] } }));
        sent.push([seq, `Note ${at}`]);
      }
    };
    const seen: readonly [IncidentRecord[], IncidentRecord[]] = [[], []];
    const all = 1 + 2 * each;
    await Promise.all([led(), written(), follow(incident, seen[0], () => seen[0].length >= all, 'lead', through), follow(incident, seen[1], () => seen[1].length >= all, 'operate', through)]);

    // What each was told, what each saw, and what the engine keeps over a line that nobody cuts, are the same.
    const wanted = [[first, 'opened'] as const, ...sent.toSorted((a, b) => a[0] - b[0])];
    const told = (records: readonly IncidentRecord[]): readonly (readonly [number, string])[] => records.map(({ seq, event }) => [seq, 'text' in event ? event.text : event.kind]);
    const kept: IncidentRecord[] = [];
    await follow(incident, kept, () => kept.length >= all);
    for (const records of [...seen, kept]) expect(told(records)).toEqual(wanted);
    const line = await dial('operate');
    const answer = await line.call('incident.get', { incident });
    expect(answer.ok && answer.value.incident.tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(Array.from({ length: each }, (_none, at) => `T${at + 1} Task ${at}`));
    line.close();
    expect(proxy.cuts).toBeGreaterThan(3);
    expect(lead.lines() + operator.lines()).toBeGreaterThan(2);
    for (const one of [lead, operator]) one.close();
    await host.stop();
    // Every picture is there, each once, and nothing of the chain is broken.
    const whole = verify();
    expect(whole.stdout).toContain('The chain holds');
    expect(whole.status).toBe(0);
  } finally {
    for (const one of [lead, operator]) one.close();
    await proxy.close();
  }
});
