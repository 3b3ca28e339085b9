import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { DeviceDefinition } from '#shared/model/device.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createMemoryLog, createVirtualClock } from '../testing/virtual-ports.ts';
import { createDeviceLinks, type DevicePlan } from './device-links.ts';
import type { AnyDriverType, Driver, DriverContext } from './driver.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'firstout-links-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

it('gives the samples of a link that runs on to the renumbered tags while another link is still being closed', async () => {
  const contexts = new Map<string, DriverContext>();
  let endSlowClose: () => void = () => undefined;
  const type: AnyDriverType = {
    name: 'test',
    title: 'Test',
    optionsSchema: z.object({}),
    addressSchema: z.string(),
    create(context): Driver {
      contexts.set(context.device.id, context);
      return {
        start: () => undefined,
        read: async () => ({ ok: true, value: null }),
        write: async () => ({ ok: true, value: null }),
        dispose: () => (context.device.id === 'SLOW' ? new Promise<void>((done) => (endSlowClose = done)) : Promise.resolve()),
      };
    },
  };
  const plan = (id: string, tags: Readonly<Record<string, number>>): DevicePlan => ({
    device: DeviceDefinition.parse({ id, name: id, driver: 'test' }),
    type,
    options: {},
    tags: Object.entries(tags).map(([tag, index]) => ({
      index,
      definition: TagDefinition.parse({ id: tag, name: tag, asset: 'A', device: id, address: tag }),
      address: tag,
      periodMs: 1000,
    })),
  });
  const taken: (number | undefined)[] = [];
  const links = createDeviceLinks({
    clock: createVirtualClock(),
    log: createMemoryLog(),
    random: () => 0,
    dataDir,
    textIndex: () => 0,
    onSamples: (batch, indexOf) => {
      for (let row = 0; row < batch.length; row++) taken.push(indexOf?.[batch.tag[row] ?? 0]);
    },
    whenDurable: () => Promise.resolve(),
    onMissed: () => undefined,
    onHealth: () => undefined,
  });
  await links.run([plan('SLOW', { 'S-1': 0 }), plan('KEPT', { 'K-1': 1 })]);
  const swapped = links.run([plan('SLOW', { 'S-1': 0, 'S-2': 1 }), plan('KEPT', { 'K-1': 2 })]);
  const batch = createBatch(1);
  pushSample(batch, 0, 5, 42, Q.good);
  contexts.get('KEPT')?.onSamples(batch);
  expect(taken).toEqual([2]);
  endSlowClose();
  await swapped;
  const ended = links.dispose();
  endSlowClose();
  await ended;
});
