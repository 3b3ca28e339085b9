import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua-certificate-manager';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { isBad, Q } from '#shared/model/quality.ts';
import { createDriverHarness, type DriverHarness } from '#test/contract/driver-harness.ts';
import { startOpcuaProxy } from '#test/simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';

let server: OpcuaTestServer;
let harness: DriverHarness;
let secrets: string;
beforeAll(async () => {
  secrets = await mkdtemp(join(tmpdir(), 'firstout-opcua-secrets-'));
  server = await startOpcuaServer({ variables: { Level: { dataType: 'Double', value: 12.5 } }, users: { operator: 'salt-and-brine' } });
});
afterAll(async () => {
  await server.stop();
  await rm(secrets, { recursive: true, force: true });
});
afterEach(async () => {
  await harness.dispose();
  expect(server.sessions).toBe(0);
});

const make = (options: Record<string, unknown>, endpoint = server.endpoint): DriverHarness =>
  (harness = createDriverHarness({
    type: opcua,
    options: { endpoint, requestTimeoutMs: 2000, ...options },
    tags: [{ id: 'level', address: `nsu=${plantUri};s=Level`, type: 'float', periodMs: 50 }],
    clock: 'real',
  }));
const isUp = (): boolean => harness.health()?.state === 'up' && harness.last('level')?.quality === Q.good;
const problem = async (): Promise<string> => {
  harness.driver.start();
  await harness.until(() => harness.health()?.state === 'down' && harness.health()?.problem !== null, 'a problem');
  return harness.health()!.problem!;
};
/** Connects once to be refused, then trusts the server as an operator would. */
const trustServer = async (): Promise<void> => {
  await problem();
  const [certificate] = await harness.driver.rejectedCertificates!();
  expect(await harness.driver.trustCertificate!(certificate!.thumbprint)).toEqual({ ok: true, value: null });
};

describe('A secured OPC UA link', () => {
  test('refuses a server nobody has trusted, gives no value, and connects once it is trusted', async () => {
    make({});
    expect(await problem()).toBe(`The certificate of ${server.endpoint} is not trusted: compare its thumbprint with the server's, then trust it at this device.`);
    expect(harness.seen('level').every((sample) => isBad(sample.quality))).toBe(true);
    const rejected = await harness.driver.rejectedCertificates!();
    expect(rejected).toHaveLength(1);
    expect(rejected[0]!.thumbprint).toMatch(/^[0-9a-f]{40}$/);
    expect(rejected[0]!.subject).toContain('CN=');
    expect(rejected[0]!.validToMs).toBeGreaterThan(Date.UTC(2026, 0, 1));
    expect(await harness.driver.trustCertificate!('00'.repeat(20))).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await harness.driver.trustCertificate!(rejected[0]!.thumbprint)).toEqual({ ok: true, value: null });
    await harness.until(isUp, 'the link up');
    expect(await harness.driver.rejectedCertificates!()).toEqual([]);
    expect(harness.health()!.details['security']).toBe('Basic256Sha256, SignAndEncrypt');
  });

  test.each([
    ['Basic256Sha256', 'Sign'],
    ['Basic256Sha256', 'SignAndEncrypt'],
    ['Aes128_Sha256_RsaOaep', 'Sign'],
    ['Aes128_Sha256_RsaOaep', 'SignAndEncrypt'],
    ['Aes256_Sha256_RsaPss', 'Sign'],
    ['Aes256_Sha256_RsaPss', 'SignAndEncrypt'],
  ])('speaks %s with %s', async (securityPolicy, securityMode) => {
    make({ securityPolicy, securityMode });
    await trustServer();
    await harness.until(isUp, 'the link up');
    expect(server.channelSecurity()).toEqual([`${securityPolicy}, ${securityMode}`]);
  });

  test('signs in with a name and a password out of a file', async () => {
    await writeFile(join(secrets, 'password'), 'salt-and-brine\n');
    make({ user: { kind: 'password', name: 'operator', passwordFile: join(secrets, 'password') } });
    await trustServer();
    await harness.until(isUp, 'the link up');
    expect(server.userNames()).toEqual(['operator']);
  });

  test.each([
    ['Basic256Sha256', 'Sign'],
    ['Aes256_Sha256_RsaPss', 'SignAndEncrypt'],
  ])('takes its session over after a cut, with %s and %s, as the same user', async (securityPolicy, securityMode) => {
    await writeFile(join(secrets, 'password'), 'salt-and-brine');
    const proxy = await startOpcuaProxy(server.port);
    make(
      { securityPolicy, securityMode, keepAliveMs: 200, user: { kind: 'password', name: 'operator', passwordFile: join(secrets, 'password') } },
      `opc.tcp://127.0.0.1:${proxy.port}`,
    );
    await trustServer();
    await harness.until(isUp, 'the link up');
    proxy.cut();
    await harness.until(() => harness.health()!.state === 'down', 'the loss noticed');
    await harness.until(isUp, 'the link up again');
    expect(harness.health()!.details['last connection']).toBe('the earlier session was taken over');
    expect(server.channelSecurity()).toEqual([`${securityPolicy}, ${securityMode}`]);
    expect(server.userNames()).toEqual(['operator']);
    await harness.dispose();
    await proxy.close();
  });

  test('says when the server refuses the password', async () => {
    await writeFile(join(secrets, 'wrong'), 'sugar');
    make({ user: { kind: 'password', name: 'operator', passwordFile: join(secrets, 'wrong') } });
    await trustServer();
    await harness.until(() => harness.health()!.problem?.includes('operator') === true, 'the refusal');
    expect(harness.health()!.problem).toBe(`${server.endpoint} refused user 'operator': check name and password.`);
    expect(JSON.stringify(harness.reports) + JSON.stringify(harness.log.lines)).not.toContain('sugar');
  });

  test('says when the password is not where it should be', async () => {
    make({ security: 'None', user: { kind: 'password', name: 'operator', passwordFile: 'no-such-file' } });
    expect(await problem()).toContain('no-such-file');
    await harness.dispose();
    make({ security: 'None', user: { kind: 'password', name: 'operator', passwordEnv: 'FIRSTOUT_TEST_UNSET_PASSWORD' } });
    expect(await problem()).toBe('The password of PLC-1 is missing: set the environment variable FIRSTOUT_TEST_UNSET_PASSWORD.');
  });

  test('signs in with a certificate of the user', async () => {
    const manager = new OPCUACertificateManager({ rootFolder: join(secrets, 'user-pki'), disableFileWatchers: true });
    await manager.initialize();
    const certificateFile = join(secrets, 'user.pem');
    await manager.createSelfSignedCertificate({ applicationUri: 'urn:lead', dns: ['localhost'], outputFile: certificateFile, subject: '/CN=Lead', startDate: new Date(), validity: 30 });
    const privateKeyFile = manager.privateKey;
    await manager.dispose();
    make({ user: { kind: 'certificate', certificateFile, privateKeyFile } });
    await trustServer();
    await harness.until(isUp, 'the link up');
    expect(server.userNames()).toEqual(['certificate']);
  });

  test('says when the server offers no such policy', async () => {
    const plain = await startOpcuaServer({ onlyUnsecured: true, variables: { Level: { dataType: 'Double', value: 1 } } });
    make({}, plain.endpoint);
    expect(await problem()).toBe(`${plain.endpoint} offers no endpoint with Basic256Sha256 and SignAndEncrypt: choose a policy and mode it offers.`);
    await harness.dispose();
    await plain.stop();
  });

  test('says when the server wants a user', async () => {
    const strict = await startOpcuaServer({ allowAnonymous: false, users: { a: 'b' }, variables: { Level: { dataType: 'Double', value: 1 } } });
    make({ security: 'None' }, strict.endpoint);
    expect(await problem()).toBe(`${strict.endpoint} refuses anonymous access: give a user in the options of the device.`);
    await harness.dispose();
    await strict.stop();
  });

  test('says when our own certificate is refused', async () => {
    const wary = await startOpcuaServer({ refusesUnknownClients: true, variables: { Level: { dataType: 'Double', value: 1 } } });
    make({}, wary.endpoint);
    await trustServer();
    await harness.until(() => harness.health()!.problem?.includes('our certificate') === true, 'the refusal');
    expect(harness.health()!.problem).toMatch(/refused our certificate \(.*firstout\.pem\): trust it in the server\.$/);
    await harness.dispose();
    await wary.stop();
  });
});
