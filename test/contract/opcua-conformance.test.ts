import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opcua } from '#electron/engine/drivers/opcua/opcua.ts';
import { startOpcuaProxy } from '#test/simulators/opcua-proxy.ts';
import { plantUri, startOpcuaServer, type OpcuaTestServer } from '#test/simulators/opcua-server.ts';
import { freePort } from '#test/support/free-ports.ts';
import { describeDriver } from './driver-conformance.ts';

const node = (name: string): string => `nsu=${plantUri};s=${name}`;

describeDriver('OPC UA', async () => {
  const pkiDir = await mkdtemp(join(tmpdir(), 'firstout-opcua-rig-'));
  const port = await freePort();
  const values: Record<string, number | boolean> = { level: 0, counter: 0, running: false, setpoint: 0 };
  const open = (): Promise<OpcuaTestServer> =>
    startOpcuaServer({
      port,
      pkiDir,
      variables: {
        level: { dataType: 'Double', value: values['level'] },
        counter: { dataType: 'UInt32', value: values['counter'] },
        running: { dataType: 'Boolean', value: values['running'] },
        setpoint: { dataType: 'Float', value: values['setpoint'] },
      },
    });
  let server: OpcuaTestServer | null = await open();
  const proxy = await startOpcuaProxy(port);
  const timeoutMs = 600;
  return {
    type: opcua,
    options: {
      endpoint: `opc.tcp://127.0.0.1:${proxy.port}`,
      security: 'None',
      keepAliveMs: 300,
      requestTimeoutMs: timeoutMs,
      connectTimeoutMs: 3000,
    },
    address: { level: node('level'), counter: node('counter'), running: node('running'), setpoint: node('setpoint'), missing: node('missing') },
    timeoutMs,
    // Four looks per keep-alive time, and the two event loops of server and driver in one process.
    slackMs: 150,
    clock: 'real',
    keepsChangesWhileAway: true,
    set(tag, value) {
      values[tag] = tag === 'running' ? value !== 0 : value;
      server?.set(tag, values[tag]);
    },
    written: (tag) => Number(server?.get(tag)),
    async stop() {
      await proxy.shut();
      await server?.stop();
      server = null;
    },
    async start() {
      server ??= await open();
      await proxy.open();
    },
    hang: proxy.blackhole,
    resume: proxy.heal,
    connections: () => proxy.connections + (server?.sessions ?? 0),
    async close() {
      await proxy.close();
      await server?.stop();
      await rm(pkiDir, { recursive: true, force: true });
    },
  };
});
