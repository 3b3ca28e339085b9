import { ok, refused } from '#shared/model/fault.ts';
import { createBackoff } from '../backoff.ts';
import type { Driver, DriverContext, DriverTag, DriverType } from '../driver.ts';
import { createHealthBook } from '../health.ts';
import { OpcuaAddress } from './address.ts';
import { browseNode } from './browse.ts';
import { actOnCondition } from './conditions/act-on-condition.ts';
import { readHistory } from './history.ts';
import { createIntake } from './intake.ts';
import { loadOpcuaLibrary } from './library.ts';
import { createLink } from './link.ts';
import { OpcuaOptions } from './options.ts';
import { listRejected, trustRejected } from './pki.ts';
import { readTags } from './read.ts';
import { createWriter } from './write.ts';

/**
 * OPC UA client (OPC 10000-4 over opc.tcp). Values come by subscription with source time and status code; see README.md
 * of this folder for what happens at a loss and what may be lost.
 */
export const opcua: DriverType<OpcuaOptions, OpcuaAddress> = {
  name: 'opcua',
  title: 'OPC UA',
  optionsSchema: OpcuaOptions,
  addressSchema: OpcuaAddress,
  reportsChangesOnly: true,
  timesFromDevice: true,
  create: createOpcuaDriver,
};

function createOpcuaDriver(context: DriverContext, options: OpcuaOptions, tags: readonly DriverTag<OpcuaAddress>[]): Driver {
  const { device } = context;
  const health = createHealthBook(context, `OPC UA ${options.endpoint}`);
  const backoff = createBackoff(context.random, { ceilingMs: options.reconnectMaxMs, eagerAttempts: 12 });
  const intake = createIntake(context, tags, health);
  const link = createLink(context, options, tags, health, backoff, intake);
  const write = createWriter(context.log);

  return {
    start() {
      health.set('connecting', null);
      link.start();
    },
    async read(indices) {
      const { live } = link;
      if (live === null) return refused('not-connected', `${device.name} is not connected.`, 'Try again when the link is up.');
      try {
        await readTags(live, indices, intake, health, context.clock, () => link.live === live);
        if (link.live !== live) return refused('not-connected', `The link to ${device.name} was lost while reading.`);
        return ok(null);
      } catch (error) {
        health.failed();
        if (/timeout|timed out/i.test(error instanceof Error ? error.message : '')) return refused('timeout', `${device.name} did not answer in time.`);
        return refused('not-connected', `The link to ${device.name} was lost while reading.`);
      }
    },
    async write(index, value, untilMs = Number.POSITIVE_INFINITY) {
      const tag = tags[index];
      if (tag === undefined) return refused('not-writable', `${device.name} has no tag with the index ${index}.`);
      health.requested();
      const result = await write(link.live, tag, value, { deviceName: device.name, isLate: () => context.clock.monotonicMs() >= untilMs });
      if (!result.ok && result.fault.code !== 'not-writable') health.failed();
      return result;
    },
    actOnCondition: (action, key, comment) => actOnCondition(link.live, link.conditions, { action, key, comment }, device.name, context.log),
    browse: (address) => browseNode(link.live, address, device.name),
    backfill: (query) => readHistory(() => link.live, tags, query, device.name, intake.past),
    rejectedCertificates: () => listRejected(context.dataDir),
    async trustCertificate(thumbprint) {
      const result = await trustRejected(await loadOpcuaLibrary(context.log), context.dataDir, thumbprint);
      if (result.ok) link.retryNow();
      return result;
    },
    async dispose() {
      intake.dispose();
      await link.dispose();
      health.dispose();
    },
  };
}
