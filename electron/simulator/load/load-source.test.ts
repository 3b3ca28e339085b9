import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttributeIds,
  ClientMonitoredItemGroup,
  ClientSubscription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
  type ClientMonitoredItemBase,
  type DataValue,
} from 'node-opcua-client';
import { expect, it } from 'vitest';
import { startLoadSource } from './load-source.ts';

it('the OPC UA load source gives each change to its receiver: sequences without a gap', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'load-test-'));
  const source = await startLoadSource({ kind: 'opcua', tags: 100, rate: 5000, port: 0, dataDir });
  const client = OPCUAClient.create({
    endpointMustExist: false,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    connectionStrategy: { maxRetry: 0 },
  });
  await client.connect(`opc.tcp://127.0.0.1:${source.ports['load']}`);
  const session = await client.createSession();
  const index = (await session.readNamespaceArray()).indexOf('urn:harbour-works:load');
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: 50,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 10,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  });
  const nodes = Array.from({ length: 100 }, (_, i) => ({ nodeId: `ns=${index};s=T/${i}`, attributeId: AttributeIds.Value }));
  const group = ClientMonitoredItemGroup.create(
    subscription,
    nodes,
    { samplingInterval: 0, queueSize: 500, discardOldest: true },
    TimestampsToReturn.Source,
  );
  const last = new Map<number, number>();
  let received = 0;
  let gaps = 0;
  await new Promise<void>((resolve) => {
    group.on('changed', (_item: ClientMonitoredItemBase, dataValue: DataValue, place: number) => {
      const value = Number(dataValue.value.value);
      const before = last.get(place);
      if (before !== undefined && value !== before + 1) gaps += 1;
      last.set(place, value);
      received += 1;
      if (received === 5000) resolve();
    });
  });
  expect(gaps).toBe(0);
  expect(last.size).toBe(100);
  expect(source.changes()).toBeGreaterThanOrEqual(4900);
  await subscription.terminate();
  await session.close();
  await client.disconnect();
  await source.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
