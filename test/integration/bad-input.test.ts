import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LinkHealth } from '#shared/model/device.ts';
import { DeviceId, ScreenId } from '#shared/model/ids.ts';
import { isGood, Q } from '#shared/model/quality.ts';
import type { ProjectProblem } from '#shared/model/project.ts';
import { startModbusDevice, type ModbusDevice } from '../simulators/modbus-device.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '../simulators/opcua-server.ts';
import { freePort } from '../support/free-ports.ts';
import { createProjectFolder, startEngine, until, type EngineRig } from '../support/engine-rig.ts';

// One engine meets everything that is wrong at once. Each thing must be told in one sentence, to the console and in the
// log, and one healthy value must go on.
describe('a project where much is wrong', () => {
  let device: ModbusDevice;
  let server: OpcuaTestServer;
  let folder: ReturnType<typeof createProjectFolder>;
  let rig: EngineRig;
  let problems: readonly ProjectProblem[] = [];
  const links = new Map<string, LinkHealth>();
  const values = new Map<string, { value: number; quality: number }>();
  let tags: readonly { readonly id: string }[] = [];

  beforeAll(async () => {
    device = await startModbusDevice();
    device.missing.add(500);
    server = await startOpcuaServer({ variables: { Speed: { dataType: 'Double', value: 8400 } } });
    const dead = await freePort();
    folder = createProjectFolder({
      'project.yaml': 'name: Much is wrong\n',
      'assets/a.yaml': 'assets:\n  - { id: U1, name: Unit }\n',
      'devices/d.yaml': [
        'devices:',
        `  - { id: OK-1, name: Healthy, driver: modbus, options: { host: 127.0.0.1, port: ${device.port} }, groups: { default: { periodMs: 50 } } }`,
        `  - { id: DEAD-1, name: Unreachable, driver: modbus, options: { host: 127.0.0.1, port: ${dead}, reconnectMaxMs: 500 } }`,
        `  - { id: UA-1, name: Wrong node, driver: opcua, options: { endpoint: '${server.endpoint}', security: None } }`,
        `  - { id: UA-2, name: Not trusted, driver: opcua, options: { endpoint: '${server.endpoint}', securityPolicy: Basic256Sha256, securityMode: SignAndEncrypt, reconnectMaxMs: 500 } }`,
        '  - { id: NO-1, name: No such driver, driver: telegraph }',
        '',
      ].join('\n'),
      'tags/t.yaml': [
        'tags:',
        "  - { id: GOOD, name: Healthy value, asset: U1, device: OK-1, address: 'holding:1' }",
        "  - { id: FAR, name: Register the device does not have, asset: U1, device: OK-1, address: 'holding:500' }",
        "  - { id: LOST, name: Behind a dead device, asset: U1, device: DEAD-1, address: 'holding:1' }",
        `  - { id: NODE, name: Wrong node, asset: U1, device: UA-1, address: 'nsu=${plantUri};s=Nothing' }`,
        `  - { id: SPEED, name: Behind a certificate, asset: U1, device: UA-2, address: 'nsu=${plantUri};s=Speed' }`,
        "  - { id: TELE, name: Behind no driver, asset: U1, device: NO-1, address: 'x' }",
        "  - { id: CALC, name: Wrong expression, asset: U1, expression: '{GOOD} + {NOTHING}' }",
        '',
      ].join('\n'),
      'tags/broken.yaml': 'tags:\n  - id: X\n    name: [never closed\n',
      'alarms/a.yaml': 'alarms:\n  - { id: A, tag: GOOD, kind: high, limit: high, priority: 1, message: m }\n',
      'screens/broken.svg': '<svg xmlns="http://www.w3.org/2000/svg"><title>Broken</title><g></svg>',
    });
    rig = await startEngine(folder);
    const directory = await rig.client.call('project.directory', {});
    if (!directory.ok) throw new Error(directory.fault.message);
    tags = directory.value.tags;
    rig.client.open('project.state', {}, { onItem: (item) => void (problems = item.problems) });
    rig.client.open('devices.health', {}, { onItem: (item) => item.links.forEach((link) => links.set(link.device, link)) });
    rig.client.open('tags.values', { revision: directory.value.revision, tags: tags.map((_tag, index) => index) }, {
      onItem: (item) => item.tag.forEach((index, row) => values.set(tags[index]?.id ?? '', { value: item.value[row] ?? 0, quality: item.quality[row] ?? 0 })),
    });
  });
  afterAll(async () => {
    await rig.stop();
    await server.stop();
    await device.stop();
    folder.remove();
  });

  const link = (id: string): LinkHealth | undefined => links.get(id);
  const told = (file: string): string => problems.filter((problem) => problem.file === file).map((problem) => `${problem.line ?? '-'}: ${problem.message}`).join('\n');
  const logged = (words: RegExp): boolean => rig.log.lines.some((line) => words.test(line.sentence));
  /** One sentence for people: begins with a capital or an address, ends, and shows no stack and no object. */
  const isSentence = (text: string | null | undefined): boolean => /^[A-Z0-9“"][^\n]{10,400}[.?]$/.test(text ?? '') && !/\bat \w+ \(|\[object|undefined/.test(text ?? '');

  it('says of an unreachable device who does not answer, and tries again', async () => {
    await until(() => link('DEAD-1')?.state === 'down' && values.get('LOST')?.quality === Q.badNotConnected);
    expect(link('DEAD-1')?.problem).toSatisfy(isSentence);
    expect(link('DEAD-1')?.nextAttemptMs).toBeGreaterThan(0);
    expect(logged(/127\.0\.0\.1:\d+/)).toBe(true);
  });
  it('names the register a device does not have, and reads the others', async () => {
    await until(() => (link('OK-1')?.refusedTags.length ?? 0) > 0);
    expect(link('OK-1')?.refusedTags[0]).toMatchObject({ tag: 'FAR', reason: expect.stringContaining('500') });
    await until(() => link('OK-1')?.state === 'up');
  });
  it('names the node a server does not know', async () => {
    await until(() => (link('UA-1')?.refusedTags.length ?? 0) > 0 && values.get('NODE')?.quality === Q.badNodeIdUnknown);
    expect(link('UA-1')?.refusedTags[0]).toMatchObject({ tag: 'NODE', reason: expect.stringMatching(/no such node/) });
  });
  it('refuses a server it does not trust, says so, and connects once an engineer trusts it', async () => {
    await until(() => /trust/i.test(link('UA-2')?.problem ?? ''));
    expect(link('UA-2')?.problem).toSatisfy(isSentence);
    expect(isGood(values.get('SPEED')?.quality ?? Q.bad)).toBe(false);
    const ua2 = DeviceId.parse('UA-2');
    const shown = await rig.client.call('device.certificates', { device: ua2 });
    const thumbprint = shown.ok ? (shown.value.rejected[0]?.thumbprint ?? '') : '';
    expect(await rig.connect('operate').call('device.trustCertificate', { device: ua2, thumbprint })).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
    expect(await rig.client.call('device.trustCertificate', { device: ua2, thumbprint })).toMatchObject({ ok: true });
    await until(() => values.get('SPEED')?.value === 8400);
  }, 180_000);
  it('names file, line and what was expected in broken project files', async () => {
    await until(() => problems.length > 0);
    expect(told('tags/broken.yaml')).toMatch(/^\d+: /);
    expect(told('alarms/a.yaml')).toMatch(/^2: .*limit.*number/);
    expect(told('devices/d.yaml')).toMatch(/^6: .*telegraph/);
    expect(told('tags/t.yaml')).toMatch(/NOTHING/);
    expect(told('screens/broken.svg')).toMatch(/\d|-/);
    for (const problem of problems) expect(rig.log.lines.some((line) => line.sentence.includes(problem.message)), problem.message).toBe(true);
  });
  it('refuses a broken screen with a sentence and shows the rest', async () => {
    const screen = await rig.client.call('project.screen', { screen: ScreenId.parse('broken') });
    expect(screen.ok ? '' : screen.fault.message).toMatch(/broken/);
  });
  it('marks what cannot be known as a mistake in the project, not as waiting', async () => {
    await until(() => values.get('TELE')?.quality === Q.badConfigurationError && values.get('CALC')?.quality === Q.badConfigurationError);
    expect(link('NO-1')).toMatchObject({ state: 'misconfigured', problem: expect.stringContaining('telegraph') });
  });
  it('goes on reading the healthy value through all of it', async () => {
    device.holding[1] = 77;
    await until(() => values.get('GOOD')?.value === 77 && isGood(values.get('GOOD')?.quality ?? Q.bad));
  });
});
